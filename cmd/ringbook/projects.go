package main

import (
	"context"

	"google.golang.org/protobuf/proto"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type projectsCommand struct {
	List   projectsList   `cmd:"" help:"List the projects, oldest first."`
	Create projectsCreate `cmd:"" help:"Make a project."`
	Update projectsUpdate `cmd:"" help:"Rename a project, or switch its CRM on or off."`
}

type projectsList struct {
	remote
}

// Run prints a line for each project.
func (c *projectsList) Run(ctx context.Context, t *terminal) error {
	res, err := c.admin().ListProjects(ctx, &ringbookv1.ListProjectsRequest{})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	if len(res.GetProjects()) == 0 {
		t.remark("There is no project yet: ringbook projects create \"Acme Dental\" --time-zone Europe/Berlin")
		return nil
	}
	rows := [][]cell{headings("PROJECT", "NAME", "TIME ZONE", "CRM", "MADE")}
	for _, p := range res.GetProjects() {
		rows = append(rows, []cell{{text: p.GetProject()}, {text: p.GetName()}, {text: p.GetTimeZone()}, crmWord(p.GetCrmEnabled()), {text: moment(p.GetCreatedAt())}})
	}
	t.table(rows)
	return nil
}

func crmWord(on bool) cell {
	if on {
		return cell{"on", green}
	}
	return cell{"off", yellow}
}

type projectsCreate struct {
	remote
	Name     string `arg:"" help:"What people call it."`
	TimeZone string `required:"" placeholder:"ZONE" help:"Its IANA time zone, such as Europe/Berlin."`
}

// Run prints the id of the new project, alone on standard output.
func (c *projectsCreate) Run(ctx context.Context, t *terminal) error {
	res, err := c.admin().CreateProject(ctx, &ringbookv1.CreateProjectRequest{Name: c.Name, TimeZone: c.TimeZone})
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	t.printf("%s\n", res.GetProject())
	t.remark("Made %q. Next: a key for who sets it up, `ringbook keys create builder --project %s`.", plain(res.GetName()), res.GetProject())
	return nil
}

type projectsUpdate struct {
	remote
	ID   string `arg:"" name:"project" help:"The id of the project."`
	Name string `placeholder:"NAME" help:"What people are to call it."`
	// CRM is nil where the switch is to stay as it is.
	CRM *string `name:"crm" enum:"on,off" placeholder:"on|off" help:"Whether anything may reach the CRM. Off, agents are answered NOT_CONNECTED."`
}

// Run changes what was named and nothing else.
func (c *projectsUpdate) Run(ctx context.Context, t *terminal) error {
	if c.Name == "" && c.CRM == nil {
		return usage("nothing to change; give --name or --crm")
	}
	req := &ringbookv1.UpdateProjectRequest{Project: c.ID}
	if c.Name != "" {
		req.Name = &c.Name
	}
	if c.CRM != nil {
		req.CrmEnabled = proto.Bool(*c.CRM == "on")
	}
	res, err := c.admin().UpdateProject(ctx, req)
	if err != nil {
		return c.trouble(err)
	}
	if c.JSON {
		return t.printJSON(res)
	}
	t.table([][]cell{{{text: res.GetProject()}, {text: res.GetName()}, {text: res.GetTimeZone()}, {text: "CRM"}, crmWord(res.GetCrmEnabled())}})
	return nil
}

package rpc

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

// desk is where a builder's request is worked on: who asks, and the one project
// that this request may touch.
type desk struct {
	by      principal.Principal
	project string
}

// desks finds the desk of each request to a builder's service.
type desks struct {
	projects *project.Service
}

// of judges which project a request is about. A builder works in their own,
// whether or not it is named; naming another is Denied, in the same words
// whether or not that one exists. An administrator belongs to none and has to
// name one that exists.
func (d desks) of(ctx context.Context, req interface{ GetProject() string }) (desk, error) {
	by, named := asker(ctx), req.GetProject()
	switch {
	case by.Role == principal.Admin && named == "":
		return desk{}, fault.InvalidField("project", "an administrator's key belongs to no project").
			WithRemedy("name the project that is meant; ListProjects lists them")
	case by.Role == principal.Admin:
		p, err := d.projects.Project(ctx, named)
		return desk{by, p.ID}, err
	case by.Project == "" || (named != "" && named != by.Project):
		return desk{}, fault.New(fault.Denied, "this key belongs to another project").
			WithRemedy("leave project out, or use a key of the project that is meant")
	}
	return desk{by, by.Project}, nil
}

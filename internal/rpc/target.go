package rpc

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

// target is what a request to a builder's service is about: the one project that
// it may touch, and who asks.
type target struct {
	by      principal.Principal
	project string
}

// targets finds the target of each request to a builder's service.
type targets struct {
	projects *project.Service
}

// of judges which project a request is about. A builder works in their own,
// whether or not it is named; naming another is Denied, in the same words
// whether or not that one exists. An administrator belongs to none and has to
// name one that exists.
func (t targets) of(ctx context.Context, req interface{ GetProject() string }) (target, error) {
	by, named := asker(ctx), req.GetProject()
	switch {
	case by.Role == principal.Admin && named == "":
		return target{}, fault.InvalidField("project", "an administrator's key belongs to no project").
			WithRemedy("name the project that is meant; ListProjects lists them")
	case by.Role == principal.Admin:
		p, err := t.projects.Project(ctx, named)
		return target{by, p.ID}, err
	case by.Project == "" || (named != "" && named != by.Project):
		return target{}, fault.New(fault.Denied, "this key belongs to another project").
			WithRemedy("leave project out, or use a key of the project that is meant")
	}
	return target{by, by.Project}, nil
}

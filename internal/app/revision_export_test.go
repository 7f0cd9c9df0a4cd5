package app

import (
	"context"

	"github.com/ringbook/ringbook/internal/attribute"
)

// Activate publishes values over what is published, for tests that publish
// often: what publishing fetches from the CRM stays as it was.
func (a *App) Activate(ctx context.Context, project string, values map[string]string) (int64, error) {
	return activate(ctx, a.attributes, project, values)
}

// ActivateElsewhere does the same as another process over the same store would:
// this one is told nothing.
func (a *App) ActivateElsewhere(ctx context.Context, project string, values map[string]string) (int64, error) {
	other := attribute.NewService(attribute.Config{Store: a.db.Attributes(), Now: a.config.Now,
		ProjectZone: func(ctx context.Context, id string) (string, error) {
			p, err := a.projects.Project(ctx, id)
			return p.TimeZone, err
		}})
	return activate(ctx, other, project, values)
}

func activate(ctx context.Context, attributes *attribute.Service, project string, values map[string]string) (int64, error) {
	if _, err := attributes.UpdateDraft(ctx, project, values, attribute.AnyRevision, ""); err != nil {
		return 0, err
	}
	c, err := attributes.Candidate(ctx, project)
	if err != nil {
		return 0, err
	}
	r, err := attributes.Activate(ctx, c, "", "")
	return r.Number, err
}

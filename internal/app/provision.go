package app

import (
	"context"

	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/publish"
)

// Provision is a project to set up in one go.
type Provision struct {
	Name string
	// TimeZone is an IANA name.
	TimeZone string
	// Attributes are the values of the first draft, by idn.
	Attributes map[string]string
}

// Provisioned is a project with its keys, which are shown this once.
type Provisioned struct {
	Project                        string
	AgentKey, BuilderKey, AdminKey string
	// Revision is the number of the revision that is active.
	Revision int64
}

// Provision makes a project with a key of each role and publishes its first
// draft.
func (a *App) Provision(ctx context.Context, p Provision) (Provisioned, error) {
	made, err := a.projects.CreateProject(ctx, p.Name, p.TimeZone)
	if err != nil {
		return Provisioned{}, err
	}
	out := Provisioned{Project: made.ID}
	for role, key := range map[principal.Role]*string{
		principal.Agent: &out.AgentKey, principal.Builder: &out.BuilderKey, principal.Admin: &out.AdminKey,
	} {
		owner := made.ID
		if role == principal.Admin {
			owner = ""
		}
		if *key, _, err = a.projects.CreateKey(ctx, owner, role); err != nil {
			return Provisioned{}, err
		}
	}
	if err := a.attributes.Seed(ctx, made.ID); err != nil {
		return Provisioned{}, err
	}
	if _, err := a.attributes.UpdateDraft(ctx, made.ID, p.Attributes, 1, ""); err != nil {
		return Provisioned{}, err
	}
	out.Revision, err = a.publisher.Publish(ctx, principal.Principal{Role: principal.Admin}, made.ID, publish.Options{}, func(publish.Step) {})
	return out, err
}

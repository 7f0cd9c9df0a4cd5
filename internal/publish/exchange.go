package publish

import (
	"context"
	"errors"
	"fmt"

	"github.com/ringbook/ringbook/internal/connection"
)

const codeIDN = "zoho_oauth_code"

// exchange uses a new authorization code up, or goes on with the connection that
// is there. The tokens are stored before the code is blanked: a crash in between
// leaves a used code, which the next publish finds to be that of its connection,
// and never a lost token. A code that is worth nothing any more is blanked as
// well, so that the builder does not stumble over it again; one that Zoho was
// not there to judge stays.
func (r *run) exchange(ctx context.Context) (Step, error) {
	// First of all: while the CRM is switched off, authorizing is no remedy.
	if err := r.Connections.Enabled(ctx, r.project); err != nil {
		return Step{}, err
	}
	app, err := r.application()
	if err != nil {
		return Step{}, err
	}
	secret := r.candidate.Secret(codeIDN)
	if !secret.IsSet() {
		if err := r.Connections.Adopt(ctx, r.project, app); err != nil {
			return Step{}, err
		}
		return r.connected(ctx, Skipped, "no new authorization code; the connection stays")
	}
	code, err := r.Attributes.Reveal(r.project, secret)
	if err != nil {
		return Step{}, err
	}
	err = r.Connections.Exchange(ctx, r.project, app, code, r.candidate.SetAt(codeIDN))
	if err == nil || errors.Is(err, connection.ErrSpent) {
		err = errors.Join(err, r.Attributes.Blank(ctx, r.project, secret))
	}
	if err != nil {
		return Step{}, err
	}
	return r.connected(ctx, Done, "connected")
}

// connected is how the step ended, with where the project is connected.
func (r *run) connected(ctx context.Context, state StepState, how string) (Step, error) {
	status, err := r.Connections.Status(ctx, r.project)
	if err != nil {
		return Step{}, err
	}
	whose := "the server's application"
	if status.OwnApplication {
		whose = "the project's own application"
	}
	return Step{State: state, Detail: fmt.Sprintf("%s: data centre %s, %s, %s", how, status.Region, status.Environment, whose)}, nil
}

// application is what the candidate asks for consent with.
func (r *run) application() (connection.Application, error) {
	set := r.settings.Connection
	secret, err := r.Attributes.Reveal(r.project, set.ClientSecret)
	return connection.Application{
		ClientID: set.ClientID, ClientSecret: secret, Region: set.Region, Environment: string(set.Environment),
	}, err
}

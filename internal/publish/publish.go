// Package publish turns a project's draft into its active revision.
//
// [Service.Publish] takes the steps in order and tells of each: the draft is
// validated; a new authorization code is exchanged, once, and the tokens are
// kept from then on whatever follows; what the CRM knows of the organisation is
// fetched; a meeting venue is chosen where the organisation demands one; and
// the revision is activated atomically. The first step that fails
// ends it, with its remedy, and what was live stays live.
//
// The package knows neither how values are stored nor how Zoho is asked.
package publish

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/principal"
)

// CRM is what this package needs of one.
type CRM interface {
	// SystemValue fetches a system-owned value in the form that the catalogue
	// asks for; empty where the organisation has none.
	SystemValue(ctx context.Context, project, idn string, now time.Time) (string, error)
	// Venues returns the values that the meeting venue of an event may have,
	// in the organisation's order, and whether every event must have one.
	Venues(ctx context.Context, project string) (values []string, required bool, err error)
}

// StepState is how far a step has come.
type StepState string

// The states of a step.
const (
	Running StepState = "running"
	Done    StepState = "done"
	Skipped StepState = "skipped"
	Failed  StepState = "failed"
)

// Step is what is told of one step.
type Step struct {
	Name   string
	State  StepState
	Detail string
	// Remedy says what to do about a failure, or about what Detail warns of
	// where the step is done.
	Remedy string
}

// Config is what a Service is made of; every field is required.
type Config struct {
	Attributes  *attribute.Service
	Connections *connection.Service
	CRM         CRM
	Now         func() time.Time
}

// Service publishes.
type Service struct{ Config }

// NewService returns the service.
func NewService(c Config) *Service { return &Service{Config: c} }

// fetched are the system-owned values and the steps that bring them.
var fetched = []struct{ step, idn string }{
	{"owner", "zoho_user_id"},
	{"users", "zoho_users"},
	{"organisation", "zoho_org"},
	{"business hours", "zoho_business_hours"},
	{"holidays", "zoho_holidays"},
}

// Publish takes the steps, telling of each when it begins and when it ends. A
// failed step is told and returned; the number is that of the new revision.
func (s *Service) Publish(ctx context.Context, by principal.Principal, project string, tell func(Step)) (int64, error) {
	r := &run{Service: s, by: by, project: project}
	for _, step := range r.steps() {
		tell(Step{Name: step.name, State: Running})
		done, err := step.take(ctx)
		if err != nil {
			tell(Step{Name: step.name, State: Failed, Detail: problems(err), Remedy: remedy(err)})
			return 0, err
		}
		done.Name = step.name
		tell(done)
	}
	return r.revision.Number, nil
}

// run is one publish: what its steps hand on to each other.
type run struct {
	*Service
	by        principal.Principal
	project   string
	candidate attribute.Candidate
	settings  attribute.Settings
	revision  attribute.Revision
}

// step is one thing to do; take returns how it ended, without its name.
type step struct {
	name string
	take func(context.Context) (Step, error)
}

func (r *run) steps() []step {
	steps := []step{{"validate", r.validate}, {"exchange", r.exchange}}
	for _, f := range fetched {
		steps = append(steps, step{f.step, func(ctx context.Context) (Step, error) { return r.fetch(ctx, f.idn) }})
	}
	return append(steps, step{"meeting venue", r.venue}, step{"activate", r.activate})
}

func (r *run) validate(ctx context.Context) (_ Step, err error) {
	if r.candidate, err = r.Attributes.Candidate(ctx, r.project); err == nil {
		r.settings, err = r.Attributes.Check(ctx, r.candidate)
	}
	return Step{State: Done}, err
}

func (r *run) fetch(ctx context.Context, idn string) (Step, error) {
	value, err := r.CRM.SystemValue(ctx, r.project, idn, r.Now())
	if err == nil {
		r.candidate.System[idn] = value
	}
	return Step{State: Done}, err
}

// activate tells what the builder should know of the settings, too.
func (r *run) activate(ctx context.Context) (Step, error) {
	settings, err := r.Attributes.Check(ctx, r.candidate)
	if err != nil {
		return Step{}, err
	}
	r.revision, err = r.Attributes.Activate(ctx, r.candidate, r.by.KeyID, "")
	return Step{State: Done, Detail: warnings(settings)}, err
}

// exchange uses a new authorization code up, or goes on with the connection
// that is there. The tokens are stored before the code is blanked: a crash in
// between leaves a used code, which the next publish reports, and never a lost
// token.
func (r *run) exchange(ctx context.Context) (Step, error) {
	app, err := r.application()
	if err != nil {
		return Step{}, err
	}
	secret := r.candidate.Secret("zoho_oauth_code")
	if !secret.IsSet() {
		return Step{State: Skipped, Detail: "no new authorization code"}, r.Connections.Adopt(ctx, r.project, app)
	}
	code, err := r.Attributes.Reveal(r.project, secret)
	if err != nil {
		return Step{}, err
	}
	err = r.Connections.Exchange(ctx, r.project, app, code, time.Time{})
	if err != nil && !errors.Is(err, connection.ErrSpent) {
		return Step{}, err
	}
	return Step{State: Done}, errors.Join(err, r.Attributes.Blank(ctx, r.project, secret))
}

// application is what the candidate asks for consent with.
func (r *run) application() (connection.Application, error) {
	set := r.settings.Connection
	secret, err := r.Attributes.Reveal(r.project, set.ClientSecret)
	return connection.Application{
		ClientID: set.ClientID, ClientSecret: secret, Region: set.Region, Environment: string(set.Environment),
	}, err
}

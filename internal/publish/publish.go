// Package publish turns a project's draft into its active revision.
//
// [Service.Publish] takes the steps in order and tells of each: the draft is
// validated; a new authorization code is exchanged, once, and the tokens are
// kept from then on whatever follows; what the CRM knows of the organisation is
// fetched; and the revision is activated atomically. The first step that fails
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
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
)

// CRM is what this package needs of one.
type CRM interface {
	// Exchange turns an authorization code, which works once and for minutes
	// only, into the tokens of a connection.
	Exchange(ctx context.Context, project, region, code string) (connection.Connection, error)
	// SystemValue fetches a system-owned value in the form that the catalogue
	// asks for; empty where the organisation has none.
	SystemValue(ctx context.Context, project, idn string, now time.Time) (string, error)
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
	// Remedy says what to do about a failure.
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
	run := func(name string, do func() (StepState, string, error)) error {
		tell(Step{Name: name, State: Running})
		state, detail, err := do()
		if err != nil {
			tell(Step{Name: name, State: Failed, Detail: text(err), Remedy: remedy(err)})
			return err
		}
		tell(Step{Name: name, State: state, Detail: detail})
		return nil
	}
	var candidate attribute.Candidate
	var set attribute.Settings
	err := run("validate", func() (_ StepState, _ string, err error) {
		if candidate, err = s.Attributes.Candidate(ctx, project); err == nil {
			set, err = s.Attributes.Check(ctx, candidate)
		}
		return Done, "", err
	})
	if err != nil {
		return 0, err
	}
	if err := run("exchange", func() (StepState, string, error) { return s.exchange(ctx, candidate, set) }); err != nil {
		return 0, err
	}
	for _, f := range fetched {
		err := run(f.step, func() (StepState, string, error) {
			value, err := s.CRM.SystemValue(ctx, project, f.idn, s.Now())
			candidate.System[f.idn] = value
			return Done, "", err
		})
		if err != nil {
			return 0, err
		}
	}
	var revision attribute.Revision
	err = run("activate", func() (_ StepState, _ string, err error) {
		revision, err = s.Attributes.Activate(ctx, candidate, by.KeyID, "")
		return Done, "", err
	})
	return revision.Number, err
}

// exchange uses a new authorization code up. The tokens are stored before the
// code is blanked: a crash in between leaves a used code, which the next
// publish reports, and never a lost token.
func (s *Service) exchange(ctx context.Context, c attribute.Candidate, set attribute.Settings) (StepState, string, error) {
	secret := c.Secret("zoho_oauth_code")
	if !secret.IsSet() {
		return Skipped, "no new authorization code", nil
	}
	code, err := s.Attributes.Reveal(c.Project, secret)
	if err != nil {
		return Failed, "", err
	}
	conn, err := s.CRM.Exchange(ctx, c.Project, set.Connection.Region, code)
	if err != nil {
		return Failed, "", err
	}
	if err := s.Connections.Save(ctx, conn); err != nil {
		return Failed, "", err
	}
	return Done, "", s.Attributes.Blank(ctx, c.Project, secret)
}

func text(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Text
	}
	return "ringbook failed; the cause is in its log"
}

// remedy says what a builder does about a failure.
func remedy(err error) string {
	switch fault.KindOf(err) {
	case fault.Invalid:
		return "correct the value and publish again"
	case fault.Refused, fault.NotConnected:
		return "authorize again in Zoho, put the new code in zoho_oauth_code and publish within three minutes"
	case fault.Denied:
		return "authorize again and consent to all the scopes that ringbook asks for"
	case fault.Unavailable, fault.Uncertain:
		return "wait a moment and publish again"
	}
	return "look into the server's log"
}

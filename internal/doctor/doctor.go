// Package doctor examines a project: whether its connection to the CRM holds,
// whether what is published still fits what is there, and what will not work as
// meant.
//
// [Service.Diagnose] takes the checks in a fixed order and tells of each as it
// ends, with what was found and what to do. It never stops at a failure: a check
// that cannot be made because another failed is skipped and says so. Where the
// administrator has switched the CRM off, nothing is asked of it.
//
// # What it costs
//
// The first call, which user the grant belongs to, proves the access token.
// Those that follow run at the same time: the users (one call for 200), the
// organisation, the fields of events and the business hours, and where deals are
// written the layouts of deals with one call for the pipelines of each. That is
// five API credits, or seven with one layout of deals. With probes there are
// seven more: a read in each of six modules, and a search; then those of the
// questions below, about 25, or 60 with writing, which the last check tells. A
// token is refreshed only where it is about to expire or is not accepted, since
// Zoho grants ten in ten minutes (zoho-crm-api §1.4).
//
// # Probes
//
// A [Probe] is a question that the CRM's documents leave open, or that each
// organisation answers in its own way. The CRM has the questions and finds the
// answers; the package asks one after the other, and tells each as a check whose
// name is "probe " and its id. The detail is the question, then the reading of
// the documents that holds, in words that do not change, and why. It is a
// warning where ringbook, as it is set up, is affected.
//
// All is read only, unless [Options].Write is set. What a probe writes then it
// removes again, also when nobody listens any more; what a crash leaves behind
// is removed by the next examination that writes. Of those that write, one at a
// time examines a project: another one asks only what needs no writing.
//
// The package knows neither how the CRM is asked nor how its findings are shown.
package doctor

import (
	"context"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/project"
)

// limit bounds an examination, and one with probes, of which some wait for the
// CRM. Each call has the client's own limit beside it.
const (
	limit        = time.Minute
	probingLimit = 6 * time.Minute
)

// State is how a thing is that was looked at.
type State string

// The states of a check.
const (
	OK State = "ok"
	// Warning: it works, but perhaps not as meant.
	Warning State = "warning"
	Failed  State = "failed"
	// Skipped: it could not be looked at, or does not apply.
	Skipped State = "skipped"
)

// Check is one thing that was looked at.
type Check struct {
	Name  string
	State State
	// Detail is what was found; lines are separated by line feeds.
	Detail string
	// Remedy is what to do about it; empty where all is well.
	Remedy string
	// Duration is how long it took, a call that ran beside others included.
	Duration time.Duration
}

// Options say how far an examination goes.
type Options struct {
	// Probe reads from each module that ringbook works in, and asks what the
	// CRM's documents leave open.
	Probe bool
	// Write lets the probes write; they remove it again.
	Write bool
}

func (o Options) limit() time.Duration {
	if o.Probe {
		return probingLimit
	}
	return limit
}

// Config is what a Service is made of; every field is required.
type Config struct {
	Projects    *project.Service
	Attributes  *attribute.Service
	Connections *connection.Service
	CRM         CRM
	Now         func() time.Time
	Logger      *slog.Logger
}

// Service examines projects.
type Service struct {
	Config
	writers writers
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{Config: c} }

// Diagnose takes the checks and tells of each as it ends. An error means that
// the examination could not be made or was given up, not that something is
// wrong: fault.NotFound for a project that does not exist, or the context's.
func (s *Service) Diagnose(ctx context.Context, projectID string, o Options, tell func(Check)) error {
	ctx, cancel := context.WithTimeout(ctx, o.limit())
	defer cancel()
	e := &exam{Service: s, projectID: projectID, options: o, down: map[string]string{}}
	if o.Write {
		leave, entered := s.writers.enter(projectID)
		defer leave()
		e.crowded = !entered
	}
	defer e.readings.Wait()
	defer cancel() // before waiting, where the context has not ended yet
	if err := e.open(ctx); err != nil {
		return err
	}
	for _, c := range e.checks() {
		if err := ctx.Err(); err != nil {
			return err
		}
		began := time.Now()
		e.took = 0
		found := e.take(ctx, c)
		tell(Check{Name: c.name, State: found.state, Detail: found.detail, Remedy: found.remedy,
			Duration: max(e.took, time.Since(began))})
	}
	return nil
}

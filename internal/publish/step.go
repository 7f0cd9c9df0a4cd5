package publish

import (
	"cmp"
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
)

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
	Name  string
	State StepState
	// Detail is what was found, or what is wrong; lines are separated by
	// line feeds. Empty while the step runs.
	Detail string
	// Remedy says what to do about a failure, or about what Detail warns of
	// where the step is done.
	Remedy string
	// Duration is how long the step took; zero while it runs.
	Duration time.Duration
}

// run is one publish: what its steps hand on to each other.
type run struct {
	*Service
	by        principal.Principal
	project   string
	note      string
	candidate attribute.Candidate
	// before is what the publish before this one learned.
	before map[string]string
	// settings are what was typed, by itself at first; from the references on
	// they are those that will be live.
	settings attribute.Settings
	told     []attribute.Warning
	// chosen are values that the publish chose where the builder had set none.
	chosen   map[string]string
	revision attribute.Revision
}

// step is one thing to do; take returns how it ended, without its name.
type step struct {
	name string
	take func(context.Context) (Step, error)
}

func (r *run) steps() []step {
	return []step{
		{"validate", r.validate},
		{"exchange", r.exchange},
		{"users", r.users},
		{"owner", r.grantor},
		{"organisation", r.organisation},
		{"deal fields", r.dealFields},
		{"pipelines", r.pipelines},
		{"business hours", r.businessHours},
		{"holidays", r.holidays},
		{"shifts", r.shifts},
		{"meeting venue", r.venue},
		{"references", r.references},
		{"rules", r.rules},
		{"activate", r.activate},
	}
}

// take takes the draft, which must be the expected one, as it is now.
func (r *run) take(ctx context.Context, expected int64) (err error) {
	if r.candidate, err = r.Attributes.Candidate(ctx, r.project); err != nil {
		return err
	}
	if expected != attribute.AnyRevision && expected != r.candidate.DraftRevision {
		return fault.New(fault.Conflict, "the draft was changed by somebody else").
			WithRemedy("list the attributes again, look at what has changed, and publish that")
	}
	r.before = r.candidate.System
	return nil
}

// walk takes the steps until one fails.
func (r *run) walk(ctx context.Context, steps []step, tell func(Step)) error {
	for _, step := range steps {
		tell(Step{Name: step.name, State: Running})
		began := time.Now()
		var ended Step
		err := fault.Safely(func() (err error) {
			ended, err = step.take(ctx)
			return err
		})
		ended.Name, ended.Duration = step.name, time.Since(began)
		if err != nil {
			ended.State, ended.Detail = Failed, problems(err)
			ended.Remedy = cmp.Or(ended.Remedy, remedy(err))
			r.Logger.WarnContext(ctx, "publish failed", "project", r.project, "step", step.name, "error", err)
			tell(ended)
			return err
		}
		tell(ended)
	}
	r.Logger.InfoContext(ctx, "published", "project", r.project, "revision", r.revision.Number, "key", r.by.KeyID)
	return nil
}

package doctor

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

// live is what the CRM says now. The readings run beside each other; who wants
// one waits for it.
type live struct {
	users        *reading[[]attribute.Person]
	organisation *reading[Organisation]
	pipelines    *reading[[]attribute.Pipeline] // nil where no deals are written
	venues       *reading[venues]
	hours        *reading[string]
	probes       map[string]*reading[struct{}]
}

type venues struct {
	values   []string
	required bool
}

// reading is one call that is under way.
type reading[T any] struct {
	exam  *exam
	done  chan struct{}
	value T
	err   error
	took  time.Duration
}

func (r *reading[T]) wait() (T, error) {
	<-r.done
	r.exam.took = r.took
	return r.value, r.err
}

// begin makes a call of the exam's beside what else goes on. The call must end
// with its context.
func begin[T any](e *exam, call func() (T, error)) *reading[T] {
	r := &reading[T]{exam: e, done: make(chan struct{})}
	e.readings.Go(func() {
		defer close(r.done)
		began := time.Now()
		r.err = fault.Safely(func() (err error) {
			r.value, err = call()
			return err
		})
		r.took = time.Since(began)
	})
	return r
}

// read begins all readings, once the first call has shown that the CRM answers.
func (e *exam) read(ctx context.Context) {
	e.live.users = begin(e, func() ([]attribute.Person, error) { return e.CRM.Users(ctx, e.projectID) })
	e.live.organisation = begin(e, func() (Organisation, error) { return e.CRM.Organisation(ctx, e.projectID) })
	if e.settings.AfterCall.Deals.Update {
		e.live.pipelines = begin(e, func() ([]attribute.Pipeline, error) { return e.CRM.Pipelines(ctx, e.projectID) })
	}
	e.live.venues = begin(e, func() (v venues, err error) {
		v.values, v.required, err = e.CRM.Venues(ctx, e.projectID)
		return v, err
	})
	e.live.hours = begin(e, func() (string, error) { return e.CRM.SystemValue(ctx, e.projectID, businessHoursIDN, e.Now()) })
	e.probe(ctx)
}

// unread is the finding of a check whose reading failed.
func (e *exam) unread(ctx context.Context, err error) finding {
	if root, isDown := e.down["scopes"]; isDown && fault.Is(err, fault.Denied) {
		return skipped("%s: see the check %q", problem(err), root)
	}
	if fault.KindOf(err) == fault.Internal {
		e.Logger.ErrorContext(ctx, "an examination failed", "project", e.projectID, "error", err)
	}
	return failed(remedy(err), "%s", problem(err))
}

// problems are those of each attribute, a line each.
func problems(err error) string {
	joined, several := err.(interface{ Unwrap() []error })
	if !several {
		return problem(err)
	}
	var all []string
	for _, one := range joined.Unwrap() {
		text := problem(one)
		if f, isFault := errors.AsType[*fault.Error](one); isFault && f.Field != "" {
			text = f.Field + ": " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

// problem is what a person may read of a failure.
func problem(err error) string {
	if f, isFault := errors.AsType[*fault.Error](err); isFault {
		return f.Text
	}
	return "ringbook failed; the cause is in its log"
}

// remedy is what the failure of a reading says is to be done, or what goes with
// its kind.
func remedy(err error) string {
	if said := fault.RemedyOf(err); said != "" {
		return said
	}
	switch fault.KindOf(err) {
	case fault.NotConnected:
		return connection.ConnectAgain
	case fault.Denied:
		return "give the user who authorized that permission in Zoho (Setup, Profiles)"
	case fault.Unavailable:
		return "wait a moment and examine the project again"
	case fault.Refused:
		return "look into what Zoho says and mend it there"
	}
	return "look into the server's log"
}

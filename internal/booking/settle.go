package booking

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// outcome is where one run of settle left a booking.
type outcome struct {
	booking Booking
	// candidates are set where the booking waits for the caller to say who
	// of them it is.
	candidates []contact.Record
	// taken tells that a person's event was there first.
	taken bool
}

// settle moves a booking as far as it goes now: a pending one to its event, a
// cancelling one to its end. It may be run again at any time. answers tells
// whether the caller still waits for what it comes to: only then may they be
// asked who they are, or told to try again later.
func (s *Service) settle(ctx context.Context, project, id string, answers func() bool) (outcome, error) {
	for {
		b, err := s.Store.Get(ctx, project, id)
		if err != nil {
			return outcome{}, err
		}
		var out outcome
		switch b.State {
		case Pending:
			out, err = s.fulfil(ctx, b, answers)
		case Cancelling:
			out.booking, err = s.undo(ctx, b)
		default:
			return outcome{booking: b}, nil
		}
		// A cancellation may have arrived while the event was being written.
		if err != nil || out.booking.State != Cancelling {
			return out, err
		}
	}
}

// HandleSettle is the handler of JobSettle.
func (s *Service) HandleSettle(ctx context.Context, j job.Job) error {
	out, landed, err := s.fly(ctx, j.Project, j.Key, false)
	switch {
	case fault.Is(err, fault.NotFound):
		return job.Stop(err)
	case err != nil:
		return err
	case !landed:
		return ctx.Err()
	case out.booking.State == Pending || out.booking.State == Cancelling:
		return fault.New(fault.Unavailable, "the booking is not settled yet")
	}
	return nil
}

// fulfil brings a pending booking to its event. Who attends and whether a
// person took the time meanwhile are asked at once.
func (s *Service) fulfil(ctx context.Context, b Booking, answers func() bool) (outcome, error) {
	// The active settings, not those that the conversation began with: what
	// was agreed stands in the booking. The rest says how to write it into the
	// CRM, which may happen hours later and has to fit the CRM as it is then;
	// publishing is how a builder mends what it refuses.
	set, err := s.Attributes.Settings(ctx, b.Project)
	if err != nil {
		return outcome{}, err
	}
	if !s.Now().Before(b.Start) {
		return s.release(ctx, b, "its time came before the CRM answered")
	}
	var match contact.Match
	var taken bool
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() error {
		return fault.Safely(func() (err error) { match, err = s.match(bothCtx, set, b); return err })
	})
	both.Go(func() error {
		return fault.Safely(func() (err error) { taken, err = s.takenByPerson(bothCtx, set, b); return err })
	})
	if err := both.Wait(); err != nil {
		return s.stuck(ctx, set, b, answers, err)
	}
	if taken {
		out, err := s.release(ctx, b, "a person's event was there first")
		out.taken = out.booking.State == Released
		return out, err
	}
	if match.Outcome == contact.Ambiguous && set.Callers.AskWhenAmbiguous && answers() {
		return s.hold(ctx, b, match.Candidates)
	}
	if b, err = s.attend(ctx, b, match); err == nil {
		b, err = s.write(ctx, set, b)
	}
	if err != nil {
		return s.stuck(ctx, set, b, answers, err)
	}
	return outcome{booking: b}, nil
}

// hold turns the claim into a hold while the caller says who they are.
func (s *Service) hold(ctx context.Context, b Booking, candidates []contact.Record) (outcome, error) {
	b, err := s.update(ctx, b, func(b *Booking) {
		if b.State == Pending {
			b.State, b.ExpiresAt = Held, s.Now().Add(holdFor)
		}
	})
	return outcome{booking: b, candidates: candidates}, err
}

// release gives the interval back, once it is sure that no attempt has left an
// event there: one that was written after all confirms the booking instead.
func (s *Service) release(ctx context.Context, b Booking, why string) (outcome, error) {
	event, err := s.writtenEvent(ctx, b)
	if err != nil {
		return outcome{booking: b}, err
	}
	if event != "" {
		b, err = s.confirm(ctx, b, event)
		return outcome{booking: b}, err
	}
	s.Calendar.Forget(b.Project)
	b, err = s.update(ctx, b, func(b *Booking) {
		if b.State == Pending {
			b.State, b.Failure = Released, why
		}
	})
	return outcome{booking: b}, err
}

// stuck decides what an error means for a pending booking. One that the CRM
// refused is released. One that could not be written now is kept for the job,
// unless nobody was told yet that it is pending and either the project is not
// connected or it rather refuses bookings in an outage. One whose write may
// have been applied is always kept.
func (s *Service) stuck(ctx context.Context, set attribute.Settings, b Booking, answers func() bool, cause error) (outcome, error) {
	switch kind := fault.KindOf(cause); {
	case kind == fault.Refused, kind == fault.Invalid, kind == fault.NotFound:
		s.Contacts.Forget(b.Project, b.Phone) // the record may be gone
		s.Logger.Error("the CRM refused a booking", "project", b.Project, "booking", b.ID, "error", cause)
	case (kind == fault.NotConnected || kind == fault.Unauthenticated || kind == fault.Denied) && answers():
	case kind == fault.Unavailable && !set.Scheduling.QueueInOutage && answers():
	default:
		return outcome{booking: b}, cause
	}
	out, err := s.release(ctx, b, cause.Error())
	if err == nil && out.booking.State == Confirmed {
		return out, nil
	}
	return out, errors.Join(cause, err)
}

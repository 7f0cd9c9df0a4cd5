package booking

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/slot"
)

// takenByPerson looks at the interval as the CRM has it now. The booking's own
// event, from an earlier attempt, is not in the way, and neither is one that is
// cancelled; every other one is, and so is that its owner is away.
func (s *Service) takenByPerson(ctx context.Context, set attribute.Settings, b Booking) (bool, error) {
	owner := ownerOf(set, b.Staff)
	var events []calendar.Event
	var away []slot.Interval
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() error {
		return fault.Safely(func() (err error) { events, err = s.Calendar.Look(bothCtx, b.Project, owner, b.Block); return err })
	})
	both.Go(func() error {
		return fault.Safely(func() (err error) {
			away, err = s.Calendar.Away(bothCtx, b.Project, owner, set.Scheduling.Staleness)
			return err
		})
	})
	if err := both.Wait(); err != nil {
		return false, err
	}
	if slices.ContainsFunc(events, func(e calendar.Event) bool { return e.Carries(b.Reference()) }) {
		return false, nil
	}
	if slices.ContainsFunc(away, b.Interval.Overlaps) {
		return true, nil
	}
	return s.stands(ctx, b.Project, events), nil
}

// stands reports whether any of the events is in force. Those of which it
// cannot be told are.
func (s *Service) stands(ctx context.Context, project string, events []calendar.Event) bool {
	if len(events) == 0 {
		return false
	}
	standing, err := s.Calendar.Standing(ctx, project, events)
	return err != nil || len(standing) > 0
}

// write makes the event, once, and confirms the booking.
func (s *Service) write(ctx context.Context, set attribute.Settings, b Booking) (Booking, error) {
	event, err := s.Intents.Run(ctx,
		intent.Intent{ID: b.createIntention(), Project: b.Project, Kind: "event.create", Marker: b.Reference()},
		intent.Write{
			Do: func(ctx context.Context) (string, error) {
				return s.Events.CreateEvent(ctx, b.Project, eventOf(set, b))
			},
			Find: func(ctx context.Context) (string, bool, error) { return s.findEvent(ctx, set, b) },
		})
	if err != nil {
		return b, err
	}
	return s.confirm(ctx, b, event)
}

// confirm records the event of a booking, and who stands for the caller now.
func (s *Service) confirm(ctx context.Context, b Booking, event string) (Booking, error) {
	s.Calendar.Forget(b.Project)
	b, err := s.update(ctx, b, func(b *Booking) {
		b.Event = event
		if b.State == Pending {
			b.State, b.Failure = Confirmed, ""
		}
	})
	if err != nil || b.Attendee == nil {
		return b, err
	}
	return b, s.Conversations.Stand(ctx, b.Project, b.Conversation, conversation.Standing{
		Module: string(b.Attendee.Module), ID: b.Attendee.ID, Name: b.Attendee.Name, Number: b.Phone, Made: b.AttendeeMade,
	})
}

// findEvent looks for the booking's event by its owner and interval and
// compares the reference here: the CRM's own search lags behind its writes.
func (s *Service) findEvent(ctx context.Context, set attribute.Settings, b Booking) (string, bool, error) {
	events, err := s.Calendar.Look(ctx, b.Project, ownerOf(set, b.Staff), b.Interval)
	if err != nil {
		return "", false, err
	}
	for _, e := range events {
		if e.Carries(b.Reference()) {
			return e.ID, true, nil
		}
	}
	return "", false, nil
}

// undo removes the event of a cancelling booking. A removal whose answer was
// lost is repeated once at once: that is harmless, and the caller is waiting.
func (s *Service) undo(ctx context.Context, b Booking) (Booking, error) {
	event, err := s.writtenEvent(ctx, b)
	if err != nil {
		return b, err
	}
	if event != "" {
		if err = s.remove(ctx, b, event); fault.Is(err, fault.Uncertain) && ctx.Err() == nil {
			err = s.remove(ctx, b, event)
		}
		if err != nil {
			return b, err
		}
	}
	s.Calendar.Forget(b.Project)
	return s.update(ctx, b, func(b *Booking) { b.State, b.Event = Cancelled, event })
}

// remove deletes an event; one that is gone already is as good.
func (s *Service) remove(ctx context.Context, b Booking, event string) error {
	_, err := s.Intents.Run(ctx,
		intent.Intent{ID: b.deleteIntention(), Project: b.Project, Kind: "event.delete", Marker: b.Reference()},
		intent.Write{Do: func(ctx context.Context) (string, error) {
			err := s.Events.DeleteEvent(ctx, b.Project, event)
			if fault.Is(err, fault.NotFound) {
				err = nil
			}
			return event, err
		}})
	return err
}

// writtenEvent is the id of the event that a booking may have, empty where
// there surely is none. A booking cancelled while its event was being written
// has to be looked up first.
func (s *Service) writtenEvent(ctx context.Context, b Booking) (string, error) {
	if b.Event != "" {
		return b.Event, nil
	}
	set, err := s.Attributes.Settings(ctx, b.Project)
	if err != nil {
		return "", err
	}
	return s.Intents.Resolve(ctx, b.Project, b.createIntention(), func(ctx context.Context) (string, bool, error) {
		return s.findEvent(ctx, set, b)
	})
}

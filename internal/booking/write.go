package booking

import (
	"context"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

// takenByPerson looks at the interval as the CRM has it now. The booking's own
// event, from an earlier attempt, is not in the way; every other one is.
func (s *Service) takenByPerson(ctx context.Context, set attribute.Settings, b Booking) (bool, error) {
	events, err := s.Calendar.Look(ctx, b.Project, b.Staff, b.Block, set.Scheduling.Zone)
	if err != nil {
		return false, err
	}
	for _, e := range events {
		if e.Carries(b.Reference()) {
			return false, nil
		}
	}
	for _, e := range events {
		if e.Interval.Overlaps(b.Block) {
			return true, nil
		}
	}
	return false, nil
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
	events, err := s.Calendar.Look(ctx, b.Project, b.Staff, b.Interval, set.Scheduling.Zone)
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

package booking

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/phone"
)

// CancelRequest asks to cancel an appointment, named by its code, by a
// reference from an earlier answer, or by whose it is.
type CancelRequest struct {
	Project      string
	Conversation conversation.Conversation
	Caller       conversation.Caller
	Code         string
	// Ref is the id of a booking that this conversation was told of.
	Ref string
	// BadRef marks a reference that was invented, has expired or belongs to
	// another conversation.
	BadRef bool
	// Start picks one among several; with a claimed phone it is required.
	Start  time.Time
	Reason string
	Key    string
	// Connected tells whether the project may reach its CRM.
	Connected bool
}

// Cancel ends an appointment and removes its event. It answers within the
// context's life; the removal is finished by a job where the CRM is slower.
//
// Who may cancel: the identity that booked or whose number it is booked under,
// the confirmation code, a reference in the conversation that was given it, or
// a claimed phone together with the appointment's exact start.
func (s *Service) Cancel(ctx context.Context, set attribute.Settings, req CancelRequest) (Result, error) {
	if req.Key != "" {
		res, known, err := s.remembered(ctx, req.Project, req.Key, req.fingerprint(), CancelledNow)
		if known || err != nil {
			return res, err
		}
	}
	if !set.Features.Cancellation {
		return Result{Status: Disabled}, nil
	}
	if !req.Connected {
		return Result{Status: NotConnected}, nil
	}
	b, res, err := s.target(ctx, req)
	if err != nil || res.Status != "" {
		return res, err
	}
	return s.end(ctx, req, b)
}

// end records that the booking is being cancelled and waits for its end.
func (s *Service) end(ctx context.Context, req CancelRequest, b Booking) (Result, error) {
	now := s.Now()
	began := false
	b, err := s.Store.Update(ctx, b.Project, b.ID, func(b Booking) (Booking, Effects, error) {
		if began = b.Stands(); !began {
			return b, Effects{}, nil
		}
		b.State, b.CancelledBy, b.CancelReason, b.UpdatedAt = Cancelling, req.Conversation.ID, req.Reason, now
		return b, Effects{
			Jobs:     []job.New{settleJob(b, now)},
			Remember: memory(req.Key, req.fingerprint(), b.ID, now),
		}, nil
	})
	if err != nil {
		return Result{}, err
	}
	switch {
	case began:
		return s.awaitEnd(ctx, b, false)
	case b.State == Released || b.State == Held:
		return Result{Status: NotFound}, nil
	case b.CancelledBy == req.Conversation.ID:
		return s.awaitEnd(ctx, b, true)
	}
	return Result{Status: AlreadyCancelled, Booking: &b}, nil
}

// awaitEnd waits until a cancelled booking's event is gone. A run of settle
// that was under way when the cancellation came may end before seeing it; then
// another run follows.
func (s *Service) awaitEnd(ctx context.Context, b Booking, replayed bool) (Result, error) {
	for b.State == Cancelling {
		out, landed, err := s.fly(ctx, b.Project, b.ID, false)
		if err != nil {
			s.Logger.Warn("a cancellation is pending", "project", b.Project, "booking", b.ID, "error", err)
		}
		if !landed || err != nil {
			return Result{Status: StillPending, Booking: &b, Replayed: replayed}, nil
		}
		if b, err = s.Store.Get(ctx, b.Project, out.booking.ID); err != nil {
			return Result{}, err
		}
	}
	return Result{Status: CancelledNow, Booking: &b, Replayed: replayed}, nil
}

// Upcoming returns the appointments that stand under a number, in order.
func (s *Service) Upcoming(ctx context.Context, project string, number phone.Number) ([]Booking, error) {
	if number == "" {
		return nil, nil
	}
	all, err := s.Store.OfNumber(ctx, project, number, s.Now())
	if err != nil {
		return nil, err
	}
	return standing(all), nil
}

// OfConversation returns the bookings that a conversation made or cancelled, in
// order of start, whatever their state.
func (s *Service) OfConversation(ctx context.Context, project, conversation string) ([]Booking, error) {
	return s.Store.OfConversation(ctx, project, conversation)
}

func standing(all []Booking) []Booking {
	var out []Booking
	for _, b := range all {
		if b.Stands() {
			out = append(out, b)
		}
	}
	return out
}

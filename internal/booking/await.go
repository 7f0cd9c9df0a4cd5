package booking

import (
	"context"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// await brings a claimed booking to its event, as far as the context's life
// allows, and says what the caller may be told.
func (s *Service) await(ctx context.Context, set attribute.Settings, b Booking, replayed bool) (Result, error) {
	if b.State != Pending {
		return Result{Status: Booked, Booking: &b, Replayed: replayed}, nil
	}
	out, landed, err := s.fly(ctx, b.Project, b.ID, !replayed)
	if !landed {
		return Result{Status: StillPending, Booking: &b, Replayed: replayed}, nil
	}
	if out.booking.ID != "" {
		b = out.booking
	}
	switch {
	case err != nil && b.State == Released:
		return unreachable(err), nil
	case err != nil:
		s.Logger.Warn("a booking is pending", "project", b.Project, "booking", b.ID, "error", err)
		return Result{Status: StillPending, Booking: &b, Replayed: replayed}, nil
	case out.taken:
		return s.taken(ctx, set, b), nil
	case len(out.candidates) > 0:
		return Result{Status: CallerAmbiguous, Candidates: out.candidates}, nil
	}
	return Result{Status: Booked, Booking: &b, Replayed: replayed}, nil
}

// remembered answers by idempotency key. Whatever the key came to then, the
// answer shows the booking as it is now.
func (s *Service) remembered(ctx context.Context, set attribute.Settings, project, key, fingerprint string, done Status) (Result, bool, error) {
	m, err := s.Store.Recall(ctx, project, key)
	if fault.Is(err, fault.NotFound) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, err
	}
	b, err := s.Store.Get(ctx, project, m.Booking)
	if err != nil {
		return Result{}, false, err
	}
	switch {
	case !b.answerable():
		return Result{}, false, nil
	case m.Fingerprint != fingerprint:
		return Result{Status: KeyReused}, true, nil
	case done == Booked:
		res, err := s.await(ctx, set, b, true)
		return res, true, err
	default:
		res, err := s.awaitEnd(ctx, b, true)
		return res, true, err
	}
}

// taken is the answer where somebody else has the time.
func (s *Service) taken(ctx context.Context, set attribute.Settings, b Booking) Result {
	return Result{Status: SlotTaken, Alternatives: s.near(ctx, set, b.Project, b.Service, b.Interval)}
}

// near is what is free around a time that cannot be had. Nothing is an answer
// too: the agent asks for another day.
func (s *Service) near(ctx context.Context, set attribute.Settings, project, service string, when slot.Interval) []Offer {
	list, err := s.Slots(ctx, set, SlotQuery{
		Project: project, Service: service, Duration: when.End.Sub(when.Start),
		From: slot.DateOf(when.Start, set.Scheduling.Zone), Connected: true,
	})
	if err != nil {
		s.Logger.Warn("no alternatives to offer", "project", project, "error", err)
	}
	return list.Offers
}

package booking

import (
	"context"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// undecided is no answer: the request is to be judged anew.
const undecided Status = ""

// await brings a claimed booking to its event, as far as the context's life
// allows, and says what the caller may be told. It is undecided where an
// identical request had the booking held or released before this one could
// wait for it.
func (s *Service) await(ctx context.Context, b Booking, replayed bool) (Result, error) {
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
		res := unreachable(err)
		res.Refused = fault.Is(err, fault.Refused)
		return res, nil
	case err != nil:
		s.Logger.Warn("a booking is pending", "project", b.Project, "booking", b.ID, "error", err)
		return Result{Status: StillPending, Booking: &b, Replayed: replayed}, nil
	case out.taken:
		return Result{Status: SlotTaken}, nil
	case len(out.candidates) > 0:
		return Result{Status: CallerAmbiguous, Candidates: out.candidates}, nil
	case !b.answerable():
		return Result{Status: undecided}, nil
	}
	return Result{Status: Booked, Booking: &b, Replayed: replayed}, nil
}

// remembered answers by idempotency key. Whatever the key came to then, the
// answer shows the booking as it is now.
func (s *Service) remembered(ctx context.Context, project, key, fingerprint string, done Status) (Result, bool, error) {
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
		res, err := s.await(ctx, b, true)
		return res, res.Status != undecided, err
	default:
		res, err := s.awaitEnd(ctx, b, true)
		return res, true, err
	}
}

// near is what is free around the time that was chosen, where it can be told.
// Nothing is an answer too: the agent asks for another day.
func (s *Service) near(ctx context.Context, set attribute.Settings, project string, c Choice) []Offer {
	if c.Start.IsZero() {
		return nil
	}
	list, err := s.Slots(ctx, set, SlotQuery{
		Project: project, Service: c.Service, Staff: c.Staff, Duration: c.Duration,
		From: slot.DateOf(c.Start, set.Scheduling.Zone), Connected: true,
	})
	if err != nil {
		s.Logger.Warn("no alternatives to offer", "project", project, "error", err)
	}
	return list.Offers
}

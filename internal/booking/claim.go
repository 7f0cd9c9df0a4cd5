package booking

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/job"
)

// JobSettle is the kind of the job that finishes a booking. Its payload is
// empty; its key is the booking's id.
const JobSettle = "booking.settle"

// verdict is what a claim came to.
type verdict struct {
	// status is Booked where the claim was won.
	status Status
	// booking is the one claimed, replayed or in the way.
	booking Booking
	// replayed tells that the booking was there already.
	replayed bool
}

// claim tries the staff in turn until one of them has the time, by the ledger
// and by the CRM's calendar.
func (s *Service) claim(ctx context.Context, set attribute.Settings, req Request, staff []string, want Booking) (Result, error) {
	for _, want.Staff = range staff {
		res, err := s.claimOf(ctx, set, req, want)
		if err != nil || res.Status != SlotTaken {
			return res, err
		}
	}
	return Result{Status: SlotTaken}, nil
}

// mostClaims bounds how often a claim is judged anew because identical
// requests end what it is waiting for.
const mostClaims = 4

// claimOf tries one member of staff.
func (s *Service) claimOf(ctx context.Context, set attribute.Settings, req Request, want Booking) (Result, error) {
	for range mostClaims {
		// What an earlier attempt released stays as it is.
		want.ID = newID()
		v, err := s.claimStaff(ctx, want, req, set)
		if err != nil {
			return Result{}, err
		}
		if res, err := s.fulfilled(ctx, set, v); err != nil || res.Status != undecided {
			return res, err
		}
	}
	return Result{Status: RetryLater}, nil
}

// fulfilled goes on with what a claim came to.
func (s *Service) fulfilled(ctx context.Context, set attribute.Settings, v verdict) (Result, error) {
	switch v.status {
	case Booked:
		return s.await(ctx, v.booking, v.replayed)
	case AlreadyBooked:
		return Result{Status: AlreadyBooked, Booking: &v.booking}, nil
	case CallerAmbiguous:
		return s.askAgain(ctx, set, v.booking)
	}
	return Result{Status: v.status}, nil
}

// askAgain repeats the question of a hold that waits for its answer.
func (s *Service) askAgain(ctx context.Context, set attribute.Settings, held Booking) (Result, error) {
	match, err := s.Contacts.Find(ctx, held.Project, set.Callers, held.Phone)
	switch {
	case err != nil:
		return unreachable(err), nil
	case match.Outcome != contact.Ambiguous: // mended in the CRM meanwhile; the hold will expire
		return Result{Status: RetryLater}, nil
	}
	return Result{Status: CallerAmbiguous, Candidates: match.Candidates}, nil
}

func (s *Service) claimStaff(ctx context.Context, want Booking, req Request, set attribute.Settings) (verdict, error) {
	now, quota := s.Now(), quotaOf(set, want)
	q := ClaimQuery{
		Project: want.Project, Key: req.Key, Staff: want.Staff, Within: quota.around(want.Block),
		Start: want.Start, Phone: want.Phone, Now: now,
		Codes: []string{newCode(), newCode(), newCode(), newCode()},
	}
	fingerprint := req.fingerprint(set)
	var v verdict
	err := s.Store.Claim(ctx, q, func(g Ground) Decision {
		var d Decision
		v, d = decide(g, want, quota, memory(req.Key, fingerprint, want.ID, now), now)
		return d
	})
	return v, err
}

// memory is what the request's key shall answer from now on; nil without one.
func memory(key, fingerprint, id string, now time.Time) *Memory {
	if key == "" {
		return nil
	}
	return &Memory{Key: key, Fingerprint: fingerprint, Booking: id, CreatedAt: now}
}

// decide judges a claim: a pure function of the ground as the store read it.
// The order is the contract's: replay or a reused key, the caller's own
// booking at that time, somebody else's claim, the daily limit.
func decide(g Ground, want Booking, limit quota, remember *Memory, now time.Time) (verdict, Decision) {
	if g.Memory != nil && g.Remembered.answerable() {
		if g.Memory.Fingerprint != remember.Fingerprint {
			return verdict{status: KeyReused}, Decision{}
		}
		return verdict{status: Booked, booking: g.Remembered, replayed: true}, Decision{}
	}
	for _, b := range g.Same {
		switch {
		case b.State == Held && want.Attendee == nil:
			return verdict{status: CallerAmbiguous, booking: b}, Decision{}
		case b.State == Held:
			want.ID, want.Code, want.CreatedAt = b.ID, b.Code, b.CreatedAt
		case b.Stands() && b.Conversation == want.Conversation:
			return verdict{status: Booked, booking: b, replayed: true}, Decision{}
		case b.Stands():
			return verdict{status: AlreadyBooked, booking: b}, Decision{}
		case b.State == Cancelling:
			// Their own time, as soon as the CRM has let go of it.
			return verdict{status: RetryLater}, Decision{}
		}
	}
	for _, b := range g.Overlapping {
		if b.ID != want.ID && collide(b, want) {
			return verdict{status: SlotTaken, booking: b}, Decision{}
		}
	}
	if limit.reached(g.Overlapping, want) {
		return verdict{status: SlotTaken}, Decision{}
	}
	if want.Code == "" {
		want.Code = g.Code
	}
	if remember != nil {
		remember.Booking = want.ID
	}
	return verdict{status: Booked, booking: want}, Decision{
		Write:   &want,
		Effects: Effects{Jobs: []job.New{settleJob(want, now)}, Remember: remember},
	}
}

// collide reports whether two bookings of one member of staff may not both
// stand: neither may lie in the other's buffers, but two buffers may share
// their time, as when listing slots.
func collide(a, b Booking) bool {
	return a.Block.Overlaps(b.Interval) || a.Interval.Overlaps(b.Block)
}

func settleJob(b Booking, now time.Time) job.New {
	return job.New{Kind: JobSettle, Project: b.Project, Key: b.ID, RunAt: now.Add(settleAfter)}
}

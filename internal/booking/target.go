package booking

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/phone"
)

// target finds the booking that a cancellation means and may touch. A result
// with a status ends the request. What a stranger asks for is NotYours whether
// or not it exists.
func (s *Service) target(ctx context.Context, req CancelRequest) (Booking, Result, error) {
	switch {
	case req.Code != "":
		return s.byCode(ctx, req)
	case req.BadRef, req.Ref == "" && req.Caller.BadClaim:
		// Nobody's appointment was named; the one that the line happens to have
		// was not meant.
		return Booking{}, Result{Status: NotYours}, nil
	case req.Ref != "":
		return s.byRef(ctx, req)
	case req.Caller.Claim != "" && req.Caller.Claim != req.Caller.Line:
		return s.byClaim(ctx, req)
	case req.Caller.Line != "":
		return s.byIdentity(ctx, req)
	}
	return Booking{}, Result{Status: NotYours}, nil
}

func (s *Service) byCode(ctx context.Context, req CancelRequest) (Booking, Result, error) {
	code := foldCode(req.Code)
	if code == "" {
		return Booking{}, Result{Status: NotFound}, nil
	}
	found, err := s.Store.WithCode(ctx, req.Project, code, s.Now())
	if err != nil {
		return Booking{}, Result{}, err
	}
	if live := standing(found); len(live) > 0 {
		return live[0], Result{}, nil
	}
	return newest(found)
}

func (s *Service) byRef(ctx context.Context, req CancelRequest) (Booking, Result, error) {
	b, err := s.Store.Get(ctx, req.Project, req.Ref)
	if fault.Is(err, fault.NotFound) {
		return Booking{}, Result{Status: NotYours}, nil
	}
	return b, Result{}, err
}

// byClaim takes a number that was merely stated. It is enough together with the
// exact start, or where the line itself booked under that number.
func (s *Service) byClaim(ctx context.Context, req CancelRequest) (Booking, Result, error) {
	all, err := s.Store.OfNumber(ctx, req.Project, req.Caller.Claim, s.Now())
	if err != nil {
		return Booking{}, Result{}, err
	}
	for _, b := range startingAt(all, req.Start) {
		if b.Phone == req.Caller.Claim && b.answerable() {
			return b, Result{}, nil
		}
	}
	if own := bookedFrom(req.Caller.Line, all); len(own) > 0 {
		return pick(own, req.Start)
	}
	return Booking{}, Result{Status: NotYours}, nil
}

func (s *Service) byIdentity(ctx context.Context, req CancelRequest) (Booking, Result, error) {
	all, err := s.Store.OfNumber(ctx, req.Project, req.Caller.Line, s.Now())
	if err != nil {
		return Booking{}, Result{}, err
	}
	return pick(all, req.Start)
}

// bookedFrom are the bookings that the line itself made.
func bookedFrom(line phone.Number, all []Booking) []Booking {
	var own []Booking
	for _, b := range all {
		if line != "" && b.Line == line {
			own = append(own, b)
		}
	}
	return own
}

// pick chooses among the bookings that the caller may touch.
func pick(all []Booking, start time.Time) (Booking, Result, error) {
	if !start.IsZero() {
		all = startingAt(all, start)
	}
	switch mine := standing(all); len(mine) {
	case 1:
		return mine[0], Result{}, nil
	case 0:
		return newest(all)
	default:
		return Booking{}, Result{Status: WhichOne, Choices: mine}, nil
	}
}

// newest is the booking that a repeated cancellation means where none stands:
// the one that ended last.
func newest(all []Booking) (Booking, Result, error) {
	var last Booking
	for _, b := range all {
		if (b.State == Cancelled || b.State == Cancelling) && b.UpdatedAt.After(last.UpdatedAt) {
			last = b
		}
	}
	if last.ID == "" {
		return Booking{}, Result{Status: NotFound}, nil
	}
	return last, Result{}, nil
}

func startingAt(all []Booking, start time.Time) []Booking {
	var out []Booking
	for _, b := range all {
		if b.Start.Equal(start) {
			out = append(out, b)
		}
	}
	return out
}

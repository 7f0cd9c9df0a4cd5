package rpc

import (
	"context"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/booking"
)

var bookStatuses = map[booking.Status]ringbookv1.BookStatus{
	booking.Booked:          ringbookv1.BookStatus_BOOK_STATUS_BOOKED,
	booking.StillPending:    ringbookv1.BookStatus_BOOK_STATUS_PENDING,
	booking.SlotTaken:       ringbookv1.BookStatus_BOOK_STATUS_SLOT_TAKEN,
	booking.SlotUnknown:     ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN,
	booking.OutsideHours:    ringbookv1.BookStatus_BOOK_STATUS_OUTSIDE_HOURS,
	booking.InPast:          ringbookv1.BookStatus_BOOK_STATUS_IN_PAST,
	booking.BeyondWindow:    ringbookv1.BookStatus_BOOK_STATUS_BEYOND_WINDOW,
	booking.CallerAmbiguous: ringbookv1.BookStatus_BOOK_STATUS_CALLER_AMBIGUOUS,
	booking.CallerUnknown:   ringbookv1.BookStatus_BOOK_STATUS_CALLER_UNKNOWN,
	booking.AlreadyBooked:   ringbookv1.BookStatus_BOOK_STATUS_ALREADY_BOOKED,
	booking.KeyReused:       ringbookv1.BookStatus_BOOK_STATUS_KEY_REUSED,
	booking.Disabled:        ringbookv1.BookStatus_BOOK_STATUS_DISABLED,
	booking.NotConnected:    ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED,
	booking.RetryLater:      ringbookv1.BookStatus_BOOK_STATUS_RETRY_LATER,
}

// Book implements the RPC.
func (s *schedulingService) Book(ctx context.Context, req *ringbookv1.BookRequest) (*ringbookv1.BookResponse, error) {
	c, err := s.open(ctx, req.GetConversationId())
	if err != nil {
		return nil, err
	}
	ask := booking.Request{
		Project: c.project, Conversation: c.known, Caller: c.caller(req.GetCallerPhone()), Choice: c.chosen(req),
		Name: line(req.GetCallerName()), Email: line(req.GetCallerEmail()),
		Subject: line(req.GetSubject()), Notes: tidy(req.GetNotes()),
		Key: req.GetIdempotencyKey(), Connected: c.connected,
	}
	if req.GetCandidateRef() != "" {
		ask.Candidate = c.handles.record(req.GetCandidateRef())
	}
	res, err := s.bookings.Book(ctx, c.set, ask)
	if err != nil {
		return nil, err
	}
	say, next := c.booked(res)
	out := &ringbookv1.BookResponse{
		Status: bookStatuses[res.Status], Say: say, Next: next, Now: c.stamp(), TimeZone: c.zoneName(),
		Replayed: res.Replayed, Appointment: c.appointment(res.Booking),
		Alternatives: c.slots(res.Alternatives, c.set.Scheduling.Zone), Candidates: c.candidates(res.Candidates),
	}
	if res.Booking != nil {
		out.ContactCreated = res.Booking.AttendeeMade
	}
	return out, nil
}

// chosen is the time that the request names: by a slot's handle, else by its
// start.
func (c call) chosen(req *ringbookv1.BookRequest) booking.Choice {
	if req.GetSlotId() != "" {
		return c.handles.choice(req.GetSlotId(), c.set)
	}
	start := c.instant(req.GetStart())
	return booking.Choice{
		Unknown: start.Equal(never), Start: start,
		Duration: time.Duration(req.GetDurationMinutes()) * time.Minute,
		Service:  req.GetService(), Staff: req.GetStaff(),
	}
}

// booked is the line for a result of Book, and what to do next.
func (c call) booked(res booking.Result) (string, ringbookv1.Next) {
	say, next := c.say(), nextAfterOffer(res.Alternatives)
	switch res.Status {
	case booking.Booked:
		if !res.Booking.Stands() {
			return say.AlreadyCancelled(res.Booking.Start), ringbookv1.Next_NEXT_ASK_DATE
		}
		return say.Booked(res.Booking.Start, attendeeName(*res.Booking), res.Booking.Code), ringbookv1.Next_NEXT_DONE
	case booking.StillPending:
		return say.BookingPending(res.Booking.Start, res.Booking.Code), ringbookv1.Next_NEXT_DONE
	case booking.AlreadyBooked:
		return say.AlreadyBooked(res.Booking.Start, res.Booking.Code), ringbookv1.Next_NEXT_DONE
	case booking.SlotTaken:
		return say.SlotTaken(starts(res.Alternatives)), next
	case booking.SlotUnknown:
		return say.SlotUnknown(starts(res.Alternatives)), next
	case booking.OutsideHours:
		return say.OutsideHours(starts(res.Alternatives)), next
	case booking.InPast:
		if res.TooSoon {
			return say.TooSoon(time.Time{}), next
		}
		return say.InPast(), next
	case booking.BeyondWindow:
		return say.BeyondWindow(c.set.Scheduling.Slots.DaysAhead), next
	case booking.CallerAmbiguous:
		return say.WhichPerson(names(res.Candidates)), ringbookv1.Next_NEXT_ASK_WHICH
	case booking.CallerUnknown:
		if res.Missing == booking.MissingName {
			return say.NeedName(), ringbookv1.Next_NEXT_ASK_NAME
		}
		return say.NeedPhone(), ringbookv1.Next_NEXT_ASK_PHONE
	case booking.KeyReused:
		return say.KeyReused(), ringbookv1.Next_NEXT_CONFIRM
	case booking.Disabled:
		return say.BookingOff(), ringbookv1.Next_NEXT_HAND_OFF
	case booking.NotConnected:
		return say.NotConnected(), ringbookv1.Next_NEXT_HAND_OFF
	}
	if res.Refused {
		return say.NotConnected(), ringbookv1.Next_NEXT_HAND_OFF
	}
	return say.RetryLater(), ringbookv1.Next_NEXT_CONFIRM
}

func nextAfterOffer(alternatives []booking.Offer) ringbookv1.Next {
	if len(alternatives) > 0 {
		return ringbookv1.Next_NEXT_OFFER_SLOTS
	}
	return ringbookv1.Next_NEXT_ASK_DATE
}

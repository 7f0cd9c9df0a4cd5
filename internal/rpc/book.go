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
func (s *scheduling) Book(ctx context.Context, req *ringbookv1.BookRequest) (*ringbookv1.BookResponse, error) {
	c, err := s.open(ctx, req.GetConversationId())
	if err != nil {
		return nil, err
	}
	caller, conv, err := s.caller(ctx, c, req.GetCallerPhone())
	if err != nil {
		return nil, err
	}
	ask := booking.Request{
		Project: c.project, Conversation: conv, Caller: caller, Choice: c.chosen(req),
		Name: tidy(req.GetCallerName()), Email: tidy(req.GetCallerEmail()),
		Subject: tidy(req.GetSubject()), Notes: tidy(req.GetNotes()),
		Key: req.GetIdempotencyKey(), Connected: c.connected,
	}
	if req.GetCandidateRef() != "" {
		ask.Candidate = c.handles.record(req.GetCandidateRef())
	}
	res, err := s.Bookings.Book(ctx, c.set, ask)
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
	return booking.Choice{
		Start:    instant(req.GetStart()),
		Duration: time.Duration(req.GetDurationMinutes()) * time.Minute,
		Service:  req.GetService(), Staff: req.GetStaff(),
	}
}

func (c call) booked(res booking.Result) (string, ringbookv1.Next) {
	when := ""
	if res.Booking != nil {
		when = c.when(res.Booking.Start, c.set.Scheduling.Zone)
	}
	switch res.Status {
	case booking.Booked:
		if res.Booking.Stands() {
			return c.voice.Booked(when, c.voice.Code(res.Booking.Code)), ringbookv1.Next_NEXT_DONE
		}
		return c.voice.AlreadyCancelled(when), ringbookv1.Next_NEXT_ASK_DATE
	case booking.StillPending:
		return c.voice.BookPending(when), ringbookv1.Next_NEXT_DONE
	case booking.SlotTaken:
		return c.takenLine(res.Alternatives)
	case booking.SlotUnknown:
		return c.voice.SlotUnknown(), ringbookv1.Next_NEXT_ASK_DATE
	case booking.OutsideHours:
		return c.voice.OutsideHours(), ringbookv1.Next_NEXT_ASK_DATE
	case booking.InPast:
		if res.TooSoon {
			return c.voice.TooSoon(), ringbookv1.Next_NEXT_ASK_DATE
		}
		return c.voice.InPast(), ringbookv1.Next_NEXT_ASK_DATE
	case booking.BeyondWindow:
		return c.voice.BeyondWindow(c.set.Scheduling.Slots.DaysAhead), ringbookv1.Next_NEXT_ASK_DATE
	case booking.CallerAmbiguous:
		return c.voice.WhichPerson(names(res.Candidates)), ringbookv1.Next_NEXT_ASK_WHICH
	case booking.CallerUnknown:
		if res.Missing == booking.MissingName {
			return c.voice.NeedName(), ringbookv1.Next_NEXT_ASK_NAME
		}
		return c.voice.NeedPhone(), ringbookv1.Next_NEXT_ASK_PHONE
	case booking.AlreadyBooked:
		return c.voice.AlreadyBooked(when), ringbookv1.Next_NEXT_DONE
	case booking.KeyReused:
		return c.voice.KeyReused(), ringbookv1.Next_NEXT_CONFIRM
	case booking.Disabled:
		return c.voice.BookingDisabled(), ringbookv1.Next_NEXT_HAND_OFF
	case booking.NotConnected:
		return c.voice.NotConnected(), ringbookv1.Next_NEXT_HAND_OFF
	}
	return c.voice.RetryLater(), ringbookv1.Next_NEXT_CONFIRM
}

func (c call) takenLine(alternatives []booking.Offer) (string, ringbookv1.Next) {
	if len(alternatives) == 0 {
		return c.voice.SlotTaken(nil), ringbookv1.Next_NEXT_ASK_DATE
	}
	return c.voice.SlotTaken(c.spokenStarts(alternatives, c.set.Scheduling.Zone)), ringbookv1.Next_NEXT_OFFER_SLOTS
}

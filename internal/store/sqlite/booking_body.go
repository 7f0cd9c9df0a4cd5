package sqlite

import (
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
)

// storedBooking is what of a booking no query looks at. Its names are the
// schema: a field may be added, but none renamed.
type storedBooking struct {
	Conversation string          `json:"conversation,omitempty"`
	CancelledBy  string          `json:"cancelledBy,omitempty"`
	CancelReason string          `json:"cancelReason,omitempty"`
	Name         string          `json:"name,omitempty"`
	Email        string          `json:"email,omitempty"`
	Subject      string          `json:"subject,omitempty"`
	Notes        string          `json:"notes,omitempty"`
	Attendee     *storedAttendee `json:"attendee,omitempty"`
	AttendeeMade bool            `json:"attendeeMade,omitempty"`
	NoAttendee   bool            `json:"noAttendee,omitempty"`
	Service      string          `json:"service,omitempty"`
	Event        string          `json:"event,omitempty"`
	Failure      string          `json:"failure,omitempty"`
}

type storedAttendee struct {
	Module string `json:"module"`
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
}

func storeBooking(b booking.Booking) storedBooking {
	s := storedBooking{
		Conversation: b.Conversation, CancelledBy: b.CancelledBy, CancelReason: b.CancelReason, Name: b.Name, Email: b.Email,
		Subject: b.Subject, Notes: b.Notes, AttendeeMade: b.AttendeeMade, NoAttendee: b.NoAttendee,
		Service: b.Service, Event: b.Event, Failure: b.Failure,
	}
	if b.Attendee != nil {
		s.Attendee = &storedAttendee{string(b.Attendee.Module), b.Attendee.ID, b.Attendee.Name}
	}
	return s
}

func (s storedBooking) fill(b *booking.Booking) {
	b.Conversation, b.CancelledBy, b.CancelReason = s.Conversation, s.CancelledBy, s.CancelReason
	b.Name, b.Email = s.Name, s.Email
	b.Subject, b.Notes, b.AttendeeMade, b.NoAttendee = s.Subject, s.Notes, s.AttendeeMade, s.NoAttendee
	b.Service, b.Event, b.Failure = s.Service, s.Event, s.Failure
	if s.Attendee != nil {
		b.Attendee = &contact.Record{Module: contact.Module(s.Attendee.Module), ID: s.Attendee.ID, Name: s.Attendee.Name}
	}
}

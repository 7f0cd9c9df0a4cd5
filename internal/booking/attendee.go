package booking

import (
	"context"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/contact"
)

// match tells who attends, as far as the CRM knows.
func (s *Service) match(ctx context.Context, set attribute.Settings, b Booking) (contact.Match, error) {
	if b.Attendee != nil {
		return contact.Match{Outcome: contact.Known, Record: *b.Attendee}, nil
	}
	if b.NoAttendee {
		return contact.Match{Outcome: contact.Ambiguous}, nil
	}
	return s.Contacts.Find(ctx, b.Project, set.Callers, b.Phone)
}

// attend settles who the attendee is and keeps it with the booking. A company
// that was chosen is not the attendee yet: somebody of it is.
func (s *Service) attend(ctx context.Context, b Booking, match contact.Match) (Booking, error) {
	if b.NoAttendee || b.Attendee != nil && b.Attendee.Module.Attends() {
		return b, nil
	}
	var attendee *contact.Record
	made := false
	switch {
	case match.Outcome == contact.Ambiguous:
	case match.Outcome == contact.Known && match.Record.Module.Attends():
		attendee = &match.Record
	default:
		person := contact.Person{Name: b.Name, Phone: b.Phone, Email: b.Email}
		if match.Outcome == contact.Known {
			person.Account = match.Record.ID
		}
		record, err := s.Contacts.Make(ctx, b.Project, contact.Contacts, person, b.personIntention())
		if err != nil {
			return b, err
		}
		attendee, made = &record, true
	}
	return s.update(ctx, b, func(b *Booking) {
		b.Attendee, b.AttendeeMade, b.NoAttendee = attendee, made, attendee == nil
	})
}

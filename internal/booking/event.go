package booking

import (
	"cmp"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
)

// eventOf is the event that fulfils a booking, worded for the sales team.
func eventOf(set attribute.Settings, b Booking) Draft {
	return Draft{
		Title: title(set, b), Interval: b.Interval, Owner: b.Staff, Attendee: b.Attendee,
		Description: description(b), Reference: b.Reference(),
		Venue: set.Connection.MeetingVenue, Invite: set.Scheduling.Events.NotifyAttendee,
	}
}

func title(set attribute.Settings, b Booking) string {
	if b.Subject != "" {
		return b.Subject
	}
	name := b.Name
	if b.Attendee != nil && b.Attendee.Name != "" {
		name = b.Attendee.Name
	}
	const ordinary = "Appointment" // what zoho_event_title says for no service
	return set.Scheduling.Events.Title.Render(map[string]string{
		"service": cmp.Or(b.Service, ordinary), "name": name, "phone": string(b.Phone), "staff": staffName(set, b.Staff),
	})
}

func description(b Booking) string {
	lines := []string{"Booked by phone."}
	if b.Attendee == nil {
		lines = append(lines, "Several records share this number, so none is linked: "+b.Name+" "+string(b.Phone))
	}
	if b.Notes != "" {
		lines = append(lines, b.Notes)
	}
	if b.Code != "" {
		lines = append(lines, "Confirmation code: "+b.Code)
	}
	return strings.Join(lines, "\n")
}

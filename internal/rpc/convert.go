package rpc

import (
	"cmp"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
)

// slots turns offers into their wire form, spoken on the clock of a zone.
func (c call) slots(offers []booking.Offer, zone *time.Location) []*ringbookv1.Slot {
	out := make([]*ringbookv1.Slot, 0, len(offers))
	for _, o := range offers {
		out = append(out, c.slot(o, zone))
	}
	return out
}

func (c call) slot(o booking.Offer, zone *time.Location) *ringbookv1.Slot {
	return &ringbookv1.Slot{
		SlotId: c.handles.slot(o),
		Start:  timestamppb.New(o.Start), End: timestamppb.New(o.End),
		LocalStart: o.Start.In(zone).Format(time.RFC3339),
		Spoken:     c.sayIn(zone).When(o.Start),
		Staff:      c.staff(o.Staff),
	}
}

// staff names a member of staff where there is a choice.
func (c call) staff(id string) string {
	people := c.set.Scheduling.Staff.Everybody()
	if len(people) < 2 {
		return ""
	}
	for _, p := range people {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

func staffIDs(set attribute.Settings) []string {
	var ids []string
	for _, p := range set.Scheduling.Staff.Everybody() {
		ids = append(ids, p.ID)
	}
	return ids
}

// staffNames are those who do a service; an empty name is the ordinary one.
func staffNames(set attribute.Settings, service string) []string {
	staff := set.Scheduling.Staff
	people := staff.People
	if found, ok := staff.Service(service); ok {
		people = staff.For(found)
	}
	return each(people, func(p attribute.Person) string { return p.Name })
}

func serviceNames(set attribute.Settings) []string {
	var names []string
	for _, s := range set.Scheduling.Staff.Services {
		names = append(names, s.Name)
	}
	return names
}

// appointment is a booking in its wire form; nil stays nil.
func (c call) appointment(b *booking.Booking) *ringbookv1.Appointment {
	if b == nil {
		return nil
	}
	return &ringbookv1.Appointment{
		AppointmentRef:   c.handles.appointment(*b, c.conversation),
		ConfirmationCode: b.Code, SpokenCode: c.say().Code(b.Code),
		State: appointmentStates[b.State],
		Start: timestamppb.New(b.Start), End: timestamppb.New(b.End),
		LocalStart: b.Start.In(c.set.Scheduling.Zone).Format(time.RFC3339),
		Spoken:     c.say().When(b.Start),
		Subject:    cmp.Or(b.Subject, b.Service), Staff: c.staff(b.Staff), AttendeeName: attendeeName(*b),
	}
}

func (c call) appointments(all []booking.Booking) []*ringbookv1.Appointment {
	out := make([]*ringbookv1.Appointment, 0, len(all))
	for i := range all {
		out = append(out, c.appointment(&all[i]))
	}
	return out
}

func attendeeName(b booking.Booking) string {
	if b.Attendee != nil && b.Attendee.Name != "" {
		return b.Attendee.Name
	}
	return b.Name
}

func (c call) candidates(people []contact.Record) []*ringbookv1.CallerCandidate {
	out := make([]*ringbookv1.CallerCandidate, 0, len(people))
	for _, p := range people {
		out = append(out, &ringbookv1.CallerCandidate{Ref: c.handles.candidate(p), DisplayName: p.Name})
	}
	return out
}

func names(people []contact.Record) []string {
	out := make([]string, 0, len(people))
	for _, p := range people {
		out = append(out, p.Name)
	}
	return out
}

func (c call) match(m contact.Match) *ringbookv1.Caller {
	return &ringbookv1.Caller{
		Match: matches[m.Outcome], DisplayName: m.Record.Name, Kind: kinds[m.Record.Module],
		Candidates: c.candidates(m.Candidates),
	}
}

var appointmentStates = map[booking.State]ringbookv1.AppointmentState{
	booking.Pending:    ringbookv1.AppointmentState_APPOINTMENT_STATE_PENDING,
	booking.Confirmed:  ringbookv1.AppointmentState_APPOINTMENT_STATE_CONFIRMED,
	booking.Cancelling: ringbookv1.AppointmentState_APPOINTMENT_STATE_CANCELLED,
	booking.Cancelled:  ringbookv1.AppointmentState_APPOINTMENT_STATE_CANCELLED,
}

var matches = map[contact.Outcome]ringbookv1.CallerMatch{
	contact.Known:      ringbookv1.CallerMatch_CALLER_MATCH_KNOWN,
	contact.New:        ringbookv1.CallerMatch_CALLER_MATCH_NEW,
	contact.Ambiguous:  ringbookv1.CallerMatch_CALLER_MATCH_AMBIGUOUS,
	contact.Withheld:   ringbookv1.CallerMatch_CALLER_MATCH_WITHHELD,
	contact.NotChecked: ringbookv1.CallerMatch_CALLER_MATCH_NOT_CHECKED,
}

var kinds = map[contact.Module]ringbookv1.RecordKind{
	contact.Contacts: ringbookv1.RecordKind_RECORD_KIND_CONTACT,
	contact.Leads:    ringbookv1.RecordKind_RECORD_KIND_LEAD,
	contact.Accounts: ringbookv1.RecordKind_RECORD_KIND_ACCOUNT,
}

var channels = map[ringbookv1.Channel]conversation.Channel{
	ringbookv1.Channel_CHANNEL_VOICE: conversation.Voice,
	ringbookv1.Channel_CHANNEL_CHAT:  conversation.Chat,
}

var directions = map[ringbookv1.Direction]conversation.Direction{
	ringbookv1.Direction_DIRECTION_INBOUND:  conversation.Inbound,
	ringbookv1.Direction_DIRECTION_OUTBOUND: conversation.Outbound,
}

var parts = map[ringbookv1.PartOfDay]booking.PartOfDay{
	ringbookv1.PartOfDay_PART_OF_DAY_MORNING:   booking.Morning,
	ringbookv1.PartOfDay_PART_OF_DAY_AFTERNOON: booking.Afternoon,
	ringbookv1.PartOfDay_PART_OF_DAY_EVENING:   booking.Evening,
}

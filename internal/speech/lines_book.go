package speech

import (
	"time"
	"unicode/utf8"
)

// Booked confirms an appointment, to a caller whose name may be unknown. A code
// matters more than a name where there is no room for both.
func (l Lines) Booked(start time.Time, name, code string) string {
	v := l.at(start)
	v.code, v.name = l.Code(code), l.speaker.language.name(name)
	if named := l.fill(l.say.BookedName, v); v.name != "" && utf8.RuneCountInString(named) <= Longest {
		return named
	}
	return l.line(l.say.Booked, v)
}

// BookingPending says that the time is the caller's but not yet confirmed by
// the CRM.
func (l Lines) BookingPending(start time.Time, code string) string {
	return l.appointment(l.say.BookingPending, start, code)
}

// SlotTaken says that somebody else has the time, and offers others.
func (l Lines) SlotTaken(others []time.Time) string {
	return l.withOthers(l.say.SlotTaken, l.say.SlotTakenOthers, others)
}

// SlotUnknown says that the time was never offered or no longer is, and offers
// others.
func (l Lines) SlotUnknown(others []time.Time) string {
	return l.withOthers(l.say.SlotUnknown, l.say.SlotUnknownOthers, others)
}

// OutsideHours says that the business is closed then, and offers other times.
func (l Lines) OutsideHours(others []time.Time) string {
	return l.withOthers(l.say.OutsideHours, l.say.OutsideHoursOthers, others)
}

// WhichPerson asks who of several people with one number is calling.
func (l Lines) WhichPerson(names []string) string {
	return l.withNames(l.say.WhichPerson, l.say.WhichPersonNames, names, true)
}

// NeedPhone asks for a number.
func (l Lines) NeedPhone() string { return l.say.NeedPhone }

// NeedName asks for a name.
func (l Lines) NeedName() string { return l.say.NeedName }

// AlreadyBooked says that this caller has this time already.
func (l Lines) AlreadyBooked(start time.Time, code string) string {
	return l.appointment(l.say.AlreadyBooked, start, code)
}

// KeyReused says that a request's key was used before for another request.
func (l Lines) KeyReused() string { return l.say.KeyReused }

// BookingOff says that nothing is booked on this line.
func (l Lines) BookingOff() string { return l.say.BookingOff }

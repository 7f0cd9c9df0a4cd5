package speech

import (
	"time"
	"unicode/utf8"
)

// Offer reads out free times, in the order given; what does not fit is left
// out. Without any it is NoneFree.
func (l Lines) Offer(starts []time.Time) string {
	switch len(starts) {
	case 0:
		return l.NoneFree(time.Time{})
	case 1:
		return l.line(l.say.OfferOne, l.choice(starts))
	}
	return l.line(l.say.Offer, l.choice(starts))
}

// NoneFree says that the asked range has no free time, and the next one that
// is known.
func (l Lines) NoneFree(next time.Time) string {
	return l.withNext(l.say.NoneFree, l.say.NoneFreeNext, next)
}

// NoneFreeIn is NoneFree where it is known what was asked for, the second instant
// not included.
func (l Lines) NoneFreeIn(from, to, next time.Time) string {
	var v values
	phrase := l.say.NoneFreeIn
	if !next.IsZero() {
		v, phrase = l.at(next), l.say.NoneFreeInNext
	}
	v.span = l.speaker.Range(from, to, l.now, l.zone)
	if text := l.fill(phrase, v); utf8.RuneCountInString(text) <= Longest {
		return text
	}
	return l.NoneFree(next)
}

// WhenUnclear asks which of the readings of the caller's words is meant;
// without readings it asks for a day.
func (l Lines) WhenUnclear(readings []Reading) string {
	if len(readings) == 0 {
		return l.say.WhenMissing
	}
	return l.line(l.say.WhenUnclear, values{list: l.readings(readings), or: true})
}

// InPast says that a day or time has passed.
func (l Lines) InPast() string { return l.say.InPast }

// TooSoon says that a time lies within the minimum notice, and the first free
// one that is known.
func (l Lines) TooSoon(next time.Time) string {
	return l.withNext(l.say.TooSoon, l.say.TooSoonNext, next)
}

// BeyondWindow says that a time lies too far ahead, and how many days ahead may
// be booked where that is known (above zero, and few enough to mean something).
func (l Lines) BeyondWindow(days int) string {
	if days <= 0 || days > 999 {
		return l.say.BeyondWindow
	}
	return l.line(l.say.BeyondDays, values{count: l.speaker.language.days(days)})
}

// ServiceUnknown says that there is no such service, and which there are.
func (l Lines) ServiceUnknown(services []string) string {
	return l.withNames(l.say.ServiceUnknown, l.say.ServiceUnknownNames, services, false)
}

// StaffUnknown says that nobody of that name can be booked, and who can be.
func (l Lines) StaffUnknown(staff []string) string {
	return l.withNames(l.say.StaffUnknown, l.say.StaffUnknownNames, staff, false)
}

// CheckingOff says that free times are not told on this line.
func (l Lines) CheckingOff() string { return l.say.CheckingOff }

// NotConnected says that there is no calendar to ask, now or soon.
func (l Lines) NotConnected() string { return l.say.NotConnected }

// RetryLater says that the calendar does not answer at the moment.
func (l Lines) RetryLater() string { return l.say.RetryLater }

// Held says that a time is kept for so long, in minutes from 1 to 60.
func (l Lines) Held(start time.Time, keep time.Duration) string {
	minutes := min(max(int(keep.Round(time.Minute)/time.Minute), 1), 60)
	v := l.at(start)
	v.count = l.speaker.language.minutes(minutes)
	return l.line(l.say.Held, v)
}

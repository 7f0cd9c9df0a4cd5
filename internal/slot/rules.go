package slot

import (
	"errors"
	"fmt"
	"time"
)

// Alignment says which instants of an opening can be starts.
type Alignment int

const (
	// AlignWindow steps from the beginning of each opening.
	AlignWindow Alignment = iota
	// AlignGrid keeps to multiples of the interval on the wall clock.
	AlignGrid
)

// Rules say when one member of staff can be booked, for one length of
// appointment. Lengths, the interval and the buffers are whole seconds.
type Rules struct {
	// Zone is where all wall clocks and dates below hang.
	Zone *time.Location
	// Hours are the ordinary windows of each weekday.
	Hours Week
	// Breaks are taken out of Hours. They stand under the weekday on which they
	// begin themselves: a night shift from Monday has its break on Tuesday.
	Breaks Week
	// Shifts replace Hours and Breaks on their dates; the first that covers a
	// date counts.
	Shifts []Shift
	// Holidays close a date, as an empty exception does.
	Holidays []Date
	// Exceptions say all about a date, whatever stands above; an empty list
	// closes it. A window of the day before that lasts beyond midnight stays.
	Exceptions map[Date][]Window
	// Duration is the length of a slot.
	Duration time.Duration
	// Interval is the distance between starts; zero means Duration.
	Interval  time.Duration
	Alignment Alignment
	// BufferBefore and BufferAfter must be free around a slot. They may lie
	// outside the opening hours.
	BufferBefore, BufferAfter time.Duration
	// MinimumNotice is the least time between now and a start, inclusive.
	MinimumNotice time.Duration
	// MaxAdvance is the greatest time between now and a start, inclusive; zero
	// means no limit.
	MaxAdvance time.Duration
	// DaysAhead limits starts to the local dates up to today plus so many civil
	// days in Zone; zero means no limit.
	DaysAhead int
	// DailyLimit is how many appointments may begin on one local date; zero
	// means no limit. See [Diary.Booked].
	DailyLimit int
}

// Validate reports the first reason why the rules cannot be used.
func (r Rules) Validate() error {
	switch {
	case r.Zone == nil:
		return errors.New("slot rules need a zone")
	case r.Duration <= 0:
		return errors.New("slot duration must be positive")
	case r.Interval < 0:
		return errors.New("slot interval must not be negative")
	case r.BufferBefore < 0 || r.BufferAfter < 0:
		return errors.New("buffers must not be negative")
	case !r.wholeSeconds():
		return errors.New("duration, interval and buffers must be whole seconds")
	case r.MinimumNotice < 0 || r.MaxAdvance < 0 || r.DaysAhead < 0 || r.DailyLimit < 0:
		return errors.New("notice and limits must not be negative")
	case r.Alignment != AlignWindow && r.Alignment != AlignGrid:
		return fmt.Errorf("unknown alignment %d", r.Alignment)
	}
	return r.checkHours()
}

func (r *Rules) wholeSeconds() bool {
	for _, d := range [...]time.Duration{r.Duration, r.Interval, r.BufferBefore, r.BufferAfter} {
		if d%time.Second != 0 {
			return false
		}
	}
	return true
}

// Earliest returns the first instant at which a slot may begin.
func (r Rules) Earliest(now time.Time) time.Time { return now.Add(r.MinimumNotice) }

// LastDate returns the last local date on which a slot may begin, and false
// where neither DaysAhead nor MaxAdvance sets a limit.
func (r Rules) LastDate(now time.Time) (Date, bool) {
	byDays := DateOf(now, r.Zone).AddDays(r.DaysAhead)
	byTime := DateOf(now.Add(r.MaxAdvance), r.Zone)
	switch {
	case r.DaysAhead == 0:
		return byTime, r.MaxAdvance > 0
	case r.MaxAdvance == 0 || byDays.Compare(byTime) < 0:
		return byDays, true
	default:
		return byTime, true
	}
}

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

// Rules say when one calendar can be booked, for one length of appointment.
// Lengths, the interval and the buffers are whole seconds.
type Rules struct {
	// Zone is where the wall clocks of Hours and Exceptions hang.
	Zone *time.Location
	// Hours are the ordinary windows of each weekday.
	Hours Week
	// Exceptions replace all windows that begin on a date; an empty list closes
	// it. A window of the day before that lasts beyond midnight stays.
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
	case r.MinimumNotice < 0 || r.MaxAdvance < 0 || r.DaysAhead < 0:
		return errors.New("notice and limits ahead must not be negative")
	case r.Alignment != AlignWindow && r.Alignment != AlignGrid:
		return fmt.Errorf("unknown alignment %d", r.Alignment)
	}
	return r.checkWindows()
}

func (r Rules) wholeSeconds() bool {
	for _, d := range [...]time.Duration{r.Duration, r.Interval, r.BufferBefore, r.BufferAfter} {
		if d%time.Second != 0 {
			return false
		}
	}
	return true
}

func (r Rules) checkWindows() error {
	for weekday, windows := range r.Hours {
		for _, w := range windows {
			if err := w.check(); err != nil {
				return fmt.Errorf("%s: %w", time.Weekday(weekday), err)
			}
		}
	}
	for date, windows := range r.Exceptions {
		for _, w := range windows {
			if err := w.check(); err != nil {
				return fmt.Errorf("%s: %w", date, err)
			}
		}
	}
	return nil
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

// windowsOn returns the windows that begin on a civil day.
func (r *Rules) windowsOn(day int64) []Window {
	if len(r.Exceptions) > 0 {
		if windows, replaced := r.Exceptions[dateOfNumber(day)]; replaced {
			return windows
		}
	}
	return r.Hours[weekdayOf(day)]
}

package slot

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Window is a stretch of opening on wall clocks. Where To is not after From it
// ends on the next day.
type Window struct{ From, To Clock }

func (w Window) check() error {
	if w.From < 0 || w.From >= EndOfDay || w.To < 0 || w.To > EndOfDay {
		return fmt.Errorf("window %s to %s is not within a day", w.From, w.To)
	}
	return nil
}

// Week holds the windows that begin on each day, indexed by time.Weekday. They
// may be in any order, touch and overlap.
type Week [7][]Window

// AllWeek returns a week that never closes: Zoho's business hours 24 by 7.
func AllWeek() Week {
	return On([]Window{{0, EndOfDay}}, time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday)
}

// On returns a week with the same windows on some of its days: Zoho's 24 by 5,
// with whole days, and its custom hours that are the same every day.
func On(windows []Window, days ...time.Weekday) Week {
	var week Week
	for _, day := range days {
		week[day] = windows
	}
	return week
}

// Shift is a week of its own for the dates from From to Until, both included.
// A zero date leaves that side open.
type Shift struct {
	From, Until   Date
	Hours, Breaks Week
}

func (s *Shift) covers(d Date) bool {
	return (s.From == Date{} || s.From.Compare(d) <= 0) && (s.Until == Date{} || d.Compare(s.Until) <= 0)
}

// windowsOn returns the windows and the breaks that begin on a civil day.
func (r *Rules) windowsOn(day int64) (hours, breaks []Window) {
	weekday := weekdayOf(day)
	if len(r.Exceptions)+len(r.Holidays)+len(r.Shifts) == 0 {
		return r.Hours[weekday], r.Breaks[weekday]
	}
	date := dateOfNumber(day)
	if windows, replaced := r.Exceptions[date]; replaced {
		return windows, nil
	}
	if slices.Contains(r.Holidays, date) {
		return nil, nil
	}
	for i := range r.Shifts {
		if s := &r.Shifts[i]; s.covers(date) {
			return s.Hours[weekday], s.Breaks[weekday]
		}
	}
	return r.Hours[weekday], r.Breaks[weekday]
}

func (r *Rules) checkHours() error {
	if err := errors.Join(r.Hours.check(), r.Breaks.check()); err != nil {
		return err
	}
	for i, s := range r.Shifts {
		if err := errors.Join(s.Hours.check(), s.Breaks.check()); err != nil {
			return fmt.Errorf("shift %d: %w", i+1, err)
		}
	}
	for date, windows := range r.Exceptions {
		if err := checkAll(windows); err != nil {
			return fmt.Errorf("%s: %w", date, err)
		}
	}
	return nil
}

func (w *Week) check() error {
	for weekday, windows := range w {
		if err := checkAll(windows); err != nil {
			return fmt.Errorf("%s: %w", time.Weekday(weekday), err)
		}
	}
	return nil
}

func checkAll(windows []Window) error {
	for _, w := range windows {
		if err := w.check(); err != nil {
			return err
		}
	}
	return nil
}

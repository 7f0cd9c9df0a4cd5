package slot

import "time"

// Verdict says whether a start may be booked and, if not, why.
type Verdict int

const (
	// Free may be booked.
	Free Verdict = iota
	// Past lies before now.
	Past
	// TooSoon lies within the minimum notice.
	TooSoon
	// BeyondWindow lies further ahead than may be booked.
	BeyondWindow
	// OutsideHours does not fit into an opening as a whole, or meets a time
	// away.
	OutsideHours
	// OffGrid fits into an opening but is not a start of the alignment.
	OffGrid
	// Busy overlaps something in the calendar, buffers included.
	Busy
	// DayFull would be one appointment more on its date than the daily limit.
	DayFull
)

var verdictNames = [...]string{"free", "past", "too soon", "beyond the window", "outside hours", "off the grid", "busy", "day full"}

// String returns the verdict in plain words, for logs and explanations.
func (v Verdict) String() string {
	if v < 0 || int(v) >= len(verdictNames) {
		return "unknown"
	}
	return verdictNames[v]
}

// Open lists the free slots of one member of staff that lie as a whole inside
// a range, in order of time, with instants in the rules' zone. Busy intervals
// may be unsorted, overlapping and repeated. Rules that do not validate have
// no slots.
//
// It resolves the rules and sorts the busy times each time; who asks often
// keeps an [Agenda].
func Open(rules Rules, busy []Interval, within Interval, now time.Time) []Interval {
	if rules.Validate() != nil {
		return nil
	}
	return newPlan(within.enclosing(), []Rules{rules}).Agenda(Diary{Busy: busy}).Open(within, now)
}

// Judge says of one start whether it may be booked, as [Agenda.Judge] does.
// Rules that do not validate are never open.
func Judge(rules Rules, busy []Interval, start, now time.Time) Verdict {
	if rules.Validate() != nil {
		return OutsideHours
	}
	slot := Interval{start, start.Add(rules.Duration)}
	return newPlan(slot.enclosing(), []Rules{rules}).Agenda(Diary{Busy: busy}).Judge(start, now)
}

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
	// OutsideHours does not fit into an opening as a whole.
	OutsideHours
	// OffGrid fits into an opening but is not a start of the alignment.
	OffGrid
	// Busy overlaps something in the calendar, buffers included.
	Busy
)

var verdictNames = [...]string{"free", "past", "too soon", "beyond the window", "outside hours", "off the grid", "busy"}

// String returns the verdict in plain words, for logs and explanations.
func (v Verdict) String() string {
	if v < 0 || int(v) >= len(verdictNames) {
		return "unknown"
	}
	return verdictNames[v]
}

// Judge says whether a slot that begins at start may be booked. Where several
// reasons speak against it, the first in the order of the constants counts.
// Rules that do not validate are never open.
func Judge(rules Rules, busy []Interval, start, now time.Time) Verdict {
	e, ok := newEngine(&rules, now)
	if !ok {
		return OutsideHours
	}
	second := start.Unix()
	if v := e.timely(second); v != Free {
		return v
	}
	if v := e.place(second); v != Free {
		return v
	}
	if start.Nanosecond() > 0 {
		return OffGrid
	}
	slot := span{second, second + e.length}
	for _, b := range e.blocked(busy, slot) {
		if e.collides(second, b) {
			return Busy
		}
	}
	return Free
}

// place judges a start by the opening hours and the alignment.
func (e *engine) place(start int64) Verdict {
	end := start + e.length
	for _, opening := range e.openings(span{start, end}) {
		if start < opening.start || end > opening.end {
			continue
		}
		for t := range e.tracks(opening) {
			if t.holds(start) {
				return Free
			}
		}
		return OffGrid
	}
	return OutsideHours
}

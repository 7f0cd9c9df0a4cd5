package slot

import "time"

// Interval is the half-open stretch of time [Start, End).
type Interval struct{ Start, End time.Time }

// Overlaps reports whether the two share any time. An interval without length
// shares none.
func (i Interval) Overlaps(j Interval) bool {
	return i.Start.Before(i.End) && j.Start.Before(j.End) && i.Start.Before(j.End) && j.Start.Before(i.End)
}

// Contains reports whether all of j lies inside i.
func (i Interval) Contains(j Interval) bool { return !j.Start.Before(i.Start) && !j.End.After(i.End) }

// Duration returns the elapsed time from Start to End.
func (i Interval) Duration() time.Duration { return i.End.Sub(i.Start) }

// enclosing rounds outward. Against slots of whole seconds the rounded span
// overlaps exactly what the true one does.
func (i Interval) enclosing() span { return span{i.Start.Unix(), ceilUnix(i.End)} }

// enclosed rounds inward: a slot of whole seconds fits into it exactly where
// it fits into the true one.
func (i Interval) enclosed() span { return span{ceilUnix(i.Start), i.End.Unix()} }

func ceilUnix(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

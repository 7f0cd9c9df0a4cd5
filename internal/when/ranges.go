package when

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// expansion is one clause in one reading.
type expansion struct {
	clause clause
	dates  stretch
	window window
	ranges []slot.Interval
	// correction is the date that a weekday beat.
	correction *slot.Date
	// far tells that all of it lies beyond the horizon, broken that its times
	// exclude each other.
	far, broken bool
}

func (r *reader) expand(c clause, choice int) expansion {
	e := expansion{clause: c}
	switch {
	case c.past:
		return e
	case c.moment != nil:
		e.ranges = []slot.Interval{*c.moment}
		return e
	}
	settled := r.settle(c.day)
	e.correction = settled.correction
	dates, ok := settled.spans[choice].cut(r.from(r.today))
	e.dates = dates
	if !ok {
		e.far = settled.spans[choice].from.Compare(r.today) > 0
		return e
	}
	e.window, ok = c.time.window(dates.from == r.today && dates.to == r.today, r.clock())
	if !ok {
		e.broken = true
		return e
	}
	e.ranges = r.intervals(dates, e.window)
	return e
}

// clock is the present time of day.
func (r *reader) clock() slot.Clock {
	local := r.now.In(r.zone)
	return slot.Clock(local.Hour()*60 + local.Minute())
}

// intervals are the instants of a window on each of some dates.
func (r *reader) intervals(dates stretch, w window) []slot.Interval {
	whole := w.from == 0 && w.to == slot.EndOfDay
	if whole && dates.on == 0 {
		return []slot.Interval{{Start: slot.Resolve(dates.from, 0, r.zone), End: slot.Resolve(dates.to.AddDays(1), 0, r.zone)}}
	}
	var all []slot.Interval
	horizon := slot.Resolve(r.today.AddDays(Horizon+1), 0, r.zone)
	for d := dates.from; d.Compare(dates.to) <= 0; d = d.AddDays(1) {
		if !dates.on.holds(d) {
			continue
		}
		start, end := slot.Resolve(d, w.from, r.zone), slot.Resolve(d, w.to, r.zone)
		if w.exact {
			end = start.Add(time.Minute)
		}
		if start.Before(horizon) {
			all = append(all, slot.Interval{Start: start, End: end})
		}
	}
	return all
}

// union sorts intervals, merges those that touch and cuts off what is before
// an instant.
func union(all []slot.Interval, from time.Time) []slot.Interval {
	slices.SortFunc(all, func(a, b slot.Interval) int { return a.Start.Compare(b.Start) })
	var merged []slot.Interval
	for _, i := range all {
		if i.Start.Before(from) {
			i.Start = from
		}
		if !i.Start.Before(i.End) {
			continue
		}
		if last := len(merged) - 1; last >= 0 && !i.Start.After(merged[last].End) {
			if i.End.After(merged[last].End) {
				merged[last].End = i.End
			}
			continue
		}
		merged = append(merged, i)
	}
	return merged
}

// without takes intervals away. Both lists are as union leaves them.
func without(from, away []slot.Interval) []slot.Interval {
	var left []slot.Interval
	for _, i := range from {
		for len(away) > 0 && !away[0].End.After(i.Start) {
			away = away[1:]
		}
		for n := 0; n < len(away) && away[n].Start.Before(i.End); n++ {
			if i.Start.Before(away[n].Start) {
				left = append(left, slot.Interval{Start: i.Start, End: away[n].Start})
			}
			i.Start = away[n].End
		}
		if i.Start.Before(i.End) {
			left = append(left, i)
		}
	}
	return left
}

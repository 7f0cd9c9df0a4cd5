package slot

import "time"

// Diary is what one member of staff already has to do. Intervals may be
// unsorted, overlapping and repeated.
type Diary struct {
	// Busy is taken; a new slot keeps its buffers from it.
	Busy []Interval
	// Reserved is taken together with buffers of its own: the blocks of
	// bookings. A new slot may touch it, and its buffers may lie inside.
	Reserved []Interval
	// Away is unavailability: closed, without buffers. Unlike a break it leaves
	// the steps of the opening where they are.
	Away []Interval
	// Booked are the starts of the appointments that count against
	// [Rules.DailyLimit].
	Booked []time.Time
}

// taken are the starts that diaries leave nobody, each list sorted and merged.
type taken struct {
	away, busy, full []span
	// all is the union of the others, which listing and booking go by.
	all []span
}

func (p *Plan) taken(diaries []Diary) taken {
	var t taken
	for i := range diaries {
		d := &diaries[i]
		t.away = p.appendAway(t.away, d.Away)
		t.busy = p.appendTaken(t.busy, d.Busy, p.before, p.after)
		t.busy = p.appendTaken(t.busy, d.Reserved, 0, 0)
		t.full = append(t.full, p.rules[min(i, len(p.rules)-1)].fullDates(d.Booked)...)
	}
	t.away, t.busy, t.full = union(t.away), union(t.busy), union(t.full)
	t.all = t.busy
	if len(t.away)+len(t.full) > 0 {
		t.all = make([]span, 0, len(t.away)+len(t.busy)+len(t.full))
		t.all = union(append(append(append(t.all, t.away...), t.busy...), t.full...))
	}
	return t
}

// appendTaken appends the starts at which a slot and its buffers would overlap
// an interval. Where the plan has no such start, as at night, it appends
// nothing.
func (p *Plan) appendTaken(spans []span, intervals []Interval, before, after int64) []span {
	if spans == nil && len(intervals) > 0 {
		spans = make([]span, 0, len(intervals))
	}
	for i := range intervals {
		starts := p.startsInto(&intervals[i], before, after)
		if t := tracksFrom(p.tracks, starts.start); len(t) > 0 && t[0].first < starts.end && starts.start < starts.end {
			spans = append(spans, starts)
		}
	}
	return spans
}

// appendAway appends the starts that meet a time away, be they on a step or
// not: that somebody is away is said before that a start is off the grid.
func (p *Plan) appendAway(spans []span, away []Interval) []span {
	for i := range away {
		if starts := p.startsInto(&away[i], 0, 0); starts.start < starts.end {
			spans = append(spans, starts)
		}
	}
	return spans
}

// startsInto returns the starts at which a slot and its buffers would overlap
// an interval: none where that has no length.
func (p *Plan) startsInto(i *Interval, before, after int64) span {
	if !i.Start.Before(i.End) {
		return span{}
	}
	s := i.enclosing()
	return span{s.start - after - p.length + 1, s.end + before}
}

// fullDates returns the dates that have reached the daily limit.
func (r *Rules) fullDates(booked []time.Time) []span {
	if r.DailyLimit == 0 || len(booked) < r.DailyLimit {
		return nil
	}
	c := clocks{location: r.Zone}
	count := make(map[int64]int)
	var full []span
	for _, start := range booked {
		day := c.date(start.Unix())
		if count[day]++; count[day] == r.DailyLimit {
			full = append(full, span{c.midnight(day), c.midnight(day + 1)})
		}
	}
	return full
}

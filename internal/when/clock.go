package when

import "github.com/ringbook/ringbook/internal/slot"

// halfDay is twelve hours in minutes.
const halfDay = 12 * 60

// clock is a time of day that was said. A loose one is below noon and may as
// well be twelve hours later.
type clock struct {
	at    slot.Clock
	loose bool
	// bare was said as a number and nothing else.
	bare bool
}

// usual reads a loose time as an hour at which appointments are made: from
// seven in the morning to before seven in the evening.
func (c clock) usual() slot.Clock {
	if c.loose && c.at < 7*60 {
		return c.at + halfDay
	}
	return c.at
}

// near reads a loose time so that it is in a part of the day, or close to it.
func (c clock) near(p *part) slot.Clock {
	if p == nil || !c.loose {
		return c.usual()
	}
	best := c.at
	for _, other := range []slot.Clock{c.at + halfDay, c.at + 2*halfDay} {
		if other <= slot.EndOfDay && p.distance(other) < p.distance(best) {
			best = other
		}
	}
	return best
}

func (p *part) distance(c slot.Clock) slot.Clock {
	switch {
	case c < p.from:
		return p.from - c
	case c > p.to:
		return c - p.to
	}
	return 0
}

// bounds are "after three", "before noon" and "between two and four"; nil is
// no bound.
type bounds struct{ from, to *clock }

// resolve reads both ends so that the first is before the second.
func (b bounds) resolve(p *part) (from, to slot.Clock, ok bool) {
	from, to = 0, slot.EndOfDay
	if b.from != nil {
		from = b.from.near(p)
	}
	if b.to != nil {
		to = b.to.near(p)
	}
	if b.from != nil && b.to != nil {
		if b.from.loose && !b.to.loose && p == nil {
			from = latestBefore(*b.from, to)
		}
		if b.to.loose && to <= from && to+halfDay <= slot.EndOfDay {
			to += halfDay
		} else if b.to.loose && p == nil && b.to.at > from {
			to = b.to.at
		}
	}
	return from, to, from < to
}

// latestBefore reads the first time of "2 to 4 PM".
func latestBefore(c clock, end slot.Clock) slot.Clock {
	if c.at+halfDay < end {
		return c.at + halfDay
	}
	return c.at
}

// timing is what was said of the time of day.
type timing struct {
	part   *part
	exact  *clock
	around bool
	limits []bounds
}

func (t timing) empty() bool { return t.part == nil && t.exact == nil && len(t.limits) == 0 }

// with adds what was said further; false where it is another time and not a
// closer description of the same.
func (t timing) with(u timing) (timing, bool) {
	if t.part != nil && u.part != nil && t.part != u.part {
		return t.narrowed(u)
	}
	if t.exact != nil && u.exact != nil {
		return t, false
	}
	if u.part != nil {
		t.part = u.part
	}
	if u.exact != nil {
		t.exact, t.around = u.exact, u.around
	}
	t.limits = append(t.limits[:len(t.limits):len(t.limits)], u.limits...)
	return t, true
}

// narrowed keeps the shorter of two parts, one of which is in the other:
// "first thing in the morning".
func (t timing) narrowed(u timing) (timing, bool) {
	inner, outer := t.part, u.part
	if inner.to-inner.from > outer.to-outer.from {
		inner, outer = outer, inner
	}
	if inner.from < outer.from || inner.to > outer.to || u.exact != nil || len(u.limits) > 0 {
		return t, false
	}
	t.part = inner
	return t, true
}

// window is a stretch of a day in which an appointment may begin.
type window struct {
	from, to slot.Clock
	exact    bool
}

// window resolves what was said. On the present day a loose time that is over
// is read as the later one.
func (t timing) window(today bool, now slot.Clock) (window, bool) {
	if t.exact != nil {
		at := t.exact.near(t.part)
		if today && t.exact.loose && at <= now && at < halfDay && (t.part == nil || t.part.to > halfDay) {
			at += halfDay
		}
		if t.around {
			return window{from: max(at-30, 0), to: min(at+30, slot.EndOfDay)}, true
		}
		return window{from: at, to: at + 1, exact: true}, true
	}
	w := window{to: slot.EndOfDay}
	for _, limit := range t.limits {
		from, to, ok := limit.resolve(t.part)
		if !ok {
			return w, false
		}
		w.from, w.to = max(w.from, from), min(w.to, to)
	}
	if p := t.part; p != nil && max(w.from, p.from) < min(w.to, p.to) {
		w.from, w.to = max(w.from, p.from), min(w.to, p.to)
	}
	return w, w.from < w.to
}

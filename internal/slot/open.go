package slot

import (
	"math"
	"time"
)

// Open lists the free slots that lie as a whole inside a range, in order of
// time, with instants in the rules' zone. Busy intervals may be unsorted,
// overlapping and repeated. Rules that do not validate have no slots.
func Open(rules Rules, busy []Interval, within Interval, now time.Time) []Interval {
	e, ok := newEngine(&rules, now)
	if !ok {
		return nil
	}
	asked := within.enclosed()
	asked.start = max(asked.start, e.earliest)
	if e.latest < asked.end-e.length { // written so that no limit cannot overflow
		asked.end = e.latest + e.length
	}
	if asked.end-asked.start < e.length {
		return nil
	}
	blocked := e.blocked(busy, asked)
	var free []Interval
	for _, opening := range e.openings(asked) {
		for t := range e.tracks(opening) {
			free, blocked = e.appendFree(free, blocked, t, asked)
		}
	}
	return free
}

// appendFree appends the free slots of one track and returns what of the
// sorted blocked spans can still matter to later ones.
func (e *engine) appendFree(free []Interval, blocked []span, t track, asked span) ([]Interval, []span) {
	last := min(t.until-1, t.closing-e.length, asked.end-e.length)
	for start := t.from(asked.start); start <= last; start += t.step {
		for len(blocked) > 0 && blocked[0].end <= start-e.before {
			blocked = blocked[1:]
		}
		if len(blocked) > 0 && e.collides(start, blocked[0]) {
			continue
		}
		if e.timely(start) == Free {
			free = append(free, e.slot(start))
		}
	}
	return free, blocked
}

// blocked returns the busy spans that can touch a slot in a stretch of time,
// sorted and merged.
func (e *engine) blocked(busy []Interval, asked span) []span {
	spans := make([]span, 0, len(busy))
	for _, b := range busy {
		s := b.enclosing()
		if b.Start.Before(b.End) && s.end > asked.start-e.before && s.start < asked.end+e.after {
			spans = append(spans, s)
		}
	}
	return union(spans)
}

// engine is one set of rules at one instant, in seconds.
type engine struct {
	rules                     *Rules
	clocks                    clocks
	length, step              int64
	before, after             int64
	present, earliest, latest int64
}

func newEngine(rules *Rules, now time.Time) (*engine, bool) {
	if rules.Validate() != nil {
		return nil, false
	}
	e := &engine{
		rules:    rules,
		clocks:   clocks{location: rules.Zone},
		length:   seconds(rules.Duration),
		step:     seconds(rules.Interval),
		before:   seconds(rules.BufferBefore),
		after:    seconds(rules.BufferAfter),
		present:  ceilUnix(now),
		earliest: ceilUnix(rules.Earliest(now)),
		latest:   math.MaxInt64,
	}
	if e.step == 0 {
		e.step = e.length
	}
	if rules.MaxAdvance > 0 {
		e.latest = now.Add(rules.MaxAdvance).Unix()
	}
	if rules.DaysAhead > 0 {
		tooLate := e.clocks.day(now.Unix()) + int64(rules.DaysAhead) + 1
		e.latest = min(e.latest, e.clocks.midnight(tooLate)-1)
	}
	return e, true
}

// timely judges a start by the distance from now alone.
func (e *engine) timely(start int64) Verdict {
	switch {
	case start < e.present:
		return Past
	case start < e.earliest:
		return TooSoon
	case start > e.latest:
		return BeyondWindow
	}
	return Free
}

// collides reports whether a slot with its buffers overlaps a busy span.
func (e *engine) collides(start int64, busy span) bool {
	return start-e.before < busy.end && busy.start < start+e.length+e.after
}

func (e *engine) slot(start int64) Interval {
	return Interval{time.Unix(start, 0).In(e.rules.Zone), time.Unix(start+e.length, 0).In(e.rules.Zone)}
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

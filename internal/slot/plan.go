package slot

import (
	"errors"
	"math"
	"slices"
	"time"
)

// Plan is rules turned into instants: the openings of a range of time and the
// possible starts in them, ready to be asked many times. It is never changed
// and may be used by many goroutines.
type Plan struct {
	rules    []Rules
	covered  span
	openings []span
	tracks   []track
	// slots are all that the tracks allow; nil in a plan for one question.
	slots []Interval

	length, before, after int64
}

// NewPlan resolves rules for a range. Several rules are those of people who
// are needed together: they are open where all of them are, and what is not a
// matter of hours (zone of the steps, lengths, notice, limits) is as in the
// first.
//
// The rules are kept; the caller must not change what they refer to. Asked
// about time outside the range, a plan answers as rightly but resolves anew.
func NewPlan(within Interval, rules ...Rules) (*Plan, error) {
	if len(rules) == 0 {
		return nil, errors.New("a plan needs rules")
	}
	for i := range rules {
		if err := rules[i].Validate(); err != nil {
			return nil, err
		}
	}
	p := newPlan(within.enclosing(), slices.Clone(rules))
	p.keepSlots()
	return p, nil
}

func newPlan(covered span, rules []Rules) *Plan {
	first := &rules[0]
	p := &Plan{
		rules: rules, covered: covered,
		length: seconds(first.Duration), before: seconds(first.BufferBefore), after: seconds(first.BufferAfter),
	}
	covered.end = max(covered.start, covered.end)
	p.openings = first.openings(covered)
	for i := range rules[1:] {
		p.openings = intersect(p.openings, rules[i+1].openings(covered))
	}
	tracker := newTracker(first, covered)
	p.tracks = tracker.lay(p.openings, first.Alignment)
	return p
}

// keepSlots makes the slots of all tracks beforehand, which pays where a plan
// is asked more than once.
func (p *Plan) keepSlots() {
	total := 0
	for i := range p.tracks {
		p.tracks[i].at = total
		total += p.tracks[i].count()
	}
	p.slots = make([]Interval, 0, total)
	for i := range p.tracks {
		t := &p.tracks[i]
		p.slots = p.appendNew(p.slots, t.first, t.step, t.last)
	}
}

// appendRun appends the slots of a track from one start up to another.
func (p *Plan) appendRun(free []Interval, t *track, from, until int64) []Interval {
	if from >= until {
		return free
	}
	if p.slots == nil {
		return p.appendNew(free, from, t.step, until-1)
	}
	at := t.at + int((from-t.first)/t.step)
	return append(free, p.slots[at:at+int((until-from)/t.step)]...)
}

func (p *Plan) appendNew(slots []Interval, first, step, last int64) []Interval {
	start := time.Unix(first, 0).In(p.zone())
	length, apart := time.Duration(p.length)*time.Second, time.Duration(step)*time.Second
	for ; first <= last; first += step {
		end := start.Add(length)
		slots = append(slots, Interval{start, end})
		if apart == length {
			start = end // the same, and had for nothing
		} else {
			start = start.Add(apart)
		}
	}
	return slots
}

// zone is where instants are shown and dates are counted.
func (p *Plan) zone() *time.Location { return p.rules[0].Zone }

func (p *Plan) covers(s span) bool { return p.covered.start <= s.start && s.end <= p.covered.end }

// covering returns the plan itself, or one for the same rules that covers a
// stretch of time.
func (p *Plan) covering(s span) *Plan {
	if p.covers(s) {
		return p
	}
	return newPlan(s, p.rules)
}

func (p *Plan) slot(start int64) span { return span{start, start + p.length} }

// place judges a start by the opening hours and the alignment; the plan covers
// its slot.
func (p *Plan) place(start int64) Verdict {
	if t := tracksFrom(p.tracks, start); len(t) > 0 && t[0].holds(start) {
		return Free
	}
	opening := endingAfter(p.openings, start)
	if len(opening) == 0 || start < opening[0].start || start+p.length > opening[0].end {
		return OutsideHours
	}
	return OffGrid
}

// bounds are the starts that the distance from now allows, in Unix seconds.
type bounds struct{ present, earliest, latest int64 }

func (p *Plan) bounds(now time.Time) bounds {
	r := &p.rules[0]
	b := bounds{present: ceilUnix(now), earliest: ceilUnix(now.Add(r.MinimumNotice)), latest: math.MaxInt64}
	if r.MaxAdvance > 0 {
		b.latest = now.Add(r.MaxAdvance).Unix()
	}
	if r.DaysAhead > 0 {
		c := clocks{location: r.Zone}
		tooLate := c.date(now.Unix()) + int64(r.DaysAhead) + 1
		b.latest = min(b.latest, c.midnight(tooLate)-1)
	}
	return b
}

// judge judges a start by the distance from now alone.
func (b bounds) judge(start int64) Verdict {
	switch {
	case start < b.present:
		return Past
	case start < b.earliest:
		return TooSoon
	case start > b.latest:
		return BeyondWindow
	}
	return Free
}

// starts returns the first and the last second at which a slot may begin that
// lies inside a range.
func (p *Plan) starts(within Interval, now time.Time) (first, last int64) {
	asked, b := within.enclosed(), p.bounds(now)
	return max(asked.start, b.earliest), min(asked.end-p.length, b.latest)
}

package slot

import (
	"slices"
	"time"
)

// Agenda is a plan together with the diaries of those it is for: everything
// sorted and merged, so that a question costs one pass and no memory beyond
// its answer. It is never changed and may be used by many goroutines; where a
// diary changes, make another.
type Agenda struct {
	plan    *Plan
	diaries []Diary
	taken   taken
}

// Agenda prepares the answers for diaries. A plan of several rules takes the
// diary of each, in the same order; all of them must be free. The diaries are
// kept; the caller must not change what they refer to.
func (p *Plan) Agenda(diaries ...Diary) *Agenda {
	diaries = slices.Clone(diaries)
	return &Agenda{plan: p, diaries: diaries, taken: p.taken(diaries)}
}

// covering returns an agenda that is exact for a stretch of time.
func (a *Agenda) covering(s span) *Agenda {
	if p := a.plan.covering(s); p != a.plan {
		return p.Agenda(a.diaries...)
	}
	return a
}

// Open lists the free slots that lie as a whole inside a range, in order of
// time, with instants in the rules' zone.
func (a *Agenda) Open(within Interval, now time.Time) []Interval {
	return a.AppendOpen(nil, within, now)
}

// AppendOpen appends what Open lists to a slice of the caller's.
func (a *Agenda) AppendOpen(free []Interval, within Interval, now time.Time) []Interval {
	first, last := a.plan.starts(within, now)
	if first > last {
		return free
	}
	a = a.covering(span{first, last + a.plan.length})
	tracks := tracksFrom(a.plan.tracks, first)
	if free == nil {
		free = make([]Interval, 0, countUntil(tracks, last))
	}
	taken := endingAfter(a.taken.all, first)
	for i := range tracks {
		if tracks[i].first > last {
			break
		}
		free, taken = a.plan.appendFree(free, taken, &tracks[i], first, last)
	}
	return free
}

// appendFree appends the free slots of one track and returns what of the taken
// spans can still matter to later ones.
func (p *Plan) appendFree(free []Interval, taken []span, t *track, first, last int64) ([]Interval, []span) {
	start := t.from(first)
	last = min(last, t.last)
	next, run := 0, start // since run, all is free
	for ; start <= last; start += t.step {
		for next < len(taken) && taken[next].end <= start {
			next++
		}
		if next < len(taken) && taken[next].start <= start {
			free = p.appendRun(free, t, run, start)
			run = start + t.step
		}
	}
	return p.appendRun(free, t, run, start), taken[next:]
}

// Judge says whether a slot that begins at start may be booked. Where several
// reasons speak against it, the first in the order of the constants counts.
// What Open lists is Free, and nothing else is.
func (a *Agenda) Judge(start, now time.Time) Verdict {
	second := start.Unix()
	if v := a.plan.bounds(now).judge(second); v != Free {
		return v
	}
	v := a.covering(a.plan.slot(second)).judgePlace(second)
	if start.Nanosecond() > 0 && v != OutsideHours {
		return OffGrid
	}
	return v
}

// judgePlace judges a start that the agenda covers by all but the distance
// from now.
func (a *Agenda) judgePlace(start int64) Verdict {
	switch v := a.plan.place(start); {
	case v == OutsideHours, holds(a.taken.away, start):
		return OutsideHours
	case v != Free:
		return v
	case !holds(a.taken.all, start):
		return Free
	case holds(a.taken.busy, start):
		return Busy
	}
	return DayFull
}

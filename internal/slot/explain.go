package slot

import (
	"cmp"
	"slices"
	"time"
)

// Refusal is a stretch of time that is not offered: a slot that is not free,
// or a stretch that is closed.
type Refusal struct {
	Interval
	Why Verdict
	// By is what is in the way where that is one thing: an entry of the diary.
	By Interval
}

// Explain lists, in order of time, all that is not free inside a range: every
// possible slot that Open leaves out, with the reason that Judge gives, and
// the stretches outside the opening hours.
func (a *Agenda) Explain(within Interval, now time.Time) []Refusal {
	asked, bounds, zone := within.enclosed(), a.plan.bounds(now), a.plan.zone()
	if asked.start >= asked.end {
		return nil
	}
	a = a.covering(asked)
	var refused []Refusal
	for _, closed := range subtract([]span{asked}, a.plan.openings) {
		refused = append(refused, Refusal{Interval: closed.in(zone), Why: OutsideHours})
	}
	for _, t := range tracksFrom(a.plan.tracks, asked.start) {
		for start := t.from(asked.start); start <= min(t.last, asked.end-a.plan.length); start += t.step {
			why := bounds.judge(start)
			if why == Free {
				why = a.judgePlace(start)
			}
			if why != Free {
				refused = append(refused, Refusal{a.plan.slot(start).in(zone), why, a.culprit(start, why)})
			}
		}
	}
	slices.SortStableFunc(refused, func(x, y Refusal) int {
		return cmp.Or(x.Start.Compare(y.Start), x.End.Compare(y.End))
	})
	return refused
}

// culprit returns the first entry of the diaries that takes a start.
func (a *Agenda) culprit(start int64, why Verdict) Interval {
	for i := range a.diaries {
		d := &a.diaries[i]
		switch why {
		case OutsideHours:
			if by, found := a.plan.taker(start, d.Away, 0, 0); found {
				return by
			}
		case Busy:
			if by, found := a.plan.taker(start, d.Busy, a.plan.before, a.plan.after); found {
				return by
			}
			if by, found := a.plan.taker(start, d.Reserved, 0, 0); found {
				return by
			}
		}
	}
	return Interval{}
}

func (p *Plan) taker(start int64, intervals []Interval, before, after int64) (Interval, bool) {
	for i := range intervals {
		if s := p.startsInto(&intervals[i], before, after); s.start <= start && start < s.end {
			return intervals[i], true
		}
	}
	return Interval{}, false
}

// TeamRefusal is a refusal by the calendar of one member, or of all together
// where Member is empty.
type TeamRefusal struct {
	Refusal
	Member string
}

// Explain lists what the agendas of the team refuse, in order of time; see
// [Agenda.Explain]. A time that one member refuses may be another's to offer.
func (t *Team) Explain(within Interval, now time.Time) []TeamRefusal {
	var refused []TeamRefusal
	for i, a := range t.agendas {
		id := t.members[i].ID
		if t.choice == Everyone {
			id = ""
		}
		for _, r := range a.Explain(within, now) {
			refused = append(refused, TeamRefusal{r, id})
		}
	}
	slices.SortStableFunc(refused, func(x, y TeamRefusal) int { return x.Start.Compare(y.Start) })
	return refused
}

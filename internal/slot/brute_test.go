package slot

import (
	"slices"
	"time"
)

// The brute force below shares nothing with the engine but the types. It looks
// at every minute of several days through time.Time alone, marks the open
// ones, and tries every minute as a start. It holds for whole-minute lengths
// and for zones whose offsets are whole minutes.

// bruteOpen answers what Open answers.
func bruteOpen(r Rules, busy []Interval, within Interval, now time.Time) []time.Time {
	m := newMinutes(r, within)
	var starts []time.Time
	for i := range m.at {
		start, end := m.at[i], m.at[i].Add(r.Duration)
		inside := !start.Before(within.Start) && !end.After(within.End)
		if inside && m.opensAt(i) && m.onStep(i) && bruteTimely(r, start, now) && !bruteBusy(r, busy, start, end) {
			starts = append(starts, start.UTC())
		}
	}
	return starts
}

// bruteMinutes are consecutive minutes, well before and after the range.
type bruteMinutes struct {
	rules  Rules
	at     []time.Time // in the rules' zone
	wall   []int64     // what the clocks show, in minutes
	open   []bool
	anchor []int // the minute from which an opening counts its steps
}

const minutesPerDay = 24 * 60

func newMinutes(r Rules, within Interval) *bruteMinutes {
	m := &bruteMinutes{rules: r}
	first := within.Start.Add(-6 * 24 * time.Hour).Truncate(time.Minute)
	for t := first; t.Before(within.End.Add(3 * 24 * time.Hour)); t = t.Add(time.Minute) {
		local := t.In(r.Zone)
		m.at = append(m.at, local)
		m.wall = append(m.wall, civil(local).Unix()/60+int64(local.Hour()*60+local.Minute()))
	}
	m.open = make([]bool, len(m.at))
	for d, last := civil(m.at[0]), civil(m.at[len(m.at)-1]); d.Before(last); d = d.AddDate(0, 0, 1) {
		m.openDate(d)
	}
	m.setAnchors()
	return m
}

// civil is a date as the instant of its midnight in UTC.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func (m *bruteMinutes) openDate(d time.Time) {
	midnight := d.Unix() / 60
	exists := slices.ContainsFunc(m.wall, func(w int64) bool { return w/minutesPerDay*minutesPerDay == midnight })
	windows, replaced := m.rules.Exceptions[Date{d.Year(), d.Month(), d.Day()}]
	if !replaced {
		windows = m.rules.Hours[d.Weekday()]
	}
	for _, w := range windows {
		from, to := midnight+int64(w.From), midnight+int64(w.To)
		if to <= from {
			to += minutesPerDay
		}
		for i, end := m.index(from), m.index(to); exists && i < end; i++ {
			m.open[i] = true
		}
	}
}

// index returns the first minute that shows a wall time, or, where none does,
// the minute that would show it had the clocks not just been changed.
func (m *bruteMinutes) index(wall int64) int {
	if i := slices.Index(m.wall, wall); i >= 0 {
		return i
	}
	after := slices.IndexFunc(m.wall, func(w int64) bool { return w > wall })
	switch after {
	case -1: // after the last minute
		return len(m.wall)
	case 0: // before the first
		return 0
	}
	return min(after-1+int(wall-m.wall[after-1]), len(m.wall))
}

// setAnchors counts the dates that have begun inside each opening: from the
// second one on, a whole day of it has passed and steps count from midnight.
func (m *bruteMinutes) setAnchors() {
	m.anchor = make([]int, len(m.at))
	latestDate, begun := int64(0), 0
	for i := range m.at {
		if date := m.wall[i] / minutesPerDay; date > latestDate {
			latestDate = date
			begun++
			m.anchor[i] = i
		}
		opens := i == 0 || !m.open[i-1]
		switch {
		case opens && m.anchor[i] == i:
			begun = 1
		case opens:
			m.anchor[i], begun = i, 0
		case m.anchor[i] != i || begun < 2:
			m.anchor[i] = m.anchor[i-1]
		}
	}
}

// opensAt reports whether every minute of a slot is open.
func (m *bruteMinutes) opensAt(i int) bool {
	n := int(m.rules.Duration / time.Minute)
	return i+n <= len(m.open) && !slices.Contains(m.open[i:i+n], false)
}

func (m *bruteMinutes) onStep(i int) bool {
	step := m.rules.Interval
	if step == 0 {
		step = m.rules.Duration
	}
	if m.rules.Alignment == AlignGrid {
		t := m.at[i]
		return (t.Hour()*60+t.Minute())%int(step/time.Minute) == 0
	}
	return (i-m.anchor[i])%int(step/time.Minute) == 0
}

func bruteTimely(r Rules, start, now time.Time) bool {
	local := now.In(r.Zone)
	lastDate := time.Date(local.Year(), local.Month(), local.Day()+r.DaysAhead, 0, 0, 0, 0, time.UTC)
	return start.Sub(now) >= max(r.MinimumNotice, 0) &&
		(r.MaxAdvance == 0 || start.Sub(now) <= r.MaxAdvance) &&
		(r.DaysAhead == 0 || !civil(start).After(lastDate))
}

func bruteBusy(r Rules, busy []Interval, start, end time.Time) bool {
	start, end = start.Add(-r.BufferBefore), end.Add(r.BufferAfter)
	return slices.ContainsFunc(busy, func(b Interval) bool {
		return b.End.After(b.Start) && b.Start.Before(end) && b.End.After(start)
	})
}

package slot

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// The brute force shares nothing with the engine but the types. It writes down
// every minute of some weeks with what the clocks show, marks the open ones,
// and tries every minute as a start. It holds for whole-minute lengths and for
// zones whose offsets are whole minutes.

const minutesPerDay = 24 * 60

// sheet is the consecutive minutes around a moment, in one zone.
type sheet struct {
	zone  *time.Location
	first int64   // Unix minute of the first
	wall  []int64 // what the clocks show, in minutes since 1970
	// showing is the first minute that shows a wall time, counted from
	// wall[0]; for one that is skipped, the minute that would show it had the
	// clocks not just been changed.
	showing []int
	// day is the date of each minute. It never goes back, though the clocks of
	// some zones went from one past midnight to 23:01.
	day   []int64
	dates map[int64]bool // the days that exist
}

const (
	daysBefore = 7
	daysAfter  = 5
)

func newSheet(zone *time.Location, around time.Time) *sheet {
	s := &sheet{zone: zone, first: around.Unix()/60 - daysBefore*minutesPerDay, dates: map[int64]bool{}}
	latestDay := int64(math.MinInt64)
	for i := range int64((daysBefore + daysAfter) * minutesPerDay) {
		_, offset := time.Unix((s.first+i)*60, 0).In(zone).Zone()
		s.wall = append(s.wall, s.first+i+int64(offset)/60)
		latestDay = max(latestDay, s.wall[i]/minutesPerDay)
		s.day = append(s.day, latestDay)
		s.dates[s.wall[i]/minutesPerDay] = true
	}
	latest := s.wall[0] - 1
	for i, w := range s.wall {
		for skipped := latest + 1; skipped < w; skipped++ {
			s.showing = append(s.showing, i+int(skipped-latest-1))
		}
		if w > latest {
			s.showing = append(s.showing, i)
			latest = w
		}
	}
	return s
}

func (s *sheet) index(wall int64) int {
	if wall < s.wall[0] {
		return 0
	}
	return min(s.showing[min(wall-s.wall[0], int64(len(s.showing)-1))], len(s.wall))
}

func (s *sheet) indexAt(t time.Time) int { return int(t.Unix()/60 - s.first) }

// bruteOpen answers what Team.Open answers.
func bruteOpen(q question, sheets []*sheet) []Vacancy {
	var pads []*pad
	for i, m := range q.members {
		pads = append(pads, newPad(m, sheets[i]))
	}
	if q.choice == Everyone {
		pads = []*pad{joint(pads)}
	}
	for _, p := range pads {
		p.setAnchors()
	}
	var open []Vacancy
	s := sheets[0]
	for i := s.indexAt(q.within.Start); i <= s.indexAt(q.within.End); i++ {
		start := time.Unix((s.first+int64(i))*60, 0)
		slot := Interval{start, start.Add(q.members[0].Rules.Duration)}
		var free []*pad
		for _, p := range pads {
			if !slot.Start.Before(q.within.Start) && !slot.End.After(q.within.End) && p.free(i, slot, q.now) {
				free = append(free, p)
			}
		}
		if q.choice == LeastBusy {
			slices.SortStableFunc(free, func(a, b *pad) int { return cmp.Compare(a.busySeconds(i), b.busySeconds(i)) })
		}
		var staff []string
		for _, p := range free {
			for _, m := range p.members {
				staff = append(staff, m.ID)
			}
		}
		if len(free) > 0 {
			open = append(open, Vacancy{slot, staff})
		}
	}
	return open
}

// pad is the opening hours of one member, or of several together, minute by
// minute.
type pad struct {
	*sheet
	members []Member
	sheets  []*sheet // of the members, whose dates are their own
	rules   *Rules
	open    []bool
	closed  []int32 // how many minutes before this one are closed
	anchor  []int32 // the minute from which an opening counts its steps
	busy    map[int64]int
}

func newPad(m Member, s *sheet) *pad {
	p := &pad{sheet: s, members: []Member{m}, sheets: []*sheet{s}, rules: &m.Rules, busy: map[int64]int{}, open: make([]bool, len(s.wall))}
	for _, opens := range []bool{true, false} { // breaks after all hours
		for day := range s.dates {
			hours, breaks := bruteWindows(p.rules, day)
			if !opens {
				hours = breaks
			}
			for _, w := range hours {
				p.mark(day, w, opens)
			}
		}
	}
	return p
}

func bruteWindows(r *Rules, day int64) (hours, breaks []Window) {
	t := time.Unix(day*minutesPerDay*60, 0).UTC()
	date := Date{t.Year(), t.Month(), t.Day()}
	hours, breaks = r.Hours[t.Weekday()], r.Breaks[t.Weekday()]
	for _, s := range slices.Backward(r.Shifts) {
		begun := s.From == Date{} || s.From.String() <= date.String()
		if begun && (s.Until == Date{} || date.String() <= s.Until.String()) {
			hours, breaks = s.Hours[t.Weekday()], s.Breaks[t.Weekday()]
		}
	}
	if slices.Contains(r.Holidays, date) {
		hours, breaks = nil, nil
	}
	if windows, named := r.Exceptions[date]; named {
		hours, breaks = windows, nil
	}
	return hours, breaks
}

func (p *pad) mark(day int64, w Window, opens bool) {
	from, to := day*minutesPerDay+int64(w.From), day*minutesPerDay+int64(w.To)
	if to <= from {
		to += minutesPerDay
	}
	for i, end := p.index(from), p.index(to); i < end; i++ {
		p.open[i] = opens
	}
}

func joint(pads []*pad) *pad {
	all := *pads[0]
	all.open = slices.Clone(all.open)
	for _, p := range pads[1:] {
		all.members = append(slices.Clip(all.members), p.members...)
		all.sheets = append(slices.Clip(all.sheets), p.sheets...)
		for i := range all.open {
			all.open[i] = all.open[i] && p.open[i]
		}
	}
	return &all
}

// setAnchors counts the dates that have begun inside each opening: from the
// second one on, a whole day of it has passed and steps count from midnight.
func (p *pad) setAnchors() {
	p.anchor, p.closed = make([]int32, len(p.open)), make([]int32, len(p.open)+1)
	latestDate, begun, anchor := int64(0), 0, 0
	for i, open := range p.open {
		newDate := p.day[i] > latestDate
		if newDate {
			latestDate = p.day[i]
			begun++
		}
		switch opens := open && (i == 0 || !p.open[i-1]); {
		case opens && newDate:
			anchor, begun = i, 1
		case opens:
			anchor, begun = i, 0
		case newDate && begun >= 2:
			anchor = i
		}
		p.anchor[i], p.closed[i+1] = int32(anchor), p.closed[i]
		if !open {
			p.closed[i+1]++
		}
	}
}

func (p *pad) free(i int, slot Interval, now time.Time) bool {
	n := int(p.rules.Duration / time.Minute)
	return p.closed[i+n] == p.closed[i] && p.onStep(i) && p.timely(i, slot.Start, now) &&
		!slices.ContainsFunc(p.members, func(m Member) bool { return p.taken(m, slot) || p.full(m, i) })
}

func (p *pad) onStep(i int) bool {
	step := int(cmp.Or(p.rules.Interval, p.rules.Duration) / time.Minute)
	if p.rules.Alignment == AlignGrid {
		return int(p.wall[i]%minutesPerDay)%step == 0
	}
	return (i-int(p.anchor[i]))%step == 0
}

func (p *pad) timely(i int, start, now time.Time) bool {
	r := p.rules
	return start.Sub(now) >= r.MinimumNotice && (r.MaxAdvance == 0 || start.Sub(now) <= r.MaxAdvance) &&
		(r.DaysAhead == 0 || p.day[i] <= p.day[p.indexAt(now)]+int64(r.DaysAhead))
}

func (p *pad) taken(m Member, slot Interval) bool {
	wide := Interval{slot.Start.Add(-p.rules.BufferBefore), slot.End.Add(p.rules.BufferAfter)}
	return bruteMeets(m.Diary.Busy, wide) || bruteMeets(m.Diary.Reserved, slot) || bruteMeets(m.Diary.Away, slot)
}

func (p *pad) full(m Member, i int) bool {
	own := p.sheets[slices.IndexFunc(p.members, func(o Member) bool { return o.ID == m.ID })]
	booked := 0
	for _, at := range m.Diary.Booked {
		if own.day[own.indexAt(at)] == own.day[i] {
			booked++
		}
	}
	return m.Rules.DailyLimit > 0 && booked >= m.Rules.DailyLimit
}

func bruteMeets(entries []Interval, with Interval) bool {
	return slices.ContainsFunc(entries, func(e Interval) bool {
		return e.End.After(e.Start) && e.Start.Before(with.End) && e.End.After(with.Start)
	})
}

// busySeconds counts the seconds of a start's date that entries touch.
func (p *pad) busySeconds(i int) int {
	if n, counted := p.busy[p.day[i]]; counted {
		return n
	}
	begin, end := i, i
	for begin > 0 && p.day[begin-1] == p.day[i] {
		begin--
	}
	for end < len(p.day) && p.day[end] == p.day[i] {
		end++
	}
	seconds := make([]bool, (end-begin)*60)
	for _, e := range slices.Concat(p.members[0].Diary.Busy, p.members[0].Diary.Reserved) {
		from, to := e.Start.Unix(), e.End.Unix() // whole seconds, the last one begun included
		if e.End.Nanosecond() > 0 {
			to++
		}
		for at := from; at < to && e.End.After(e.Start); at++ {
			if n := at - (p.first+int64(begin))*60; n >= 0 && n < int64(len(seconds)) {
				seconds[n] = true
			}
		}
	}
	n := 0
	for _, busy := range seconds {
		if busy {
			n++
		}
	}
	p.busy[p.day[i]] = n
	return n
}

package when

import (
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// weekdays is a set; bit n is weekday n, Sunday being 0. The empty set stands
// for no restriction.
type weekdays uint8

func weekdaysOf(days ...time.Weekday) (set weekdays) {
	for _, d := range days {
		set |= 1 << d
	}
	return set
}

func (w weekdays) holds(d slot.Date) bool { return w == 0 || w&(1<<d.Weekday()) != 0 }

func (w weekdays) single() bool { return w != 0 && w&(w-1) == 0 }

// stretch is the dates from the first to the last, both included, that fall on
// some weekdays.
type stretch struct {
	from, to slot.Date
	on       weekdays
}

func oneDay(d slot.Date) stretch { return stretch{from: d, to: d} }

func (s stretch) cut(t stretch) (stretch, bool) {
	if t.from.Compare(s.from) > 0 {
		s.from = t.from
	}
	if t.to.Compare(s.to) < 0 {
		s.to = t.to
	}
	return s, s.from.Compare(s.to) <= 0
}

// trimmed takes away what lies before the first and after the last of the
// weekdays.
func (s stretch) trimmed() stretch {
	for !s.on.holds(s.from) && s.from.Compare(s.to) < 0 {
		s.from = s.from.AddDays(1)
	}
	for !s.on.holds(s.to) && s.from.Compare(s.to) < 0 {
		s.to = s.to.AddDays(-1)
	}
	return s
}

// which tells of a weekday that stands alone which one is meant.
type which int

const (
	coming which = iota
	following
	previous
	every
)

// kind tells how a stretch and a weekday beside it go together.
type kind int

const (
	inside kind = iota // the weekdays in the stretch
	dated              // one date; a weekday that is not its own beats it
	weekly             // a number of weeks from now; the weekday of that week
)

// day is what was said of the date. Where there are two readings, spans has
// both, and otherwise the same twice.
type day struct {
	known bool // spans holds something
	spans [2]stretch
	kind  kind
	on    weekdays
	which which
	weeks int // further: "Monday week"
	// floats tells of a day of a month that was not said: "the 24th".
	floats bool
	// limit makes the stretch again that "after Wednesday" is in a week that
	// was said beside it.
	limit func(week stretch) stretch
}

// with adds what was said further; false where it is another day.
func (d day) with(e day) (day, bool) {
	if d.on != 0 && e.on != 0 && d.on != e.on {
		return d, false
	}
	if d.known && e.known {
		for i := range d.spans {
			beside := e.spans[i]
			if e.limit != nil && d.spans[i].from.DaysUntil(d.spans[i].to) < 7 {
				beside = e.limit(d.spans[i])
			}
			cut, ok := d.spans[i].cut(beside)
			if !ok {
				return d, false
			}
			cut.on = d.spans[i].on | e.spans[i].on
			d.spans[i] = cut
		}
		if e.kind == dated {
			d.kind = dated
		}
		d.floats = d.floats && e.floats
	} else if e.known {
		d.known, d.spans, d.kind, d.floats, d.limit = true, e.spans, e.kind, e.floats, e.limit
	}
	if e.on != 0 {
		d.on, d.which, d.weeks = e.on, e.which, e.weeks
	}
	return d, true
}

// settled are the dates of both readings. A correction is a date that was said
// with a weekday that is not its own.
type settled struct {
	spans      [2]stretch
	correction *slot.Date
}

func (r *reader) settle(d day) settled {
	switch {
	case !d.known && d.on == 0:
		all := r.from(r.today)
		return settled{spans: [2]stretch{all, all}}
	case !d.known:
		return settled{spans: r.alone(d)}
	case d.on == 0:
		return settled{spans: d.spans}
	case d.kind == dated && d.on.single():
		return r.corrected(d)
	}
	s := settled{spans: d.spans}
	for i := range s.spans {
		if d.kind == weekly {
			s.spans[i] = weekOf(s.spans[i].from)
		}
		s.spans[i].on = d.on
	}
	return s
}

// corrected moves a date to the nearest weekday that was said with it.
func (r *reader) corrected(d day) settled {
	s := settled{spans: d.spans}
	for i, span := range s.spans {
		if span.from != span.to {
			s.spans[i].on = d.on
			continue
		}
		date := span.from
		for _, shift := range []int{0, -1, 1, -2, 2, -3, 3} {
			if moved := date.AddDays(shift); d.on.holds(moved) && (shift == 0 || moved.Compare(r.today) >= 0) {
				s.spans[i] = oneDay(moved)
				if shift != 0 {
					s.correction = &date
				}
				break
			}
		}
	}
	return s
}

// alone reads weekdays without any other date.
func (r *reader) alone(d day) [2]stretch {
	first := r.run(d.on, r.today)
	switch d.which {
	case every:
		all := r.from(r.today)
		all.on = d.on
		return [2]stretch{all, all}
	case previous:
		past := first.shift(-7)
		return [2]stretch{past, past}
	case following:
		return r.next(d, first)
	}
	a := first.shift(7 * d.weeks)
	b := a
	if first.from == r.today && d.on.single() && d.weeks == 0 {
		b = first.shift(7)
	}
	return [2]stretch{a, b}
}

// next reads "next Friday": where the coming one is in the present week, people
// mean that one or the one after.
func (r *reader) next(d day, first stretch) [2]stretch {
	if d.on.holds(r.today) {
		first = r.run(d.on, first.to.AddDays(1))
	}
	a := first.shift(7 * d.weeks)
	week := weekOf(r.today)
	ends := week.to
	if r.WeekFromSunday && d.on.single() {
		ends = r.today.AddDays(6 - int(r.today.Weekday()))
	}
	if first.from.Compare(week.to) <= 0 || first.from.Compare(ends) <= 0 {
		return [2]stretch{a, a.shift(7)}
	}
	return [2]stretch{a, a}
}

// run is the first row of dates on some weekdays that does not begin before a
// date: one Friday, a weekend.
func (r *reader) run(on weekdays, from slot.Date) stretch {
	for !on.holds(from) {
		from = from.AddDays(1)
	}
	to := from
	for i := 0; i < 6 && on.holds(to.AddDays(1)); i++ {
		to = to.AddDays(1)
	}
	return stretch{from: from, to: to}
}

func (s stretch) shift(days int) stretch {
	return stretch{from: s.from.AddDays(days), to: s.to.AddDays(days), on: s.on}
}

// from is all from a date on, as far as is looked at all.
func (r *reader) from(d slot.Date) stretch { return stretch{from: d, to: r.today.AddDays(Horizon)} }

// weekOf is the week from Monday to Sunday that has a date.
func weekOf(d slot.Date) stretch {
	monday := d.AddDays(-(int(d.Weekday()) + 6) % 7)
	return stretch{from: monday, to: monday.AddDays(6)}
}

// monthOf is the month that is n months after that of a date.
func monthOf(d slot.Date, n int) stretch {
	months := d.Year*12 + int(d.Month) - 1 + n
	first := slot.Date{Year: months / 12, Month: time.Month(months%12 + 1), Day: 1}
	next := slot.Date{Year: (months + 1) / 12, Month: time.Month((months+1)%12 + 1), Day: 1}
	return stretch{from: first, to: next.AddDays(-1)}
}

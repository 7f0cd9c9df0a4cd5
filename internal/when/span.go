package when

import (
	"strconv"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// span does what is said of other days, or of the time from now.
func (r *reader) span(s step, args arguments, it *item) bool {
	first, _ := args.nth("day", 0)
	second, _ := args.nth("day", 1)
	if n, said := args.nth("n", 0); said { // "del 5 al 9 de abril"
		second = first
		first.day, _ = r.monthday(n.number)
		if n, said := args.nth("n", 1); said {
			second.day, _ = r.monthday(n.number)
		}
		if !first.day.known || !second.day.known {
			return false
		}
	}
	if s.verb == "range" {
		first.day, second.day = sameMonth(first.day, second.day)
	}
	a, b := r.settle(first.day), r.settle(second.day)
	unit, count := args.name("unit"), 1
	if arg, said := args.nth("count", 0); said {
		count = arg.number
	}
	switch s.verb {
	case "moment":
		count, _ = strconv.Atoi(s.argument)
		unit = "minute"
		fallthrough
	case "in", "within":
		until := count
		if arg, said := args.nth("count", 1); said {
			until = max(arg.number, count)
		}
		return r.ahead(s.verb != "within", count, until, unit, it)
	}
	if s.verb == "same" {
		it.day = &first.day
		return true
	}
	d := day{known: true}
	for i := range d.spans {
		from, to := a.spans[i].trimmed(), b.spans[i].trimmed()
		switch s.verb {
		case "from":
			d.spans[i] = r.from(from.from)
		case "after":
			d.spans[i] = r.from(from.to.AddDays(1))
		case "before":
			d.spans[i] = stretch{from: r.today, to: from.from.AddDays(-1)}
		case "until":
			d.spans[i] = stretch{from: r.today, to: from.to}
		case "weekof":
			d.spans[i] = weekOf(from.from)
		case "shift":
			days := numbersOf(s.argument)
			if len(days) != 1 {
				return false
			}
			d.spans[i], d.kind = oneDay(from.from.AddDays(days[0])), dated
		case "plus":
			moved, ok := later(from.from, count, unit)
			if !ok {
				return false
			}
			d.spans[i], d.kind = oneDay(moved), dated
		case "range":
			if !second.day.known && to.to.Compare(from.from) < 0 {
				to = to.shift(7)
			}
			d.spans[i] = stretch{from: from.from, to: to.to}
			if d.spans[i].from.Compare(d.spans[i].to) > 0 {
				return false
			}
		}
	}
	if w := first.day; !w.known && w.on.single() && w.which == coming && w.weeks == 0 && s.verb != "range" && d.kind != dated {
		d.limit = func(week stretch) stretch { return beside(s.verb, week, r.run(w.on, week.from).from) }
	}
	it.day = &d
	return true
}

// beside is what lies before or after a date in a week.
func beside(verb string, week stretch, d slot.Date) stretch {
	switch verb {
	case "from":
		week.from = d
	case "after":
		week.from = d.AddDays(1)
	case "before":
		week.to = d.AddDays(-1)
	case "until":
		week.to = d
	}
	return week
}

// sameMonth puts days of a month that was not said where they belong: "the 5th
// to the 9th of April", "the 30th to the 2nd".
func sameMonth(first, second day) (day, day) {
	from, to := first.spans[0].from, second.spans[0].from
	switch {
	case first.floats && second.known && !second.floats && second.kind == dated && from.Day <= to.Day:
		first = first.inMonth(to)
	case second.floats && first.known && to.Compare(from) < 0 && from.Day <= to.Day:
		second = second.inMonth(from)
	case second.floats && first.known && to.Compare(from) < 0:
		second = second.inMonth(monthOf(from, 1).from)
	}
	return first, second
}

// ahead reads "in an hour", "in a week or two" and "within two days". Somebody
// who says in an hour is content with the hour that begins then.
func (r *reader) ahead(in bool, count, until int, unit string, it *item) bool {
	if count < 0 || until > mostAhead {
		return false
	}
	length := time.Duration(count)
	switch unit {
	case "minute":
		length *= time.Minute
	case "hour":
		length *= time.Hour
	default:
		date, ok := later(r.today, count, unit)
		if !ok {
			return false
		}
		it.day = &day{known: true, kind: dated, spans: [2]stretch{oneDay(date), oneDay(date)}}
		if last, _ := later(r.today, until, unit); last != date {
			some := stretch{from: date, to: last}
			it.day.spans, it.day.kind = [2]stretch{some, some}, inside
		} else if !in {
			all := stretch{from: r.today, to: date}
			it.day.spans, it.day.kind = [2]stretch{all, all}, inside
		} else if unit == "week" {
			it.day.kind = weekly
		}
		return true
	}
	it.moment = &slot.Interval{Start: r.now, End: r.now.Add(length)}
	if in && count > 0 {
		it.moment = &slot.Interval{Start: r.now.Add(length), End: r.now.Add(length/time.Duration(count)*time.Duration(until) + time.Hour)}
	}
	return count > 0
}

// mostAhead is the greatest number of units that is reckoned with.
const mostAhead = 5000

// later counts units on; a month later is the same day of the month, or its
// last.
func later(d slot.Date, count int, unit string) (slot.Date, bool) {
	if count < 0 || count > mostAhead {
		return d, false
	}
	switch unit {
	case "day":
		return d.AddDays(count), true
	case "week":
		return d.AddDays(7 * count), true
	case "year":
		count *= 12
		fallthrough
	case "month":
		month := monthOf(d, count)
		month.from.Day = min(d.Day, month.to.Day)
		return month.from, true
	}
	return d, false
}

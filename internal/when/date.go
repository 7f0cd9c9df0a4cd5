package when

import (
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// dayOf does a verb that names a day or some days.
func (r *reader) dayOf(s step, args arguments) (day, bool) {
	n := 0
	if all := numbersOf(s.argument); len(all) > 0 {
		n = all[0]
	}
	switch s.verb {
	case "day":
		return r.plain(oneDay(r.today.AddDays(n)), dated), true
	case "days":
		both := numbersOf(s.argument)
		if len(both) < 2 {
			return day{}, false
		}
		return r.plain(stretch{from: r.today.AddDays(both[0]), to: r.today.AddDays(both[1])}, inside), true
	case "ahead": // one of two numbers of days: "en quince días"
		both := numbersOf(s.argument)
		if len(both) < 2 {
			return day{}, false
		}
		d := r.plain(oneDay(r.today.AddDays(both[0])), dated)
		d.spans[1] = oneDay(r.today.AddDays(both[1]))
		return d, true
	case "weekday", "weekend", "workdays":
		return r.weekday(s, args)
	case "week":
		week := weekOf(r.today).shift(7 * n)
		return r.plain(segment(week, args.name("segment")), inside), true
	case "rest": // of this week, from so many days on
		return r.plain(stretch{from: r.today.AddDays(n), to: weekOf(r.today).to}, inside), true
	case "month":
		return r.plain(segment(monthOf(r.today, n), args.name("segment")), inside), true
	case "named":
		return r.named(args)
	case "date":
		return r.date(args)
	case "monthday":
		return r.monthday(args.number("ordinal") + args.number("numbered") + args.number("n"))
	case "nth":
		return r.nth(s, args)
	case "weekdate":
		return r.weekdate(args)
	case "nthweek":
		return r.nthWeek(s, args)
	case "fixed": // the same day of every year: "12-25"
		month, dayOfMonth, _ := strings.Cut(s.argument, "-")
		return r.upcoming(slot.Date{Month: time.Month(number(month)), Day: number(dayOfMonth)})
	}
	return day{}, false
}

func (r *reader) plain(s stretch, k kind) day {
	return day{known: true, spans: [2]stretch{s, s}, kind: k}
}

var whichOf = map[string]which{"": coming, "coming": coming, "next": following, "last": previous, "every": every}

func (r *reader) weekday(s step, args arguments) (day, bool) {
	var d day
	if weeks := numbersOf(s.argument); len(weeks) == 1 {
		d.weeks = weeks[0]
	} else {
		d.which = whichOf[s.argument]
	}
	switch s.verb {
	case "weekend":
		d.on = weekdaysOf(time.Saturday, time.Sunday)
		return d, true
	case "workdays":
		d.on, d.which = weekdaysOf(1, 2, 3, 4, 5), every
		return d, true
	}
	arg, ok := args.nth("weekday", 0)
	if !ok {
		arg, ok = args.nth("weekdays", 0)
	}
	d.on = weekdaysOf(time.Weekday(arg.number % 7))
	return d, ok
}

// segment cuts the early, middle or late part off a week or a month.
func segment(s stretch, said string) stretch {
	if said == "" {
		return s
	}
	if s.from.DaysUntil(s.to) == 6 {
		switch said {
		case "early":
			s.to = s.from.AddDays(1)
		case "middle":
			s.from, s.to = s.from.AddDays(1), s.from.AddDays(3)
		case "late":
			s.from, s.to = s.from.AddDays(3), s.from.AddDays(4)
		}
		return s
	}
	switch said {
	case "early":
		s.to = s.from.AddDays(9)
	case "middle":
		s.from, s.to = s.from.AddDays(10), s.from.AddDays(19)
	case "late":
		s.from = s.to.AddDays(-6)
	}
	return s
}

// named reads a month, the present one or the next of that name.
func (r *reader) named(args arguments) (day, bool) {
	first := slot.Date{Year: r.today.Year, Month: time.Month(args.number("month")), Day: 1}
	if year, said := args.nth("year", 0); said {
		first.Year = year.number
	} else if first.Month < r.today.Month {
		first.Year++
	}
	return r.plain(segment(monthOf(first, 0), args.name("segment")), inside), true
}

// date reads a day of a month, with or without a year: the next such date.
func (r *reader) date(args arguments) (day, bool) {
	d := slot.Date{Month: time.Month(args.number("month")), Day: args.number("ordinal") + args.number("n")}
	if year, said := args.nth("year", 0); said {
		d.Year = year.number
	}
	if arg, said := args.nth("date", 0); said {
		d = r.written(arg.date)
	}
	found, ok := r.plain(oneDay(d), dated), exists(d)
	if d.Year == 0 {
		found, ok = r.upcoming(d)
	}
	if weekday, said := args.nth("weekday", 0); said {
		found.on = weekdaysOf(time.Weekday(weekday.number % 7))
	}
	return found, ok
}

// upcoming reads a date without a year: the next one.
func (r *reader) upcoming(d slot.Date) (day, bool) {
	for d.Year = r.today.Year; d.Year <= r.today.Year+8; d.Year++ {
		if exists(d) && d.Compare(r.today) >= 0 {
			return r.plain(oneDay(d), dated), true
		}
	}
	return day{}, false
}

// written orders the numbers of "3/24" or "2026-03-24"; a year may be short.
func (r *reader) written(numbers []int) slot.Date {
	if numbers[0] > 99 {
		return slot.Date{Year: numbers[0], Month: time.Month(numbers[1]), Day: numbers[2]}
	}
	d := slot.Date{Day: numbers[0], Month: time.Month(numbers[1])}
	if r.MonthFirst && numbers[0] <= 12 || numbers[1] > 12 {
		d.Day, d.Month = numbers[1], time.Month(numbers[0])
	}
	if len(numbers) == 3 {
		d.Year = numbers[2]
		if d.Year < 100 {
			d.Year += 2000
		}
	}
	return d
}

func exists(d slot.Date) bool {
	if d.Month < 1 || d.Month > 12 || d.Year < 1 || d.Day < 1 {
		return false
	}
	return d.Day <= monthOf(slot.Date{Year: d.Year, Month: d.Month, Day: 1}, 0).to.Day
}

// monthday reads "the 24th": of this month or of the next that has it.
func (r *reader) monthday(n int) (day, bool) {
	for months := range 12 {
		d := monthOf(r.today, months).from
		d.Day = n
		if exists(d) && d.Compare(r.today) >= 0 {
			found := r.plain(oneDay(d), dated)
			found.floats = true
			return found, true
		}
	}
	return day{}, false
}

// inMonth moves a day of a month that was not said into the month of another
// date, where that has it.
func (d day) inMonth(of slot.Date) day {
	moved := d.spans[0].from
	moved.Year, moved.Month = of.Year, of.Month
	if exists(moved) {
		d.spans, d.floats = [2]stretch{oneDay(moved), oneDay(moved)}, false
	}
	return d
}

// nth reads "the second Tuesday of April" and "the last Friday of the month":
// the meaning is "nth" or "nth last", the month {month} or the present one, or
// as many further as a number tells.
func (r *reader) nth(s step, args arguments) (day, bool) {
	last, months := nthOf(s.argument)
	month := monthOf(r.today, months)
	if _, said := args.nth("month", 0); said {
		d, _ := r.named(args)
		month = d.spans[0]
	}
	on := weekdaysOf(time.Weekday(args.number("weekday") % 7))
	d := month.from
	for !on.holds(d) {
		d = d.AddDays(1)
	}
	if last {
		for d.AddDays(7).Compare(month.to) <= 0 {
			d = d.AddDays(7)
		}
	} else {
		d = d.AddDays(7 * (args.number("ordinal") - 1))
	}
	return r.plain(oneDay(d), inside), d.Compare(month.to) <= 0 && d.Compare(month.from) >= 0
}

// nthOf reads "last", "1" and "last 1".
func nthOf(argument string) (last bool, months int) {
	count, last := strings.CutPrefix(argument, "last")
	return last, max(0, number(strings.TrimSpace(count)))
}

// nthWeek reads "the first week of April" as its first seven days.
func (r *reader) nthWeek(s step, args arguments) (day, bool) {
	last, months := nthOf(s.argument)
	month := monthOf(r.today, months)
	if _, said := args.nth("month", 0); said {
		d, _ := r.named(args)
		month = d.spans[0]
	}
	first := month.from.AddDays(7 * (args.number("ordinal") - 1))
	if last {
		first = month.to.AddDays(-6)
	}
	week, ok := stretch{from: first, to: first.AddDays(6)}.cut(month)
	return r.plain(week, inside), ok
}

// weekdate reads "Tuesday 24", where the number is a day of the month only if
// it fits or cannot be an hour.
func (r *reader) weekdate(args arguments) (day, bool) {
	d, ok := r.monthday(args.number("n"))
	if !ok {
		return day{}, false
	}
	d.on = weekdaysOf(time.Weekday(args.number("weekday") % 7))
	fits := d.on.holds(d.spans[0].from)
	return d, fits || args.number("n") > 24
}

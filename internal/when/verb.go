package when

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// item is what one pattern means.
type item struct {
	end int
	// literal is how many words of its own the pattern has.
	literal int
	day     *day
	time    *timing
	moment  *slot.Interval
	// not begins what does not suit, or parts one suggestion from the next.
	not, or bool
	// past is understood, and over.
	past bool
}

// group says what a verb speaks of.
type group int

const (
	ofClock group = iota
	ofDay
	ofSpan
	ofTime
	ofTalk
)

// verbs are what a meaning may begin with; see "Adding a language" in the
// package's documentation.
var verbs = map[string]group{
	"hour": ofClock, "given": ofClock, "halved": ofClock, "sharp": ofClock,
	"day": ofDay, "weekday": ofDay, "weekend": ofDay, "workdays": ofDay, "week": ofDay, "month": ofDay,
	"named": ofDay, "date": ofDay, "monthday": ofDay, "nth": ofDay, "ahead": ofDay, "days": ofDay, "weekdate": ofDay, "fixed": ofDay, "rest": ofDay,
	"from": ofSpan, "after": ofSpan, "before": ofSpan, "until": ofSpan, "range": ofSpan, "weekof": ofSpan, "plus": ofSpan, "same": ofSpan,
	"within": ofSpan, "in": ofSpan, "moment": ofSpan,
	"part": ofTime, "at": ofTime, "around": ofTime, "since": ofTime, "till": ofTime, "between": ofTime,
	"any": ofTalk, "not": ofTalk, "or": ofTalk, "past": ofTalk,
}

// basic tells that a rule names a day and can stand in {day}.
func (r rule) basic() bool {
	return len(r.steps) == 1 && verbs[r.steps[0].verb] == ofDay
}

// literal counts the words of a rule: the more, the more telling.
func (r rule) literal() (count int) {
	for _, symbol := range r.symbols {
		if symbol.word != "" {
			count++
		}
	}
	return count
}

// items lists what the text can mean from a token on: the longest first, and
// of those as long the one with more words of its own.
func (r *reader) items(at int) []item {
	var found []item
	for rule := range r.rulesAt(at) {
		if args, end, ok := r.match(rule.symbols, at, nil); ok {
			if it, ok := r.mean(rule.steps, args); ok {
				it.end, it.literal = end, rule.literal()
				found = append(found, it)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b item) int { return cmp.Or(b.end-a.end, b.literal-a.literal) })
	return found
}

// dayAt reads a day in as many phrases as belong to it: "Thursday", "the 26th".
func (r *reader) dayAt(at int) []argument {
	if found, known := r.days[at]; known {
		return found
	}
	var found []argument
	for rule := range r.rulesAt(at) {
		if !rule.basic() {
			continue
		}
		args, end, ok := r.match(rule.symbols, at, nil)
		if !ok {
			continue
		}
		d, ok := r.dayOf(rule.steps[0], args)
		if !ok {
			continue
		}
		found = append(found, argument{end: end, day: d})
		if end < len(r.tokens) {
			for _, more := range r.dayAt(end) {
				if both, ok := d.with(more.day); ok {
					found = append(found, argument{end: more.end, day: both})
				}
			}
		}
	}
	longestFirst(found)
	found = found[:min(len(found), mostReadings)]
	r.days[at] = found
	return found
}

// mostReadings bounds how many ways of reading a day at one token are tried.
const mostReadings = 4

func longestFirst(found []argument) {
	slices.SortStableFunc(found, func(a, b argument) int { return b.end - a.end })
}

// mean does the steps of a rule; false where the arguments make no sense:
// "February 30".
func (r *reader) mean(steps []step, args arguments) (item, bool) {
	var it item
	for _, s := range steps {
		ok := true
		switch verbs[s.verb] {
		case ofDay:
			var d day
			d, ok = r.dayOf(s, args)
			it.day = &d
		case ofSpan:
			ok = r.span(s, args, &it)
		case ofTime:
			var t timing
			t, ok = r.timeOf(s, args)
			it.time = &t
		case ofTalk:
			it.not, it.or, it.past = it.not || s.verb == "not", it.or || s.verb == "or", it.past || s.verb == "past"
		}
		if !ok {
			return item{}, false
		}
	}
	return it, true
}

func (r *reader) timeOf(s step, args arguments) (timing, bool) {
	first, _ := args.nth("clock", 0)
	second, _ := args.nth("clock", 1)
	switch s.verb {
	case "part":
		p, ok := r.Parts[s.argument]
		return timing{part: &p}, ok
	case "at", "around":
		if _, said := args.nth("digits", 0); said {
			first.clock, _ = clockOf(s, args)
		}
		return timing{exact: &first.clock, around: s.verb == "around"}, true
	case "since":
		return timing{limits: []bounds{{from: &first.clock}}}, true
	case "till":
		return timing{limits: []bounds{{to: &first.clock}}}, true
	}
	both := bounds{from: &first.clock, to: &second.clock}
	_, _, ok := both.resolve(nil)
	return timing{limits: []bounds{both}}, ok
}

// span does what is said of other days, or of the time from now.
func (r *reader) span(s step, args arguments, it *item) bool {
	first, _ := args.nth("day", 0)
	second, _ := args.nth("day", 1)
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
		return r.ahead(s.verb != "within", count, unit, it)
	}
	if s.verb == "same" {
		it.day = &first.day
		return true
	}
	d := day{known: true}
	for i := range d.spans {
		from, to := a.spans[i], b.spans[i]
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
	it.day = &d
	return true
}

// ahead reads "in an hour" and "within two days". Somebody who says in an
// hour is content with the hour that begins then.
func (r *reader) ahead(in bool, count int, unit string, it *item) bool {
	if count < 0 || count > mostAhead {
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
		if !in {
			all := stretch{from: r.today, to: date}
			it.day.spans, it.day.kind = [2]stretch{all, all}, inside
		} else if unit == "week" {
			it.day.kind = weekly
		}
		return true
	}
	it.moment = &slot.Interval{Start: r.now, End: r.now.Add(length)}
	if in {
		it.moment = &slot.Interval{Start: r.now.Add(length), End: r.now.Add(length + time.Hour)}
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

// numbersOf reads the numbers of a verb's argument.
func numbersOf(argument string) []int {
	var all []int
	for field := range strings.FieldsSeq(argument) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil
		}
		all = append(all, n)
	}
	return all
}

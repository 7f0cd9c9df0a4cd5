package when

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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
	// instead takes back what was said before; against is a "not" that comes
	// after what does not suit.
	instead, against bool
	// past is understood, and over; skip says nothing about the time.
	past, skip bool
	// impossible is a date that no year has.
	impossible bool
	// bare is a number alone, which may be an hour.
	bare bool
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
	"named": ofDay, "date": ofDay, "monthday": ofDay, "nth": ofDay, "ahead": ofDay, "days": ofDay, "weekdate": ofDay, "fixed": ofDay, "nthweek": ofDay, "rest": ofDay,
	"from": ofSpan, "after": ofSpan, "before": ofSpan, "until": ofSpan, "range": ofSpan, "weekof": ofSpan, "plus": ofSpan, "same": ofSpan, "shift": ofSpan,
	"within": ofSpan, "in": ofSpan, "moment": ofSpan,
	"part": ofTime, "at": ofTime, "around": ofTime, "since": ofTime, "till": ofTime, "between": ofTime,
	"any": ofTalk, "not": ofTalk, "against": ofTalk, "instead": ofTalk, "or": ofTalk, "past": ofTalk, "skip": ofTalk,
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
				it.bare = len(rule.symbols) == 1 && len(args) == 1 && args[0].clock.bare
				found = append(found, it)
			} else if rule.steps[0].verb == "date" {
				found = append(found, item{end: end, literal: -1, impossible: true})
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
			it.not, it.or = it.not || s.verb == "not", it.or || s.verb == "or"
			it.instead, it.against = it.instead || s.verb == "instead", it.against || s.verb == "against"
			it.past, it.skip = it.past || s.verb == "past", it.skip || s.verb == "skip"
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

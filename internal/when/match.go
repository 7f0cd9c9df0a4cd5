package when

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// reader reads one text.
type reader struct {
	*vocabulary
	tokens []token
	zone   *time.Location
	now    time.Time
	today  slot.Date
	// days and clocks remember what was found at a token, so that each is read
	// once.
	days   map[int][]argument
	clocks map[int][]argument
}

// argument is what stands in a slot of a pattern, up to the token end.
type argument struct {
	slot   string
	end    int
	number int
	name   string
	clock  clock
	day    day
	date   []int
}

// arguments are those of one pattern in the order in which they were said.
type arguments []argument

// nth returns the argument of a slot; the first has index 0.
func (a arguments) nth(slot string, index int) (argument, bool) {
	for _, arg := range a {
		if arg.slot == slot {
			if index == 0 {
				return arg, true
			}
			index--
		}
	}
	return argument{}, false
}

func (a arguments) number(slot string) int {
	arg, _ := a.nth(slot, 0)
	return arg.number
}

func (a arguments) name(slot string) string {
	arg, _ := a.nth(slot, 0)
	return arg.name
}

// slots are the names that a pattern may have in braces.
var slots = map[string]bool{
	"n": true, "count": true, "ordinal": true, "numbered": true, "weekday": true, "weekdays": true, "month": true, "year": true,
	"unit": true, "segment": true, "hour": true, "minutes": true, "fives": true, "digit": true, "digits": true, "time": true, "date": true,
	"clock": true, "day": true,
}

// rulesAt lists the rules that can begin at a token.
func (r *reader) rulesAt(at int) iter.Seq[rule] {
	return func(yield func(rule) bool) {
		for _, indexes := range [][]int{r.byWord[r.tokens[at].text], r.slotted} {
			for _, i := range indexes {
				if !yield(r.rules[i]) {
					return
				}
			}
		}
	}
}

// match reads symbols from a token on and tries the longer readings of a slot
// first.
func (r *reader) match(symbols []symbol, at int, before arguments) (arguments, int, bool) {
	if len(symbols) == 0 {
		return before, at, true
	}
	if symbols[0].word == "." {
		if at < len(r.tokens) && !r.tokens[at].pause {
			return nil, 0, false
		}
		return r.match(symbols[1:], at, before)
	}
	if at >= len(r.tokens) {
		return nil, 0, false
	}
	if word := symbols[0].word; word != "" {
		switch {
		case word == "-":
			if r.tokens[at].dash {
				return r.match(symbols[1:], at, before)
			}
		case r.tokens[at].text == word:
			return r.match(symbols[1:], at+1, before)
		}
		return nil, 0, false
	}
	for _, arg := range r.fill(symbols[0].slot, at) {
		arg.slot = symbols[0].slot
		if args, end, ok := r.match(symbols[1:], arg.end, append(before[:len(before):len(before)], arg)); ok {
			return args, end, true
		}
	}
	return nil, 0, false
}

// fill lists what a slot can be at a token, the longest first.
func (r *reader) fill(slot string, at int) []argument {
	t := r.tokens[at]
	switch slot {
	case "clock":
		return r.clockAt(at)
	case "day":
		return r.dayAt(at)
	case "n":
		return r.numbers(at)
	case "count":
		return append(r.words("count", at), r.numbers(at)...)
	case "hour":
		return within(r.numbers(at), 0, 24)
	case "minutes":
		return r.minutes(at)
	case "fives":
		return slices.DeleteFunc(r.minutes(at), func(a argument) bool { return a.number%5 != 0 || a.number > 25 })
	case "digit":
		return within(r.numbers(at), 1, 9)
	case "year":
		return within(r.numbers(at), 2000, 2999)
	case "digits":
		if hour, minute := t.number/100, t.number%100; len(t.text) >= 3 && len(t.text) <= 4 && t.number >= 0 && hour <= 23 && minute <= 59 {
			return []argument{{end: at + 1, number: hour*60 + minute}}
		}
		return nil
	case "time":
		if t.clock >= 0 {
			return []argument{{end: at + 1, number: t.clock}}
		}
		return nil
	case "date":
		if t.date != nil && (t.separator == '-' || strings.IndexByte(r.DateSeparators, t.separator) >= 0) {
			return []argument{{end: at + 1, date: t.date}}
		}
		return nil
	case "ordinal", "numbered":
		if t.ordinal {
			return []argument{{end: at + 1, number: t.number}}
		}
	}
	return r.words(slot, at)
}

// numbers reads digits or number words. "15." may end a sentence as well as be
// an ordinal.
func (r *reader) numbers(at int) []argument {
	t := r.tokens[at]
	if t.number >= 0 && (!t.ordinal || strings.HasSuffix(t.raw, ".")) {
		return []argument{{end: at + 1, number: t.number}}
	}
	return r.words("number", at)
}

// minutes reads the minutes after an hour. A hyphen before them makes them an
// hour: "2-4".
func (r *reader) minutes(at int) []argument {
	if t := r.tokens[at]; t.dash || t.number >= 10 && len(t.text) > 2 {
		return nil
	}
	return within(r.numbers(at), 1, 59)
}

// plural reports whether a word is a number above one. One is as often an
// article.
func (r *reader) plural(word token) bool {
	for _, e := range r.phrases["number"][word.text] {
		if e.value > 1 && len(e.words) == 1 {
			return true
		}
	}
	return false
}

// words reads a word of the vocabulary, the longest first.
func (r *reader) words(kind string, at int) []argument {
	var found []argument
	for _, e := range r.phrases[kind][r.tokens[at].text] {
		if r.said(e.words, at) {
			found = append(found, argument{end: at + len(e.words), number: e.value, name: e.name})
		}
	}
	longestFirst(found)
	return found
}

func (r *reader) said(words []string, at int) bool {
	if at+len(words) > len(r.tokens) {
		return false
	}
	for i, word := range words {
		if r.tokens[at+i].text != word {
			return false
		}
	}
	return true
}

func within(all []argument, from, to int) []argument {
	var kept []argument
	for _, a := range all {
		if a.number >= from && a.number <= to {
			kept = append(kept, a)
		}
	}
	return kept
}

package when

import (
	"slices"

	"github.com/ringbook/ringbook/internal/slot"
)

// clause is one suggestion, or one thing that does not suit: "Monday after
// three".
type clause struct {
	day     day
	hasDay  bool
	time    timing
	moment  *slot.Interval
	not     bool
	past    bool
	joined  bool // to the clause before, by "or", "and" or a comma
	or      bool // by "or" or "and"
	ahead   bool // the time was said before the day
	closed  bool // nothing belongs to it that is said later
	negated string
}

func (c clause) empty() bool { return !c.hasDay && c.time.empty() && c.moment == nil && !c.past }

// text is what was made of all words.
type text struct {
	clauses []clause
	// replaced are those that were taken back.
	replaced []clause
	// understood tells that something was, if only "any time".
	understood bool
	// unknown are the words that were not, as they were said; telling that one
	// of them matters.
	unknown []string
	telling bool
}

// mostClauses bounds how many suggestions are taken from one text.
const mostClauses = 12

// read makes clauses of the tokens, taking the longest pattern each time.
func (r *reader) read() text {
	var t text
	or, last := false, 0
	for at := 0; at < len(r.tokens); {
		pause := r.tokens[at].pause
		found := r.items(at)
		if len(found) == 0 {
			t.skip(r, r.tokens[at])
			at++
			continue
		}
		it := found[0]
		if it.impossible {
			for ; at < it.end; at++ {
				if word := r.tokens[at]; word.number >= 0 || word.date != nil || r.plural(word) || len(r.words("ordinal", at)) > 0 {
					t.unknown, t.telling = append(t.unknown, word.raw), true
				}
			}
			t.telling = true
			continue
		}
		if it.skip || it.bare && !t.hour(r, or, at, last) {
			if it.bare {
				t.skip(r, r.tokens[at])
			}
			at = it.end
			continue
		}
		last = it.end
		t.understood = t.understood || !it.or && !it.not && !it.instead && !it.against
		switch {
		case it.or:
			or = true
		case it.not && it.day == nil && it.end < len(r.tokens) && r.tokens[it.end].pause:
			// "No, Thursday" refuses what was said before.
			t.replace()
		case it.instead:
			t.replace()
			or = false
		case it.against:
			t.refuse(r, it.end)
			or = false
		case it.not && it.day == nil && len(t.clauses) > 0 && t.clauses[len(t.clauses)-1].not && t.clauses[len(t.clauses)-1].empty():
			// "any day but not Friday"
		case it.not:
			t.clauses = append(t.clauses, clause{not: true, negated: r.tokens[it.end-1].raw})
			t.add(it, false, false)
			or = false
		default:
			t.add(it, or, pause)
			or = false
		}
		at = it.end
	}
	t.putBack()
	t.settleNegations()
	t.telling = t.telling || len(t.clauses) > mostClauses
	t.carry()
	return t
}

// hour reports whether a number alone is an hour: right after a day or a time,
// beside another hour, where nothing else is said, or in digits before a day:
// "7 tonight", but not "three of us".
func (t *text) hour(r *reader, or bool, at, last int) bool {
	n := len(t.clauses)
	switch {
	case n == 0 && len(t.replaced) > 0:
		return at == last && !t.replaced[len(t.replaced)-1].time.empty()
	case n == 0 && at == 0 && len(r.tokens) > 1 && r.tokens[0].number >= 0:
		next := r.items(1)
		return len(next) > 0 && next[0].day != nil && next[0].day.which != every
	case n == 0:
		return at == 0 && len(r.tokens) == 1
	case or:
		return !t.clauses[n-1].time.empty()
	}
	return at == last
}

// skip passes a word over, which is no loss where it is a filler.
func (t *text) skip(r *reader, word token) {
	if r.fillers[word.text] {
		return
	}
	t.unknown = append(t.unknown, word.raw)
	t.telling = t.telling || r.telling[word.text] || word.raw[0] >= '0' && word.raw[0] <= '9' || r.plural(word)
}

// add puts what was said to the clause it belongs to, or begins another.
func (t *text) add(it item, or, pause bool) {
	if it.day == nil && it.time == nil && it.moment == nil && !it.past {
		if !it.not {
			t.replaced = nil // "any time" instead
		}
		return
	}
	if last := len(t.clauses) - 1; last >= 0 && !or && !t.clauses[last].closed {
		grown, ok := t.clauses[last].with(it)
		same := it.day != nil && grown.day.kind == dated && grown.day.spans == t.clauses[last].day.spans
		// A pause ends what does not suit, unless the same date is said again.
		if ok && (!t.clauses[last].not || !pause || same) {
			t.clauses[last] = grown
			return
		}
	}
	begun, _ := clause{}.with(it)
	begun.or = or
	if last := len(t.clauses) - 1; last >= 0 {
		begun.not = or && !pause && t.clauses[last].not
		begun.joined = begun.not == t.clauses[last].not
	}
	t.clauses = append(t.clauses, begun)
}

// with adds an item; false where it is another suggestion.
func (c clause) with(it item) (clause, bool) {
	if it.day != nil {
		if c.moment != nil {
			return c, false
		}
		d, ok := c.day.with(*it.day)
		if !ok {
			return c, false
		}
		c.day, c.hasDay = d, true
	}
	if it.time != nil {
		c.ahead = c.ahead || !c.hasDay && it.day == nil
		t, ok := c.time.with(*it.time)
		if !ok {
			return c, false
		}
		c.time = t
	}
	if it.moment != nil {
		if c.moment != nil {
			return c, false
		}
		c.moment = it.moment
	}
	c.past = c.past || it.past
	return c, true
}

// replace takes back what was suggested: "Tuesday, no wait".
func (t *text) replace() {
	if n := len(t.clauses); n > 0 && !t.clauses[n-1].not {
		t.replaced, t.clauses = t.clauses, nil
	}
}

// putBack lets what came instead keep the day or the time that was not said
// anew. Where nothing came, nothing was taken back.
func (t *text) putBack() {
	n := len(t.replaced)
	switch {
	case n == 0:
	case !slices.ContainsFunc(t.clauses, func(c clause) bool { return !c.not }):
		t.clauses = append(t.replaced, t.clauses...)
	case !t.clauses[0].not && t.clauses[0].moment == nil && !t.clauses[0].past:
		first, before := &t.clauses[0], t.replaced[n-1]
		if !first.hasDay {
			first.day, first.hasDay = before.day, before.hasDay
		} else if first.time.empty() {
			first.time = before.time
		}
	}
}

// refuse makes what was just suggested what does not suit: "Monday or Tuesday
// doesn't work". Where nothing was, it is said of what follows.
func (t *text) refuse(r *reader, end int) {
	last := len(t.clauses) - 1
	if last < 0 || t.clauses[last].not {
		if end < len(r.tokens) && !r.tokens[end].pause {
			t.clauses = append(t.clauses, clause{not: true, negated: r.tokens[end-1].raw})
		}
		return
	}
	t.clauses[last].closed = true
	all := t.clauses[last].or
	for i := last; i >= 0 && !t.clauses[i].not; i-- {
		t.clauses[i].not = true
		if !all || !t.clauses[i].joined {
			break
		}
	}
}

// settleNegations reads "not Friday" as "no Friday", and takes a "not" that
// nothing follows as not understood.
func (t *text) settleNegations() {
	kept := t.clauses[:0]
	for _, c := range t.clauses {
		if c.not && c.empty() {
			t.unknown, t.telling = append(t.unknown, c.negated), true
			continue
		}
		if c.not && !c.day.known && c.day.which == coming {
			c.day.which = every
		}
		kept = append(kept, c)
	}
	t.clauses = kept
}

// carry lets suggestions that stand together share what is said once: the day,
// the week and a time that was said before the day go on to the next, a day that
// was said after the time, the time, the month and the week back to those
// before that have none.
func (t *text) carry() {
	all := t.clauses
	for i := 1; i < len(all); i++ {
		c, before := &all[i], all[i-1]
		switch {
		case !c.joined:
		case !c.hasDay && c.moment == nil && !c.time.empty() && before.hasDay && !(c.not && before.time.empty()):
			c.day, c.hasDay = before.day, true
		case (c.or || i+1 < len(all) && all[i+1].or) && c.hasDay && c.time.empty() && before.ahead && before.hasDay && !c.not:
			c.time, c.ahead = before.time, true
		case c.bare() && before.day.known && before.day.on != 0 && before.day.kind != dated:
			c.day.known, c.day.spans, c.day.kind = true, before.day.spans, before.day.kind
		}
	}
	for i := len(all) - 1; i > 0; i-- {
		c, before := all[i], &all[i-1]
		if !c.joined {
			continue
		}
		if before.time.empty() && before.hasDay && !c.time.empty() && (c.hasDay || !c.not) {
			before.time = c.time
		}
		if before.day.floats && before.day.on == 0 && c.day.known && c.day.kind == dated && !c.day.floats &&
			before.day.spans[0].from.Day <= c.day.spans[0].from.Day {
			before.day = before.day.inMonth(c.day.spans[0].from)
		}
		if c.or && c.ahead && c.hasDay && !c.not && !before.hasDay && !before.time.empty() {
			before.day, before.hasDay = c.day, true
		}
		if before.bare() && c.day.known && c.day.on != 0 && c.day.kind != dated {
			before.day.known, before.day.spans, before.day.kind = true, c.day.spans, c.day.kind
		}
	}
}

// bare reports whether a clause names a weekday and nothing else of the date.
func (c clause) bare() bool {
	return c.hasDay && !c.day.known && c.day.on != 0 && c.day.which == coming && c.day.weeks == 0
}

package when

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/slot"
)

// Horizon is how many days from today are looked at. "Any time" ends there.
const Horizon = 400

// Longest is how long a text may be, in bytes; a longer one is Unclear.
const Longest = 2000

// mostTokens bounds the words that are read.
const mostTokens = 120

// Outcome is what became of a caller's words.
type Outcome int

// The outcomes.
const (
	// Unclear: nothing was understood, or not enough to be sure.
	Unclear Outcome = iota
	// Clear: there is one reading.
	Clear
	// Ambiguous: there are two readings.
	Ambiguous
	// Past: what was meant is over.
	Past
	// TooFar: what was meant is more than Horizon days ahead.
	TooFar
)

// Understanding is what a caller's words were understood as.
type Understanding struct {
	Outcome Outcome
	// Readings has one element where the outcome is Clear, two where it is
	// Ambiguous, and none otherwise.
	Readings []Reading
	// Unknown are the words that were not understood, as they were said and at
	// most ten. Beside a clear outcome they are words that did not seem to
	// matter.
	Unknown []string
}

// Reading is one meaning of a caller's words.
type Reading struct {
	// Ranges are the instants at which the appointment may begin: half-open,
	// in order of time and apart from each other, none empty, none before now.
	Ranges []slot.Interval
	// Exact tells that the caller named the very time. A range is then the
	// minute that begins with it.
	Exact bool
	// Text says the reading in the language: "Tuesday March 24 in the
	// afternoon".
	Text string
	// Note says what was put right, where something was: "March 27 is a Friday,
	// that Thursday is March 26". Otherwise it is empty.
	Note string
}

// Contains reports whether an appointment that begins at an instant is meant.
func (r Reading) Contains(start time.Time) bool {
	return slices.ContainsFunc(r.Ranges, func(i slot.Interval) bool {
		return !start.Before(i.Start) && start.Before(i.End)
	})
}

// Understand reads what a caller said about when they would like to come, as of
// an instant and on the clocks of a zone. The language is a code such as "es"
// or "en-GB"; English stands in for one that is not there.
func Understand(words string, now time.Time, zone *time.Location, language string) Understanding {
	v := vocabularyOf(language)
	if v == nil || len(words) > Longest || !utf8.ValidString(words) {
		return Understanding{}
	}
	tokens := v.tokens(words)
	if len(tokens) > mostTokens {
		return Understanding{}
	}
	r := &reader{
		vocabulary: v, tokens: v.split(tokens), zone: zone, now: now, today: slot.DateOf(now, zone),
		days: make(map[int][]argument), clocks: make(map[int][]argument),
	}
	return r.understand()
}

func vocabularyOf(language string) *vocabulary {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if v := vocabularies()[base]; v != nil {
		return v
	}
	return vocabularies()["en"]
}

func (r *reader) understand() Understanding {
	t := r.read()
	u := Understanding{Unknown: t.unknown[:min(len(t.unknown), 10)]}
	if t.telling || !t.understood && len(t.clauses) == 0 {
		return u
	}
	var far, broken bool
	for choice := range 2 {
		reading, wanted := r.reading(t, choice)
		for _, e := range wanted {
			far, broken = far || e.far, broken || e.broken
		}
		if len(reading.Ranges) > 0 && !u.has(reading) {
			u.Readings = append(u.Readings, reading)
		}
	}
	switch {
	case broken:
		u.Readings = nil
	case len(u.Readings) == 2:
		u.Outcome = Ambiguous
	case len(u.Readings) == 1:
		u.Outcome = Clear
	case far:
		u.Outcome = TooFar
	case !slices.ContainsFunc(t.clauses, func(c clause) bool { return c.not }):
		u.Outcome = Past
	}
	return u
}

func (u Understanding) has(other Reading) bool {
	return slices.ContainsFunc(u.Readings, func(r Reading) bool {
		return slices.EqualFunc(r.Ranges, other.Ranges, func(a, b slot.Interval) bool {
			return a.Start.Equal(b.Start) && a.End.Equal(b.End)
		})
	})
}

// reading puts the clauses together: any of what suits, without what does not.
// Where nothing is said to suit, everything does.
func (r *reader) reading(t text, choice int) (Reading, []expansion) {
	var wanted, unwanted []expansion
	for _, c := range t.clauses {
		if e := r.expand(c, choice); c.not {
			unwanted = append(unwanted, e)
		} else {
			wanted = append(wanted, e)
		}
	}
	if len(wanted) == 0 {
		wanted = []expansion{r.expand(clause{}, choice)}
	}
	reading := Reading{
		Ranges: without(union(rangesOf(wanted), r.now), union(rangesOf(unwanted), r.now)),
		Exact:  !slices.ContainsFunc(wanted, func(e expansion) bool { return !e.window.exact }),
	}
	if len(reading.Ranges) > 0 {
		reading.Text, reading.Note = r.describe(wanted, unwanted)
	}
	return reading, append(wanted, unwanted...)
}

func rangesOf(all []expansion) []slot.Interval {
	var ranges []slot.Interval
	for _, e := range all {
		ranges = append(ranges, e.ranges...)
	}
	return ranges
}

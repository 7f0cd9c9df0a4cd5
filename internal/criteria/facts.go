package criteria

import (
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
)

// Facts are what is known of a conversation and of the deal that it may move.
// A rule names them in lower case with underscores: caller_words.
type Facts struct {
	// Booked: the conversation made an appointment that stands.
	Booked bool
	// Cancelled: the conversation cancelled an appointment.
	Cancelled bool
	// Returning: the CRM knew the caller before the conversation.
	Returning bool
	// Outcome and Summary are as the voice platform reported them.
	Outcome, Summary string
	// Transcript is the whole of what was said, CallerWords the caller's part.
	Transcript, CallerWords string
	// Direction is "inbound" or "outbound", or empty where nobody said.
	Direction string
	// Stage is the deal's stage by the name that people see; empty without a
	// deal.
	Stage string
	// DurationSeconds is the length of the conversation, zero where unknown.
	DurationSeconds int
	// Turns is how many times somebody spoke.
	Turns int
	// Amount is the deal's, in the organisation's currency; zero without one.
	Amount float64
}

// fact is one of the Facts as a rule sees it.
type fact struct {
	name string
	kind *cel.Type
	// longest bounds a text, in bytes; rules see its beginning.
	longest int
	// private facts are judged but never quoted in a reason, which people read
	// in places where a transcript has no business.
	private bool
	value   func(Facts) any
}

// declared are all facts, in the order in which they are told to people. Only
// what is really known of every conversation is among them: a rule over a fact
// that nobody fills would never hold, and nobody would hear of it. That a lead
// was made is none of them: leads have no deals, so no rule is asked about one.
func declared() []fact {
	yesOrNo := func(name string, of func(Facts) bool) fact {
		return fact{name: name, kind: cel.BoolType, value: func(f Facts) any { return of(f) }}
	}
	text := func(name string, longest int, of func(Facts) string) fact {
		return fact{name: name, kind: cel.StringType, longest: longest, value: func(f Facts) any { return clip(of(f), longest) }}
	}
	count := func(name string, of func(Facts) int) fact {
		return fact{name: name, kind: cel.IntType, value: func(f Facts) any { return int64(of(f)) }}
	}
	spoken := func(name string, of func(Facts) string) fact {
		f := text(name, 100_000, of)
		f.private = true
		return f
	}
	return []fact{
		yesOrNo("booked", func(f Facts) bool { return f.Booked }),
		yesOrNo("cancelled", func(f Facts) bool { return f.Cancelled }),
		yesOrNo("returning", func(f Facts) bool { return f.Returning }),
		text("outcome", 1_000, func(f Facts) string { return f.Outcome }),
		text("summary", 32_000, func(f Facts) string { return f.Summary }),
		spoken("transcript", func(f Facts) string { return f.Transcript }),
		spoken("caller_words", func(f Facts) string { return f.CallerWords }),
		text("direction", 20, func(f Facts) string { return f.Direction }),
		text("stage", 250, func(f Facts) string { return f.Stage }),
		count("duration_seconds", func(f Facts) int { return f.DurationSeconds }),
		count("turns", func(f Facts) int { return f.Turns }),
		{name: "amount", kind: cel.DoubleType, value: func(f Facts) any { return f.Amount }},
	}
}

// clip keeps the first bytes of a text, in whole characters.
func clip(text string, bytes int) string {
	if len(text) > bytes {
		text = text[:bytes]
	}
	return strings.ToValidUTF8(text, "")
}

// longestQuoted is how much of a text a reason quotes, in bytes.
const longestQuoted = 200

// quote writes a fact as part of a sentence.
func (f fact) quote(of Facts) string {
	switch v := f.value(of).(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return clip(strings.Join(strings.Fields(v), " "), longestQuoted)
	}
	return ""
}

// find returns the declared fact of a name.
func find(facts []fact, name string) (fact, bool) {
	for _, f := range facts {
		if f.name == name {
			return f, true
		}
	}
	return fact{}, false
}

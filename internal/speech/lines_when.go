package speech

import (
	"time"
	"unicode"
	"unicode/utf8"
)

// Reading is one way to understand the caller's words: the time from one instant
// until another, the second not included.
type Reading struct {
	From, To time.Time
	// Exact is a reading that names the instant From alone.
	Exact bool
}

// readings says each, on the clocks of the lines' zone.
func (l Lines) readings(all []Reading) []string {
	said := make([]string, len(all))
	for i, r := range all {
		if r.Exact {
			said[i] = l.speaker.When(r.From, l.now, l.zone)
		} else {
			said[i] = l.speaker.Range(r.From, r.To, l.now, l.zone)
		}
	}
	return said
}

// Remarked puts a remark before a line of [Lines] that would be misunderstood
// without it. Where both do not fit into one line, the first of the shorter ones
// that does is taken, and without such the line alone.
func (s Speaker) Remarked(remark, line string, shorter ...string) string {
	text := s.language.clean(remark, Longest, ":")
	if text == "" {
		return line
	}
	first, size := utf8.DecodeRuneInString(text)
	for _, next := range append([]string{line}, shorter...) {
		both := string(unicode.ToUpper(first)) + text[size:] + ". " + next
		if utf8.RuneCountInString(both) <= Longest {
			return both
		}
	}
	return line
}

package speech

import (
	"unicode"
	"unicode/utf8"
)

// longestReading is how much of a reading of the caller's words is said, in
// characters, so that two of them fit into a line.
const longestReading = 70

// readings cleans each and drops those of which nothing is left.
func (l Lines) readings(raw []string) []string {
	var kept []string
	for _, r := range raw {
		if text := l.speaker.language.clean(r, longestReading, ":"); text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// Remarked puts a remark before a line of [Lines] that would be misunderstood
// without it. Where both do not fit into one line it is the line alone.
func (s Speaker) Remarked(remark, line string) string {
	text := s.language.clean(remark, Longest, ":")
	if text == "" {
		return line
	}
	first, size := utf8.DecodeRuneInString(text)
	both := string(unicode.ToUpper(first)) + text[size:] + ". " + line
	if utf8.RuneCountInString(both) > Longest {
		return line
	}
	return both
}

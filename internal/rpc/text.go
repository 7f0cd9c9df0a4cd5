package rpc

import (
	"strings"
	"unicode"
)

// tidy is a text of several lines without what nobody can see: a speech
// recogniser's or a model's stray control characters, which a CRM refuses.
func tidy(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text))
}

// line is such a text on one line.
func line(text string) string { return strings.Join(strings.Fields(tidy(text)), " ") }

// clipped is the beginning of a text, in whole characters.
func clipped(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "")
}

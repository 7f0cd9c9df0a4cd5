package rpc

import (
	"net/mail"
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

// email is an address that mail could be sent to, else nothing: a misheard
// address must not keep the CRM from taking the person.
func email(text string) string {
	text = line(text)
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text {
		return ""
	}
	return text
}

// clipped is the beginning of a text, in whole characters.
func clipped(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "")
}

package main

import (
	"strings"
	"unicode/utf8"
)

const (
	// narrowIndent is where a text begins on a screen that leaves no room for
	// it beside the name that it belongs to.
	narrowIndent = 9
	// leastBeside is the least room that a text beside a name has.
	leastBeside = 36
)

// narrow reports whether a text that begins at a column would be squeezed.
func (t *terminal) narrow(column int) bool { return t.width > 0 && t.width < column+leastBeside }

// beside is a text for the end of a line that has two columns less than given:
// there if it fits, beneath where the screen is narrow.
func (t *terminal) beside(s style, text string, column int) string {
	if t.narrow(column) {
		return "\n" + strings.Repeat(" ", narrowIndent) + t.paint(s, t.wrapped(text, narrowIndent))
	}
	return "  " + t.paint(s, t.wrapped(text, column))
}

// beneath is a text for lines of its own, behind an arrow if one is given, that
// stands under the one at a column.
func (t *terminal) beneath(arrow, text string, column int) string {
	if t.narrow(column) {
		column = narrowIndent
	}
	if arrow == "" {
		return strings.Repeat(" ", column) + t.wrapped(text, column)
	}
	return strings.Repeat(" ", column-3) + t.paint(yellow, arrow) + " " + t.wrapped(text, column)
}

// wrapped lets the further lines of a text begin where its first does, and on a
// screen breaks those that are too long for it between words.
func (t *terminal) wrapped(text string, column int) string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(plain(text)), "\n") {
		lines = append(lines, t.broken(line, t.width-column)...)
	}
	return strings.Join(lines, "\n"+strings.Repeat(" ", column))
}

// broken cuts a line into some that have at most so many characters, unless a
// single word has more.
func (t *terminal) broken(line string, most int) []string {
	if t.width == 0 || utf8.RuneCountInString(line) <= most {
		return []string{line}
	}
	var lines []string
	var now string
	for word := range strings.FieldsSeq(line) {
		switch {
		case now == "":
			now = word
		case utf8.RuneCountInString(now)+1+utf8.RuneCountInString(word) <= most:
			now += " " + word
		default:
			lines = append(lines, now)
			now = word
		}
	}
	return append(lines, now)
}

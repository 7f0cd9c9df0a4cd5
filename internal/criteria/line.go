package criteria

import (
	"strings"
	"unicode"
)

// ruleMark begins the line of a rule.
const ruleMark = "rule:"

// afterMark returns where the text after the mark begins, in characters; ok is
// false for a line of prose.
func afterMark(line []rune) (at int, ok bool) {
	for at < len(line) && unicode.IsSpace(line[at]) {
		at++
	}
	end := at + len(ruleMark)
	if end > len(line) || !strings.EqualFold(string(line[at:end]), ruleMark) {
		return 0, false
	}
	return end, true
}

// piece is part of a line; at is where it begins, in characters from 0.
type piece struct {
	at   int
	text string
}

// ruleLine is a rule taken apart and not yet understood. The texts in quotes
// are as typed, escapes included.
type ruleLine struct {
	condition piece
	keep      bool
	stage     piece
	because   piece
}

// reader goes through a line of criteria.
type reader struct {
	line []rune
	at   int
}

// slip is a problem with its place in the line.
type slip struct {
	at            int
	text, nearest string
}

// takeApart reads what follows the mark of a rule.
func takeApart(line []rune, from int) (ruleLine, *slip) {
	r := &reader{line: line, at: from}
	var out ruleLine
	arrow, wrong := r.arrow()
	if wrong != nil {
		return out, wrong
	}
	r.skipBlanks()
	out.condition = piece{r.at, strings.TrimRightFunc(string(line[r.at:max(arrow, r.at)]), unicode.IsSpace)}
	if out.condition.text == "" {
		return out, &slip{at: arrow, text: "there is no condition before =>"}
	}
	r.at = arrow + len("=>")
	if wrong := r.outcome(&out); wrong != nil {
		return out, wrong
	}
	return out, r.reason(&out)
}

// arrow finds the first => that is not within the quotes of the condition.
func (r *reader) arrow() (int, *slip) {
	for i := r.at; i < len(r.line); i++ {
		switch r.line[i] {
		case '"', '\'':
			end := endOfLiteral(r.line, i)
			if end < 0 {
				return 0, &slip{at: i, text: "this quote is not closed"}
			}
			i = end
		case '=':
			if i+1 < len(r.line) && r.line[i+1] == '>' {
				return i, nil
			}
		}
	}
	return 0, &slip{at: len(r.line), text: `a rule needs => and a stage in quotes, or => keep`}
}

// endOfLiteral returns where a text literal of CEL that begins with the quote
// at a place ends, or -1. Literals may be raw (r"\d") or in triple quotes (CEL
// language definition, "String and Bytes Values").
func endOfLiteral(line []rune, at int) int {
	quote, raw := line[at], isRaw(line, at)
	width := 1
	if at+2 < len(line) && line[at+1] == quote && line[at+2] == quote {
		width = 3
	}
	for i := at + width; i < len(line); i++ {
		if line[i] == '\\' && !raw {
			i++
			continue
		}
		if line[i] == quote && (width == 1 || i+2 < len(line) && line[i+1] == quote && line[i+2] == quote) {
			return i + width - 1
		}
	}
	return -1
}

// isRaw reports whether the quote at a place has the prefix r, with or without
// the prefix b of bytes.
func isRaw(line []rune, at int) bool {
	start := at
	for start > 0 && at-start < 2 && strings.ContainsRune("rRbB", line[start-1]) {
		start--
	}
	if start > 0 && (unicode.IsLetter(line[start-1]) || unicode.IsDigit(line[start-1]) || line[start-1] == '_') {
		return false
	}
	return strings.ContainsAny(string(line[start:at]), "rR")
}

// outcome reads the stage in quotes, or keep.
func (r *reader) outcome(out *ruleLine) *slip {
	r.skipBlanks()
	if r.isQuote() {
		var wrong *slip
		out.stage, wrong = r.quoted()
		return wrong
	}
	start := r.at
	word := r.word()
	if strings.EqualFold(word, "keep") {
		out.keep = true
		return nil
	}
	return &slip{at: start, text: `after => stands a stage in straight quotes, such as "Qualification", or the word keep`}
}

// reason reads because and its text, if they are there, and the line's end.
func (r *reader) reason(out *ruleLine) *slip {
	r.skipBlanks()
	start := r.at
	word := r.word()
	if word == "" && r.at == len(r.line) {
		return nil
	}
	r.skipBlanks()
	if !strings.EqualFold(word, "because") || !r.isQuote() {
		return &slip{at: start, text: `here may only stand: because "the reason"`}
	}
	var wrong *slip
	if out.because, wrong = r.quoted(); wrong != nil {
		return wrong
	}
	if r.skipBlanks(); r.at < len(r.line) {
		return &slip{at: r.at, text: "the rule ends after its reason; begin another on a line of its own"}
	}
	return nil
}

func (r *reader) skipBlanks() {
	for r.at < len(r.line) && unicode.IsSpace(r.line[r.at]) {
		r.at++
	}
}

func (r *reader) word() string {
	start := r.at
	for r.at < len(r.line) && unicode.IsLetter(r.line[r.at]) {
		r.at++
	}
	return string(r.line[start:r.at])
}

func (r *reader) isQuote() bool {
	return r.at < len(r.line) && (r.line[r.at] == '"' || r.line[r.at] == '\'')
}

// quoted reads a text in quotes; a backslash takes the next character as it is.
func (r *reader) quoted() (piece, *slip) {
	quote, start := r.line[r.at], r.at
	for i := start + 1; i < len(r.line); i++ {
		switch r.line[i] {
		case '\\':
			i++
		case quote:
			r.at = i + 1
			return piece{start + 1, string(r.line[start+1 : i])}, nil
		}
	}
	return piece{}, &slip{at: start, text: "this quote is not closed"}
}

// unescaped is a text in quotes as it is meant.
func unescaped(typed string) string {
	var b strings.Builder
	escaped := false
	for _, c := range typed {
		if c == '\\' && !escaped {
			escaped = true
			continue
		}
		escaped = false
		b.WriteRune(c)
	}
	return b.String()
}

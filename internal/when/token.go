package when

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word or number of what was said.
type token struct {
	// text is folded: lower case, without accents and apostrophes. raw is as
	// it was said.
	text, raw string
	// number is the value of a token of digits only, else -1.
	number int
	// ordinal marks "24th" and "24.".
	ordinal bool
	// clock is the reading of "2:30" as minutes since midnight, else -1.
	clock int
	// date holds two or three numbers of "3/24" or "24.03.2026", in the order
	// in which they stand; separator is what stands between them.
	date      []int
	separator byte
	// dash tells that a hyphen stands before it, pause that a comma or the like
	// does.
	dash, pause bool
}

var (
	isoForm   = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})`)
	pairForm  = regexp.MustCompile(`^(\d{1,2})([:./])(\d{1,2})(?:([./])(\d{4}|\d{2}))?`)
	digitForm = regexp.MustCompile(`^\d{1,9}`)
	shortForm = regexp.MustCompile(`^(?:\pL\.){2,}`)
)

// tokens cuts a text into words and numbers. What is neither separates them.
func (v *vocabulary) tokens(text string) []token {
	var all []token
	var dash, pause bool
	for text != "" {
		t, length := v.token(text)
		if length > 0 {
			t.raw, t.dash, t.pause = text[:length], dash, pause
			all = append(all, t)
			text, dash, pause = text[length:], false, false
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		dash = dash || strings.ContainsRune("-–—", r)
		pause = pause || strings.ContainsRune(",;.!?", r)
		text = text[size:]
	}
	return all
}

// token reads the token that a text begins with; its length is zero where the
// text begins with something else.
func (v *vocabulary) token(text string) (token, int) {
	t := token{number: -1, clock: -1}
	if m := isoForm.FindStringSubmatch(text); m != nil {
		t.date, t.separator = []int{number(m[1]), number(m[2]), number(m[3])}, '-'
		return t, len(m[0])
	}
	if m := pairForm.FindStringSubmatch(text); m != nil && !digitAt(text, len(m[0])) {
		return pair(t, m), len(m[0])
	}
	if digits := digitForm.FindString(text); digits != "" {
		t.number, t.text = number(digits), digits
		for _, suffix := range v.OrdinalSuffixes {
			end := len(digits) + len(suffix)
			if strings.HasPrefix(strings.ToLower(text[len(digits):]), suffix) && !letterAt(text, end) {
				t.ordinal = true
				return t, end
			}
		}
		return t, len(digits)
	}
	if short := shortForm.FindString(text); short != "" {
		t.text = v.fold(strings.ReplaceAll(short, ".", ""))
		return t, len(short)
	}
	length := strings.IndexFunc(text, func(r rune) bool { return !isLetter(r) })
	if length < 0 {
		length = len(text)
	}
	word := strings.ReplaceAll(text[:length], "’", "'")
	t.text = v.fold(strings.ReplaceAll(strings.TrimSuffix(word, "'s"), "'", ""))
	if t.text == "" {
		return t, 0
	}
	return t, length
}

// pair reads "10:30" as a time, "3/24" as a date, and "10.30" as either.
func pair(t token, m []string) token {
	a, b := number(m[1]), number(m[3])
	if m[2] != "/" && m[4] == "" && len(m[3]) == 2 && a <= 24 && b < 60 && a*60+b <= 24*60 {
		t.clock = a*60 + b
	}
	if m[2] != ":" {
		t.date, t.separator = []int{a, b}, m[2][0]
		if m[5] != "" {
			t.date = append(t.date, number(m[5]))
		}
	}
	return t
}

// fold makes spellings alike that are the same word.
func (v *vocabulary) fold(word string) string { return v.folder.Replace(strings.ToLower(word)) }

func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == utf8.RuneError
}

func digitAt(text string, at int) bool {
	return at < len(text) && text[at] >= '0' && text[at] <= '9'
}

func letterAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return at < len(text) && unicode.IsLetter(r)
}

// number reads at most nine digits.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

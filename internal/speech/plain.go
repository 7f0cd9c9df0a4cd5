package speech

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how much of a name is said, in characters.
const longestName = 40

// mostDigits is how many digits a word of a name may have: "2027" and "24/7"
// pass, telephone numbers and record ids do not.
const mostDigits = 6

var markup = regexp.MustCompile(`<[^<>]*>`)

// name makes a name from outside safe to say: no control characters, no markup,
// nothing that reads as an id or an ISO date, whole words, not too long. What
// is left may be nothing.
func (l *language) name(raw string) string {
	text := markup.ReplaceAllString(strings.ToValidUTF8(raw, " "), " ")
	text = strings.ReplaceAll(text, "&", " "+l.words.and+" ")
	text = strings.Map(speakable, looseHyphens(text))
	words := strings.Fields(text)
	kept := words[:0]
	for _, word := range words {
		if strings.ContainsFunc(word, isHeard) && countDigits(word) <= mostDigits {
			kept = append(kept, word)
		}
	}
	return clip(strings.Join(kept, " "), longestName)
}

// names cleans each and drops those of which nothing is left.
func (l *language) names(raw []string) []string {
	var kept []string
	for _, r := range raw {
		if n := l.name(r); n != "" {
			kept = append(kept, n)
		}
	}
	return kept
}

// looseHyphens turns hyphens into spaces unless they stand between letters:
// double names stay, ISO dates do not.
func looseHyphens(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		if r == '-' && (i == 0 || i == len(runes)-1 || !unicode.IsLetter(runes[i-1]) || !unicode.IsLetter(runes[i+1])) {
			runes[i] = ' '
		}
	}
	return string(runes)
}

// speakable turns what is not part of a name into a space.
func speakable(r rune) rune {
	if isSpoken(r) || strings.ContainsRune("'’.,/+-", r) {
		return r
	}
	return ' '
}

func isSpoken(r rune) bool { return isHeard(r) || unicode.IsMark(r) && !isUnseen(r) }

func isHeard(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isUnseen(r) }

// isUnseen reports whether a letter or a mark is one that nobody sees, such as
// what an emoji leaves behind.
func isUnseen(r rune) bool {
	return unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func countDigits(word string) int {
	count := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			count++
		}
	}
	return count
}

// clip shortens a text to at most so many characters, at the end of a word
// where there is one.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)[:max(most, 0)+1]
	cut := len(runes) - 1
	for i := cut; i > 0; i-- {
		if runes[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(runes[:cut]), " ,'’/+-")
}

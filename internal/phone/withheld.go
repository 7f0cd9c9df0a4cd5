package phone

import (
	"strings"
	"unicode"
)

// IsWithheld reports whether a caller line says that it shows no number: by
// being empty or all zeros, by a word in place of the number or of the SIP user
// ("anonymous", RFC 3323 section 4.1), or by such a word spelled on a keypad
// after a plus ("+266696687"), as some carriers send it.
func IsWithheld(raw string) bool {
	if host := sipHost(raw); strings.HasSuffix(host, "anonymous.invalid") {
		return true
	}
	user := strings.TrimSpace(subscriber(raw))
	if strings.Trim(user, "+0 -.") == "" {
		return true
	}
	if digits, international := strings.CutPrefix(user, "+"); international {
		return isKeypadWord(digits)
	}
	return isWithheldWord(lettersOf(user))
}

// isWithheldWord knows the words, written without spaces and in lower case.
func isWithheldWord(word string) bool {
	switch word {
	case "anonymous", "anonymouscaller", "anon", "restricted", "restrictednumber", "unknown", "unknowncaller", "unknownnumber",
		"unavailable", "idunavailable", "calleridunavailable", "numberunavailable", "unavail", "notavailable",
		"private", "privatecaller", "privatenumber", "blocked", "blockedcaller", "blockednumber", "withheld", "numberwithheld",
		"withheldnumber", "hidden", "hiddennumber", "noid", "nocallerid", "nonumber", "outofarea", "payphone", "coinphone",
		"none", "null", "undefined", "nil":
		return true
	}
	return false
}

// isKeypadWord knows ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE and
// PRIVATE in the digits of a telephone's keys. Without a plus the same digits
// may be somebody's number (737-874-2833 is in Texas).
func isKeypadWord(digits string) bool {
	switch digits {
	case "266696687", "7378742833", "2562533", "8656696", "86282452253", "7748283":
		return true
	}
	return false
}

// lettersOf returns the lower-case letters where there is nothing but letters,
// spaces and punctuation, and otherwise nothing.
func lettersOf(text string) string {
	if strings.IndexFunc(text, unicode.IsDigit) >= 0 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// sipHost returns the host of a SIP URI in lower case, or nothing.
func sipHost(raw string) string {
	_, host, _ := strings.Cut(raw, "@")
	end := strings.IndexAny(host, ";>:?")
	if end >= 0 {
		host = host[:end]
	}
	return strings.ToLower(strings.TrimSpace(host))
}

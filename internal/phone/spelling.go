package phone

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// extension is what follows a number to reach one desk: "ext. 12", "x12",
// "#12", or a pause and tones. It is not part of the number.
var extension = regexp.MustCompile(`(?i)\s*(?:[,;].*|(?:ext(?:ension|n)?\.?:?|x|#)\s*[0-9]{1,8}#?)\s*$`)

// dialled reduces a spelling to what the library may read: digits, a plus and
// separators, without scheme, host, parameters and extension. It is false for
// anything else; above all for letters, which the library would take for those
// on a keypad.
func dialled(raw string) (string, bool) {
	text := subscriber(raw)
	text = extension.ReplaceAllString(text, "")
	text = strings.TrimSpace(strings.Map(visible, text))
	if strings.IndexFunc(text, unicode.IsDigit) < 0 || strings.IndexFunc(text, notDialled) >= 0 {
		return "", false
	}
	return text, true
}

// subscriber returns the part of a spelling that names the line: the user of
// a SIP URI (RFC 3261 section 19.1), the number of a tel URI (RFC 3966), or
// the text itself.
func subscriber(raw string) string {
	text := strings.TrimSpace(strings.Map(visible, raw))
	if start, end := strings.LastIndexByte(text, '<'), strings.LastIndexByte(text, '>'); start >= 0 && end > start {
		text = text[start+1 : end] // "Name" <sip:...>
	}
	scheme, rest, found := strings.Cut(text, ":")
	if found && knownScheme(scheme) {
		text = unescape(strings.TrimPrefix(rest, "//"))
	}
	user, _, _ := strings.Cut(text, "@")
	user, parameters, _ := strings.Cut(user, ";")
	return inContext(user, parameters)
}

// knownScheme lists the URI schemes that carry a number.
func knownScheme(scheme string) bool {
	switch strings.ToLower(strings.TrimSpace(scheme)) {
	case "sip", "sips", "tel", "callto", "whatsapp", "sms":
		return true
	}
	return false
}

func unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// inContext puts the prefix of RFC 3966's phone-context before a local number:
// "tel:555-0143;phone-context=+1212".
func inContext(number, parameters string) string {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(name, "phone-context") && strings.HasPrefix(value, "+") && !strings.HasPrefix(number, "+") {
			return value + number
		}
	}
	return number
}

// visible drops the marks without width that copied numbers carry.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// notDialled reports a character that no written number has.
func notDialled(r rune) bool {
	switch {
	case unicode.IsDigit(r), unicode.Is(unicode.Pd, r), unicode.Is(unicode.Zs, r):
		return false
	}
	return !strings.ContainsRune("++()[]./~−\t", r)
}

package crm

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/contact"
)

// What Zoho's fields take, in characters (zoho-crm-api §2.3). It refuses the
// whole record for one that is longer, or for an e-mail address that is none.
const (
	longestFirstName = 40
	longestLastName  = 80
	longestEmail     = 100
)

// said is a person as the fields take them. What was misheard must not cost
// anybody an appointment: it stands in the description for people to mend.
type said struct {
	first, last, email string
	description        string
}

func asSaid(p contact.Person) said {
	s := said{description: "Made from a phone call."}
	first, last := splitName(p.Name)
	s.first, s.last = firstRunes(first, longestFirstName), firstRunes(last, longestLastName)
	if s.first != first || s.last != last {
		s.description += "\nName as it was said: " + p.Name
	}
	if isEmail(p.Email) {
		s.email = p.Email
	} else if p.Email != "" {
		s.description += "\nE-mail address as it was said: " + p.Email
	}
	return s
}

func isEmail(text string) bool {
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || utf8.RuneCountInString(text) > longestEmail {
		return false
	}
	_, host, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(host, "."), ".")
}

func firstRunes(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most]))
	}
	return text
}

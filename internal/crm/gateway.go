package crm

import (
	"strings"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Gateway implements what the subjects need of a CRM.
type Gateway struct{ clients *Clients }

// NewGateway returns a gateway over the projects' clients.
func NewGateway(clients *Clients) *Gateway { return &Gateway{clients: clients} }

// longestDescription is what Zoho takes as a description, in characters
// (zoho-crm-api §2.1).
const longestDescription = 32_000

// referenceLine is how our reference stands in a text that people read: last,
// and on a line of its own. A text that is too long is cut, never the line.
func referenceLine(text, reference string) string {
	line := "Reference: " + reference
	if text == "" {
		return line
	}
	line = "\n\n" + line
	return cut(text, longestDescription-utf8.RuneCountInString(line)) + line
}

// cut keeps the first characters of a text.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most]))
	}
	return text
}

// ref is a lookup by id; no id, no lookup.
func ref(id string) zoho.Lookup {
	if id == "" {
		return zoho.Lookup{}
	}
	return zoho.Ref(id)
}

package crm

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Gateway implements what the subjects need of a CRM. Where calls to Zoho are
// scarce, those of NewGateway's go first; see Attended and Background.
type Gateway struct {
	clients  *Clients
	priority zoho.Priority
}

// NewGateway returns a gateway over the projects' clients, for what a caller on
// the phone waits for.
func NewGateway(clients *Clients) *Gateway { return &Gateway{clients: clients} }

// Attended is the gateway for what a person at a screen waits for, such as a
// publish: behind the calls of those on the phone.
func (g *Gateway) Attended() *Gateway { return &Gateway{clients: g.clients, priority: zoho.Attended} }

// Background is the gateway for jobs, which nobody waits for: last, and
// fault.Unavailable with the time to wait while the organisation's API credits
// are low.
func (g *Gateway) Background() *Gateway {
	return &Gateway{clients: g.clients, priority: zoho.Background}
}

// client is the project's, at the gateway's priority.
func (g *Gateway) client(ctx context.Context, project string) (*zoho.Client, error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return nil, err
	}
	return client.At(g.priority), nil
}

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

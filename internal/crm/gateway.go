package crm

import "github.com/ringbook/ringbook/internal/zoho"

// Gateway implements what the subjects need of a CRM.
type Gateway struct{ clients *Clients }

// NewGateway returns a gateway over the projects' clients.
func NewGateway(clients *Clients) *Gateway { return &Gateway{clients: clients} }

// referenceLine is how our reference stands in a text that people read: last,
// and on a line of its own.
func referenceLine(text, reference string) string {
	line := "Reference: " + reference
	if text == "" {
		return line
	}
	return text + "\n\n" + line
}

// ref is a lookup by id; no id, no lookup.
func ref(id string) zoho.Lookup {
	if id == "" {
		return zoho.Lookup{}
	}
	return zoho.Ref(id)
}

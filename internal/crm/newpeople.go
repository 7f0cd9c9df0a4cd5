package crm

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// madeFromCall tells people where a record came from.
const madeFromCall = "Made from a phone call."

// CreateContact implements contact.CRM.
func (g *Gateway) CreateContact(ctx context.Context, project string, p contact.Person, reference string) (string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", err
	}
	first, last := splitName(p.Name)
	email, remark := address(p.Email)
	result, err := client.Contacts.InsertOne(ctx, zoho.Contact{
		FirstName: first, LastName: last, Phone: string(p.Phone), Email: email,
		Account: ref(p.Account), Description: referenceLine(madeFromCall+remark, reference),
	}, zoho.InsertOptions{})
	return result.ID, translate(err)
}

// CreateLead implements contact.CRM. Company is mandatory in Zoho's default
// layout (zoho-crm-api §2.3).
func (g *Gateway) CreateLead(ctx context.Context, project string, p contact.Person, reference string) (string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", err
	}
	first, last := splitName(p.Name)
	email, remark := address(p.Email)
	result, err := client.Leads.InsertOne(ctx, zoho.Lead{
		FirstName: first, LastName: last, Phone: string(p.Phone), Email: email, Company: p.Company,
		Description: referenceLine(madeFromCall+remark, reference),
	}, zoho.InsertOptions{})
	return result.ID, translate(err)
}

// FindReference implements contact.CRM: by the person's number, which is
// written as E.164, or without one by name, among the records made since.
func (g *Gateway) FindReference(ctx context.Context, project string, module contact.Module, p contact.Person, reference string, since time.Time) (string, bool, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", false, err
	}
	_, last := splitName(p.Name)
	who := coql.Eq("Last_Name", last)
	if p.Phone != "" {
		who = coql.Eq("Phone", string(p.Phone))
	}
	query, err := coql.Select("id", "Description").From(string(module)).
		Where(coql.And(who, coql.Ge("Created_Time", since))).OrderBy("id").Build()
	if err != nil {
		return "", false, err
	}
	for row, err := range zoho.Query[map[string]any](ctx, client, query) {
		if err != nil {
			return "", false, translate(err)
		}
		if strings.Contains(text(row["Description"]), reference) {
			return text(row["id"]), true, nil
		}
	}
	return "", false, nil
}

// unknownName is the Last_Name, which Zoho demands, of somebody who gave none.
const unknownName = "Unknown caller"

// The longest values that Zoho takes, in characters; it refuses a record with a
// longer one (GET /settings/fields tells them).
const (
	longestFirst = 40
	longestLast  = 80
	longestEmail = 100
)

// splitName gives the last word as the last name. What is too long for Zoho is
// cut: a record with half a name is worth more than none.
func splitName(name string) (first, last string) {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "", unknownName
	}
	first = strings.Join(words[:len(words)-1], " ")
	return cut(first, longestFirst), cut(words[len(words)-1], longestLast)
}

// address gives an e-mail address that Zoho will take, or else a remark for
// the description: what was said on the phone may be misheard, and Zoho
// refuses the whole record for it.
func address(said string) (email, remark string) {
	if said == "" {
		return "", ""
	}
	parsed, err := mail.ParseAddress(said)
	if err == nil && parsed.Address == said && len(said) <= longestEmail {
		if _, domain, _ := strings.Cut(said, "@"); strings.Contains(domain, ".") {
			return said, ""
		}
	}
	return "", "\nE-mail as it was said: " + said
}

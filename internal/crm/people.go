package crm

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// phoneFields are the fields of each module that may hold a caller's number
// (zoho-crm-api §2.3).
var phoneFields = map[contact.Module][]string{
	contact.Contacts: {"Phone", "Mobile", "Home_Phone", "Other_Phone"},
	contact.Leads:    {"Phone", "Mobile"},
	contact.Accounts: {"Phone"},
}

// nameColumns are the columns that name a record of a module.
var nameColumns = map[contact.Module][]string{
	contact.Contacts: {"First_Name", "Last_Name"},
	contact.Leads:    {"First_Name", "Last_Name", "Converted__s"},
	contact.Accounts: {"Account_Name"},
}

// endingDigits is how many of a number's last digits the CRM is asked for.
// Nearly every spelling keeps the last four together.
const endingDigits = 4

// Propose implements contact.CRM: one COQL query for each module, at once, for
// the records with a phone field that has the number's last digits in it. The
// comparison as E.164 is the asker's.
func (g *Gateway) Propose(ctx context.Context, project string, modules []contact.Module, number phone.Number) ([]contact.Record, error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var found []contact.Record
	all, ctx := errgroup.WithContext(ctx)
	for _, module := range modules {
		all.Go(func() error {
			records, err := proposeIn(ctx, client, module, number)
			mu.Lock()
			defer mu.Unlock()
			found = append(found, records...)
			return err
		})
	}
	return found, translate(all.Wait())
}

func proposeIn(ctx context.Context, client *zoho.Client, module contact.Module, number phone.Number) ([]contact.Record, error) {
	fields := phoneFields[module]
	var carries []coql.Cond
	for _, f := range fields {
		carries = append(carries, coql.Like(f, "%"+number.Last(endingDigits)+"%"))
	}
	columns := append(append([]string{"id"}, nameColumns[module]...), fields...)
	query, err := coql.Select(columns...).From(string(module)).Where(coql.Or(carries...)).OrderBy("id").Build()
	if err != nil {
		return nil, err
	}
	var records []contact.Record
	for row, err := range zoho.Query[map[string]any](ctx, client, query) {
		if err != nil {
			return nil, err
		}
		if converted, _ := row["Converted__s"].(bool); !converted {
			records = append(records, recordOf(module, row, fields))
		}
	}
	return records, nil
}

func recordOf(module contact.Module, row map[string]any, fields []string) contact.Record {
	r := contact.Record{Module: module, ID: text(row["id"])}
	r.Name = strings.TrimSpace(text(row["First_Name"]) + " " + text(row["Last_Name"]))
	if module == contact.Accounts {
		r.Name = text(row["Account_Name"])
	}
	for _, f := range fields {
		if raw := text(row[f]); raw != "" {
			r.Numbers = append(r.Numbers, raw)
		}
	}
	return r
}

func text(v any) string { s, _ := v.(string); return s }

// CreateContact implements contact.CRM.
func (g *Gateway) CreateContact(ctx context.Context, project string, p contact.Person, reference string) (string, error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return "", err
	}
	s := asSaid(p)
	result, err := client.Contacts.InsertOne(ctx, zoho.Contact{
		FirstName: s.first, LastName: s.last, Phone: string(p.Phone), Email: s.email,
		Account: ref(p.Account), Description: referenceLine(s.description, reference),
	}, zoho.InsertOptions{})
	return result.ID, translate(err)
}

// CreateLead implements contact.CRM. Company is mandatory in Zoho's default
// layout (zoho-crm-api §2.3).
func (g *Gateway) CreateLead(ctx context.Context, project string, p contact.Person, reference string) (string, error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return "", err
	}
	s := asSaid(p)
	result, err := client.Leads.InsertOne(ctx, zoho.Lead{
		FirstName: s.first, LastName: s.last, Phone: string(p.Phone), Email: s.email, Company: p.Company,
		Description: referenceLine(s.description, reference),
	}, zoho.InsertOptions{})
	return result.ID, translate(err)
}

// FindReference implements contact.CRM: by the person's number, which is
// written as E.164, or without one by name, among the records made since.
func (g *Gateway) FindReference(ctx context.Context, project string, module contact.Module, p contact.Person, reference string, since time.Time) (string, bool, error) {
	client, err := g.clients.For(ctx, project)
	if err != nil {
		return "", false, err
	}
	who := coql.Eq("Last_Name", asSaid(p).last)
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

// splitName gives the last word as the last name.
func splitName(name string) (first, last string) {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "", unknownName
	}
	return strings.Join(words[:len(words)-1], " "), words[len(words)-1]
}

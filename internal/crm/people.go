package crm

import (
	"context"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/fault"
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

// Propose implements contact.CRM: one COQL query for each module, at once, for
// the records with a phone field that has the number's last digits in it. The
// comparison as E.164 is the asker's.
func (g *Gateway) Propose(ctx context.Context, project string, modules []contact.Module, number phone.Number) ([]contact.Record, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var found []contact.Record
	all, ctx := errgroup.WithContext(ctx)
	for _, module := range modules {
		all.Go(func() error {
			return fault.Safely(func() error {
				records, err := proposeIn(ctx, client, module, number)
				mu.Lock()
				defer mu.Unlock()
				found = append(found, records...)
				return err
			})
		})
	}
	if err := all.Wait(); err != nil {
		return nil, translate(err)
	}
	return found, nil
}

func proposeIn(ctx context.Context, client *zoho.Client, module contact.Module, number phone.Number) ([]contact.Record, error) {
	fields := phoneFields[module]
	var carries []coql.Cond
	for _, f := range fields {
		carries = append(carries, mayHold(f, number))
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

// mayHold asks for the last digits of a number in a phone field. Numbers of the
// North American plan are written with the last four together. Elsewhere people
// write them in pairs ("06 12 34 56 78") or threes ("0412 345 678"): a field
// holds such a number only if it has the last two pairs, or the last three
// digits and the pair before them, with anything in between. A query may have
// 25 conditions (Zoho v8, Query API); four fields take 16 of them.
func mayHold(field string, number phone.Number) coql.Cond {
	has := func(digits string) coql.Cond { return coql.Like(field, "%"+digits+"%") }
	ending := number.Last(5)
	if strings.HasPrefix(string(number), "+1") || len(ending) < 5 {
		return has(number.Last(4))
	}
	return coql.Or(
		coql.And(has(ending[1:3]), has(ending[3:])),
		coql.And(has(ending[:2]), has(ending[2:])),
	)
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

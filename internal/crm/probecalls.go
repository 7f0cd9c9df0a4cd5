package crm

import (
	"context"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// row is a record as the probes read and write it.
type row map[string]any

// spend counts a call in the books.
func (p *probing) spend(credits int) {
	p.books.calls++
	p.books.credits += credits
}

// page makes one call of a COQL query. Its price goes by the limit (zoho-crm-api
// §6).
func (p *probing) page(ctx context.Context, q coql.Query, limit int) ([]row, error) {
	query, err := q.Build()
	if err != nil {
		return nil, err
	}
	price := 1
	switch {
	case limit > 1000:
		price = 3
	case limit > 200:
		price = 2
	}
	p.spend(price)
	rows, _, err := zoho.QueryRows[row](ctx, p.client, query, 0, limit)
	return rows, err
}

// some are a few records of a module that meet a condition, the oldest first:
// these are in the search index.
func (p *probing) some(ctx context.Context, module string, where coql.Cond, limit int, columns ...string) ([]row, error) {
	return p.page(ctx, coql.Select(columns...).From(module).Where(where).OrderBy("id"), limit)
}

// finds searches a module and reports whether a record is among what is found
// first.
func (p *probing) finds(ctx context.Context, module string, what zoho.Search, id string) (bool, error) {
	p.spend(1)
	n := 0
	for r, err := range zoho.Module[row](p.client, module).Search(ctx, what, zoho.SearchOptions{Fields: []string{"id"}}) {
		if err != nil {
			return false, err
		}
		if text(r["id"]) == id {
			return true, nil
		}
		if n++; n == 200 { // one page
			break
		}
	}
	return false, nil
}

// field describes a field of a module; nil where the module lacks it.
func (p *probing) field(ctx context.Context, module, name string) (*zoho.Field, error) {
	all, err := p.fieldsOf(ctx, module)
	for i := range all {
		if all[i].APIName == name {
			return &all[i], nil
		}
	}
	return nil, err
}

// fieldsOf asks once for each module.
func (p *probing) fieldsOf(ctx context.Context, module string) ([]zoho.Field, error) {
	if known, asked := p.fields[module]; asked {
		return known, nil
	}
	p.spend(1)
	all, err := p.client.Fields(ctx, module)
	if err == nil {
		p.fields[module] = all
	}
	return all, err
}

// currentUser is who granted the access, in whose zone Zoho answers.
func (p *probing) currentUser(ctx context.Context) (u zoho.User, err error) {
	if p.user.ID == "" {
		p.spend(1)
		p.user, err = p.client.CurrentUser(ctx)
	}
	return p.user, err
}

// get reads a record.
func (p *probing) get(ctx context.Context, module, id string, fields ...string) (row, error) {
	p.spend(1)
	return zoho.Module[row](p.client, module).Get(ctx, id, fields...)
}

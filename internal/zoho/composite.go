package zoho

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// CompositeMode says how the parts of a composite hang together.
type CompositeMode int

const (
	// InOrder runs the parts one after the other; each stands or fails alone.
	InOrder CompositeMode = iota
	// RollbackOnFail runs them in order and undoes all if one fails. That is
	// no isolation: others can see what is undone later.
	RollbackOnFail
	// InParallel runs parts that do not refer to each other at once.
	InParallel
)

// Limits of a composite (zoho-crm-api §4).
const (
	maxParts     = 5
	maxPartReads = 25
)

// A Composite is up to five calls that travel as one
// (POST /__composite_requests, zoho-crm-api §4), so that a later part can use
// what an earlier one made:
//
//	b := zoho.NewComposite(zoho.RollbackOnFail)
//	contact := b.Insert("Contacts", zoho.Contact{LastName: "Boyle"}, zoho.InsertOptions{})
//	b.Insert("Events", zoho.Event{Title: "Haircut", Who: contact.Ref(), ...}, zoho.InsertOptions{})
//	answer, err := client.Composite(ctx, b)
//
// A part writes one record or reads at most 25. Cancelling events and
// attachments cannot be parts. A composite takes five of the places that Zoho
// grants for calls in flight, which is all of them in its free edition.
//
// Mistakes of building are reported by [Client.Composite]. A Composite is not
// safe for concurrent use; it can be sent again.
type Composite struct {
	mode  CompositeMode
	parts []*Part
	err   error // the first mistake
}

// A Part is one call of a [Composite]. It serves to refer to its outcome, in
// later parts by [Part.Ref] and [Part.ID] and in the answer by
// [CompositeAnswer.Result] and [Found].
type Part struct {
	composite *Composite
	number    int // from 1
	request   request
}

// NewComposite begins a composite.
func NewComposite(mode CompositeMode) *Composite { return &Composite{mode: mode} }

// ID stands for the id of the record that the part wrote, or first read. It
// serves wherever a later part of the same composite takes an id.
func (p *Part) ID() string {
	path := "$.data[0].details.id"
	if p.request.read {
		path = "$.data[0].id"
	}
	return fmt.Sprintf("@{%d:%s}", p.number, path)
}

// Ref is a lookup of [Part.ID].
func (p *Part) Ref() Lookup { return Ref(p.ID()) }

// Insert adds the insert of one record.
func (b *Composite) Insert(module string, record any, opts InsertOptions) *Part {
	req, err := moduleRequest(http.MethodPost, module)
	return b.write(req, err, insertBody([]any{record}, opts))
}

// Upsert adds the upsert of one record; see [Records.Upsert].
func (b *Composite) Upsert(module string, record any, opts UpsertOptions) *Part {
	req, err := upsertRequest(module, opts)
	return b.write(req, err, upsertBody([]any{record}, opts))
}

// Update adds a change of one record.
func (b *Composite) Update(module, id string, record any, opts UpdateOptions) *Part {
	req, err := b.record(http.MethodPut, module, id)
	req.header = opts.header()
	return b.write(req, err, updateBody([]any{record}, opts))
}

// Delete adds the deletion of one record.
func (b *Composite) Delete(module, id string) *Part {
	req, err := b.record(http.MethodDelete, module, id)
	return b.add(req, err)
}

// AddNote adds a note on a record; see [Client.AddNote].
func (b *Composite) AddNote(module, id, title, content string) *Part {
	req, err := b.record(http.MethodPost, module, id, "Notes")
	return b.write(req, err, writeBody{Data: []Note{{Title: title, Content: content}}})
}

// Get adds the read of one record.
func (b *Composite) Get(module, id string, fields ...string) *Part {
	req, err := b.record(http.MethodGet, module, id)
	if len(fields) > 0 {
		req.query = url.Values{"fields": {strings.Join(fields, ",")}}
	}
	return b.add(req, err)
}

// Search adds a search for at most 25 records; see [Records.Search].
func (b *Composite) Search(module string, what Search, opts SearchOptions) *Part {
	req, err := moduleRequest(http.MethodGet, module, "search")
	if err == nil {
		err = what.check(req)
	}
	req.query = opts.query(what, maxPartReads)
	return b.add(req, err)
}

// Query adds a COQL query without a limit of its own, for at most 25 rows; see
// [Query].
func (b *Composite) Query(query string) *Part {
	req, err := queryRequest(query, 0, maxPartReads)
	return b.add(req, err)
}

// record addresses a record by an id, or by the [Part.ID] of an earlier part.
func (b *Composite) record(method, module, id string, rest ...string) (request, error) {
	if b.refers(id) {
		return moduleRequest(method, module, append([]string{id}, rest...)...)
	}
	return recordRequest(method, module, id, rest...)
}

// refers reports whether s is the ID of a part.
func (b *Composite) refers(s string) bool {
	for _, p := range b.parts {
		if p.ID() == s {
			return true
		}
	}
	return false
}

func (b *Composite) write(req request, err error, body writeBody) *Part {
	if err == nil {
		req.body, err = encode(req, body)
	}
	return b.add(req, err)
}

// add appends a part, and keeps the first mistake.
func (b *Composite) add(req request, err error) *Part {
	if err == nil && len(b.parts) == maxParts {
		err = refuse(req, "a composite has at most %d parts", maxParts)
	}
	if err == nil {
		err = b.strayReference(req)
	}
	if b.err == nil {
		b.err = err
	}
	p := &Part{composite: b, number: len(b.parts) + 1, request: req}
	b.parts = append(b.parts, p)
	return p
}

// strayReference refuses text in a part that Zoho would read as a reference
// though no part before it is meant: a name or note that somebody typed.
func (b *Composite) strayReference(req request) error {
	for _, text := range []string{req.path, string(req.body), req.values()} {
		for _, p := range b.parts {
			text = strings.ReplaceAll(text, p.ID(), "")
		}
		if strings.Contains(text, "@{") {
			return refuse(req, "a value looks like a reference to another part (@{) and is none")
		}
	}
	return nil
}

// values is the query unescaped, for looking through.
func (r request) values() string {
	var b strings.Builder
	for _, values := range r.query {
		b.WriteString(strings.Join(values, "\n"))
	}
	return b.String()
}

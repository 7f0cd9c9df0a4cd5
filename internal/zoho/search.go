package zoho

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// Search is what to look for; make one with [ByPhone], [ByEmail], [ByWord] or
// [ByCriteria].
type Search struct {
	param, value string
	err          error
}

// ByPhone looks in all phone fields. How Zoho compares numbers is not
// documented: try the spellings that people use, and compare the digits of
// what comes back.
func ByPhone(number string) Search { return Search{param: "phone", value: number} }

// ByEmail looks in all e-mail fields.
func ByEmail(address string) Search { return Search{param: "email", value: address} }

// ByWord looks for a word in all fields; it needs at least two characters.
func ByWord(word string) Search { return Search{param: "word", value: word} }

// ByCriteria looks for records that meet a condition.
func ByCriteria(c Criteria) Search {
	return Search{param: "criteria", value: c.String(), err: c.err}
}

// SearchOptions shape the answer to a search; the zero value is every field
// in pages of 200.
type SearchOptions struct {
	Fields   []string
	PageSize int
	// Converted is for Leads, as in [ListOptions].
	Converted string
}

// Search yields the records that Zoho's search index finds
// (GET /{module}/search), at most 2,000 (zoho-crm-api §3.2).
//
// The index lags behind writes: a record just made may be missing. Do not look
// for duplicates this way; use [Query], which reads the records themselves.
func (m Records[T]) Search(ctx context.Context, what Search, opts SearchOptions) iter.Seq2[T, error] {
	req, err := moduleRequest(http.MethodGet, m.module, "search")
	if err != nil {
		return failed[T](err)
	}
	if err := what.check(req); err != nil {
		return failed[T](err)
	}
	return pages[T](ctx, m.client, req, opts.query(what, opts.PageSize))
}

func (o SearchOptions) query(what Search, size int) url.Values {
	query := listQuery(o.Fields, size)
	query.Set(what.param, what.value)
	if o.Converted != "" {
		query.Set("converted", o.Converted)
	}
	return query
}

// check refuses a search that would look for nothing.
func (s Search) check(req request) error {
	switch {
	case s.err != nil:
		return refuse(req, "%v", s.err)
	case s.value == "":
		return refuse(req, "a search must look for something")
	}
	return nil
}

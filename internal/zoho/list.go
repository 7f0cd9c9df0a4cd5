package zoho

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxPage is the largest page of a list, a search and a query.
const maxPage = 200

// ListOptions say what [Records.List] fetches (zoho-crm-api §3.1). The API has
// no filter by a record's own dates: use [Query] for those.
type ListOptions struct {
	// Fields to return, at least one and at most 50. The id always comes.
	Fields []string
	// IDs are the records wanted, none meaning all. Zoho takes 1,024 characters
	// of them, which is about 50.
	IDs []string
	// SortBy is "id", "Created_Time" or "Modified_Time"; empty is "id".
	SortBy string
	// Ascending turns the order round, which is descending by default.
	Ascending bool
	// PageSize is how many records one call fetches, at most 200, the default.
	PageSize int
	// ModifiedSince yields only records changed after this instant.
	ModifiedSince time.Time
	// Converted is for Leads: "true", "false" (Zoho's default) or "both".
	Converted string
}

// List yields the records of the module (GET /{module}), at most 100,000.
//
// Beyond 2,000 records the list goes on by a token of Zoho's that lives for 24
// hours and belongs to the user and to these very options. A loop that takes
// longer, or whose token becomes another user's, ends with
// [CodePageTokenExpired] or [CodePageTokenMismatch]: what it yielded until then
// is good, and the rest needs a new List, narrowed by ModifiedSince.
func (m Records[T]) List(ctx context.Context, opts ListOptions) iter.Seq2[T, error] {
	req, err := moduleRequest(http.MethodGet, m.module)
	if err != nil {
		return failed[T](err)
	}
	if len(opts.Fields) == 0 {
		return failed[T](refuse(req, "a list must name its fields"))
	}
	query := listQuery(opts.Fields, opts.PageSize)
	if len(opts.IDs) > 0 {
		query.Set("ids", strings.Join(opts.IDs, ","))
	}
	if opts.SortBy != "" {
		query.Set("sort_by", opts.SortBy)
	}
	if opts.Ascending {
		query.Set("sort_order", "asc")
	}
	if opts.Converted != "" {
		query.Set("converted", opts.Converted)
	}
	if !opts.ModifiedSince.IsZero() {
		req.header = http.Header{"If-Modified-Since": {At(opts.ModifiedSince).String()}}
	}
	return pages[T](ctx, m.client, req, query)
}

// listQuery asks for fields, all of them if there are none, in pages of size.
func listQuery(fields []string, size int) url.Values {
	if size < 1 || size > maxPage {
		size = maxPage
	}
	query := url.Values{"per_page": {strconv.Itoa(size)}}
	if len(fields) > 0 {
		query.Set("fields", strings.Join(fields, ","))
	}
	return query
}

// page is the envelope of every list of records.
type page struct {
	Data []json.RawMessage `json:"data"`
	Info pageInfo          `json:"info"`
}

// pageOf reads the envelope of a list that stands under a name of its own. The
// answers 204 and 304 are empty lists; any other must have that name.
func (a answer) pageOf(name string) (page, error) {
	var p page
	var envelope map[string]json.RawMessage
	found, err := a.decode(&envelope)
	if err != nil || !found {
		return p, err
	}
	if err = json.Unmarshal(envelope[name], &p.Data); err == nil && envelope["info"] != nil {
		err = json.Unmarshal(envelope["info"], &p.Info)
	}
	if err != nil {
		return p, a.unreadable(err)
	}
	return p, nil
}

type pageInfo struct {
	MoreRecords   bool   `json:"more_records"`
	NextPageToken string `json:"next_page_token"`
}

// pages yields the records of a list, one page at a time.
func pages[T any](ctx context.Context, c *Client, req request, query url.Values) iter.Seq2[T, error] {
	return pagesOf[T](ctx, c, req, query, "data")
}

// pagesOf yields what stands under a name, one page at a time. Beyond the
// first 2,000 records Zoho wants its page token instead of a page number, and
// never both; the token is used as soon as there is one.
func pagesOf[T any](ctx context.Context, c *Client, req request, query url.Values, name string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		token, req := "", req // loops of their own may run at the same time
		for number := 1; ; number++ {
			req.query = pageQuery(query, number, token)
			ans, err := c.send(ctx, req)
			var p page
			if err == nil {
				p, err = ans.pageOf(name)
			}
			if err != nil {
				fail(yield, err)
				return
			}
			if !yieldAll(yield, ans, p.Data) || !p.Info.MoreRecords || len(p.Data) == 0 {
				return
			}
			token = p.Info.NextPageToken
		}
	}
}

// pageQuery adds the page to a query, which it leaves alone.
func pageQuery(query url.Values, number int, token string) url.Values {
	query = maps.Clone(query)
	if token != "" {
		query.Set("page_token", token)
	} else {
		query.Set("page", strconv.Itoa(number))
	}
	return query
}

// yieldAll passes records on and reports whether the loop wants more.
func yieldAll[T any](yield func(T, error) bool, ans answer, records []json.RawMessage) bool {
	for _, raw := range records {
		var record T
		if err := json.Unmarshal(raw, &record); err != nil {
			fail(yield, ans.unreadable(err))
			return false
		}
		if !yield(record, nil) {
			return false
		}
	}
	return true
}

// recordsOf reads all records of a page.
func recordsOf[T any](ans answer, p page) ([]T, error) {
	records := make([]T, len(p.Data))
	for i, raw := range p.Data {
		if err := json.Unmarshal(raw, &records[i]); err != nil {
			return nil, ans.unreadable(err)
		}
	}
	return records, nil
}

// failed is an iterator that yields only an error.
func failed[T any](err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { fail(yield, err) }
}

func fail[T any](yield func(T, error) bool, err error) {
	var none T
	yield(none, err)
}

package zoho

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"
)

// Query yields the rows of a COQL query (POST /coql, zoho-crm-api §3.3), read
// into T: one of the record structs, a struct with json tags for the selected
// columns, or a map. The id column always comes.
//
// The query has no limit clause: Query adds its own and fetches 200 rows at a
// time, so give it an "order by" that keeps pages apart. Stop the loop to stop
// fetching. Build queries from values that others chose with package coql.
//
// COQL reads the records themselves and sees a write at once, unlike search.
func Query[T any](ctx context.Context, c *Client, query string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for offset := 0; ; offset += maxPage {
			p, ans, err := c.queryPage(ctx, query, offset, maxPage)
			if err != nil {
				fail(yield, err)
				return
			}
			if !yieldAll(yield, ans, p.Data) || !p.Info.MoreRecords || len(p.Data) == 0 {
				return
			}
		}
	}
}

func (c *Client) queryPage(ctx context.Context, query string, offset, rows int) (page, answer, error) {
	req, err := queryRequest(query, offset, rows)
	if err != nil {
		return page{}, answer{}, err
	}
	ans, err := c.send(ctx, req)
	if err != nil {
		return page{}, ans, err
	}
	p, err := ans.pageOf("data")
	return p, ans, err
}

// queryRequest asks for some rows of a query that has no limit of its own.
func queryRequest(query string, offset, rows int) (request, error) {
	req := request{method: http.MethodPost, path: "/coql", read: true, items: rows}
	switch {
	case hasLimit(query):
		return req, refuse(req, "a query must not have a limit of its own")
	case rows < 1 || offset < 0:
		return req, refuse(req, "a query asks for 1 row at least, from row 0 on")
	}
	body := struct {
		Query string `json:"select_query"`
	}{fmt.Sprintf("%s limit %d, %d", query, offset, rows)}
	var err error
	req.body, err = encode(req, body)
	return req, err
}

// hasLimit finds the word outside of quoted text. Quoted text is every second
// piece between quotes; a doubled quote makes an empty piece and changes
// nothing.
func hasLimit(query string) bool {
	for i, piece := range strings.Split(query, "'") {
		if i%2 == 1 {
			continue
		}
		for _, word := range strings.Fields(piece) {
			if strings.EqualFold(word, "limit") {
				return true
			}
		}
	}
	return false
}

package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// QueryRows makes one call of a COQL query with a limit clause of its own, from
// 1 row on, and returns the rows of that call and whether there are more. Zoho
// may refuse the limit: its pages name 200 and 2,000 (zoho-crm-api §3.3), and
// what a call costs goes by it (§6). Programs that want every row use [Query].
func QueryRows[T any](ctx context.Context, c *Client, query string, offset, limit int) (rows []T, more bool, err error) {
	req := request{method: http.MethodPost, path: "/coql", read: true}
	if hasLimit(query) || limit < 1 || offset < 0 {
		return nil, false, refuse(req, "the limit is an argument of its own, and at least 1")
	}
	body := struct {
		Query string `json:"select_query"`
	}{fmt.Sprintf("%s limit %d, %d", query, offset, limit)}
	if req.body, err = encode(req, body); err != nil {
		return nil, false, err
	}
	req.items = limit
	ans, err := c.send(ctx, req)
	if err != nil {
		return nil, false, err
	}
	var p page
	if _, err := ans.decode(&p); err != nil {
		return nil, false, err
	}
	rows = make([]T, len(p.Data))
	for i, raw := range p.Data {
		if err := json.Unmarshal(raw, &rows[i]); err != nil {
			return nil, false, ans.unreadable(err)
		}
	}
	return rows, p.Info.MoreRecords, nil
}

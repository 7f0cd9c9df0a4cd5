package zoho

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Count counts the records of the module that a search finds, or all of them
// for the zero Search (GET /{module}/actions/count, zoho-crm-api §3.6). Zoho
// takes the number from its search index: it can be minutes old.
//
// The call needs the scope ZohoSearch.securesearch.READ besides the module's.
func (m Records[T]) Count(ctx context.Context, what Search) (int, error) {
	req, err := moduleRequest(http.MethodGet, m.module, "actions", "count")
	if err != nil {
		return 0, err
	}
	if what.param != "" || what.err != nil {
		if err := what.check(req); err != nil {
			return 0, err
		}
		req.query = url.Values{what.param: {what.value}}
	}
	ans, err := m.client.send(ctx, req)
	if err != nil {
		return 0, err
	}
	var out struct {
		Count *json.Number `json:"count"`
	}
	found, err := ans.decode(&out)
	if err != nil || !found {
		return 0, err
	}
	if out.Count == nil {
		return 0, ans.unreadable(nil)
	}
	n, err := out.Count.Int64()
	if err != nil || n < 0 {
		return 0, ans.unreadable(err)
	}
	return int(n), nil
}

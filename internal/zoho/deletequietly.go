package zoho

import (
	"context"
	"net/http"
	"net/url"
)

// DeleteQuietly moves a record to the recycle bin as [Records.DeleteOne] does,
// but lets no workflow run (DELETE /{module}?ids=&wf_trigger=false, zoho-crm-api
// §2.5). For a record that is gone already [IsNotFound] holds.
func (m Records[T]) DeleteQuietly(ctx context.Context, id string) error {
	req, err := moduleRequest(http.MethodDelete, m.module)
	if err != nil {
		return err
	}
	if !isID(id) {
		return refuse(req, "a record id is 1 to 19 digits")
	}
	req.query = url.Values{"ids": {id}, "wf_trigger": {"false"}}
	_, err = m.client.writeOne(ctx, req)
	return err
}

package zoho

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Records gives the calls on one module, whose records are read and written as
// T. The standard modules are fields of [Client]; see [Module] for the rest.
type Records[T any] struct {
	client *Client
	module string
}

// Module returns the calls on the module with the given API name. T is any
// type that encoding/json turns into the object Zoho expects: a struct with
// json tags for API names, or a map.
//
//	type Visit struct {
//		ID   string        `json:"id,omitempty"`
//		Name string        `json:"Name,omitempty"`
//		When zoho.DateTime `json:"Visited_At,omitzero"`
//	}
//	visits := zoho.Module[Visit](client, "Visits")
func Module[T any](c *Client, apiName string) Records[T] {
	return Records[T]{client: c, module: apiName}
}

// Get reads one record (GET /{module}/{id}). Without fields Zoho returns all
// but those, like $event_cancelled, that must be named. A record that does not
// exist is an error for which [IsNotFound] holds.
func (m Records[T]) Get(ctx context.Context, id string, fields ...string) (T, error) {
	req, err := recordRequest(http.MethodGet, m.module, id)
	if err != nil {
		var none T
		return none, err
	}
	return m.read(ctx, req, fields)
}

// read fetches the one record that a request addresses. Nothing is an error of
// the status that said so, 204 or 304.
func (m Records[T]) read(ctx context.Context, req request, fields []string) (T, error) {
	var none T
	if len(fields) > 0 {
		req.query = url.Values{"fields": {strings.Join(fields, ",")}}
	}
	ans, err := m.client.send(ctx, req)
	if err != nil {
		return none, err
	}
	found, err := ans.pageOf("data")
	if err != nil {
		return none, err
	}
	records, err := recordsOf[T](ans, found)
	switch {
	case err != nil:
		return none, err
	case len(records) == 0:
		return none, ans.nothing()
	}
	return records[0], nil
}

// nothing is the failure of a read by id that found no record.
func (a answer) nothing() *Error {
	e := &Error{
		Status: http.StatusNoContent, Message: "no such record",
		Method: a.request.method, Path: a.request.path, Applied: NotApplied,
	}
	if a.status == http.StatusNotModified {
		e.Status, e.Message = a.status, "not modified"
	}
	return e
}

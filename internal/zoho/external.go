package zoho

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// ExternalRecords gives the calls on records that are addressed by a value of
// their external field instead of Zoho's id; make it with
// [Records.ByExternal].
type ExternalRecords[T any] struct {
	records Records[T]
	field   string
}

// ByExternal addresses the records of the module by the value of an external
// field (header X-EXTERNAL, zoho-crm-api §2.5). Such a field is made in Zoho's
// pages, for the whole organisation or for one user each; see
// [Field.External]. The module Calls cannot have one, and whether Events can
// is told differently by different sources: look at [Client.Fields] first.
func (m Records[T]) ByExternal(field string) ExternalRecords[T] {
	return ExternalRecords[T]{records: m, field: field}
}

// Get reads the record with the value, as [Records.Get] does by id.
func (x ExternalRecords[T]) Get(ctx context.Context, value string, fields ...string) (T, error) {
	req, err := x.request(http.MethodGet, value)
	if err != nil {
		var none T
		return none, err
	}
	return x.records.read(ctx, req, fields)
}

// UpdateOne changes the record with the value, as [Records.UpdateOne] does by
// id. The result has Zoho's id.
func (x ExternalRecords[T]) UpdateOne(ctx context.Context, value string, record T, opts UpdateOptions) (Result, error) {
	req, err := x.request(http.MethodPut, value)
	if err != nil {
		return Result{}, err
	}
	if !opts.IfUnmodifiedSince.IsZero() {
		req.header.Set("If-Unmodified-Since", At(opts.IfUnmodifiedSince).String())
	}
	if req.body, err = encode(req, updateBody([]T{record}, opts)); err != nil {
		return Result{}, err
	}
	return x.records.client.writeOne(ctx, req)
}

// DeleteOne moves the record with the value to the recycle bin.
func (x ExternalRecords[T]) DeleteOne(ctx context.Context, value string) error {
	req, err := x.request(http.MethodDelete, value)
	if err != nil {
		return err
	}
	_, err = x.records.client.writeOne(ctx, req)
	return err
}

// request addresses a record by value. The value stays out of the path that
// errors show: it may be anything, a phone number included.
func (x ExternalRecords[T]) request(method, value string) (request, error) {
	module := x.records.module
	req, err := moduleRequest(method, module, external)
	switch {
	case err != nil:
		return req, err
	case !isName(x.field):
		return req, refuse(req, "%q is not the API name of a field", x.field)
	case value == "" || value == "." || value == ".." || strings.ContainsAny(value, `/\`):
		// Many servers take an escaped slash for a plain one.
		return req, refuse(req, "an external value in an address must not be empty, dots, or with slashes")
	}
	req.external = url.PathEscape(value)
	req.header = http.Header{}
	req.header.Set("X-EXTERNAL", module+"."+x.field)
	return req, nil
}

// external stands for an external value in the path of a request.
const external = "{external}"

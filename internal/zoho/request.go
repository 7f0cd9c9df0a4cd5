package zoho

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// request is one call of the API before it is sent. It can be sent again.
type request struct {
	method string
	path   string // below apiPath, escaped
	// external replaces the placeholder of that name in the path when the
	// request is sent, escaped. Errors show the path, and not this.
	external string
	query    url.Values
	header   http.Header
	body     []byte // JSON, nil for none
	// items is how many records the call writes, or for how many rows it asks
	// a query; zero where it does not matter to what the call costs.
	items int
	// read marks a call that changes nothing, whatever its method, and may
	// therefore be repeated.
	read bool
}

// moduleRequest addresses a module or something beneath it.
func moduleRequest(method, module string, rest ...string) (request, error) {
	r := request{method: method, path: "/" + module, read: method == http.MethodGet}
	if !isName(module) {
		r.path = "/"
		return r, refuse(r, "%q is not the API name of a module", module)
	}
	for _, segment := range rest {
		r.path += "/" + segment
	}
	return r, nil
}

// recordRequest addresses one record or something beneath it. An empty id must
// not pass: it would turn a call on one record into one on the module.
func recordRequest(method, module, id string, rest ...string) (request, error) {
	r, err := moduleRequest(method, module)
	if err != nil {
		return r, err
	}
	if !isID(id) {
		return r, refuse(r, "a record id is 1 to 19 digits")
	}
	return moduleRequest(method, module, append([]string{id}, rest...)...)
}

// isName reports whether s can be an API name of a module or field.
func isName(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) && c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return s != ""
}

func isID(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) {
			return false
		}
	}
	return s != "" && len(s) <= 19
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// encode makes the body of a request. The errors of encoding/json may quote the
// value and are therefore replaced.
func encode(r request, v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, refuse(r, "the record cannot be written as JSON: %s has no such form", culprit(err))
	}
	return body, nil
}

// culprit is what kind of value encoding/json could not write; within a type that
// writes itself, what that could not.
func culprit(err error) string {
	if e, ok := errors.AsType[*json.UnsupportedTypeError](err); ok {
		return e.Type.String()
	}
	if e, ok := errors.AsType[*json.UnsupportedValueError](err); ok {
		return "a " + e.Value.Type().String()
	}
	kind := "a value"
	for e, ok := errors.AsType[*json.MarshalerError](err); ok; e, ok = errors.AsType[*json.MarshalerError](e.Err) {
		kind = "a value in " + e.Type.String()
	}
	return kind
}

// http builds the HTTP request. Spaces in the query become %20, since not
// every server reads the form encoding's "+" as a space; a real "+", as in
// phone numbers and offsets, is %2B either way.
func (r request) http(ctx context.Context, base, userAgent, accessToken string) (*http.Request, error) {
	address := base + strings.Replace(r.path, external, r.external, 1)
	if len(r.query) > 0 {
		address += "?" + strings.ReplaceAll(r.query.Encode(), "+", "%20")
	}
	var body io.Reader
	if r.body != nil {
		body = bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, err
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	req.Header.Set("Authorization", "Zoho-oauthtoken "+accessToken)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

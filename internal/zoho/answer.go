package zoho

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// answer is a complete answer to a request, of any status.
type answer struct {
	request request
	status  int
	header  http.Header
	body    []byte
	// dry is how long the organisation's credits are gone, where the answer is
	// a refusal for want of them.
	dry time.Duration
}

// empty reports Zoho's ways of saying "nothing": 204, and 304 to a read that
// asked for changes only.
func (a answer) empty() bool {
	return a.status == http.StatusNoContent || a.status == http.StatusNotModified && a.request.read
}

// rejectsToken reports a 401 that a newer token may cure. A missing scope is
// not one.
func (a answer) rejectsToken() bool {
	if a.status != http.StatusUnauthorized {
		return false
	}
	code := a.failure().Code
	return code == CodeInvalidToken || code == CodeAuthenticationFailure
}

// decode reads the answer to a read into out and reports whether there was
// one. An error of Zoho's is one whatever the status: older parts of the API
// send them with 200 and 202 (zoho-crm-api §2.6).
func (a answer) decode(out any) (bool, error) {
	switch {
	case a.empty():
		return false, nil
	case a.status < 200 || a.status > 299:
		return false, a.failure()
	}
	if fault, ok := faultIn(a.body); ok {
		return false, a.fault(fault)
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		return false, a.unreadable(err)
	}
	return true, nil
}

// failure turns an answer that is not a success into an error. A body that is
// not the API's makes it somebody else's answer, whatever its status.
func (a answer) failure() *Error {
	if fault, ok := faultIn(a.body); ok {
		return a.fault(fault)
	}
	e := a.fault(zohoFault{})
	e.Cause = errors.New("not an answer of the API: " + kindOf(a.body))
	if len(bytes.TrimSpace(a.body)) == 0 {
		e.Cause, e.Message = nil, e.Cause.Error()
	}
	return e
}

// fault completes what Zoho said with what the answer shows.
func (a answer) fault(f zohoFault) *Error {
	e := f.error(a.request, a.status)
	if a.busy() {
		e.RetryAfter = a.retryAfter()
	}
	return e
}

// unreadable is a success whose body cannot be used. The causes of
// encoding/json may quote the body and are therefore replaced.
func (a answer) unreadable(err error) *Error {
	cause := errors.New("answer is cut off or not JSON")
	if json.Valid(a.body) {
		cause = errors.New("answer has not the expected form")
		if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && t.Field != "" {
			cause = errors.New("answer has not the expected form at " + t.Field)
		}
	}
	return a.request.lost(a.status, cause, false)
}

// kindOf describes a body without quoting it.
func kindOf(body []byte) string {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return "no body"
	case body[0] == '<':
		return "a web page"
	case !json.Valid(body):
		return "no JSON"
	}
	return "JSON without a code"
}

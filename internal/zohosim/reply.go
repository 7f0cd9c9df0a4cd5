package zohosim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// reply is an answer before it is written. A nil body is no body at all, as
// with 204 and 304 (zoho-crm-api §2.6).
type reply struct {
	status int
	body   any
	header map[string]string
}

// envelope is a JSON object.
type envelope map[string]any

// htmlPage is a body that is not JSON.
type htmlPage string

func ok(body any) reply { return reply{status: http.StatusOK, body: body} }

// nothing is what reads answer when there is no result (§2.6).
func nothing() reply { return reply{status: http.StatusNoContent} }

// flat answers a request-level error (§7).
func flat(status int, p *problem.Problem) reply { return reply{status: status, body: p} }

// bad is the most common flat answer.
func bad(code, message string, details problem.Details) reply {
	return flat(http.StatusBadRequest, problem.New(code, message, details))
}

// inData answers a request-level error the way record writes do, inside data[]
// (§7: INVALID_MODULE and LIMIT_EXCEEDED of POST and PUT).
func inData(status int, p *problem.Problem) reply {
	return reply{status: status, body: envelope{"data": []any{p}}}
}

// refusedFlat and refusedInData are the same for whoever reads a part of a request
// and answers nil where nothing is wrong with it.
func refusedFlat(p *problem.Problem) *reply   { return new(flat(http.StatusBadRequest, p)) }
func refusedInData(p *problem.Problem) *reply { return new(inData(http.StatusBadRequest, p)) }

// with adds a header.
func (r reply) with(name, value string) reply {
	header := map[string]string{name: value}
	for k, v := range r.header {
		header[k] = v
	}
	r.header = header
	return r
}

// encoded renders the body; HTML characters stay as they are.
func (r reply) encoded() []byte {
	if r.body == nil {
		return nil
	}
	if page, isPage := r.body.(htmlPage); isPage {
		return []byte(page)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r.body); err != nil {
		return []byte(`{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// setHeader writes everything but status and body. Every answer with a body is
// JSON unless it says otherwise (zoho-crm-api §12), and is dated by the
// simulator's clock.
func (r reply) setHeader(h http.Header, body []byte, now time.Time) {
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	if len(body) > 0 {
		h.Set("Content-Type", "application/json;charset=UTF-8")
	}
	for name, value := range r.header {
		h.Set(name, value)
	}
}

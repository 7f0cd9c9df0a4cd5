package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const compositePath = apiRoot + "/__composite_requests"

// subRequest is one call inside a composite request (zoho-crm-api §4).
type subRequest struct {
	Method string          `json:"method"`
	URI    string          `json:"uri"`
	Params map[string]any  `json:"params"`
	Body   json.RawMessage `json:"body"`
}

// subAnswer is what became of one, at the same place in the answer.
type subAnswer struct {
	Details struct {
		Response struct {
			Status int             `json:"status_code"`
			Body   json.RawMessage `json:"body"`
		} `json:"response"`
	} `json:"details"`
}

// unfold lists an exchange and, where it is a composite one, those inside it.
func unfold(e exchange) []exchange {
	all := []exchange{e}
	if e.Path != compositePath {
		return all
	}
	var asked struct {
		Calls []subRequest `json:"__composite_requests"`
	}
	var told struct {
		Calls []subAnswer `json:"__composite_requests"`
	}
	if json.Unmarshal([]byte(e.Body), &asked) != nil || e.AnswerBody != "" && json.Unmarshal([]byte(e.AnswerBody), &told) != nil {
		return all // the composite exchange itself is judged for that
	}
	for i, call := range asked.Calls {
		inner := call.exchange(e)
		if i < len(told.Calls) && len(told.Calls) == len(asked.Calls) {
			told.Calls[i].into(&inner)
		}
		all = append(all, inner)
	}
	return all
}

// exchange is the call as it would be made by itself. One that refers to the
// result of another is not judged as a request: what it will hold is not known.
func (s subRequest) exchange(outer exchange) exchange {
	path, query, _ := strings.Cut(s.URI, "?")
	e := exchange{
		Name: outer.Name, Method: s.Method, Host: outer.Host, Path: path, Struck: outer.Struck,
		Query:  strings.Trim(query+"&"+s.query(), "&"),
		Header: http.Header{}, Body: present(s.Body),
	}
	if e.Body != "" {
		e.Header.Set("Content-Type", "application/json")
	}
	if !strings.Contains(e.Path+e.Query+e.Body, "@{") {
		e.Header.Set("User-Agent", outer.Header.Get("User-Agent"))
	}
	return e
}

func (s subRequest) query() string {
	query := url.Values{}
	for name, value := range s.Params {
		query.Set(name, fmt.Sprint(value))
	}
	text := query.Encode()
	if strings.Contains(text, url.QueryEscape("@{")) {
		return "@{" // refers to another's result
	}
	return text
}

// into adds the answer to an exchange.
func (a subAnswer) into(e *exchange) {
	e.Status, e.AnswerBody = a.Details.Response.Status, present(a.Details.Response.Body)
	e.AnswerHeader = http.Header{}
	if e.AnswerBody != "" {
		e.AnswerHeader.Set("Content-Type", "application/json")
	}
}

// present is a body's text, empty where there is none.
func present(body json.RawMessage) string {
	if text := string(body); text != "null" && text != `""` && text != "{}" {
		return text
	}
	return ""
}

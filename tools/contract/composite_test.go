package main

import (
	"net/http"
	"strings"
	"testing"
)

// together is a composite exchange of two calls, of which the second refers to
// the first.
func together() exchange {
	return exchange{
		Name: "together.json", Method: "POST", Path: compositePath, Header: http.Header{"User-Agent": {"ours/1"}},
		Body: `{"__composite_requests":[
			{"sub_request_id":"1","method":"POST","uri":"/crm/v8/Goods","params":{},"body":{"data":[{}]}},
			{"sub_request_id":"2","method":"GET","uri":"/crm/v8/Goods","params":{"fields":"id","page":"@{1:$.data[0].page}"}}]}`,
		Status: 200, AnswerHeader: http.Header{"Content-Type": {"application/json"}},
		AnswerBody: `{"__composite_requests":[
			{"code":"SUCCESS","details":{"response":{"status_code":201,"headers":{},"body":` + sold + `}}},
			{"code":"SUCCESS","details":{"response":{"status_code":204,"headers":{},"body":null}}}]}`,
	}
}

// The calls inside a composite one are judged like any other; what refers to
// another's result is not judged as a request.
func TestCompositeCallsAreJudged(t *testing.T) {
	l := open(t, shop)
	s := judged(t, l, together())
	if len(s.deviations) != 0 || s.judged[request] != 1 || s.judged[answer] != 2 {
		t.Errorf("%d requests and %d answers judged\n%s", s.judged[request], s.judged[answer], told(s))
	}
	for name, change := range map[string]func(*exchange){
		"request": func(e *exchange) { e.Body = strings.Replace(e.Body, `"data"`, `"records"`, 1) },
		"body":    func(e *exchange) { e.AnswerBody = strings.Replace(e.AnswerBody, `,"state":"new"`, "", 1) },
		"status":  func(e *exchange) { e.AnswerBody = strings.Replace(e.AnswerBody, "204", "207", 1) },
	} {
		if s := judged(t, l, changed(together(), change)); len(s.deviations) != 1 {
			t.Errorf("%s: %s", name, told(s))
		}
	}
}

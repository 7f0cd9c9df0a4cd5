package main

import (
	"strings"
	"testing"
)

// What is as described passes, on both sides.
func TestRightExchangesPass(t *testing.T) {
	s := judged(t, open(t, shop), sale(), listing())
	if len(s.deviations) != 0 || s.judged[request] != 2 || s.judged[answer] != 2 {
		t.Errorf("%d requests and %d answers judged:\n%s", s.judged[request], s.judged[answer], told(s))
	}
	if err := s.outcome(options{}); err != nil {
		t.Error(err)
	}
}

// A judge that cannot say no is none: each of these differs in one thing from
// what passes.
func TestTamperedExchangesAreFound(t *testing.T) {
	l := open(t, shop)
	for name, test := range map[string]struct {
		exchange exchange
		problem  string
	}{
		"missing key":        {changed(sale(), func(e *exchange) { e.AnswerBody = strings.Replace(sold, `,"state":"new"`, "", 1) }), "/data/*: missing property 'state'"},
		"wrong type":         {changed(sale(), func(e *exchange) { e.AnswerBody = strings.Replace(sold, `"new"`, "7", 1) }), "/data/*/state: got number, want string"},
		"id of no digits":    {changed(sale(), func(e *exchange) { e.AnswerBody = strings.Replace(sold, "5725", "abcd", 1) }), "/data/*/id: "},
		"key too much":       {changed(sale(), func(e *exchange) { e.AnswerBody = strings.Replace(sold, "]}", `],"more":1}`, 1) }), "additional properties 'more' not allowed"},
		"word of no list":    {changed(sale(), func(e *exchange) { e.AnswerBody = strings.Replace(sold, "SUCCESS", "OK", 1) }), "/data/*/code: "},
		"unknown status":     {changed(sale(), func(e *exchange) { e.Status = 207 }), "status: 207 is not described"},
		"page of a gateway":  {changed(sale(), func(e *exchange) { e.AnswerHeader.Set("Content-Type", "text/html") }), "Content-Type: text/html is not described"},
		"cut off":            {changed(sale(), func(e *exchange) { e.AnswerBody = sold[:20] }), "body: "},
		"no body":            {changed(sale(), func(e *exchange) { e.AnswerBody = "" }), "body: it is missing"},
		"body with 204":      {changed(listing(), func(e *exchange) { e.AnswerBody = "{}"; e.AnswerHeader.Set("Content-Type", "application/json") }), "is not described"},
		"nothing was sent":   {changed(sale(), func(e *exchange) { e.Body = "" }), "body: it is missing"},
		"too many were sent": {changed(sale(), func(e *exchange) { e.Body = `{"data":[1,2,3]}` }), "/data: maxItems"},
		"other key was sent": {changed(sale(), func(e *exchange) { e.Body = `{"records":[]}` }), "missing property 'data'"},
		"sent with a GET":    {changed(listing(), func(e *exchange) { e.Body = "{}" }), "body: none is described"},
		"missing parameter":  {changed(listing(), func(e *exchange) { e.Query = "" }), "query fields: value is required but missing"},
		"unknown parameter":  {changed(listing(), func(e *exchange) { e.Query += "&colour=red" }), "query colour: is not described"},
		"wrong parameter":    {changed(listing(), func(e *exchange) { e.Query += "&page=first" }), "query page: "},
		"parameter too low":  {changed(listing(), func(e *exchange) { e.Query += "&page=0" }), "query page: "},
	} {
		s := judged(t, l, test.exchange)
		if len(s.deviations) != 1 || !strings.Contains(told(s), test.problem) {
			t.Errorf("%s: want one deviation with %q, got %s", name, test.problem, told(s))
		}
		if s.outcome(options{}) == nil {
			t.Errorf("%s: the run would pass", name)
		}
	}
}

// Faults answer in the server's place, and others than our client may err.
func TestWhatIsNotJudged(t *testing.T) {
	l := open(t, shop)
	for name, test := range map[string]struct {
		exchange          exchange
		requests, answers int
	}{
		"struck by a fault":    {changed(sale(), func(e *exchange) { e.Struck, e.Status = true, 502 }), 1, 0},
		"never answered":       {changed(sale(), func(e *exchange) { e.Status = 0 }), 1, 0},
		"sent by others":       {changed(sale(), func(e *exchange) { e.Body = "nonsense"; e.Header.Set("User-Agent", "curl/8") }), 0, 1},
		"not of the API":       {changed(sale(), func(e *exchange) { e.Path = "/crm/v2/Goods" }), 0, 0},
		"of no operation":      {changed(sale(), func(e *exchange) { e.Method = "PATCH" }), 0, 0},
		"of an account server": {changed(sale(), func(e *exchange) { e.Host = "accounts.zoho.eu" }), 0, 0},
	} {
		s := judged(t, l, test.exchange)
		if len(s.deviations) != 0 || s.judged[request] != test.requests || s.judged[answer] != test.answers {
			t.Errorf("%s: %d requests and %d answers judged\n%s", name, s.judged[request], s.judged[answer], told(s))
		}
		if test.requests+test.answers == 0 && !strings.Contains(told(s), "1 not described: "+test.exchange.Method) {
			t.Errorf("%s: not counted as undescribed: %s", name, told(s))
		}
	}
}

// Nothing judged is no success.
func TestAnEmptyTapeFails(t *testing.T) {
	if judged(t, open(t, shop)).outcome(options{}) == nil {
		t.Error("passed")
	}
}

// A path belongs to its most literal description.
func TestTheMostLiteralPathWins(t *testing.T) {
	l := open(t, shop)
	for path, want := range map[string]string{"/crm/v8/Notes": "/Notes", "/crm/v8/Goods": "/{module}", "/crm/v8/": "", "/crm/v8/Goods/1": "", "/crm/v8/settings": ""} {
		o, _, _ := find(l.operations, "POST", path)
		if o.path != want {
			t.Errorf("%s is taken for %q, want %q", path, o.path, want)
		}
	}
}

// Deviations with one cause are told once, with an example.
func TestDeviationsAreGrouped(t *testing.T) {
	wrong := changed(sale(), func(e *exchange) { e.Status = 207 })
	other := changed(wrong, func(e *exchange) { e.Path, e.Name = "/crm/v8/Tools", "other.json" })
	s := judged(t, open(t, shop), wrong, other)
	for _, part := range []string{"DEVIATION, 2 times: 207 answer of POST /{module} (shop.json)", "for example sale.json: POST /crm/v8/Goods", sold} {
		if !strings.Contains(told(s), part) {
			t.Errorf("no %q in %s", part, told(s))
		}
	}
}

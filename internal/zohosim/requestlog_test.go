package zohosim

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// The log keeps the latest 100,000 requests and their sequence numbers.
func TestRequestLogForgetsTheOldest(t *testing.T) {
	var l requestLog
	for range requestLogSize + 10 {
		l.add(Request{})
	}
	all := l.since(0)
	if len(all) != requestLogSize || all[0].Seq != 11 || all[len(all)-1].Seq != requestLogSize+10 {
		t.Errorf("%d requests from %d to %d", len(all), all[0].Seq, all[len(all)-1].Seq)
	}
	for i, r := range all {
		if r.Seq != int64(i+11) {
			t.Fatalf("request %d has number %d", i, r.Seq)
		}
	}
	if rest := l.since(requestLogSize + 8); len(rest) != 2 {
		t.Errorf("%d requests after the last but two", len(rest))
	}
	if rest := l.since(1 << 40); len(rest) != 0 {
		t.Errorf("%d requests after the end", len(rest))
	}
}

// What was asked is cut short, so that a hundred thousand requests fit.
func TestRequestLogIsBounded(t *testing.T) {
	var l requestLog
	long := strings.Repeat("x", 1<<20)
	l.add(Request{Method: long, Host: long, Path: long, Query: long, Module: long})
	r := l.since(0)[0]
	for _, part := range []string{r.Method, r.Host, r.Path, r.Query, r.Module} {
		if len(part) != mostRemembered {
			t.Errorf("%d bytes are remembered", len(part))
		}
	}
}

// A refused request is logged with the code of its refusal, wherever in the
// answer that stands; one that went well has none.
func TestRequestLogTellsCodes(t *testing.T) {
	s, err := New(Config{Seed: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	granted, err := s.Grant(GrantRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ method, path, body, want string }{
		{"GET", "/crm/v8/Contacts", "", "REQUIRED_PARAM_MISSING"},
		{"POST", "/crm/v8/Contacts", `{"data":[{"Last_Name":"Bell"},{}]}`, "MANDATORY_NOT_FOUND"},
		{"POST", "/oauth/v2/token", "grant_type=refresh_token", "invalid_client"},
		{"GET", "/crm/v8/Contacts?fields=Last_Name", "", ""},
	} {
		r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
		r.Header.Set("Authorization", "Zoho-oauthtoken "+granted.AccessToken)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.ServeHTTP(httptest.NewRecorder(), r)
		all := s.Requests(0)
		if got := all[len(all)-1]; got.Code != tt.want {
			t.Errorf("%s %s: %d with code %q, want %q", tt.method, tt.path, got.Status, got.Code, tt.want)
		}
	}
}

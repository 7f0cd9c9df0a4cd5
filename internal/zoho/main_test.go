package zoho_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// seen is a request as the server saw it.
type seen struct {
	Method, Path, Query, Body string
	Header                    http.Header
}

// server answers with a handler and remembers what it was asked.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	calls []seen
}

func newServer(t *testing.T, handler http.HandlerFunc) *server {
	s := &server{}
	recorder := recorder(t)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.calls = append(s.calls, seen{r.Method, r.URL.Path, r.URL.RawQuery, string(body), r.Header.Clone()})
		s.mu.Unlock()
		record(t, recorder, r, body)
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) seen() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.calls...)
}

// only returns the one request that the server saw.
func (s *server) only(t *testing.T) seen {
	t.Helper()
	calls := s.seen()
	if len(calls) != 1 {
		t.Fatalf("server saw %d requests, want 1: %+v", len(calls), calls)
	}
	return calls[0]
}

// answers makes a handler that gives one answer per request, the last one for
// all further requests.
func answers(list ...func(http.ResponseWriter)) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		say := list[0]
		if len(list) > 1 {
			list = list[1:]
		}
		mu.Unlock()
		say(w)
	}
}

func say(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		if body != "" {
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}

// cutOff announces a longer body than it sends.
func cutOff(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "100000")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func validToken(access string) zoho.Token {
	return zoho.Token{AccessToken: access, RefreshToken: "1000.refresh", Expiry: noon.Add(time.Hour)}
}

func clock() time.Time { return noon }

// tokens is a source whose refreshes yield "fresh-1", "fresh-2" and so on.
func tokens(t *testing.T, refreshed *counter) *zoho.TokenSource {
	t.Helper()
	source, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token: validToken("first"),
		Refresh: func(context.Context, zoho.Token) (zoho.Token, error) {
			return validToken("fresh-" + string(rune('0'+refreshed.add()))), nil
		},
		Now: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	return source
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

func (c *counter) value() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// client talks to a server; adjust changes its configuration.
func client(t *testing.T, s *server, adjust ...func(*zoho.Config)) *zoho.Client {
	t.Helper()
	cfg := zoho.Config{BaseURL: s.URL, Tokens: tokens(t, &counter{}), HTTPClient: s.Client()}
	for _, change := range adjust {
		change(&cfg)
	}
	c, err := zoho.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// apiError returns the *zoho.Error in err or fails.
func apiError(t *testing.T, err error) *zoho.Error {
	t.Helper()
	e, ok := errors.AsType[*zoho.Error](err)
	if !ok {
		t.Fatalf("error is %T (%v), want *zoho.Error", err, err)
	}
	return e
}

// sameJSON compares two JSON texts by meaning.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	normal := func(s string) string {
		var v any
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			t.Fatalf("%v in %s", err, s)
		}
		b, _ := json.Marshal(v)
		return string(b)
	}
	if normal(got) != normal(want) {
		t.Errorf("got  %s\nwant %s", normal(got), normal(want))
	}
}

const inserted = `{"data":[{"code":"SUCCESS","status":"success","message":"record added","details":{"id":"57001",
 "Created_Time":"2026-03-09T05:00:00-07:00","Modified_Time":"2026-03-09T05:00:00-07:00",
 "Created_By":{"name":"Patricia Boyle","id":"411"},"Modified_By":{"name":"Patricia Boyle","id":"411"}}}]}`

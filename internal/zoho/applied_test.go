package zoho_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// insertError is the failure of an insert into Events.
func insertError(t *testing.T, c *zoho.Client) *zoho.Error {
	t.Helper()
	_, err := c.Events.InsertOne(context.Background(), zoho.Event{Title: "Haircut"}, zoho.InsertOptions{})
	return apiError(t, err)
}

func item(code string) string {
	return `{"data":[{"code":"` + code + `","details":{},"message":"no","status":"error"}]}`
}

// Fidelity: error-envelopes
// Fidelity: write-statuses
func TestAppliedByAnswer(t *testing.T) {
	flat := func(code string) string {
		return `{"code":"` + code + `","details":{},"message":"no","status":"error"}`
	}
	for name, tt := range map[string]struct {
		answer func(http.ResponseWriter)
		want   zoho.Applied
	}{
		"item refused":               {say(400, item("MANDATORY_NOT_FOUND")), zoho.NotApplied},
		"item refused in a 202":      {say(202, item("INVALID_DATA")), zoho.NotApplied},
		"item refused in a 207":      {say(207, item("DUPLICATE_DATA")), zoho.NotApplied},
		"item modified":              {say(412, item("ALREADY_MODIFIED")), zoho.NotApplied},
		"item with trouble":          {say(400, item("INTERNAL_ERROR")), zoho.MaybeApplied},
		"item with an unknown code":  {say(400, item("BRAND_NEW_CODE")), zoho.NotApplied},
		"flat refusal":               {say(400, flat("INVALID_MODULE")), zoho.NotApplied},
		"forbidden":                  {say(403, flat("NO_PERMISSION")), zoho.NotApplied},
		"scope":                      {say(401, flat("OAUTH_SCOPE_MISMATCH")), zoho.NotApplied},
		"401 page":                   {say(401, gatewayPage), zoho.NotApplied},
		"rate":                       {say(429, flat("TOO_MANY_REQUESTS")), zoho.NotApplied},
		"rate, old form":             {say(429, `{"code":429,"error":"TOO_MANY_REQUESTS","error_info":"slow"}`), zoho.NotApplied},
		"rate, no body":              {say(429, ""), zoho.NotApplied},
		"rate, cut":                  {cutOff(429, `{"code"`), zoho.NotApplied},
		"400 of a gateway":           {say(400, `{"error":"upstream_timeout"}`), zoho.MaybeApplied},
		"408 of a gateway":           {say(408, `{"code":408,"error":"Request timed out","status":"error"}`), zoho.MaybeApplied},
		"200 of a gateway":           {say(200, `{"error":"no_answer"}`), zoho.MaybeApplied},
		"400 page":                   {say(400, gatewayPage), zoho.MaybeApplied},
		"408":                        {say(408, ""), zoho.MaybeApplied},
		"500 with a code":            {say(500, flat("INTERNAL_ERROR")), zoho.MaybeApplied},
		"500 with items":             {say(500, item("INTERNAL_ERROR")), zoho.MaybeApplied},
		"500 with another code":      {say(500, flat("BRAND_NEW_CODE")), zoho.MaybeApplied},
		"500 with other items":       {say(500, item("BRAND_NEW_CODE")), zoho.MaybeApplied},
		"500 that says success":      {say(500, inserted), zoho.MaybeApplied},
		"503 with a code":            {say(503, flat("SERVICE_UNAVAILABLE")), zoho.MaybeApplied},
		"502 page":                   {say(502, gatewayPage), zoho.MaybeApplied},
		"504":                        {say(504, ""), zoho.MaybeApplied},
		"201 without a body":         {say(201, ""), zoho.MaybeApplied},
		"201 page":                   {say(201, gatewayPage), zoho.MaybeApplied},
		"201 cut JSON":               {say(201, inserted[:60]), zoho.MaybeApplied},
		"201 cut connection":         {cutOff(201, inserted), zoho.MaybeApplied},
		"201 with other JSON":        {say(201, `{"ok":true}`), zoho.MaybeApplied},
		"201 with no items":          {say(201, `{"data":[]}`), zoho.MaybeApplied},
		"201 item without an id":     {say(201, `{"data":[{"code":"SUCCESS","status":"success","details":{}}]}`), zoho.MaybeApplied},
		"204":                        {say(204, ""), zoho.MaybeApplied},
		"hang up after the request":  {hangUp, zoho.MaybeApplied},
		"2xx with a flat error body": {say(200, flat("INVALID_MODULE")), zoho.NotApplied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each repetition takes real time
			s := newServer(t, answers(tt.answer))
			if e := insertError(t, client(t, s)); e.Applied != tt.want {
				t.Errorf("%v, want %v: %v", e.Applied, tt.want, e)
			}
			want := 1
			if strings.HasPrefix(name, "rate") {
				want = 3 // refused before anything was done, hence repeated
			}
			if name == "rate, cut" {
				want = 2
			}
			if n := len(s.seen()); n != want {
				t.Errorf("server saw %d requests, want %d", n, want)
			}
		})
	}
}

func TestAppliedWithoutConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c, err := zoho.New(zoho.Config{BaseURL: "http://" + address, Tokens: tokens(t, &counter{}), HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	if e := insertError(t, c); e.Applied != zoho.NotApplied || !zoho.IsUnavailable(e) {
		t.Errorf("refused connection: %v, %v", e.Applied, e)
	}
}

func TestAppliedWhenTLSFails(t *testing.T) {
	s := httptest.NewUnstartedServer(answers(say(201, inserted)))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	transport := &http.Transport{} // trusts no test certificate
	defer transport.CloseIdleConnections()
	c, err := zoho.New(zoho.Config{BaseURL: s.URL, Tokens: tokens(t, &counter{}), HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	e := insertError(t, c)
	if _, untrusted := errors.AsType[x509.UnknownAuthorityError](e); !untrusted || e.Applied != zoho.NotApplied {
		t.Errorf("%v: %v", e.Applied, e)
	}
}

// The deadline passes while the handshake is still going on.
func TestAppliedWhenConnectingTakesTooLong(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c, err := zoho.New(zoho.Config{
		BaseURL: "https://" + listener.Addr().String(), Tokens: tokens(t, &counter{}),
		HTTPClient: &http.Client{Transport: transport}, Timeout: 50 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := insertError(t, c); e.Applied != zoho.NotApplied || !errors.Is(e, context.DeadlineExceeded) {
		t.Errorf("%v: %v", e.Applied, e)
	}
}

func TestAppliedWhenTheAnswerIsLate(t *testing.T) {
	release := make(chan struct{})
	s := newServer(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	c := client(t, s, func(cfg *zoho.Config) { cfg.Timeout = 500 * time.Millisecond })
	if e := insertError(t, c); e.Applied != zoho.MaybeApplied || !zoho.IsUnavailable(e) {
		t.Errorf("%v: %v", e.Applied, e)
	}
}

func TestAppliedWhenTheConnectionIsCutBeforeReading(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conn.Close()
		}
	}()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c, err := zoho.New(zoho.Config{BaseURL: "http://" + listener.Addr().String(), Tokens: tokens(t, &counter{}), HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	// The client cannot know that nobody read what it wrote.
	if e := insertError(t, c); e.Applied != zoho.MaybeApplied {
		t.Errorf("%v: %v", e.Applied, e)
	}
}

func TestAppliedWhenTheContextHasEnded(t *testing.T) {
	s := newServer(t, answers(say(201, inserted)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := client(t, s).Events.InsertOne(ctx, zoho.Event{}, zoho.InsertOptions{})
	if e := apiError(t, err); e.Applied != zoho.NotApplied || len(s.seen()) != 0 {
		t.Errorf("%v: %v", e.Applied, e)
	}
}

// silent is a transport that reports no steps, as one that replays recordings.
type silent struct{ err error }

func (s silent) RoundTrip(*http.Request) (*http.Response, error) { return nil, s.err }

func TestAppliedWithATransportThatReportsNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want zoho.Applied
	}{
		"anything": {errors.New("something broke"), zoho.MaybeApplied},
		"dialling": {&net.OpError{Op: "dial", Err: errors.New("refused")}, zoho.NotApplied},
		"reading":  {&net.OpError{Op: "read", Err: errors.New("reset")}, zoho.MaybeApplied},
	} {
		c, err := zoho.New(zoho.Config{
			BaseURL: "https://www.zohoapis.example", Tokens: tokens(t, &counter{}),
			HTTPClient: &http.Client{Transport: silent{tt.err}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if e := insertError(t, c); e.Applied != tt.want {
			t.Errorf("%s: %v", name, e.Applied)
		}
	}
}

// HTTP/2 reports its steps from other places than HTTP/1 does.
func TestAppliedOverHTTP2(t *testing.T) {
	release, arrived := make(chan struct{}), make(chan string, 1)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		arrived <- r.Proto
		<-release
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	defer close(release)
	c, err := zoho.New(zoho.Config{BaseURL: s.URL, Tokens: tokens(t, &counter{}), HTTPClient: s.Client(), Timeout: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // on a new connection, then on a used one
		if e := insertError(t, c); e.Applied != zoho.MaybeApplied || !errors.Is(e, context.DeadlineExceeded) {
			t.Errorf("%v: %v", e.Applied, e)
		}
		if proto := <-arrived; proto != "HTTP/2.0" {
			t.Errorf("spoke %s", proto)
		}
	}
}

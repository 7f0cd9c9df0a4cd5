package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

const (
	oneEvent     = `{"data":[{"id":"57001","Event_Title":"Haircut"}]}`
	invalidToken = `{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}`
	tooMany      = `{"code":"TOO_MANY_REQUESTS","details":{},"message":"Too many requests","status":"error"}`
	gatewayPage  = `<html><body>502 Bad Gateway, caller +15551234567</body></html>`
)

func TestNewChecksItsConfig(t *testing.T) {
	source := tokens(t, &counter{})
	for _, base := range []string{"", "www.zohoapis.com", "ftp://www.zohoapis.com", "https://", "https://www.zohoapis.com?x=1", "https://www.zohoapis.com?", "https://www.zohoapis.com/#x"} {
		if _, err := zoho.New(zoho.Config{BaseURL: base, Tokens: source}); err == nil {
			t.Errorf("base address %q was taken", base)
		}
	}
	if _, err := zoho.New(zoho.Config{BaseURL: "https://www.zohoapis.com"}); err == nil {
		t.Error("a client without tokens was built")
	}
}

// Fidelity: access-token
func TestRequestOnTheWire(t *testing.T) {
	s := newServer(t, answers(say(200, oneEvent)))
	c := client(t, s, func(cfg *zoho.Config) { cfg.BaseURL += "/"; cfg.UserAgent = "barber/1.0" })
	event, err := c.Events.Get(context.Background(), "57001", "Event_Title", "$event_cancelled")
	if err != nil || event.Title != "Haircut" {
		t.Fatalf("got %+v, %v", event, err)
	}
	call := s.only(t)
	if call.Method != "GET" || call.Path != "/crm/v8/Events/57001" || call.Query != "fields=Event_Title%2C%24event_cancelled" {
		t.Errorf("sent %s %s?%s", call.Method, call.Path, call.Query)
	}
	if h := call.Header; h.Get("Authorization") != "Zoho-oauthtoken first" || h.Get("User-Agent") != "barber/1.0" {
		t.Errorf("headers %v", h)
	}
}

// fussy accepts one access token only.
func fussy(accepted string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Zoho-oauthtoken "+accepted {
			say(200, oneEvent)(w)
			return
		}
		say(401, invalidToken)(w)
	}
}

// Fidelity: access-token
// Fidelity: expired-or-revoked
func TestRejectedTokenIsRenewedOnceForAll(t *testing.T) {
	s := newServer(t, fussy("fresh-1"))
	var refreshed counter
	c := client(t, s, func(cfg *zoho.Config) { cfg.Tokens = tokens(t, &refreshed); cfg.MaxConcurrent = 20 })
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if event, err := c.Events.Get(context.Background(), "57001"); err != nil || event.ID != "57001" {
				t.Errorf("got %+v, %v", event, err)
			}
		})
	}
	all.Wait()
	if n := refreshed.value(); n != 1 {
		t.Errorf("%d refreshes for 20 callers", n)
	}
}

func TestARejectedWriteIsSentAgainWithTheNewToken(t *testing.T) {
	s := newServer(t, answers(say(401, strings.Replace(invalidToken, "INVALID_TOKEN", "AUTHENTICATION_FAILURE", 1)), say(201, inserted)))
	result, err := client(t, s).Events.InsertOne(context.Background(), zoho.Event{Title: "Haircut"}, zoho.InsertOptions{})
	if err != nil || result.ID != "57001" {
		t.Fatalf("got %+v, %v", result, err)
	}
	calls := s.seen()
	if len(calls) != 2 || calls[0].Body != calls[1].Body || calls[1].Header.Get("Authorization") != "Zoho-oauthtoken fresh-1" {
		t.Errorf("sent %+v", calls)
	}
}

func TestASecondRejectionIsReported(t *testing.T) {
	s := newServer(t, fussy("none"))
	_, err := client(t, s).Events.Get(context.Background(), "57001")
	if !zoho.IsUnauthorized(err) || !errors.Is(err, zoho.CodeInvalidToken) || len(s.seen()) != 2 {
		t.Errorf("got %v after %d requests", err, len(s.seen()))
	}
}

// Fidelity: scopes
func TestAMissingScopeIsNotCuredByATokenRenewal(t *testing.T) {
	s := newServer(t, answers(say(401, `{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope to access this URL","status":"error"}`)))
	var refreshed counter
	c := client(t, s, func(cfg *zoho.Config) { cfg.Tokens = tokens(t, &refreshed) })
	_, err := c.Org(context.Background())
	if !zoho.IsUnauthorized(err) || !errors.Is(err, zoho.CodeScopeMismatch) || refreshed.value() != 0 || len(s.seen()) != 1 {
		t.Errorf("got %v after %d refreshes", err, refreshed.value())
	}
}

func TestACallWithoutATokenIsNotSent(t *testing.T) {
	s := newServer(t, answers(say(201, inserted)))
	revoked := &zoho.OAuthError{Op: "refresh", Reason: zoho.InvalidCode, Code: "invalid_code"}
	source, err := zoho.NewTokenSource(zoho.TokenConfig{
		Refresh: func(context.Context, zoho.Token) (zoho.Token, error) { return zoho.Token{}, revoked },
	})
	if err != nil {
		t.Fatal(err)
	}
	c := client(t, s, func(cfg *zoho.Config) { cfg.Tokens = source })
	_, err = c.Events.InsertOne(context.Background(), zoho.Event{Title: "Haircut"}, zoho.InsertOptions{})
	e := apiError(t, err)
	if e.Applied != zoho.NotApplied || !zoho.IsUnauthorized(err) || zoho.IsUnavailable(err) || !errors.Is(err, revoked) || len(s.seen()) != 0 {
		t.Errorf("got %v, %v", err, e.Applied)
	}
}

func TestAFailedRenewalKeepsTheRejection(t *testing.T) {
	s := newServer(t, fussy("none"))
	source, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token: validToken("first"), Now: clock,
		Refresh: func(context.Context, zoho.Token) (zoho.Token, error) {
			return zoho.Token{}, &zoho.OAuthError{Op: "refresh", Reason: zoho.Throttled, RetryAfter: time.Minute}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := client(t, s, func(cfg *zoho.Config) { cfg.Tokens = source })
	_, err = c.Events.InsertOne(context.Background(), zoho.Event{}, zoho.InsertOptions{})
	e := apiError(t, err)
	if e.Status != 401 || e.Applied != zoho.NotApplied || e.RetryAfter != time.Minute || zoho.IsUnauthorized(err) || !zoho.IsRateLimited(err) {
		t.Errorf("got %v, %+v", err, e)
	}
}

func TestReadsAreRepeated(t *testing.T) {
	for name, trouble := range map[string]func(http.ResponseWriter){
		"429": say(429, tooMany), "500": say(500, ""), "502 page": say(502, gatewayPage), "503": say(503, ""),
		"cut before the answer": hangUp, "cut within the answer": cutOff(200, `{"data":[{"id"`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each repetition takes real time
			s := newServer(t, answers(trouble, say(200, oneEvent)))
			if event, err := client(t, s).Events.Get(context.Background(), "57001"); err != nil || event.ID != "57001" {
				t.Errorf("get: %+v, %v", event, err)
			}
			s = newServer(t, answers(trouble, say(200, oneEvent)))
			for event, err := range zoho.Query[zoho.Event](context.Background(), client(t, s), "select id from Events where id is not null") {
				if err != nil || event.ID != "57001" {
					t.Errorf("query: %+v, %v", event, err)
				}
			}
			s = newServer(t, answers(trouble))
			_, err := client(t, s).Events.Get(context.Background(), "57001")
			want := 2
			if name == "429" {
				want = 3
			}
			if n := len(s.seen()); n != want || !(zoho.IsUnavailable(err) || zoho.IsRateLimited(err)) {
				t.Errorf("with lasting trouble: %d requests, %v", n, err)
			}
			if e := apiError(t, err); e.Applied != zoho.NotApplied {
				t.Error("a failed read is said to be maybe applied")
			}
		})
	}
}

func TestReadsAreNotRepeatedForOtherAnswers(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"400": say(400, `{"code":"INVALID_QUERY","details":{},"message":"invalid query formed","status":"error"}`),
		"404": say(404, ""), "cut JSON": say(200, `{"data":[{"id"`), "page": say(200, gatewayPage),
	} {
		s := newServer(t, answers(answer))
		if _, err := client(t, s).Events.Get(context.Background(), "57001"); err == nil || len(s.seen()) != 1 {
			t.Errorf("%s: %d requests, %v", name, len(s.seen()), err)
		}
	}
}

func TestNoTimeToRepeatMeansNoWaiting(t *testing.T) {
	s := newServer(t, answers(func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "3")
		say(429, tooMany)(w)
	}))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	start := time.Now()
	_, err := client(t, s).Events.Get(ctx, "57001")
	if took := time.Since(start); took > time.Second || len(s.seen()) != 1 {
		t.Errorf("took %v and %d requests", took, len(s.seen()))
	}
	if e := apiError(t, err); e.RetryAfter != 3*time.Second || !zoho.IsRateLimited(err) {
		t.Errorf("got %v, retry after %v", err, e.RetryAfter)
	}
}

func TestWritesInDoubtAreNeverRepeated(t *testing.T) {
	for name, trouble := range map[string]func(http.ResponseWriter){
		"500": say(500, ""), "503 page": say(503, gatewayPage),
		"cut before the answer": hangUp, "cut within the answer": cutOff(201, `{"data":[`), "cut JSON": say(201, `{"data":[`),
	} {
		s := newServer(t, answers(trouble, say(201, inserted)))
		c := client(t, s)
		if _, err := c.Events.InsertOne(context.Background(), zoho.Event{}, zoho.InsertOptions{}); err == nil || len(s.seen()) != 1 {
			t.Errorf("%s: insert: %d requests, %v", name, len(s.seen()), err)
		}
		s = newServer(t, answers(trouble, say(200, inserted)))
		if err := client(t, s).Events.DeleteOne(context.Background(), "57001"); err == nil || len(s.seen()) != 1 {
			t.Errorf("%s: delete: %d requests, %v", name, len(s.seen()), err)
		}
	}
}

func TestTimeoutBoundsACall(t *testing.T) {
	release := make(chan struct{})
	s := newServer(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	c := client(t, s, func(cfg *zoho.Config) { cfg.Timeout = 50 * time.Millisecond })
	_, err := c.Events.Get(context.Background(), "57001")
	if !errors.Is(err, context.DeadlineExceeded) || !zoho.IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Events.Get(ctx, "57001"); !errors.Is(err, context.Canceled) || zoho.IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
}

// Fidelity: concurrency-per-edition
func TestCallsInFlightAreBounded(t *testing.T) {
	var now, most atomic.Int32
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(10 * time.Millisecond)
		now.Add(-1)
		say(200, oneEvent)(w)
	})
	c := client(t, s, func(cfg *zoho.Config) { cfg.MaxConcurrent = 3 })
	var all sync.WaitGroup
	for range 15 {
		all.Go(func() {
			if _, err := c.Events.Get(context.Background(), "57001"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if m := most.Load(); m != 3 {
		t.Errorf("%d calls at once, want 3", m)
	}
}

func TestWaitingForATurnEndsWithTheContext(t *testing.T) {
	release := make(chan struct{})
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		<-release
		say(201, inserted)(w)
	})
	c := client(t, s, func(cfg *zoho.Config) { cfg.MaxConcurrent = 1 })
	var first sync.WaitGroup
	first.Go(func() { c.Events.Get(context.Background(), "57001") })
	for len(s.seen()) == 0 {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := c.Events.InsertOne(ctx, zoho.Event{}, zoho.InsertOptions{})
	if e := apiError(t, err); !errors.Is(err, context.DeadlineExceeded) || e.Applied != zoho.NotApplied {
		t.Errorf("got %v, %v", err, e.Applied)
	}
	close(release)
	first.Wait()
	s.only(t)
}

func TestAnswersAreBounded(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat(" ", 1<<20))
		for range 17 {
			w.Write(chunk)
		}
	})
	if _, err := client(t, s).Org(context.Background()); err == nil || !strings.Contains(err.Error(), "16 MiB") {
		t.Errorf("got %v", err)
	}
}

func TestTheTokenFollowsNoRedirect(t *testing.T) {
	elsewhere := newServer(t, answers(say(201, inserted)))
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusPermanentRedirect)
	})
	_, err := client(t, s).Events.InsertOne(context.Background(), zoho.Event{}, zoho.InsertOptions{})
	if e := apiError(t, err); e.Status != 308 || e.Applied != zoho.MaybeApplied || len(elsewhere.seen()) != 0 {
		t.Errorf("got %v, %v", err, e.Applied)
	}
}

func TestErrorsHideWhatIsPrivate(t *testing.T) {
	const phone = "+15551234567"
	for name, answer := range map[string]func(http.ResponseWriter){
		"page": say(502, gatewayPage), "hang up": hangUp, "not JSON": say(200, phone), "odd": say(200, `{"data":"`+phone+`"}`),
		"odd row":  say(200, `{"data":[{"Created_Time":"`+phone+`"}]}`),
		"refusal":  say(400, `{"code":"INVALID_QUERY","details":{"value":"`+phone+`"},"message":"invalid query formed","status":"error"}`),
		"bad body": say(200, `{"data":[{"id":`+phone+`}]}`),
	} {
		s := newServer(t, answers(answer))
		for _, err := range client(t, s).Contacts.Search(context.Background(), zoho.ByPhone(phone), zoho.SearchOptions{}) {
			text := fmt.Sprintf("%v %+v %s", err, err, err)
			for _, private := range []string{"5551234567", "first", "phone="} {
				if err == nil || strings.Contains(text, private) {
					t.Errorf("%s: error shows %q: %s", name, private, text)
				}
			}
			if e := apiError(t, err); e.Path != "/Contacts/search" || e.Method != "GET" {
				t.Errorf("%s: %s %s", name, e.Method, e.Path)
			}
		}
	}
}

func TestBadAddressesAreNotSent(t *testing.T) {
	s := newServer(t, answers(say(200, oneEvent)))
	c := client(t, s)
	ctx := context.Background()
	for _, id := range []string{"", "../Contacts", "1 2", "１２", "12345678901234567890", "1/Notes"} {
		if _, err := c.Events.Get(ctx, id); apiError(t, err).Applied != zoho.NotApplied {
			t.Errorf("get %q: %v", id, err)
		}
		if err := c.Events.DeleteOne(ctx, id); err == nil {
			t.Errorf("delete %q passed", id)
		}
		if err := c.CancelEvent(ctx, id, false); err == nil {
			t.Errorf("cancel %q passed", id)
		}
		if _, err := c.Events.Delete(ctx, "1", id); err == nil {
			t.Errorf("delete of several with %q passed", id)
		}
	}
	if _, err := zoho.Module[zoho.Event](c, "Events/1").InsertOne(ctx, zoho.Event{}, zoho.InsertOptions{}); err == nil {
		t.Error("a module with a slash passed")
	}
	if calls := s.seen(); len(calls) != 0 {
		t.Errorf("sent %+v", calls)
	}
}

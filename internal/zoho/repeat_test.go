package zoho_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// A write that Zoho refused for the number of calls was surely not applied, so
// it is sent again, twice at most and unchanged.
//
// Fidelity: rate-limit-code
func TestARefusedWriteIsRepeated(t *testing.T) {
	for name, refusal := range map[string]func(http.ResponseWriter){
		"429": say(429, tooMany), "429 page": say(429, gatewayPage), "429 cut": cutOff(429, `{"code"`),
		"429 of the old form": say(429, `{"code":429,"error":"TOO_MANY_REQUESTS","error_info":"slow"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each repetition takes real time
			s := newServer(t, answers(refusal, say(201, inserted)))
			result, err := client(t, s).Events.InsertOne(context.Background(), zoho.Event{Title: "Haircut"}, zoho.InsertOptions{})
			calls := s.seen()
			if err != nil || result.ID != "57001" || len(calls) != 2 || calls[0].Body != calls[1].Body {
				t.Errorf("got %+v, %v after %+v", result, err, calls)
			}
			s = newServer(t, answers(refusal))
			want := 3
			if name == "429 cut" {
				want = 2 // an answer that was lost, however sure its status
			}
			if err := client(t, s).Events.DeleteOne(context.Background(), "57001"); len(s.seen()) != want || apiError(t, err).Applied != zoho.NotApplied {
				t.Errorf("refused for good: %v after %d requests", err, len(s.seen()))
			}
		})
	}
}

// unplugged fails to dial the first times.
type unplugged struct {
	base  http.RoundTripper
	times atomic.Int32
}

func (u *unplugged) RoundTrip(r *http.Request) (*http.Response, error) {
	if u.times.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	return u.base.RoundTrip(r)
}

func TestAnUnsentWriteIsRepeatedOnce(t *testing.T) {
	for failures, want := range map[int32]int{1: 1, 2: 0} {
		s := newServer(t, answers(say(201, inserted)))
		wire := &unplugged{base: s.Client().Transport}
		wire.times.Store(failures)
		c := client(t, s, func(cfg *zoho.Config) { cfg.HTTPClient = &http.Client{Transport: wire} })
		_, err := c.Events.InsertOne(context.Background(), zoho.Event{}, zoho.InsertOptions{})
		if (err == nil) != (want == 1) || len(s.seen()) != want {
			t.Errorf("unplugged %d times: %v, %d requests arrived", failures, err, len(s.seen()))
		}
		if left := wire.times.Load(); left < -1 || left > 0 {
			t.Errorf("unplugged %d times: tried until %d", failures, left)
		}
	}
}

// What there is no time to repeat comes back at once, with the time.
func TestARefusedWriteWithoutTimeIsNotRepeated(t *testing.T) {
	s := newServer(t, answers(say(429, tooMany)))
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := client(t, s).Events.InsertOne(ctx, zoho.Event{}, zoho.InsertOptions{})
	if e := apiError(t, err); e.Applied != zoho.NotApplied || e.RetryAfter <= 0 || e.RetryAfter > time.Second || len(s.seen()) != 1 {
		t.Errorf("%v, retry after %v, %d requests", err, e.RetryAfter, len(s.seen()))
	}
	if took := time.Since(began); took > 140*time.Millisecond {
		t.Errorf("it took %v", took)
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

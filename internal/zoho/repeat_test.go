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

package zoho_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// What is handed out may be read by many at once; the race detector sees to it.
func TestAnswersAreReadTogether(t *testing.T) {
	s := simulate(t)
	broken := haircut(noon)
	broken.Title = ""
	b, contact, meeting, note := booking(zoho.RollbackOnFail, broken)
	answer, err := s.client.Composite(context.Background(), b)
	ok(t, "composite", err)
	list := s.client.Contacts.List(context.Background(), zoho.ListOptions{Fields: []string{"Last_Name"}, PageSize: 1})
	all, err := collect(list)
	ok(t, "list", err)
	for _, failure := range together(8, func(int) error {
		for _, part := range []*zoho.Part{contact, meeting, note} {
			if _, err := answer.Result(part); !surelyNot(err) {
				return fmt.Errorf("part: %w", err)
			}
		}
		again, err := collect(list)
		if err == nil && (len(again) != len(all) || len(all) < 2) {
			err = fmt.Errorf("%d records, want %d", len(again), len(all))
		}
		return err
	}) {
		t.Error(failure)
	}
}

// A hundred calls whose token is rejected cost one of the few refreshes.
func TestARejectedTokenIsNoStorm(t *testing.T) {
	refreshed := &counter{}
	s := newServer(t, fussy("fresh-1"))
	c := client(t, s, func(cfg *zoho.Config) { cfg.Tokens, cfg.MaxConcurrent = tokens(t, refreshed), 24 })
	for _, failure := range together(100, func(int) error {
		_, err := c.Events.Get(context.Background(), "57001")
		return err
	}) {
		t.Error(failure)
	}
	if n := refreshed.value(); n != 1 {
		t.Errorf("%d refreshes", n)
	}
}

// A deadline is kept wherever a call is when it passes: waiting for an answer,
// for its rest, for a place, for a token, or for its repetition.
func TestDeadlinesAreKept(t *testing.T) {
	release := make(chan struct{})
	hang := func(http.ResponseWriter) { <-release }
	half := func(w http.ResponseWriter) {
		io.WriteString(w, `{"data":[`)
		w.(http.Flusher).Flush()
		<-release
	}
	patient := func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "9999999999")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	slow, err := zoho.NewTokenSource(zoho.TokenConfig{
		Refresh: func(context.Context, zoho.Token) (zoho.Token, error) { <-release; return validToken("x"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		answer func(http.ResponseWriter)
		adjust func(*zoho.Config)
		calls  int
		most   time.Duration
	}{
		"answer":     {hang, func(*zoho.Config) {}, 1, 200 * time.Millisecond},
		"rest":       {half, func(*zoho.Config) {}, 1, 200 * time.Millisecond},
		"place":      {hang, func(cfg *zoho.Config) { cfg.MaxConcurrent = 1 }, 5, 200 * time.Millisecond},
		"token":      {hang, func(cfg *zoho.Config) { cfg.Tokens = slow }, 5, 200 * time.Millisecond},
		"repetition": {patient, func(*zoho.Config) {}, 1, 0},
	} {
		c := client(t, newServer(t, answers(tt.answer)), tt.adjust)
		for _, failure := range together(tt.calls, func(int) error {
			ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
			defer cancel()
			begun := time.Now()
			_, err := c.Events.Get(ctx, "57001")
			if took := time.Since(begun); err == nil || took > tt.most+150*time.Millisecond {
				return fmt.Errorf("%s: %v after %v", name, err, took)
			}
			if e := apiError(t, err); e.RetryAfter < 0 || !surelyNot(err) {
				return fmt.Errorf("%s: %w, to be repeated after %v", name, err, e.RetryAfter)
			}
			return nil
		}) {
			t.Error(failure)
		}
	}
	close(release)
}

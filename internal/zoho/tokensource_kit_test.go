package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// vault is where a token source under test saves, and what refreshes it.
type vault struct {
	mu        sync.Mutex
	log       []string // "refresh", "save <token>"
	refuse    error
	saveFails bool
	slow      time.Duration
}

func (v *vault) refresh(ctx context.Context, _ zoho.Token) (zoho.Token, error) {
	select {
	case <-time.After(v.slow):
	case <-ctx.Done():
		return zoho.Token{}, ctx.Err()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.log = append(v.log, "refresh")
	if v.refuse != nil {
		return zoho.Token{}, v.refuse
	}
	// As with Zoho, the refresh token is not repeated.
	return zoho.Token{AccessToken: fmt.Sprintf("new-%d", v.count("refresh")), Expiry: time.Now().Add(time.Hour)}, nil
}

func (v *vault) save(_ context.Context, t zoho.Token) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.log = append(v.log, "save "+t.AccessToken)
	if t.RefreshToken == "" {
		v.log = append(v.log, "save without refresh token")
	}
	if v.saveFails {
		return errors.New("disk full")
	}
	return nil
}

// count counts the entries of the log; v.mu is held.
func (v *vault) count(entry string) int {
	n := 0
	for _, e := range v.log {
		if e == entry {
			n++
		}
	}
	return n
}

func (v *vault) refreshes() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.count("refresh")
}

func (v *vault) set(change func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	change()
}

// source starts with the token "old" that expires after left.
func (v *vault) source(t *testing.T, left time.Duration) *zoho.TokenSource {
	t.Helper()
	s, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token:   zoho.Token{AccessToken: "old", RefreshToken: "grant", Expiry: time.Now().Add(left)},
		Refresh: v.refresh, Save: v.save,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantToken(t *testing.T, s *zoho.TokenSource, want string) {
	t.Helper()
	if got, err := s.Token(context.Background()); err != nil || got.AccessToken != want {
		t.Errorf("got token %q, %v; want %q", got.AccessToken, err, want)
	}
}

package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

func TestTokenIsRenewedFiveMinutesAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{}
		s := v.source(t, time.Hour)
		time.Sleep(54 * time.Minute)
		wantToken(t, s, "old")
		time.Sleep(time.Minute)
		wantToken(t, s, "new-1")
		wantToken(t, s, "new-1")
		if fmt.Sprint(v.log) != "[refresh save new-1]" {
			t.Errorf("log %v", v.log)
		}
	})
}

func TestTokenIsSavedBeforeItIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		saving, stored := make(chan struct{}), make(chan struct{})
		s, err := zoho.NewTokenSource(zoho.TokenConfig{
			Refresh: (&vault{}).refresh,
			Save: func(context.Context, zoho.Token) error {
				close(saving)
				<-stored
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		got := make(chan zoho.Token)
		go func() {
			token, _ := s.Token(context.Background())
			got <- token
		}()
		<-saving
		synctest.Wait()
		select {
		case token := <-got:
			t.Errorf("token %q is out before it is saved", token.AccessToken)
		default:
		}
		close(stored)
		if token := <-got; token.AccessToken != "new-1" {
			t.Errorf("got %q", token.AccessToken)
		}
	})
}

func TestManyCallersShareOneRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{slow: time.Second}
		s := v.source(t, 0)
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				if i%2 == 0 {
					wantToken(t, s, "new-1")
				} else if got, err := s.Renew(context.Background(), "old"); err != nil || got.AccessToken != "new-1" {
					t.Errorf("got %q, %v", got.AccessToken, err)
				}
			})
		}
		all.Wait()
		if got, err := s.Renew(context.Background(), "old"); err != nil || got.AccessToken != "new-1" {
			t.Errorf("a late caller got %q, %v", got.AccessToken, err)
		}
		if n := v.refreshes(); n != 1 {
			t.Errorf("%d refreshes", n)
		}
	})
}

func TestOneCallerLeavesTheOthersStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{slow: 3 * time.Second}
		s := v.source(t, 0)
		var all sync.WaitGroup
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			if _, err := s.Token(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the hasty caller got %v", err)
			}
		})
		synctest.Wait() // the hasty caller starts the refresh
		all.Go(func() { wantToken(t, s, "new-1") })
		all.Wait()
		if n := v.refreshes(); n != 1 {
			t.Errorf("%d refreshes", n)
		}
	})
}

func TestAStillValidTokenServesWhileRefreshFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{refuse: &zoho.OAuthError{Op: "refresh", Reason: zoho.Other, Status: 500}}
		s := v.source(t, 4*time.Minute)
		wantToken(t, s, "old")
		time.Sleep(4 * time.Minute)
		if _, err := s.Token(context.Background()); !zoho.IsUnavailable(err) {
			t.Errorf("got %v", err)
		}
		v.set(func() { v.refuse = nil })
		wantToken(t, s, "new-3")
	})
}

// Fidelity: expired-or-revoked
func TestAPermanentRefusalIsRemembered(t *testing.T) {
	for _, reason := range []zoho.OAuthReason{zoho.InvalidCode, zoho.InvalidRedirect, zoho.Denied} {
		synctest.Test(t, func(t *testing.T) {
			v := &vault{refuse: &zoho.OAuthError{Op: "refresh", Reason: reason}}
			s := v.source(t, 0)
			for range 10 {
				if _, err := s.Token(context.Background()); !zoho.IsUnauthorized(err) {
					t.Errorf("got %v", err)
				}
				time.Sleep(time.Hour)
			}
			if n := v.refreshes(); n != 1 {
				t.Errorf("%v: %d refreshes", reason, n)
			}
			s.Replace(zoho.Token{AccessToken: "granted anew", RefreshToken: "grant 2", Expiry: time.Now().Add(time.Hour)})
			wantToken(t, s, "granted anew")
			v.set(func() { v.refuse = nil })
			time.Sleep(time.Hour)
			wantToken(t, s, "new-2")
		})
	}
}

// An application that was put right at Zoho works again by itself.
func TestARefusedApplicationIsTriedAgain(t *testing.T) {
	for _, reason := range []zoho.OAuthReason{zoho.InvalidClient, zoho.InvalidSecret} {
		synctest.Test(t, func(t *testing.T) {
			v := &vault{refuse: &zoho.OAuthError{Op: "refresh", Reason: reason}}
			s := v.source(t, 0)
			for range 60 {
				if _, err := s.Token(context.Background()); !zoho.IsUnauthorized(err) {
					t.Errorf("got %v", err)
				}
				time.Sleep(time.Minute)
			}
			if n := v.refreshes(); n != 4 {
				t.Errorf("%v: %d refreshes in an hour", reason, n)
			}
			v.set(func() { v.refuse = nil })
			wantToken(t, s, "new-5")
		})
	}
}

// Fidelity: token-throttle
func TestAThrottledSourceStaysQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{refuse: &zoho.OAuthError{Op: "refresh", Reason: zoho.Throttled, RetryAfter: zoho.ThrottleWait}}
		s := v.source(t, 0)
		for left := zoho.ThrottleWait; left > 0; left -= time.Minute {
			_, err := s.Token(context.Background())
			refusal, ok := errors.AsType[*zoho.OAuthError](err)
			if !ok || !zoho.IsRateLimited(err) || refusal.RetryAfter != left {
				t.Errorf("with %v left: got %v, %+v", left, err, refusal)
			}
			time.Sleep(time.Minute)
		}
		if n := v.refreshes(); n != 1 {
			t.Errorf("%d refreshes", n)
		}
		v.set(func() { v.refuse = nil })
		wantToken(t, s, "new-2")
	})
}

// An API that rejects every token must not make the source use up what Zoho
// grants.
//
// Fidelity: token-throttle
func TestRejectionsDoNotBecomeAStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{}
		s := v.source(t, time.Hour)
		token, limited := "old", 0
		for range 600 {
			next, err := s.Renew(context.Background(), token)
			if err == nil {
				token = next.AccessToken
			} else if zoho.IsRateLimited(err) {
				limited++
			}
			time.Sleep(time.Second)
		}
		if n := v.refreshes(); n > 10 || limited == 0 {
			t.Errorf("%d refreshes in ten minutes, %d calls turned down", n, limited)
		}
	})
}

func TestUnreachableServerCostsNoAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
		v := &vault{refuse: &zoho.OAuthError{Op: "refresh", Err: dial}}
		s := v.source(t, 0)
		for range 20 {
			if _, err := s.Token(context.Background()); !zoho.IsUnavailable(err) {
				t.Errorf("got %v", err)
			}
		}
		v.set(func() { v.refuse = nil })
		wantToken(t, s, "new-21")
	})
}

func TestAFailedSaveLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{saveFails: true}
		s := v.source(t, 0)
		for range 5 {
			wantToken(t, s, "new-1")
		}
		time.Sleep(31 * time.Second)
		v.set(func() { v.saveFails = false })
		wantToken(t, s, "new-1")
		synctest.Wait()
		time.Sleep(31 * time.Second)
		wantToken(t, s, "new-1")
		synctest.Wait()
		if fmt.Sprint(v.log) != "[refresh save new-1 save new-1]" {
			t.Errorf("log %v", v.log)
		}
	})
}

func TestAGrantOutlivesARefreshOfTheOldOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{slow: time.Second}
		s := v.source(t, 0)
		done := make(chan struct{})
		go func() {
			defer close(done)
			wantToken(t, s, "granted anew")
		}()
		synctest.Wait()
		s.Replace(zoho.Token{AccessToken: "granted anew", RefreshToken: "grant 2", Expiry: time.Now().Add(time.Hour)})
		<-done
		wantToken(t, s, "granted anew")
		if n := v.count("save new-1"); n != 0 {
			t.Error("the token of the old grant was saved over the new one")
		}
	})
}

func TestTokenSourceNeedsAWayToRefresh(t *testing.T) {
	if _, err := zoho.NewTokenSource(zoho.TokenConfig{}); err == nil {
		t.Error("a source without OAuth and Refresh was built")
	}
}

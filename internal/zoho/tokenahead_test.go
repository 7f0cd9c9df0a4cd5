package zoho_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// An accounts server that hangs costs nothing while the token in hand is good:
// not the caller's deadline, and a second once.
func TestASlowRenewalAheadKeepsNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vault{slow: 15 * time.Second}
		s := v.source(t, 4*time.Minute)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
				defer cancel()
				begun := time.Now()
				got, err := s.Token(ctx)
				if took := time.Since(begun); err != nil || got.AccessToken != "old" || took != time.Second || ctx.Err() != nil {
					t.Errorf("got %q, %v after %v", got.AccessToken, err, took)
				}
			})
		}
		all.Wait()
		begun := time.Now()
		wantToken(t, s, "old")
		if took := time.Since(begun); took != 0 {
			t.Errorf("a later caller waited %v", took)
		}
		time.Sleep(15 * time.Second)
		wantToken(t, s, "new-1")
		if n := v.refreshes(); n != 1 {
			t.Errorf("%d refreshes", n)
		}
	})
}

package zoho_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Waiting for a place costs no time of the call's own: none is made just to be
// given up.
func TestTimeoutLeavesOutTheWaitForAPlace(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(100 * time.Millisecond)
		say(200, oneEvent)(w)
	})
	c := client(t, s, func(cfg *zoho.Config) { cfg.MaxConcurrent, cfg.Timeout = 1, 400*time.Millisecond })
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if _, err := c.Events.Get(context.Background(), "57001"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(s.seen()); n != 10 {
		t.Errorf("%d requests were sent", n)
	}
}

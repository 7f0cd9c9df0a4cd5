package app_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// Two projects that one application serves in one organisation have its limits
// together: also one that is connected and published while the other is at
// work, and both after a restart.
//
// Fidelity: edition-concurrency
func TestPressTwoProjectsInOneOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.hasEdition("free")
	agents := []string{w.keys.AgentKey, w.secondProject().AgentKey}
	for _, when := range []string{"published", "restarted"} {
		before := w.last()
		w.zohoTakes(60 * time.Millisecond)
		var all sync.WaitGroup
		for n := range 12 {
			all.Go(func() {
				res, err := w.client(agents[n%2]).StartConversation(t.Context(), &ringbookv1.StartConversationRequest{
					ConversationId: fmt.Sprint(when, n), CallerPhone: caller(n),
				})
				if err != nil || res.GetStatus() != ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_OK {
					t.Errorf("%s, call %d came to %v, %v", when, n, res.GetStatus(), err)
				}
			})
		}
		all.Wait()
		w.faults()
		if got := w.statuses(before); got[http.StatusTooManyRequests] != 0 || got[http.StatusNoContent] == 0 {
			t.Errorf("%s, Zoho answered %v", when, got)
		}
		w.restart()
	}
}

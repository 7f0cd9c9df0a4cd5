package app_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestPressEverythingAtOnce: thirty examinations with probes, publishes and two
// hundred follow-ups at a distant Zoho of the smallest edition. Callers get their
// answers, nothing is asked only to be given up, and nothing is refused.
//
// Fidelity: edition-concurrency
func TestPressEverythingAtOnce(t *testing.T) {
	w := newWorld(t, nil)
	w.hasEdition("free")
	starts := w.freeStarts(8)
	before, began := w.last(), time.Now()
	w.zohoTakes(300 * time.Millisecond)
	disperse := w.crowd(30)
	defer disperse()
	var all sync.WaitGroup
	for n := range 200 {
		all.Go(func() {
			end := endOf(fmt.Sprint("past-", n))
			end.CallerPhone, end.WaitSeconds = caller(2000+n), 0
			if _, err := w.agent.EndConversation(t.Context(), end); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()

	var mu sync.Mutex
	var slowest time.Duration
	timed := func(what string, do func() (answer any, fine bool)) {
		began := time.Now()
		answer, fine := do()
		mu.Lock()
		defer mu.Unlock()
		slowest = max(slowest, time.Since(began))
		if !fine {
			t.Errorf("%s came to %v after %s", what, answer, time.Since(began))
		}
	}
	for n, s := range starts {
		w.passes(31 * time.Second) // the calendar has to be read again
		id := fmt.Sprint("live-", n)
		timed("starting", func() (any, bool) {
			res := call(w, w.agent.StartConversation, &ringbookv1.StartConversationRequest{ConversationId: id, CallerPhone: caller(n)})
			return res, res.GetStatus() == ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_OK
		})
		timed("asking for slots", func() (any, bool) {
			res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{ConversationId: id, From: quietDay, To: quietDay})
			return res.GetStatus(), res.GetStatus() == slotsOK
		})
		all.Go(func() {
			timed("booking", func() (any, bool) {
				res, err := w.agent.Book(t.Context(), asks(id, caller(n), fmt.Sprint("Busy Caller", n), s.GetStart()))
				return fmt.Sprint(res.GetStatus(), err), err == nil && res.GetStatus() == booked
			})
		})
	}
	all.Wait()
	w.eventually("calls have waited for longer than one may take", func() bool { return time.Since(began) > 14*time.Second })
	got := w.statuses(before)
	if got[http.StatusTooManyRequests] != 0 || got[0] != 0 {
		t.Errorf("Zoho answered %v", got)
	}
	w.faults()
	disperse()
	w.holds(len(starts))
	if slowest > hardStop {
		t.Errorf("the slowest answer took %s", slowest)
	}
	t.Logf("the slowest answer took %s; Zoho answered %v", slowest.Round(time.Millisecond), got)
}

package app_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// pressed remembers the worst answer of live calls.
type pressed struct {
	mu    sync.Mutex
	worst time.Duration
	what  string
	all   []time.Duration
}

func (p *pressed) took(what string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, d)
	if d > p.worst {
		p.worst, p.what = d, what
	}
}

// TestPressEverythingAtOnce: examinations with probes, publishes and two hundred
// follow-ups at a distant Zoho of the smallest edition.
func TestPressEverythingAtOnce(t *testing.T) {
	w := newWorld(t, nil)
	w.hasEdition("free")
	starts := w.freeStarts(8)
	w.zohoTakes(300 * time.Millisecond)
	for n := range 200 {
		id := fmt.Sprint("past-", n)
		end := endOf(id)
		end.CallerPhone = caller(2000+n)
		end.WaitSeconds = 0
		call(w, w.agent.EndConversation, end)
	}
	before := w.last()
	disperse := w.crowd(30)
	defer disperse()
	w.eventually("the examinations are under way", func() bool { return len(w.sim.Sim.Requests(before)) > 20 })
	var p pressed
	for n := range 10 {
		w.passes(31 * time.Second)
		began := time.Now()
		res, err := w.agent.StartConversation(t.Context(), &ringbookv1.StartConversationRequest{ConversationId: fmt.Sprint("live-", n), CallerPhone: caller(n)})
		p.took("start", time.Since(began))
		if err != nil {
			t.Errorf("%v %v", res, err)
		}
		t.Logf("start %s: %s", time.Since(began), res.GetStatus())
		began = time.Now()
		s := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{ConversationId: fmt.Sprint("live-", n), From: quietDay, To: quietDay}).GetStatus()
		p.took("slots", time.Since(began))
		t.Logf("slots %s: %s", time.Since(began), s)
		if s != slotsOK {
			t.Errorf("slots %s", s)
		}
	}
	var all sync.WaitGroup
	for n, s := range starts {
		all.Go(func() {
			began := time.Now()
			res, err := w.agent.Book(context.Background(), asks(fmt.Sprint("live-", n), caller(n), fmt.Sprint("Busy Caller", n), s.GetStart()))
			if err != nil || res.GetStatus() != booked {
				t.Errorf("booking %d came to %v, %v after %s", n, res.GetStatus(), err, time.Since(began))
			}
			t.Logf("book %s: %s", time.Since(began), res.GetStatus())
			p.took("book", time.Since(began))
		})
	}
	all.Wait()
	disperse()
	t.Logf("worst %s %s, Zoho %v", p.what, p.worst, w.statuses(before))
	if n := w.statuses(before)[http.StatusTooManyRequests]; n != 0 {
		t.Errorf("%d 429", n)
	}
	w.faults()
	w.quiet()
}

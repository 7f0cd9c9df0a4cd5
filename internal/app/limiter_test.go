package app_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// zohoTakes makes every call of Zoho's API take as long as a distant one.
func (w *world) zohoTakes(d time.Duration) {
	w.t.Helper()
	w.faults(zohosim.Fault{Path: "/crm/", Kind: "latency", LatencyMs: int(d.Milliseconds())})
}

// hasEdition makes the organisation one of another edition, and ringbook learn
// it as it always does: by a publish.
func (w *world) hasEdition(name string) {
	w.t.Helper()
	w.control(http.MethodPost, "settings", map[string]any{"edition": name}, nil)
	if _, err := w.publishing(w.builder(), &ringbookv1.PublishRequest{}); err != nil {
		w.t.Fatal(err)
	}
}

// statuses counts what Zoho answered since a sequence number.
func (w *world) statuses(since int64) map[int]int {
	counts := map[int]int{}
	for _, r := range w.sim.Sim.Requests(since) {
		counts[r.Status]++
	}
	return counts
}

// crowd examines the project many times at once and publishes it again and
// again, until the end that is returned is called.
func (w *world) crowd(examinations int) (disperse func()) {
	ctx, cancel := context.WithCancel(w.t.Context())
	var all sync.WaitGroup
	again := func(do func() error) {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := do(); err != nil && ctx.Err() == nil {
					w.t.Errorf("beside the calls: %v", err)
				}
			}
		})
	}
	for range examinations {
		again(func() error {
			_, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true})
			return err
		})
	}
	again(func() error {
		_, err := w.publishing(w.builder(), &ringbookv1.PublishRequest{})
		return err
	})
	return func() {
		cancel()
		all.Wait()
	}
}

// freeStarts are times of the quiet day that do not overlap.
func (w *world) freeStarts(most int) (starts []*ringbookv1.Slot) {
	w.t.Helper()
	for _, s := range w.slots(quietDay) {
		if n := len(starts); n < most && (n == 0 || !s.GetStart().AsTime().Before(starts[n-1].GetEnd().AsTime())) {
			starts = append(starts, s)
		}
	}
	return starts
}

// Thirty examinations and publishes at once keep no caller waiting, in the
// smallest edition and in a large one, and never are more calls in flight than
// Zoho allows.
//
// Fidelity: edition-concurrency
func TestLimiterCallersGoBeforeExaminations(t *testing.T) {
	for _, edition := range []string{"free", "enterprise"} {
		t.Run(edition, func(t *testing.T) {
			w := newWorld(t, nil)
			w.hasEdition(edition)
			starts := w.freeStarts(8)
			before := w.last()
			w.zohoTakes(40 * time.Millisecond)
			disperse := w.crowd(30)
			defer disperse()
			w.eventually("the examinations are under way", func() bool { return len(w.sim.Sim.Requests(before)) > 20 })

			var slowest time.Duration
			for n := range 12 {
				w.passes(31 * time.Second) // the calendar has to be read again
				began := time.Now()
				if s := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}).GetStatus(); s != slotsOK {
					t.Errorf("slot check %d came to %s", n, s)
				}
				slowest = max(slowest, time.Since(began))
			}
			var all sync.WaitGroup
			var mu sync.Mutex
			for n, s := range starts {
				all.Go(func() {
					began := time.Now()
					res, err := w.agent.Book(t.Context(), asks(fmt.Sprint("busy-", n), caller(n), fmt.Sprint("Busy Caller", n), s.GetStart()))
					if err != nil || res.GetStatus() != booked {
						t.Errorf("booking %d came to %v, %v", n, res.GetStatus(), err)
					}
					mu.Lock()
					defer mu.Unlock()
					slowest = max(slowest, time.Since(began))
				})
			}
			all.Wait()
			if slowest > hardStop/2 {
				t.Errorf("the slowest answer took %s", slowest)
			}
			disperse()
			w.faults()
			if got := w.statuses(before); got[http.StatusTooManyRequests] != 0 {
				t.Errorf("Zoho answered %v", got)
			}
			w.holds(len(starts))
			t.Logf("%s: the slowest answer took %s; Zoho answered %v", edition, slowest.Round(time.Millisecond), w.statuses(before))
		})
	}
}

// last is the sequence number of the latest request.
func (w *world) last() (seq int64) {
	for _, r := range w.sim.Sim.Requests(0) {
		seq = max(seq, r.Seq)
	}
	return seq
}

package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// While half of all calls are refused for their number, every caller is
// answered in time, and in the end each appointment and each note is in the CRM
// once, as one intention.
func TestPressStormOfRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.hasEdition("free")
	starts := w.freeStarts(8)
	w.faults(zohosim.Fault{Path: "/crm/", Kind: "status", Status: http.StatusTooManyRequests, Probability: 0.5})
	var all sync.WaitGroup
	var taken atomic.Int32
	for n, s := range starts {
		all.Go(func() {
			id := fmt.Sprint("storm-", n)
			began := time.Now()
			res, err := w.agent.Book(t.Context(), asks(id, caller(n), fmt.Sprint("Storm Caller", n), s.GetStart()))
			if err != nil {
				t.Error(err)
			}
			if status := res.GetStatus(); status == booked || status == bookPending {
				taken.Add(1)
			}
			if took := time.Since(began); took > hardStop {
				t.Errorf("booking %d was answered after %s", n, took)
			}
			end := endOf(id)
			end.WaitSeconds = 0
			if _, err := w.agent.EndConversation(t.Context(), end); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.faults()
	w.settles("what was taken on is in the CRM", func() bool {
		return len(w.events()) >= int(taken.Load()) && len(w.notes("")) >= len(starts)
	})
	refs := map[string]int{}
	for _, e := range w.events() {
		_, ref, _ := strings.Cut(e.text("Description"), "Reference: ")
		refs[ref]++
	}
	for ref, n := range refs {
		if n != 1 {
			t.Errorf("%d events have the reference %s", n, ref)
		}
		w.behind(func(db *sqlite.DB) {
			in, err := db.Intents().Get(t.Context(), w.keys.Project, "booking/"+strings.TrimPrefix(strings.TrimSpace(ref), "ringbook-")+"/create")
			if err != nil || in.State != intent.Done {
				t.Errorf("the intention is %+v, %v", in, err)
			}
		})
	}
	for n := range starts {
		if people := len(w.named("Contacts", fmt.Sprint("Caller", n))) + len(w.named("Leads", fmt.Sprint("Caller", n))); people != 1 {
			t.Errorf("caller %d is there %d times", n, people)
		}
	}
	if notes := len(w.notes("")); notes != len(starts) {
		t.Errorf("%d notes are there, want %d", notes, len(starts))
	}
	if len(refs) != int(taken.Load()) {
		t.Errorf("%d appointments were taken on, %d are there", taken.Load(), len(refs))
	}
	t.Logf("%d of %d were taken on", taken.Load(), len(starts))
}

// A server that stops while calls wait for their turn, and Zoho hangs, does so
// in seconds, and meanwhile its store takes writes.
func TestPressStopsWhileCallsWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.hasEdition("free")
	w.zohoTakes(30 * time.Second)
	for n := range 12 {
		end := endOf(fmt.Sprint("past-", n))
		end.CallerPhone, end.WaitSeconds = caller(2000+n), 0
		began := time.Now()
		if _, err := w.agent.EndConversation(t.Context(), end); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > hardStop {
			t.Errorf("answered after %s", took)
		}
	}
	began := time.Now()
	w.stop()
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("stopping took %s", took)
	}
	w.faults()
	w.start()
	for n := range 12 {
		w.follows(fmt.Sprint("past-", n))
	}
	if n := len(w.notes("")); n != 12 {
		t.Errorf("%d notes", n)
	}
}

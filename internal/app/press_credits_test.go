package app_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// Callers are served to the last credit. Then answers come in time and say that
// it takes longer; when there are credits again, all that was taken on is done,
// once.
func TestPressTheLastCredit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.shortage(14)
	starts := w.freeStarts(8)
	taken, written := 0, 0
	for n, s := range starts {
		w.passes(31 * time.Second)
		id := fmt.Sprint("last-", n)
		began := time.Now()
		res := call(w, w.agent.Book, asks(id, caller(n), fmt.Sprint("Last Caller", n), s.GetStart()))
		if now := res.GetStatus() == booked; now || res.GetStatus() == bookPending {
			taken++
			if now {
				written++
			}
		}
		end := endOf(id)
		end.WaitSeconds = 0
		call(w, w.agent.EndConversation, end)
		if took := time.Since(began); took > 2*hardStop {
			t.Errorf("call %d took %s", n, took)
		}
	}
	var credits struct{ Used, Remaining int }
	w.control(http.MethodGet, "credits", nil, &credits)
	if credits.Remaining > 0 || written == 0 || written == len(starts) || taken != len(starts) {
		t.Errorf("%d were taken on, %d written, and the credits are %+v", taken, written, credits)
	}
	w.behaves("credits", 0) // those of the edition
	w.passes(20 * time.Minute)
	w.settles("what was taken on is in the CRM", func() bool { return len(w.events()) >= taken && len(w.notes("")) >= len(starts) })
	w.holds(taken)
	if n := len(w.notes("")); n != len(starts) {
		t.Errorf("%d notes are there", n)
	}
}

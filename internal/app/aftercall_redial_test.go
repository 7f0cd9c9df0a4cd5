package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// A new caller who redials is one person, although both calls end while Zoho
// is away and their follow-ups then run at once.
func TestARedialingNewCallerIsOneLead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	const callers, redials = 4, 3
	w.faults(faultOn("", "/crm/", "status", 503, 0))
	number := func(n int) string { return fmt.Sprintf("+1917555050%d", n) }
	for n := range callers {
		for m := range redials {
			req := endOf(fmt.Sprintf("call-%d-%d", n, m))
			req.CallerPhone, req.CallerName, req.WaitSeconds = number(n), fmt.Sprint("Caller ", n), 0
			call(w, w.agent.EndConversation, req)
		}
	}
	w.faults()
	w.sim.Sim.Advance(30 * time.Second) // all become due at once
	time.Sleep(time.Second)             // and run
	for n := range callers {
		for m := range redials {
			w.follows(fmt.Sprintf("call-%d-%d", n, m))
		}
	}
	for n := range callers {
		if notes := w.notes(w.leadOf(number(n)).text("id")); len(notes) != redials {
			t.Errorf("%d notes of %d calls", len(notes), redials)
		}
	}
}

// A caller whom only the account of their company is known by.
func TestNoteOnAKnownAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", "+12125550190")
	wantStep(t, w.ends(endOf("call-1")), "record", stepDone, "Accounts")
	w.oneNote(w.records("Accounts")[0].text("id"))
	if len(w.records("Leads")) != 1 {
		t.Error("a lead was made of a known company")
	}
}

// Two appointments booked for a new caller at once are of one person.
func TestTwoBookingsOfANewCallerMakeOneContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	free := w.slots("2027-03-03")
	var all sync.WaitGroup
	for _, at := range []int{0, 3, 5} {
		all.Go(func() {
			res, err := w.agent.Book(t.Context(), &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: free[at].GetSlotId(), CallerName: "Ann Lee"})
			if err != nil || res.GetStatus() != ringbookv1.BookStatus_BOOK_STATUS_BOOKED {
				t.Errorf("%v, %v", res, err)
			}
		})
	}
	all.Wait()
	if ann := w.named("Contacts", "Lee"); len(ann) != 1 || len(w.events()) != 3 {
		t.Errorf("%d contacts, %d events", len(ann), len(w.events()))
	}
}

package app_test

import (
	"net/http"
	"path"
	"slices"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// held makes the simulator keep the next request of a kind for a while; with
// lost it does not apply it then. A client that is gone by then changes nothing.
func held(method, path string, lost bool) []zohosim.Fault {
	faults := []zohosim.Fault{{Method: method, Path: path, Kind: "latency", LatencyMs: 700, Times: 1}}
	if lost {
		faults = append(faults, zohosim.Fault{Method: method, Path: path, Kind: "drop_before", Times: 1})
	}
	return faults
}

// killing is one moment at which the process dies.
type killing struct {
	name string
	// faults are armed before the request. The process dies when one of them
	// has struck, which is while its request is held; without any, when the
	// request was answered.
	faults []zohosim.Fault
}

const (
	postEvents   = "/crm/v8/Events"
	postContacts = "/crm/v8/Contacts"
)

// kills runs a request in a child process that dies at the given moment, and
// returns when the app runs again on what was left.
func (w *world) kills(k killing, request func() error) {
	w.t.Helper()
	killed := w.moves()
	_, seen := w.zohoCalls(0)
	w.faults(k.faults...)
	var asking sync.WaitGroup
	answered := make(chan struct{})
	asking.Go(func() {
		if err := request(); err != nil && len(k.faults) == 0 {
			w.t.Errorf("the request failed: %v", err)
		}
		close(answered)
	})
	if len(k.faults) == 0 {
		<-answered
	} else {
		w.eventually("the request is on its way", w.struck)
	}
	killed()
	asking.Wait()
	if len(k.faults) > 0 {
		// A request lands within a grace; the clock must not run ahead of it.
		w.eventually("the request has landed", func() bool { return w.ended(k.faults[0], seen) })
	}
	w.faults()
}

// struck reports whether every armed fault has met its request.
func (w *world) struck() bool {
	var armed struct {
		Faults []zohosim.Fault `json:"faults"`
	}
	w.control(http.MethodGet, "faults", nil, &armed)
	return len(armed.Faults) == 0
}

// ended reports whether the simulator is through with a request that a fault
// was meant for.
func (w *world) ended(f zohosim.Fault, since int64) bool {
	return slices.ContainsFunc(w.sim.Sim.Requests(since), func(r zohosim.Request) bool {
		hit, _ := path.Match(f.Path, r.Path)
		return r.Method == f.Method && hit
	})
}

// TestKilledWhileBooking kills the process at moments all along a booking. When
// another one has gone on with what was left, there is one event and one
// contact, and a repeat hears that it is booked.
func TestKilledWhileBooking(t *testing.T) {
	t.Parallel()
	points := []killing{
		{"the number is being looked up", held("POST", "/crm/v8/coql", false)},
		{"the contact is on its way", held("POST", postContacts, false)},
		{"the contact is on its way and gets lost", held("POST", postContacts, true)},
		{"the event is on its way", held("POST", postEvents, false)},
		{"the event is on its way and gets lost", held("POST", postEvents, true)},
		{"the event was written and the answer lost", []zohosim.Fault{eventFault("drop_after", 1)}},
		{"the booking was answered", nil},
	}
	t.Logf("%d points", len(points))
	for _, k := range points {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
			w.kills(k, func() error { _, err := w.agent.Book(t.Context(), ask); return err })
			w.settles("the event is there", func() bool { return len(w.events()) > 0 })
			w.settles("it is booked", func() bool { return call(w, w.agent.Book, ask).GetStatus() == booked })
			w.passes(time.Hour)
			if res := w.books(booked, ask); !res.GetReplayed() || res.GetAppointment().GetState() != ringbookv1.AppointmentState_APPOINTMENT_STATE_CONFIRMED {
				t.Errorf("the repeat is %v", res)
			}
			made := w.named("Contacts", "Brook")
			if len(made) != 1 || w.holds(1)[0].lookup("Who_Id") != made[0].text("id") {
				t.Errorf("the contacts are %v", made)
			}
		})
	}
}

// TestKilledWhileCancelling likewise: the event is gone in the end.
func TestKilledWhileCancelling(t *testing.T) {
	t.Parallel()
	points := []killing{
		{"the removal is on its way", held("DELETE", postEvents+"/*", false)},
		{"the removal is on its way and gets lost", held("DELETE", postEvents+"/*", true)},
		{"the cancellation was answered", nil},
	}
	t.Logf("%d points", len(points))
	for _, k := range points {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			code := w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))).GetAppointment().GetConfirmationCode()
			req := &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code}
			w.kills(k, func() error { _, err := w.agent.Cancel(t.Context(), req); return err })
			w.settles("the event is gone", func() bool { return len(w.events()) == 0 })
			w.settles("it is cancelled", func() bool { return call(w, w.agent.Cancel, req).GetStatus() == cancelled })
			w.books(booked, asks("call-2", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
			w.holds(1)
		})
	}
}

// TestKilledWhileReporting kills the process at moments all along what follows
// a call: one lead, one note.
func TestKilledWhileReporting(t *testing.T) {
	t.Parallel()
	points := []killing{
		{"the lead is on its way", held("POST", "/crm/v8/Leads", false)},
		{"the lead is on its way and gets lost", held("POST", "/crm/v8/Leads", true)},
		{"the note is on its way", held("POST", "/crm/v8/Leads/*/Notes", false)},
		{"the note is on its way and gets lost", held("POST", "/crm/v8/Leads/*/Notes", true)},
		{"the report was answered", nil},
	}
	t.Logf("%d points", len(points))
	for _, k := range points {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			report := &ringbookv1.EndConversationRequest{
				ConversationId: "call-1", CallerPhone: newPhone, CallerName: "Ada Brook", Summary: "Asked about braces.",
			}
			w.kills(k, func() error { _, err := w.agent.EndConversation(t.Context(), report); return err })
			w.settles("the note is there", func() bool { return len(w.notesOf("Leads", "Brook")) > 0 })
			report.WaitSeconds = 3 // a repeat of the report runs the follow-up again
			w.settles("the follow-up is done", func() bool {
				res := call(w, w.agent.EndConversation, report)
				return res.GetFollowUp().GetState() == ringbookv1.FollowUpState_FOLLOW_UP_STATE_DONE
			})
			w.passes(time.Hour)
			if leads, notes := w.named("Leads", "Brook"), w.notesOf("Leads", "Brook"); len(leads) != 1 || len(notes) != 1 {
				t.Errorf("%d leads and %d notes", len(leads), len(notes))
			}
		})
	}
}

// notesOf are the notes on the records of a module with a last name.
func (w *world) notesOf(module, last string) (notes []record) {
	w.t.Helper()
	for _, parent := range w.named(module, last) {
		notes = append(notes, w.notes(parent.text("id"))...)
	}
	return notes
}

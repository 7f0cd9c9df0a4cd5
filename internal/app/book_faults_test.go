package app_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// TestWritingAnEventGoesWrong: whatever happens to the request, the caller has
// an answer in time, and in the end exactly one event is in the CRM.
func TestWritingAnEventGoesWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault zohosim.Fault
		// first is the answer while the fault is there.
		first ringbookv1.BookStatus
	}{
		"the answer is lost":      {eventFault("drop_after", 1), booked},
		"the answer is cut short": {eventFault("truncate", 1), booked},
		"the request is lost":     {eventFault("drop_before", 1), bookPending},
		"the connection is reset": {eventFault("reset", 1), bookPending},
		"a gateway answers":       {eventFault("html", 1), bookPending},
		"500":                     {zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 500, Times: 1}, bookPending},
		"503, five times":         {zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 503, Times: 5}, bookPending},
		"429, twice":              {zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 429, Times: 2}, booked},
		"429, five times":         {zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 429, Times: 5}, bookPending},
		"lost again and again":    {eventFault("drop_before", 4), bookPending},
		"answered late":           {zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "latency", LatencyMs: int(late.Milliseconds()), Times: 1}, bookPending},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.faults(c.fault)
			ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
			first := inTime(w, w.agent.Book, ask)
			wantStatus(t, first.GetStatus(), c.first)
			w.wantState(first.GetAppointment(), c.first)
			if c.first == bookPending {
				w.books(slotTaken, asks("call-2", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
				w.settles("the booking is confirmed", func() bool {
					return call(w, w.agent.Book, ask).GetStatus() == booked
				})
			}
			again := w.books(booked, ask)
			if !again.GetReplayed() || again.GetAppointment().GetConfirmationCode() != first.GetAppointment().GetConfirmationCode() {
				t.Errorf("the repeat is %v", again)
			}
			w.wantState(again.GetAppointment(), booked)
			w.passes(5 * time.Minute)
			w.holds(1)
			if n := len(w.named("Contacts", "Brook")); n != 1 {
				t.Errorf("%d contacts were made", n)
			}
		})
	}
}

// wantState demands that the appointment's state agrees with the status.
func (w *world) wantState(a *ringbookv1.Appointment, status ringbookv1.BookStatus) {
	w.t.Helper()
	want := ringbookv1.AppointmentState_APPOINTMENT_STATE_CONFIRMED
	if status == bookPending {
		want = ringbookv1.AppointmentState_APPOINTMENT_STATE_PENDING
	}
	if a.GetState() != want || a.GetConfirmationCode() == "" {
		w.t.Errorf("%s with the appointment %v", status, a)
	}
}

// TestPendingSettlesByItself: nobody asks again; the job alone finishes it,
// once the lost request can no longer come to light.
func TestPendingSettlesByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(eventFault("drop_before", 1))
	w.books(bookPending, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	w.passes(60 * time.Second) // the job looks, and must not write again yet
	w.eventually("the job has looked", func() bool { return w.seen(http.MethodPost, "/crm/v8/coql", "Events") >= 3 })
	w.holds(0)
	w.settles("the event is there", func() bool { return len(w.events()) > 0 })
	w.passes(10 * time.Minute)
	if n := w.seen(http.MethodPost, "/crm/v8/Events", ""); n != 2 {
		t.Errorf("the event was sent %d times, want 2", n)
	}
	w.holds(1)
}

// seen counts the requests that the simulator had.
func (w *world) seen(method, path, module string) (n int) {
	for _, r := range w.sim.Sim.Requests(0) {
		if r.Method == method && r.Path == path && (module == "" || r.Module == module) {
			n++
		}
	}
	return n
}

// TestContactMadeOnce: a contact is looked for before it is made again.
func TestContactMadeOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drop_after", "truncate", "drop_before", "html"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/Contacts", Kind: kind, Times: 1})
			ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
			if status := inTime(w, w.agent.Book, ask).GetStatus(); status != booked && status != bookPending {
				t.Fatalf("the answer is %s", status)
			}
			w.settles("booked", func() bool { return call(w, w.agent.Book, ask).GetStatus() == booked })
			made := w.named("Contacts", "Brook")
			if len(made) != 1 || w.holds(1)[0].lookup("Who_Id") != made[0].text("id") {
				t.Errorf("the contacts are %v", made)
			}
		})
	}
}

// TestCalendarCannotBeRead: nothing is offered, a booking is kept, and both are
// said in time.
func TestCalendarCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]zohosim.Fault{
		"slow":    {Kind: "latency", LatencyMs: 5_000},
		"broken":  {Kind: "status", Status: 500},
		"busy":    {Kind: "status", Status: 429},
		"a proxy": {Kind: "html"},
		"no line": {Kind: "reset"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			f.Method, f.Path = http.MethodPost, "/crm/v8/coql"
			w.faults(f)
			res := inTime(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
			wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_RETRY_LATER)
			ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
			wantStatus(t, inTime(w, w.agent.Book, ask).GetStatus(), bookPending)
			w.holds(0)
			w.faults()
			w.settles("the event is there", func() bool { return len(w.events()) > 0 })
			w.eventually("it is booked", func() bool { return call(w, w.agent.Book, ask).GetStatus() == booked })
			w.holds(1)
		})
	}
}

// TestOutageIsRefusedWhereTheProjectSaysSo: nothing is kept and the time is
// free again; but what may have been written is kept all the same.
func TestOutageIsRefusedWhereTheProjectSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_outage_policy": "refuse"})
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 429})
	w.books(bookRetryLater, ask)
	w.faults(eventFault("drop_before", 1))
	w.books(bookPending, asks("call-2", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	w.books(slotTaken, ask)
	w.settles("the event is there", func() bool { return len(w.events()) > 0 })
	w.holds(1)
}

// TestRefusedByTheCRM: the booking is given up, the time is free again, and
// nothing is left behind.
func TestRefusedByTheCRM(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 400, Code: "MANDATORY_NOT_FOUND", Times: 1})
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	ask.IdempotencyKey = "tool-1"
	if res := w.books(bookRetryLater, ask); res.GetAppointment() != nil {
		t.Errorf("the answer shows %v", res.GetAppointment())
	}
	w.holds(0)
	w.passes(10 * time.Minute)
	w.books(booked, asks("call-2", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	w.books(slotTaken, ask)
	w.holds(1)
}

// TestTokenExpired: it is renewed once and nobody notices.
func TestTokenExpired(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	before := w.seen(http.MethodPost, "/oauth/v2/token", "")
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	wantStatus(t, inTime(w, w.agent.Book, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))).GetStatus(), booked)
	if n := w.seen(http.MethodPost, "/oauth/v2/token", "") - before; n != 1 {
		t.Errorf("the token was renewed %d times", n)
	}
	w.holds(1)
}

// TestClientGoesAway in the middle of the write: the event is written all the
// same, and whoever asks again hears so.
func TestClientGoesAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/Contacts", Kind: "latency", LatencyMs: 500, Times: 1})
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	ctx, hangUp := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		_, err := w.agent.Book(ctx, ask)
		gone <- err
	}()
	w.eventually("the contact is on its way", w.struck)
	hangUp()
	if err := <-gone; err == nil {
		t.Fatal("it was answered before the client could go")
	}
	w.eventually("the event is there", func() bool { return len(w.events()) == 1 })
	w.eventually("it is booked", func() bool { return call(w, w.agent.Book, ask).GetStatus() == booked })
	w.holds(1)
}

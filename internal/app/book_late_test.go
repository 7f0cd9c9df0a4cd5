package app_test

import (
	"net/http"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// TestNothingIsBookedAfterItsTime: Zoho is away for three days, the appointment
// was for the second. It is not written afterwards, and the work ends.
func TestNothingIsBookedAfterItsTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(eventFault("status", 0))
	w.books(bookPending, asks("call-1", newPhone, "Ada Brook", on(t, "2027-03-02", "14:00")))
	w.passes(72 * time.Hour)
	w.faults()
	later := asks("call-2", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	w.books(booked, later)
	w.settles("the jobs of both bookings", func() bool {
		appointments := call(w, w.onLine(newPhone).StartConversation, &ringbookv1.StartConversationRequest{ConversationId: "call-3"}).GetUpcoming()
		return len(appointments) == 1
	})
	if e := w.holds(1)[0]; !startOf(t, e).Equal(later.GetStart().AsTime()) {
		t.Errorf("the event is at %s", startOf(t, e))
	}
}

// TestNoLeadBesideABookingOnItsWay: the call ends while Zoho is still making
// the contact. The contact is the caller's record then, and no lead is made.
func TestNoLeadBesideABookingOnItsWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Contacts", Kind: "latency", LatencyMs: int(late.Milliseconds()), Times: 1})
	w.starts("call-1", newPhone)
	w.books(bookPending, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	call(w, w.agent.EndConversation, &ringbookv1.EndConversationRequest{ConversationId: "call-1", CallerName: "Ada Brook", Summary: "Booked."})
	w.settles("the note on the contact", func() bool { return len(w.records("Notes")) == 1 })
	contacts := w.named("Contacts", "Brook")
	if len(contacts) != 1 || len(w.named("Leads", "Brook")) != 0 {
		t.Fatalf("%d contacts and %d leads were made", len(contacts), len(w.named("Leads", "Brook")))
	}
	if on := w.records("Notes")[0].lookup("Parent_Id"); on != contacts[0].text("id") {
		t.Errorf("the note is on %s, the contact is %s", on, contacts[0].text("id"))
	}
	w.holds(1)
}

// TestWhoBookedForAnother may cancel by naming that number again, and the call
// stays filed under the one who called.
func TestWhoBookedForAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	w.books(booked, asks("call-1", newPhone, "Ida Brook", on(t, quietDay, "10:00")))
	call(w, w.agent.EndConversation, &ringbookv1.EndConversationRequest{ConversationId: "call-1", Summary: "Dana booked for Ida.", WaitSeconds: 3})
	if notes := w.records("Notes"); len(notes) != 1 || notes[0].lookup("Parent_Id") != w.named("Contacts", "Whitfield")[0].text("id") {
		t.Errorf("the notes are %v", notes)
	}
	w.starts("call-2", danaPhone)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-2", CallerPhone: newPhone})
	w.holds(0)
	w.starts("call-3", marinPhone)
	w.cancels(notYours, &ringbookv1.CancelRequest{ConversationId: "call-3", CallerPhone: newPhone})
}

// TestOwnTimeIsNotTaken: who books again what they are just cancelling is not
// told that somebody else has it.
func TestOwnTimeIsNotTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	ref := w.books(booked, ask).GetAppointment().GetAppointmentRef()
	w.faults(zohosim.Fault{Method: http.MethodDelete, Path: "/crm/v8/Events", Kind: "status", Status: 503})
	w.cancels(cancelPending, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: ref})
	w.books(bookRetryLater, ask)
	w.faults()
	w.settles("the cancellation", func() bool { return len(w.events()) == 0 })
	w.settles("the time is free again", func() bool {
		return call(w, w.agent.Book, ask).GetStatus() == booked
	})
	w.holds(1)
}

// TestARefusedDeletionIsTriedAgain: a record that Zoho would not let go of once
// goes when it will.
func TestARefusedDeletionIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ref := w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))).GetAppointment().GetAppointmentRef()
	w.faults(zohosim.Fault{Method: http.MethodDelete, Path: "/crm/v8/Events", Kind: "status", Status: 400, Code: "RECORD_LOCKED", Times: 1})
	w.cancels(cancelPending, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: ref})
	w.settles("the event is gone", func() bool { return len(w.events()) == 0 })
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: ref})
}

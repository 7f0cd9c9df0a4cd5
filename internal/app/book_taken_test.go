package app_test

import (
	"slices"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestTakenByAnotherCaller: the ledger knows, without a look into the CRM.
func TestTakenByAnotherCaller(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	w.books(booked, asks("call-1", newPhone, "Ada Brook", at))
	res := w.books(slotTaken, asks("call-2", caller(1), "Bo Lund", at))
	if res.GetAppointment() != nil || res.GetNext() != ringbookv1.Next_NEXT_OFFER_SLOTS {
		t.Errorf("the answer shows %v, next %s", res.GetAppointment(), res.GetNext())
	}
	w.wantAlternatives(res, at.AsTime())
	// What is offered instead can be booked.
	w.books(booked, &ringbookv1.BookRequest{
		ConversationId: "call-2", CallerPhone: caller(1), CallerName: "Bo Lund", SlotId: res.GetAlternatives()[0].GetSlotId(),
	})
	w.holds(2)
}

// wantAlternatives demands other times than the one that is taken.
func (w *world) wantAlternatives(res *ringbookv1.BookResponse, taken time.Time) {
	w.t.Helper()
	if len(res.GetAlternatives()) == 0 {
		w.t.Fatalf("no other time is offered: %v", res)
	}
	for _, s := range res.GetAlternatives() {
		if s.GetStart().AsTime().Equal(taken) {
			w.t.Errorf("the taken time is offered instead: %v", res.GetAlternatives())
		}
	}
}

// TestTakenByAPerson: somebody types an event into Zoho after the slots were
// offered; the view of the calendar does not know it yet.
func TestTakenByAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	offered := w.slots(quietDay)
	i := slices.IndexFunc(offered, func(s *ringbookv1.Slot) bool { return s.GetStart().AsTime().Equal(at.AsTime()) })
	w.personBooks(on(t, quietDay, "10:15"), 15)
	ask := &ringbookv1.BookRequest{
		ConversationId: "call-1", CallerPhone: newPhone, CallerName: "Ada Brook", SlotId: offered[i].GetSlotId(), IdempotencyKey: "k1",
	}
	w.wantAlternatives(w.books(slotTaken, ask), at.AsTime())
	// A failure is not remembered: neither by its key nor by what was asked.
	w.books(slotTaken, ask)
	w.holds(0)
	if len(w.named("Contacts", "Brook")) != 0 {
		t.Error("a contact was made for a booking that did not come about")
	}
	for _, e := range w.records("Events") {
		if e.text("Event_Title") == "Typed in by a person" {
			w.control("DELETE", "records/Events/"+e.text("id"), nil, nil)
		}
	}
	if w.books(booked, ask).GetReplayed() {
		t.Error("a first booking is called a replay")
	}
	w.holds(1)
}

// TestSeveralStaff: two can be booked at one time, a third caller cannot, and
// who is taken by a person leaves the time to the other.
func TestSeveralStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_staff": "Helen Osgood,Marcus Vale"})
	at := on(t, quietDay, "10:00")
	first := w.books(booked, asks("call-1", caller(1), "Ada Brook", at))
	second := w.books(booked, asks("call-2", caller(2), "Bo Lund", at))
	if first.GetAppointment().GetStaff() != "Helen Osgood" || second.GetAppointment().GetStaff() != "Marcus Vale" {
		t.Errorf("booked with %q and %q", first.GetAppointment().GetStaff(), second.GetAppointment().GetStaff())
	}
	w.wantAlternatives(w.books(slotTaken, asks("call-3", caller(3), "Cy Moss", at)), at.AsTime())
	events := w.holds(2)
	if events[0].lookup("Owner") == events[1].lookup("Owner") {
		t.Error("one owner has both events")
	}
	// The same caller is not booked twice at one time, whoever is free.
	w.books(alreadyBooked, asks("call-9", caller(1), "Ada Brook", at))

	named := asks("call-4", caller(4), "Di Hart", on(t, quietDay, "11:00"))
	named.Staff = "marcus vale"
	if got := w.books(booked, named).GetAppointment().GetStaff(); got != "Marcus Vale" {
		t.Errorf("asked for Marcus Vale, booked with %q", got)
	}
	named = asks("call-5", caller(5), "Ed Voss", on(t, quietDay, "11:00"))
	named.Staff = "Marcus Vale"
	w.books(slotTaken, named)
	w.holds(3)

	// Helen, whom the ledger calls free, has typed in a lunch.
	lunch := on(t, quietDay, "12:00")
	w.personBooks(lunch, 30)
	res := w.books(booked, asks("call-6", caller(6), "Flo Reed", lunch))
	if got := res.GetAppointment().GetStaff(); got != "Marcus Vale" {
		t.Errorf("booked with %q, who is at lunch", got)
	}
	w.books(slotTaken, asks("call-7", caller(7), "Gus Lane", lunch))
	w.holds(4)
}

// TestBuffersAndLengths: what lies in another booking's buffer or overlaps it
// by a different length is taken; two buffers may share their time.
func TestBuffersAndLengths(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_buffer_before": "15", "zoho_buffer_after": "15", "zoho_slot_interval": "15"})
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "11:00"))) // 11:00 to 11:30
	for n, clock := range []string{"10:30", "10:45", "11:15", "11:30"} {
		w.books(slotTaken, asks("call-2", caller(2+n), "Bo Lund", on(t, quietDay, clock)))
	}
	long := asks("call-3", caller(8), "Cy Moss", on(t, quietDay, "10:00"))
	long.DurationMinutes = 60
	w.books(slotTaken, long)
	long.DurationMinutes = 45 // ends at 10:45, a buffer before 11:00
	w.books(booked, long)
	w.books(booked, asks("call-4", caller(9), "Di Hart", on(t, quietDay, "11:45")))
	// A person's event keeps its distance from our buffers only.
	w.personBooks(on(t, quietDay, "14:00"), 30)
	w.books(slotTaken, asks("call-5", caller(10), "Ed Voss", on(t, quietDay, "14:30")))
	w.books(booked, asks("call-5", caller(10), "Ed Voss", on(t, quietDay, "14:45")))
	for _, e := range w.holds(4) {
		if e.text("Event_Title") == "Appointment: Cy Moss" && e.text("End_DateTime") != "2027-03-09T10:45:00-05:00" {
			t.Errorf("the long one ends %s", e.text("End_DateTime"))
		}
	}
}

package app_test

import (
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

func TestKnownCallerBooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	started := w.starts("call-1", danaPhone)
	if started.GetCaller().GetMatch() != ringbookv1.CallerMatch_CALLER_MATCH_KNOWN || started.GetCaller().GetDisplayName() != "Dana Whitfield" {
		t.Fatalf("the caller is %v", started.GetCaller())
	}
	slot := w.slots("2027-03-03")[0]
	booked := call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: slot.GetSlotId(), Notes: "first visit"})
	wantStatus(t, booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
	if booked.GetContactCreated() || booked.GetAppointment().GetState() != ringbookv1.AppointmentState_APPOINTMENT_STATE_CONFIRMED {
		t.Errorf("the answer is %v", booked)
	}
	events := w.events()
	if len(events) != 1 {
		t.Fatalf("%d events of ours", len(events))
	}
	dana := w.named("Contacts", "Whitfield")[0].text("id")
	e := events[0]
	if e.lookup("Who_Id") != dana || e.text("Event_Title") != "Appointment: Dana Whitfield" || !strings.Contains(e.text("Description"), "first visit") {
		t.Errorf("the event is %v", e)
	}
	if len(w.named("Contacts", "Whitfield")) != 1 {
		t.Error("a second contact was made of a known caller")
	}
	for _, later := range w.slots("2027-03-03") {
		if later.GetStart().AsTime().Equal(slot.GetStart().AsTime()) {
			t.Error("the booked slot is offered again")
		}
	}
}

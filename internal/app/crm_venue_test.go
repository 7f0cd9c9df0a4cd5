package app_test

import (
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// An organisation that demands a meeting venue refuses every event without
// one. A project that chose none must be able to book all the same.
func TestBookingWithoutAChosenVenue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_meeting_venue": ""})
	w.starts("call-1", danaPhone)
	booked := call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: w.slots("2027-03-03")[0].GetSlotId()})
	wantStatus(t, booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
	if e := w.events()[0]; e.text("Meeting_Venue__s") != "In-office" {
		t.Errorf("the event is %v", e)
	}
}

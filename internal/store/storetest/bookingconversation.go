package storetest

import "github.com/ringbook/ringbook/internal/booking"

func (t bookingsTest) ofConversation() {
	put := func(id string, hour int, state booking.State, made, cancelled string) {
		b := t.booked(id, hour)
		b.State, b.Conversation, b.CancelledBy = state, made, cancelled
		t.put(b)
	}
	put("later", 15, booking.Confirmed, "call", "")
	put("sooner", 9, booking.Released, "call", "")
	put("both", 11, booking.Cancelled, "call", "call")
	put("another's", 12, booking.Cancelling, "other", "call")
	put("foreign", 13, booking.Confirmed, "other", "")
	put("of nobody", 17, booking.Confirmed, "", "")
	theirs := t.booked("theirs", 10)
	theirs.Project, theirs.Conversation = "p2", "call"
	t.put(theirs)
	got := must[[]booking.Booking](t.T)(t.store.OfConversation(t.Context(), "p1", "call"))
	t.wantIDs("of the conversation", got, "sooner", "both", "another's", "later")
	wantSame(t.T, got[0], must[booking.Booking](t.T)(t.store.Get(t.Context(), "p1", "sooner")))
	t.wantIDs("of an unknown one", must[[]booking.Booking](t.T)(t.store.OfConversation(t.Context(), "p1", "none")))
}

package app_test

import (
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/app"
)

// TestTimesThatCannotBeBooked goes through what is said of a time before
// anybody's calendar is looked at.
func TestTimesThatCannotBeBooked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	other := newWorld(t, nil)
	foreign := other.slots(quietDay)[0].GetSlotId()
	stale := w.slots(quietDay)[0].GetSlotId()
	for name, c := range map[string]struct {
		req  *ringbookv1.BookRequest
		want ringbookv1.BookStatus
	}{
		"an invented slot":           {&ringbookv1.BookRequest{SlotId: "slot_12345"}, ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN},
		"another project's slot":     {&ringbookv1.BookRequest{SlotId: foreign}, ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN},
		"a start between the slots":  {&ringbookv1.BookRequest{Start: on(t, quietDay, "10:10")}, ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN},
		"no time at all":             {&ringbookv1.BookRequest{}, ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN},
		"a service nobody offers":    {&ringbookv1.BookRequest{Start: on(t, quietDay, "10:00"), Service: "Alchemy"}, ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN},
		"nobody of that name":        {&ringbookv1.BookRequest{Start: on(t, quietDay, "10:00"), Staff: "Nemo"}, ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN},
		"in the evening":             {&ringbookv1.BookRequest{Start: on(t, quietDay, "20:00")}, ringbookv1.BookStatus_BOOK_STATUS_OUTSIDE_HOURS},
		"on a Sunday":                {&ringbookv1.BookRequest{Start: on(t, "2027-03-07", "10:00")}, ringbookv1.BookStatus_BOOK_STATUS_OUTSIDE_HOURS},
		"longer than the day is":     {&ringbookv1.BookRequest{Start: on(t, quietDay, "16:30"), DurationMinutes: 60}, ringbookv1.BookStatus_BOOK_STATUS_OUTSIDE_HOURS},
		"yesterday":                  {&ringbookv1.BookRequest{Start: on(t, "2027-02-26", "10:00")}, ringbookv1.BookStatus_BOOK_STATUS_IN_PAST},
		"in a quarter of an hour":    {&ringbookv1.BookRequest{Start: on(t, "2027-03-01", "9:30")}, ringbookv1.BookStatus_BOOK_STATUS_IN_PAST},
		"in two months":              {&ringbookv1.BookRequest{Start: on(t, "2027-05-04", "10:00")}, ringbookv1.BookStatus_BOOK_STATUS_BEYOND_WINDOW},
		"one day past the window":    {&ringbookv1.BookRequest{Start: on(t, "2027-04-01", "10:00")}, ringbookv1.BookStatus_BOOK_STATUS_BEYOND_WINDOW},
		"beyond the window, evening": {&ringbookv1.BookRequest{Start: on(t, "2027-05-04", "22:00")}, ringbookv1.BookStatus_BOOK_STATUS_BEYOND_WINDOW},
	} {
		c.req.ConversationId, c.req.CallerPhone, c.req.CallerName = "call-1", newPhone, "Ada Brook"
		res := call(w, w.agent.Book, c.req)
		if res.GetStatus() != c.want {
			t.Errorf("%s came to %s, want %s", name, res.GetStatus(), c.want)
		}
		if res.GetAppointment() != nil || res.GetReplayed() {
			t.Errorf("%s: the answer is %v", name, res)
		}
		if c.want == ringbookv1.BookStatus_BOOK_STATUS_OUTSIDE_HOURS && len(res.GetAlternatives()) == 0 {
			t.Errorf("%s: no other times are offered", name)
		}
	}
	w.passes(3 * time.Hour)
	w.books(ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN, &ringbookv1.BookRequest{
		ConversationId: "call-1", CallerPhone: newPhone, CallerName: "Ada Brook", SlotId: stale,
	})
	w.holds(0)
}

// TestTheLastDayOfTheWindow can be booked, the one after it cannot.
func TestTheLastDayOfTheWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, "2027-03-31", "16:30")))
	if e := w.holds(1)[0]; !startOf(t, e).Equal(on(t, "2027-03-31", "16:30").AsTime()) {
		t.Errorf("the event is %v", e)
	}
}

// TestCallersThatCannotBeBooked goes through what is missing of a caller; that
// comes before the time is judged.
func TestCallersThatCannotBeBooked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("hidden", "anonymous")
	w.starts("known", danaPhone)
	yesterday := on(t, "2027-02-26", "10:00")
	for name, c := range map[string]struct {
		req  *ringbookv1.BookRequest
		next ringbookv1.Next
	}{
		"no number":                      {&ringbookv1.BookRequest{CallerName: "Ada Brook"}, ringbookv1.Next_NEXT_ASK_PHONE},
		"a withheld number":              {&ringbookv1.BookRequest{ConversationId: "hidden", CallerName: "Ada Brook"}, ringbookv1.Next_NEXT_ASK_PHONE},
		"words for a number":             {&ringbookv1.BookRequest{CallerPhone: "the usual one", CallerName: "Ada Brook"}, ringbookv1.Next_NEXT_ASK_PHONE},
		"too few digits":                 {&ringbookv1.BookRequest{CallerPhone: "555", CallerName: "Ada Brook"}, ringbookv1.Next_NEXT_ASK_PHONE},
		"a known line, a misheard claim": {&ringbookv1.BookRequest{ConversationId: "known", CallerPhone: "12"}, ringbookv1.Next_NEXT_ASK_PHONE},
		"a new number without a name":    {&ringbookv1.BookRequest{CallerPhone: newPhone}, ringbookv1.Next_NEXT_ASK_NAME},
		"a blank for a name":             {&ringbookv1.BookRequest{CallerPhone: newPhone, CallerName: "  "}, ringbookv1.Next_NEXT_ASK_NAME},
	} {
		c.req.Start = yesterday
		res := call(w, w.agent.Book, c.req)
		if res.GetStatus() != ringbookv1.BookStatus_BOOK_STATUS_CALLER_UNKNOWN || res.GetNext() != c.next {
			t.Errorf("%s came to %s, %s", name, res.GetStatus(), res.GetNext())
		}
	}
	// Who is known by number needs no name.
	res := w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-2", CallerPhone: "212 555 0143", Start: on(t, quietDay, "9:00")})
	if res.GetAppointment().GetAttendeeName() != "Dana Whitfield" {
		t.Errorf("the appointment is %v", res.GetAppointment())
	}
	w.holds(1)
}

// TestSwitchesComeFirst: what is switched off is said before anything else is
// judged, but after a replay.
func TestSwitchesComeFirst(t *testing.T) {
	t.Parallel()
	off := newWorld(t, map[string]string{"zoho_enable_booking": "False", "zoho_enable_cancellation": "False"})
	off.books(ringbookv1.BookStatus_BOOK_STATUS_DISABLED, &ringbookv1.BookRequest{})
	off.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_DISABLED, &ringbookv1.CancelRequest{ConfirmationCode: "MX2WR"})

	revoked := newWorld(t, nil)
	first := revoked.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "9:00")))
	revoked.control("POST", "tokens/revoke", nil, nil)
	revoked.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, asks("call-2", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	again := revoked.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "9:00")))
	if !again.GetReplayed() || again.GetAppointment().GetConfirmationCode() != first.GetAppointment().GetConfirmationCode() {
		t.Errorf("the replay is %v", again)
	}
	revoked.holds(1)
}

// TestProjectsWithoutTheirCRM: the one was never connected, the other was
// switched off; nothing reaches Zoho.
func TestProjectsWithoutTheirCRM(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	never, err := w.app.Provision(t.Context(), app.Provision{Name: "Unconnected", TimeZone: "America/New_York"})
	if err == nil || never.AgentKey == "" {
		t.Fatalf("a project without a grant was published: %v, %v", never, err)
	}
	_, seen := w.zohoCalls(0)
	req := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "9:00"))
	w.booksAs(w.client(never.AgentKey), ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, req)

	w.switchCRM(false)
	w.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, &ringbookv1.BookRequest{})
	w.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, req)
	w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_NOT_CONNECTED, &ringbookv1.CancelRequest{ConfirmationCode: "MX2WR"})
	if calls, _ := w.zohoCalls(seen); calls > 0 {
		t.Errorf("%d calls reached Zoho", calls)
	}
	w.switchCRM(true)
	w.books(booked, req)
	w.holds(1)
}

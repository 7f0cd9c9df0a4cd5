package app_test

import (
	"net/http"
	"testing"

	"google.golang.org/protobuf/proto"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestCancelByIdentity: who is on the line needs no code, by StartConversation
// or by the platform's header.
func TestCancelByIdentity(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-1", CallerName: "Ada Brook", Start: on(t, quietDay, "10:00")})
	started := w.starts("call-2", newPhone)
	if len(started.GetUpcoming()) != 1 {
		t.Fatalf("upcoming are %v", started.GetUpcoming())
	}
	res := w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-2", Reason: "has to travel"})
	if res.GetReplayed() || res.GetAppointment().GetState() != ringbookv1.AppointmentState_APPOINTMENT_STATE_CANCELLED {
		t.Errorf("the answer is %v", res)
	}
	w.holds(0)
	if got := w.starts("call-3", newPhone).GetUpcoming(); len(got) != 0 {
		t.Errorf("upcoming are still %v", got)
	}

	w.books(booked, asks("call-4", caller(1), "Bo Lund", on(t, quietDay, "11:00")))
	byHeader, err := w.onLine("(917) 555-1001").Cancel(t.Context(), &ringbookv1.CancelRequest{})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, byHeader.GetStatus(), cancelled)
	w.holds(0)
}

// TestCancelByCode in whatever spelling a model writes down what it heard.
func TestCancelByCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for n, spell := range map[int]func(string) string{
		1: spelled,
		2: func(code string) string { return code },
		3: func(code string) string { return code[:2] + "-" + code[2:] + "." },
		4: func(code string) string { return " " + code[:1] + ", " + code[1:3] + "... " + code[3:] },
	} {
		code := w.books(booked, asks("call-1", caller(n), "Ada Brook", on(t, quietDay, "10:00"))).GetAppointment().GetConfirmationCode()
		if len(code) < 4 || len(code) > 6 {
			t.Errorf("the code is %q", code)
		}
		w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: spell(code)})
		w.holds(0)
	}
	for _, code := range []string{"QQQQQ", "?", "no idea"} {
		if res := w.cancels(cancelNotFound, &ringbookv1.CancelRequest{ConfirmationCode: code}); res.GetNext() != ringbookv1.Next_NEXT_ASK_CODE {
			t.Errorf("next is %s", res.GetNext())
		}
	}
}

// TestCancelByReference works in the conversation that was told, nowhere else.
func TestCancelByReference(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ref := w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))).GetAppointment().GetAppointmentRef()
	for _, c := range []*ringbookv1.CancelRequest{
		{ConversationId: "call-2", AppointmentRef: ref}, {AppointmentRef: ref}, {ConversationId: "call-1", AppointmentRef: "made-up"},
	} {
		w.cancels(notYours, c)
	}
	w.holds(1)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: ref})
	w.holds(0)
	if again := w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: ref}); !again.GetReplayed() {
		t.Errorf("the repeat is %v", again)
	}
}

// TestCancelByClaim: a number that is merely stated proves something together
// with the exact start. Without that, or with a wrong one, the answer does not
// even tell whether there is such an appointment.
func TestCancelByClaim(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	w.books(booked, asks("call-1", newPhone, "Ada Brook", at))
	w.starts("call-3", danaPhone)
	exists := []*ringbookv1.CancelRequest{
		{ConversationId: "call-2", CallerPhone: newPhone},
		{ConversationId: "call-2", CallerPhone: newPhone, Start: on(t, quietDay, "10:30")},
		{ConversationId: "call-2", Start: at},
		{ConversationId: "call-2"},
		{ConversationId: "call-3", CallerPhone: newPhone},
	}
	nothing := []*ringbookv1.CancelRequest{
		{ConversationId: "call-2", CallerPhone: caller(1)},
		{ConversationId: "call-2", CallerPhone: caller(1), Start: at},
		{ConversationId: "call-2", CallerPhone: "gibberish"},
		{ConversationId: "call-3", CallerPhone: "gibberish"},
	}
	var first *ringbookv1.CancelResponse
	for _, req := range append(exists, nothing...) {
		res := w.cancels(notYours, req)
		if res.Now = nil; first == nil {
			first = res
		}
		if res.GetNext() != ringbookv1.Next_NEXT_ASK_CODE || !proto.Equal(res, first) {
			t.Errorf("%v is answered %v, another %v", req, res, first)
		}
	}
	w.holds(1)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-2", CallerPhone: "917-555-0166", Start: at})
	w.holds(0)
}

// TestWhichOne: several fit, the caller says which, by what the answer gave.
func TestWhichOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	for _, clock := range []string{"15:00", "10:00", "13:00"} {
		w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-1", CallerName: "Ada Brook", Start: on(t, quietDay, clock)})
	}
	which := w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_WHICH_ONE, &ringbookv1.CancelRequest{ConversationId: "call-1"})
	if len(which.GetChoices()) != 3 || which.GetNext() != ringbookv1.Next_NEXT_ASK_WHICH || which.GetAppointment() != nil {
		t.Fatalf("the answer is %v", which)
	}
	second := which.GetChoices()[1]
	if !second.GetStart().AsTime().Equal(on(t, quietDay, "13:00").AsTime()) {
		t.Errorf("the choices are not in order: %v", which.GetChoices())
	}
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: second.GetAppointmentRef()})
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", Start: on(t, quietDay, "10:00")})
	if e := w.holds(1)[0]; !startOf(t, e).Equal(on(t, quietDay, "15:00").AsTime()) {
		t.Errorf("left is %v", e)
	}
	// A start at which there was nothing does not fall back on the one left.
	w.cancels(cancelNotFound, &ringbookv1.CancelRequest{ConversationId: "call-1", Start: on(t, quietDay, "11:00")})
	w.holds(1)
}

// TestCancelTwice: a repeat answers as the first did, also by key and after a
// restart; another conversation hears that it was cancelled before.
func TestCancelTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	code := w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-1", CallerName: "Ada Brook", Start: on(t, quietDay, "10:00")}).
		GetAppointment().GetConfirmationCode()
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", IdempotencyKey: "tool-1"})
	for range 2 {
		for _, req := range []*ringbookv1.CancelRequest{
			{ConversationId: "call-1", IdempotencyKey: "tool-1"}, {ConversationId: "call-1"}, {ConversationId: "call-1", ConfirmationCode: code},
		} {
			if res := w.cancels(cancelled, req); !res.GetReplayed() {
				t.Errorf("the repeat is %v", res)
			}
		}
		w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_ALREADY_CANCELLED, &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: code})
		w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_KEY_REUSED, &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: code, IdempotencyKey: "tool-1"})
		w.restart()
	}
	w.cancels(cancelNotFound, &ringbookv1.CancelRequest{ConversationId: "call-1", CallerPhone: newPhone, Start: on(t, quietDay, "11:00")})
}

// TestCancelWhatAPersonDeleted: gone is what was wanted.
func TestCancelWhatAPersonDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	code := w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))).GetAppointment().GetConfirmationCode()
	w.control(http.MethodDelete, "records/Events/"+w.holds(1)[0].text("id"), nil, nil)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code})
	w.books(booked, asks("call-2", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
}

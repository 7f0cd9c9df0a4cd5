package app_test

import (
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// Once it is known that the grant was revoked, agents are told so at once,
// whatever is still in memory, and nothing is promised. What follows a call
// waits for the new grant.
func TestGuardRevokedGrantPromisesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-known", danaPhone)
	at := on(t, quietDay, "10:00")
	code := w.books(booked, asks("call-1", newPhone, "Ada Brook", at)).GetAppointment().GetConfirmationCode()
	wantStatus(t, w.asksSlots(), slotsOK) // the calendar is in memory now
	w.revoke()
	w.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "11:00")))
	since := w.lastSeq()
	res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
	wantStatus(t, res.GetStatus(), slotsNotConnected)
	start := w.starts("call-3", danaPhone)
	wantStatus(t, start.GetStatus(), ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_NOT_CONNECTED)
	w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_NOT_CONNECTED, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code})
	end := endOf("call-1")
	end.WaitSeconds = 0
	if f := call(w, w.agent.EndConversation, end).GetFollowUp(); f.GetState() == ringbookv1.FollowUpState_FOLLOW_UP_STATE_FAILED {
		t.Errorf("the follow-up does not wait for the new grant: %v", f)
	}
	if reached := w.reached(since); len(reached) != 0 {
		t.Errorf("Zoho was asked: %v", reached)
	}
	w.holds(1)
	w.reconnect()
	w.follows("call-1")
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code})
	w.holds(0)
}

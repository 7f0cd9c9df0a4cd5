package app_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// wantReplay demands the same appointment as an earlier answer's.
func (w *world) wantReplay(first, again *ringbookv1.BookResponse) {
	w.t.Helper()
	a, b := first.GetAppointment(), again.GetAppointment()
	if !again.GetReplayed() || a.GetConfirmationCode() != b.GetConfirmationCode() || !a.GetStart().AsTime().Equal(b.GetStart().AsTime()) ||
		first.GetSay() != again.GetSay() || first.GetContactCreated() != again.GetContactCreated() {
		w.t.Errorf("the replay is\n%v\nwant\n%v", again, first)
	}
}

// TestKeyOfARequest: same key and request, same answer; same key and another
// request, KEY_REUSED; and both after a restart.
func TestKeyOfARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	ask.IdempotencyKey = "tool-1"
	first := w.books(booked, ask)
	if first.GetReplayed() {
		t.Error("a first answer is called a replay")
	}
	other := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "11:00"))
	other.IdempotencyKey = "tool-1"
	for range 2 {
		w.wantReplay(first, w.books(booked, ask))
		w.books(keyReused, other)
		w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_KEY_REUSED, &ringbookv1.CancelRequest{
			ConversationId: "call-1", ConfirmationCode: first.GetAppointment().GetConfirmationCode(), IdempotencyKey: "tool-1",
		})
		w.restart()
	}
	w.holds(1)
	other.IdempotencyKey = "tool-2"
	w.books(booked, other)
	w.holds(2)
}

// TestKeyAndSlot: the same slot by its handle or by its start is one request,
// and a handle that has expired since is still the same one.
func TestKeyAndSlot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	slot := w.slots(quietDay)[0]
	ask := asks("call-1", newPhone, "Ada Brook", nil)
	ask.SlotId, ask.IdempotencyKey = slot.GetSlotId(), "tool-1"
	first := w.books(booked, ask)
	byStart := proto.Clone(ask).(*ringbookv1.BookRequest)
	byStart.SlotId, byStart.Start = "", slot.GetStart()
	w.wantReplay(first, w.books(booked, byStart))
	w.passes(4 * time.Hour)
	again := w.books(booked, ask)
	if !again.GetReplayed() || again.GetAppointment().GetConfirmationCode() != first.GetAppointment().GetConfirmationCode() {
		t.Errorf("the replay is %v", again)
	}
	w.holds(1)
}

// TestWhatIsAskedIsAKey: without a key, or under a new one, a repeat is known
// by conversation, caller and start, however the rest is spelled.
func TestWhatIsAskedIsAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	first := w.books(booked, asks("call-1", newPhone, "Ada Brook", at))
	repeat := asks("call-1", "(917) 555-0166", "Ada Brooke", at)
	repeat.Notes, repeat.IdempotencyKey = "said it differently", "tool-2"
	w.wantReplay(first, w.books(booked, repeat))
	w.restart()
	w.wantReplay(first, w.books(booked, repeat))
	// From another conversation it is not a repeat but a time that is theirs.
	other := w.books(alreadyBooked, asks("call-2", newPhone, "Ada Brook", at))
	if other.GetReplayed() || other.GetAppointment().GetConfirmationCode() != first.GetAppointment().GetConfirmationCode() {
		t.Errorf("the answer is %v", other)
	}
	w.holds(1)
}

// TestANaturalKeyEndsWithItsBooking: after Cancel the same Book books anew.
func TestANaturalKeyEndsWithItsBooking(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	first := w.books(booked, ask)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: first.GetAppointment().GetConfirmationCode()})
	w.holds(0)
	second := w.books(booked, ask)
	if second.GetReplayed() || second.GetAppointment().GetConfirmationCode() == first.GetAppointment().GetConfirmationCode() {
		t.Errorf("the second booking is %v", second)
	}
	w.wantReplay(second, w.books(booked, ask))
	w.holds(1)
}

// TestAKeyAnswersWithThePresentState: a key outlives its booking, and what it
// answers shows that the appointment was cancelled since.
func TestAKeyAnswersWithThePresentState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ask := asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))
	ask.IdempotencyKey = "tool-1"
	first := w.books(booked, ask)
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: first.GetAppointment().GetConfirmationCode()})
	again := w.books(booked, ask)
	if !again.GetReplayed() || again.GetAppointment().GetState() != ringbookv1.AppointmentState_APPOINTMENT_STATE_CANCELLED {
		t.Errorf("the replay is %v", again)
	}
	w.holds(0)
}

package app_test

import (
	"net/http"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/app"
)

// Keys are rotated beside a running server: what agents and builders were
// handed before is good afterwards, twice over and after a restart, and so are
// the tokens and secrets.
func TestGuardRotationBesideAServer(t *testing.T) {
	t.Parallel()
	w := newPublicWorld(t)
	w.sets(w.builder(), map[string]string{"vapi_secret": "hush-hush"})
	slots := w.slots(quietDay)
	first := w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-1", CallerPhone: newPhone, CallerName: "Ada Brook", SlotId: slots[0].GetSlotId()})
	back := w.consents(w.keys.Project)
	rotate := func() {
		done, err := app.RotateSecrets(t.Context(), w.config, true)
		if err != nil || done.Resealed == 0 || done.KeyID == "" {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	rotate()
	w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-2", CallerPhone: caller(2), CallerName: "Bo Lund", SlotId: slots[3].GetSlotId()})
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	wantStatus(t, w.asksSlots(), slotsOK)
	rotate()
	if status, page := w.visits(back); status != http.StatusOK {
		t.Errorf("a link from before: %d %s", status, page)
	}
	w.live(w.builder())
	w.restart()
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: first.GetAppointment().GetAppointmentRef()})
	w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-3", CallerPhone: caller(3), CallerName: "Cy Moss", SlotId: slots[6].GetSlotId()})
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	wantStatus(t, w.asksSlots(), slotsOK)
	w.holds(2)
	w.quiet()
}

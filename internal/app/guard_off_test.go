package app_test

import (
	"net/http"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// While the CRM is off nothing reaches Zoho: no job that was under way, no
// refresh that is due, no publish, no examination, no consent, no revocation.
// What waited is done once it is on again.
func TestGuardOffIsOffEverywhere(t *testing.T) {
	t.Parallel()
	w := newPublicWorld(t)
	w.makes(map[string]string{"zoho_update_pipeline": "True"})
	w.starts("call-0", ottoPhone)
	code := w.books(booked, asks("call-0", ottoPhone, "", on(t, quietDay, "10:00"))).GetAppointment().GetConfirmationCode()
	back := w.consents(w.keys.Project)
	w.faults(zohosim.Fault{Kind: "status", Status: 503, Path: "/crm/"})
	w.books(bookPending, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "11:00")))
	w.cancels(cancelPending, &ringbookv1.CancelRequest{ConversationId: "call-0", ConfirmationCode: code})
	for _, id := range []string{"call-0", "call-1"} {
		end := endOf(id)
		end.WaitSeconds = 0
		call(w, w.agent.EndConversation, end)
	}
	w.faults()
	off, on := false, true
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &off})
	time.Sleep(300 * time.Millisecond) // what had been sent by then is through
	since := w.lastSeq()
	for range 12 {
		w.passes(5 * time.Minute)         // jobs are due, and so is the token
		time.Sleep(20 * time.Millisecond) // lets them be tried
		wantStatus(t, w.asksSlots(), slotsNotConnected)
	}
	w.starts("call-2", danaPhone)
	w.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, asks("call-2", danaPhone, "", local(t, quietDay+" 14:00")))
	call(w, w.agent.EndConversation, endOf("call-2"))
	if _, err := w.builder().GetAuthorizationUrl(t.Context(), &ringbookv1.GetAuthorizationUrlRequest{}); err == nil {
		t.Error("there is a link")
	}
	if status, _ := w.visits(back); status == http.StatusOK {
		t.Error("a consent was taken")
	}
	if _, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true, Write: true}); err != nil {
		t.Error(err)
	}
	w.sets(w.builder(), map[string]string{"zoho_oauth_code": w.code()})
	if how, _ := w.tries(); how.revision != 0 {
		t.Error("it was published")
	}
	w.connectionOf(w.builder(), "")
	w.restart()
	time.Sleep(200 * time.Millisecond) // lets the jobs that wait be tried after the start
	if reached := w.reached(since); len(reached) != 0 {
		t.Errorf("Zoho was reached: %v", reached)
	}
	w.sets(w.builder(), map[string]string{"zoho_oauth_code": ""})
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &on})
	w.settles("the one is booked and the other gone", func() bool {
		events := w.events()
		return len(events) == 1 && len(w.notes("")) == 2
	})
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &off})
	time.Sleep(300 * time.Millisecond) // what had been sent by then is through
	since = w.lastSeq()
	if ended := call(w, w.builder().Disconnect, &ringbookv1.DisconnectRequest{}); ended.GetRevoked() || ended.GetDetail() == "" {
		t.Errorf("disconnected: %v", ended)
	}
	if reached := w.reached(since); len(reached) != 0 {
		t.Errorf("Zoho was reached: %v", reached)
	}
}

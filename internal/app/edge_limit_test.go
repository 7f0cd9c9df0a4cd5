package app_test

import (
	"context"
	"testing"
	"time"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

var tenSeconds = zohosim.Fault{Kind: "latency", Path: "/crm/", LatencyMs: 10_000}

// TestSlowZoho delays every Zoho call by ten seconds: each RPC answers in time
// with an outcome.
func TestSlowZoho(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a write that has begun is waited for, up to 15 s")
	}
	for name, run := range map[string]func(*testing.T, *world){
		"StartConversation": func(t *testing.T, w *world) {
			w.faults(tenSeconds)
			res := inTime(w, w.agent.StartConversation, &ringbookv1.StartConversationRequest{ConversationId: "c", CallerPhone: danaPhone})
			wantStatus(t, res.GetStatus(), ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_RETRY_LATER)
			wantStatus(t, res.GetCaller().GetMatch(), ringbookv1.CallerMatch_CALLER_MATCH_NOT_CHECKED)
			speakable(t, res.GetSay())
		},
		"CheckSlots": func(t *testing.T, w *world) {
			w.faults(tenSeconds)
			res := inTime(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
			wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_RETRY_LATER)
			speakable(t, res.GetSay())
		},
		"Book": func(t *testing.T, w *world) {
			w.starts("c", danaPhone)
			slot := w.slots("2027-03-03")[0]
			w.faults(tenSeconds)
			res := inTime(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "c", SlotId: slot.GetSlotId()})
			wantStatus(t, res.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_PENDING)
			speakable(t, res.GetSay())
		},
		"Book of somebody unknown": func(t *testing.T, w *world) {
			w.faults(tenSeconds)
			res := inTime(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "c", CallerPhone: newPhone, Start: local(t, "2027-03-03 10:30")})
			wantStatus(t, res.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_RETRY_LATER)
			speakable(t, res.GetSay())
		},
		"Cancel": func(t *testing.T, w *world) {
			w.starts("c", danaPhone)
			call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "c", SlotId: w.slots("2027-03-03")[0].GetSlotId()})
			w.faults(tenSeconds)
			res := inTime(w, w.agent.Cancel, &ringbookv1.CancelRequest{ConversationId: "c"})
			wantStatus(t, res.GetStatus(), ringbookv1.CancelStatus_CANCEL_STATUS_PENDING)
			speakable(t, res.GetSay())
		},
		"EndConversation": func(t *testing.T, w *world) {
			w.faults(tenSeconds)
			res := inTime(w, w.agent.EndConversation, &ringbookv1.EndConversationRequest{
				ConversationId: "c", CallerPhone: newPhone, CallerName: "Maya Okafor", Summary: "She asked.", WaitSeconds: 3,
			})
			wantStatus(t, res.GetStatus(), ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_ACCEPTED)
			if s := res.GetFollowUp().GetState(); s != ringbookv1.FollowUpState_FOLLOW_UP_STATE_RUNNING && s != ringbookv1.FollowUpState_FOLLOW_UP_STATE_QUEUED {
				t.Errorf("the follow-up is %s", s)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, map[string]string{"zoho_check_availability_on_conversation_start": "True"})
			run(t, w)
			w.quiet()
		})
	}
}

// TestImpatientClient gives up before the answer: no error of ours is logged,
// and a write that has begun is finished.
func TestImpatientClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("c", danaPhone)
	slot := w.slots("2027-03-03")[0]
	w.faults(zohosim.Fault{Kind: "latency", Path: "/crm/", LatencyMs: 300})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	// Its end may overtake the answer, which is then that the time is kept.
	res, err := w.agent.Book(ctx, &ringbookv1.BookRequest{ConversationId: "c", SlotId: slot.GetSlotId()})
	if connect.CodeOf(err) != connect.CodeDeadlineExceeded && res.GetStatus() != ringbookv1.BookStatus_BOOK_STATUS_PENDING {
		t.Errorf("the client saw %v, %v", res, err)
	}
	w.eventually("the event of the booking whose client went away", func() bool { return len(w.events()) == 1 })
	w.faults()
	again := call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "c", SlotId: slot.GetSlotId()})
	wantStatus(t, again.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
	if !again.GetReplayed() {
		t.Error("the booking was made anew")
	}
	for _, timeout := range []string{"1", "0", "50"} {
		for rpc, body := range rpcs {
			if got := w.posts(rpc, body, "Connect-Timeout-Ms", timeout); got.status >= 500 && got.status != 504 {
				t.Errorf("%s within %s ms: %s", rpc, timeout, got)
			}
		}
	}
	w.quiet()
}

package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// asked is one request and what must come of it.
type asked struct {
	rpc, body string
	status    string // without the RPC's prefix
	next      string // without NEXT_
}

var statusPrefix = map[string]string{
	"StartConversation": "START_CONVERSATION_STATUS_", "CheckSlots": "CHECK_SLOTS_STATUS_", "Book": "BOOK_STATUS_",
	"Cancel": "CANCEL_STATUS_", "EndConversation": "END_CONVERSATION_STATUS_",
}

// handle is anything that only the model may see.
var handle = regexp.MustCompile(`"(?:slotId|appointmentRef|ref|nextPageToken|confirmationCode|id)":\s*"([^"]+)"`)

// heldBy asks and checks the status, the next step and the whole envelope.
func (w *world) heldBy(a asked) reply {
	w.t.Helper()
	got := w.posts(a.rpc, a.body)
	if got.status != http.StatusOK {
		w.t.Errorf("%s %s: %s", a.rpc, a.body, got)
		return got
	}
	fields := got.fields(w.t)
	if s := fmt.Sprint(fields["status"]); s != statusPrefix[a.rpc]+a.status {
		w.t.Errorf("%s %s: the status is %s, want %s", a.rpc, a.body, s, a.status)
	}
	next, _ := fields["next"].(string)
	if strings.TrimPrefix(next, "NEXT_") != a.next {
		w.t.Errorf("%s %s (%s): the next step is %q, want %q", a.rpc, a.body, a.status, next, a.next)
	}
	now, err := time.Parse(time.RFC3339, fmt.Sprint(fields["now"]))
	if drift := w.sim.Sim.Now().Sub(now); err != nil || drift < 0 || drift > time.Minute {
		w.t.Errorf("%s: now is %v", a.rpc, fields["now"])
	}
	if fields["timeZone"] != "America/New_York" {
		w.t.Errorf("%s: the zone is %v", a.rpc, fields["timeZone"])
	}
	say := got.text(w.t, "say")
	speakable(w.t, say)
	for _, h := range handle.FindAllStringSubmatch(got.body, -1) {
		if strings.Contains(say, h[1]) {
			w.t.Errorf("%s: %q is said in %q", a.rpc, h[1], say)
		}
	}
	return got
}

func (w *world) holdsAll(all ...asked) {
	w.t.Helper()
	for _, a := range all {
		w.heldBy(a)
	}
}

const (
	onStart  = "StartConversation"
	onCheck  = "CheckSlots"
	onBook   = "Book"
	onCancel = "Cancel"
	onEnd    = "EndConversation"
)

// TestAnswersInPeace goes through the situations of a working project.
func TestAnswersInPeace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.holdsAll(
		asked{onStart, `{"conversationId":"dana","callerPhone":"+12125550143"}`, "OK", ""},
		asked{onStart, `{"conversationId":"new","callerPhone":"+19175550166"}`, "OK", ""},
		asked{onStart, `{"conversationId":"two","callerPhone":"+16465550177"}`, "OK", "ASK_WHICH"},
		asked{onStart, `{"conversationId":"none","callerPhone":"anonymous"}`, "OK", "ASK_PHONE"},
		asked{onCheck, `{}`, "OK", "OFFER_SLOTS"},
		asked{onCheck, `{"limit":50}`, "OK", "OFFER_SLOTS"},
		asked{onCheck, `{"limit":1,"callerTimeZone":"Asia/Tokyo"}`, "OK", "OFFER_SLOTS"},
		asked{onCheck, `{"from":"2027-03-06","to":"2027-03-07"}`, "NONE_IN_RANGE", "OFFER_SLOTS"},
		asked{onCheck, `{"when":"next Tuesday"}`, "WHEN_UNCLEAR", "ASK_DATE"},
		asked{onCheck, `{"to":"2027-02-01"}`, "IN_PAST", "ASK_DATE"},
		asked{onCheck, `{"from":"2028-02-01"}`, "BEYOND_WINDOW", "ASK_DATE"},
		asked{onCheck, `{"service":"surgery"}`, "SERVICE_UNKNOWN", "ASK_WHICH"},
		asked{onBook, `{"conversationId":"none"}`, "CALLER_UNKNOWN", "ASK_PHONE"},
		asked{onBook, `{"conversationId":"new"}`, "CALLER_UNKNOWN", "ASK_NAME"},
		asked{onBook, `{"conversationId":"dana"}`, "SLOT_UNKNOWN", "ASK_DATE"},
		asked{onBook, `{"conversationId":"dana","slotId":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, "SLOT_UNKNOWN", "ASK_DATE"},
		asked{onBook, `{"conversationId":"dana","start":"2027-02-26T10:00:00"}`, "IN_PAST", "ASK_DATE"},
		asked{onBook, `{"conversationId":"dana","start":"2028-03-03T10:00:00"}`, "BEYOND_WINDOW", "ASK_DATE"},
		asked{onBook, `{"conversationId":"dana","start":"2027-03-03T22:00:00"}`, "OUTSIDE_HOURS", "OFFER_SLOTS"},
		asked{onBook, `{"conversationId":"dana","start":"2027-03-03T10:00:00"}`, "SLOT_TAKEN", "OFFER_SLOTS"},
		asked{onBook, `{"conversationId":"two","start":"2027-03-05T15:00:00"}`, "CALLER_AMBIGUOUS", "ASK_WHICH"},
		asked{onBook, `{"conversationId":"dana","start":"2027-03-09T10:00:00","idempotencyKey":"k"}`, "BOOKED", "DONE"},
		asked{onBook, `{"conversationId":"dana","start":"2027-03-09T10:00:00","idempotencyKey":"k"}`, "BOOKED", "DONE"},
		asked{onBook, `{"conversationId":"dana","start":"2027-03-09T11:00:00","idempotencyKey":"k"}`, "KEY_REUSED", "CONFIRM"},
		asked{onBook, `{"conversationId":"dana-2","callerPhone":"2125550143","start":"2027-03-09T10:00:00"}`, "ALREADY_BOOKED", "DONE"},
		asked{onBook, `{"conversationId":"dana","start":"2027-03-09T12:00:00"}`, "BOOKED", "DONE"},
		asked{onStart, `{"conversationId":"dana","callerPhone":"+12125550143"}`, "OK", ""},
		asked{onCancel, `{"conversationId":"none"}`, "NOT_YOURS", "ASK_CODE"},
		asked{onCancel, `{"conversationId":"none","callerPhone":"+12125550143"}`, "NOT_YOURS", "ASK_CODE"},
		asked{onCancel, `{"conversationId":"none","confirmationCode":"QQQQQ"}`, "NOT_FOUND", "ASK_CODE"},
		asked{onCancel, `{"conversationId":"dana"}`, "WHICH_ONE", "ASK_WHICH"},
		asked{onCancel, `{"conversationId":"dana","start":"2027-03-09T12:00:00","idempotencyKey":"c"}`, "CANCELLED", "DONE"},
		asked{onCancel, `{"conversationId":"dana","start":"2027-03-09T12:00:00","idempotencyKey":"c"}`, "CANCELLED", "DONE"},
		asked{onCancel, `{"conversationId":"dana","start":"2027-03-09T10:00:00","idempotencyKey":"c"}`, "KEY_REUSED", "CONFIRM"},
		asked{onCancel, `{"conversationId":"dana-2","callerPhone":"2125550143","start":"2027-03-09T12:00:00"}`, "ALREADY_CANCELLED", "DONE"},
		asked{onEnd, `{"conversationId":"dana","summary":"one","waitSeconds":3}`, "ACCEPTED", "DONE"},
		asked{onEnd, `{"conversationId":"dana","summary":"more","waitSeconds":3}`, "MERGED", "DONE"},
	)
	w.quiet()
}

// TestAnswersOfAnUnwillingBusiness has everything switched off.
func TestAnswersOfAnUnwillingBusiness(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{
		"zoho_enable_slot_check": "False", "zoho_enable_booking": "False", "zoho_enable_cancellation": "False", "zoho_enable_reschedule": "False",
	})
	w.holdsAll(
		asked{onStart, `{"conversationId":"c","callerPhone":"+12125550143"}`, "OK", ""},
		asked{onCheck, `{}`, "DISABLED", "HAND_OFF"},
		asked{onBook, `{"conversationId":"c","start":"2027-03-09T10:00:00"}`, "DISABLED", "HAND_OFF"},
		asked{onCancel, `{"conversationId":"c","confirmationCode":"K7RMA"}`, "DISABLED", "HAND_OFF"},
		asked{onEnd, `{"conversationId":"c","summary":"one","waitSeconds":3}`, "ACCEPTED", "DONE"},
	)
	w.quiet()
}

// TestAnswersWithSlotsAtStart greets with times.
func TestAnswersWithSlotsAtStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_check_availability_on_conversation_start": "True"})
	got := w.heldBy(asked{onStart, `{"conversationId":"c","callerPhone":"+12125550143"}`, "OK", "OFFER_SLOTS"})
	if slots, _ := got.fields(t)["slots"].([]any); len(slots) != 3 {
		t.Errorf("the greeting brings %v", slots)
	}
}

// TestAnswersWithoutZoho takes Zoho away in both ways: it answers nothing, and
// it takes the grant back.
func TestAnswersWithoutZoho(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("booked", danaPhone)
	call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "booked", Start: local(t, "2027-03-09 10:00")})
	w.sim.Sim.SetNow(w.sim.Sim.Now().Add(24 * time.Hour)) // what was remembered of the calendar is too old
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	w.faults(zohosim.Fault{Kind: "status", Status: 503})
	w.holdsAll(
		asked{onStart, `{"conversationId":"c","callerPhone":"+12125550168"}`, "RETRY_LATER", ""},
		asked{onCheck, `{}`, "RETRY_LATER", "CONFIRM"},
		asked{onBook, `{"conversationId":"new","callerPhone":"+19175550166","start":"2027-03-10T10:00:00"}`, "RETRY_LATER", "CONFIRM"},
		asked{onCancel, `{"conversationId":"booked"}`, "PENDING", "DONE"},
		asked{onEnd, `{"conversationId":"c","summary":"one"}`, "ACCEPTED", "DONE"},
	)
	w.faults()
	w.sim.Sim.Advance(10 * time.Minute) // failed refreshes are paced, lest Zoho lock the client out
	w.control(http.MethodPost, "tokens/revoke", nil, nil)
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	w.holdsAll(
		asked{onStart, `{"conversationId":"d","callerPhone":"+12125550168"}`, "NOT_CONNECTED", "HAND_OFF"},
		asked{onCheck, `{}`, "NOT_CONNECTED", "HAND_OFF"},
		asked{onBook, `{"conversationId":"d","callerPhone":"+19175550188","start":"2027-03-10T10:00:00"}`, "NOT_CONNECTED", "HAND_OFF"},
		asked{onEnd, `{"conversationId":"d","summary":"one"}`, "ACCEPTED", "DONE"},
	)
}

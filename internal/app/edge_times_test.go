package app_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestTimesAsModelsWriteThem books nine o'clock in New York in each spelling
// that can mean nothing else.
func TestTimesAsModelsWriteThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	nine := local(t, "2027-03-05 09:00").AsTime()
	for _, start := range []string{
		"2027-03-05T09:00:00-05:00", "2027-03-05T14:00:00Z", "2027-03-05T09:00:00", "2027-03-05T09:00", "2027-03-05 09:00", "2027-03-05T09:00-05:00",
	} {
		got := w.posts("Book", fmt.Sprintf(`{"conversationId":"call-1","start":%q}`, start))
		if got.status != http.StatusOK || got.text(t, "status") != "BOOK_STATUS_BOOKED" {
			t.Fatalf("%s: %s", start, got)
		}
		appointment, _ := got.fields(t)["appointment"].(map[string]any)
		if at, err := time.Parse(time.RFC3339, fmt.Sprint(appointment["start"])); err != nil || !at.Equal(nine) {
			t.Errorf("%s is booked at %v", start, appointment["start"])
		}
	}
	if n := len(w.events()); n != 1 {
		t.Errorf("%d events for six spellings of one time", n)
	}
}

// TestTimesThatCannotBe are outcomes that an agent can speak of.
func TestTimesThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	for start, want := range map[string]string{
		`""`:                          "SLOT_UNKNOWN",
		`null`:                        "SLOT_UNKNOWN",
		`"tomorrow at ten"`:           "SLOT_UNKNOWN",
		`1804244400`:                  "SLOT_UNKNOWN",
		`"2027-02-30T10:00:00-05:00"`: "SLOT_UNKNOWN",
		`"0001-01-01T00:00:00Z"`:      "SLOT_UNKNOWN",
		`"1971-01-01T00:00:00Z"`:      "IN_PAST",
		`"9999-12-31T23:59:59Z"`:      "BEYOND_WINDOW",
		`"12027-03-05T09:00:00Z"`:     "SLOT_UNKNOWN",
	} {
		got := w.posts("Book", `{"conversationId":"call-1","start":`+start+`}`)
		if got.status != http.StatusOK || got.text(t, "status") != "BOOK_STATUS_"+want {
			t.Errorf("%s: %s, want %s", start, got, want)
		}
	}
	for name, bad := range map[string]*timestamppb.Timestamp{
		"the last second there is": {Seconds: 1<<63 - 1}, "the first": {Seconds: -1 << 63}, "nanos": {Seconds: 1, Nanos: -5},
	} {
		agent := w.clientOver(w.keys.AgentKey, nil) // the binary form can say more than JSON
		res, err := agent.Book(t.Context(), &ringbookv1.BookRequest{ConversationId: "call-1", Start: bad})
		if err != nil || res.GetStatus() != ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN {
			t.Errorf("%s: %v, %v", name, res, err)
		}
		_, err = agent.StartConversation(t.Context(), &ringbookv1.StartConversationRequest{ConversationId: "at-" + name[:3], StartedAt: bad})
		if err != nil {
			t.Errorf("%s as the start of a call: %v", name, err)
		}
		_, err = agent.EndConversation(t.Context(), &ringbookv1.EndConversationRequest{
			ConversationId: "at-" + name[:3], StartedAt: bad, EndedAt: bad, Turns: []*ringbookv1.ConversationTurn{{Text: "x", At: bad}},
		})
		if err != nil {
			t.Errorf("%s as the end of a call: %v", name, err)
		}
	}
	w.quiet()
}

// TestWrongTimeCancelsNothing names a time that cannot be read: the caller's
// only appointment may not be the one that was meant.
func TestWrongTimeCancelsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "call-1", Start: local(t, "2027-03-05 09:00")})
	for start, want := range map[string]string{`"Friday at ten"`: "NOT_FOUND", `"2027-03-05T10:00:00"`: "NOT_FOUND"} {
		got := w.posts("Cancel", `{"conversationId":"call-1","start":`+start+`}`)
		if got.status != http.StatusOK || got.text(t, "status") != "CANCEL_STATUS_"+want {
			t.Errorf("%s: %s", start, got)
		}
	}
	if n := len(w.events()); n != 1 {
		t.Errorf("%d events are left", n)
	}
	got := w.posts("Cancel", `{"conversationId":"call-1","start":"2027-03-05T09:00"}`)
	if got.text(t, "status") != "CANCEL_STATUS_CANCELLED" {
		t.Errorf("the right time: %s", got)
	}
}

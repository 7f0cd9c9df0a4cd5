package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

// rpcs are the procedures that are built, each with a body that is good as far
// as its form goes.
var rpcs = map[string]string{
	"StartConversation": `{"conversationId":"c"}`,
	"CheckSlots":        `{}`,
	"Book":              `{"conversationId":"c"}`,
	"Cancel":            `{"conversationId":"c"}`,
	"EndConversation":   `{"conversationId":"c"}`,
}

func TestKeysThatOpenNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	good := w.keys.AgentKey
	for name, tt := range map[string]struct {
		header string
		status int
		code   string
	}{
		"none":             {"", http.StatusUnauthorized, "unauthenticated"},
		"no scheme":        {good, http.StatusUnauthorized, "unauthenticated"},
		"another scheme":   {"Basic " + good, http.StatusUnauthorized, "unauthenticated"},
		"nothing after it": {"Bearer ", http.StatusUnauthorized, "unauthenticated"},
		"not a key":        {"Bearer let-me-in", http.StatusUnauthorized, "unauthenticated"},
		"one letter off":   {"Bearer " + good[:len(good)-1] + flip(good[len(good)-1]), http.StatusUnauthorized, "unauthenticated"},
		"a letter more":    {"Bearer " + good + "a", http.StatusUnauthorized, "unauthenticated"},
		"very long":        {"Bearer " + strings.Repeat("k", 100_000), http.StatusUnauthorized, "unauthenticated"},
		"SQL":              {"Bearer ' OR 1=1 --", http.StatusUnauthorized, "unauthenticated"},
		"a builder's":      {"Bearer " + w.keys.BuilderKey, http.StatusForbidden, "permission_denied"},
		"an admin's":       {"Bearer " + w.keys.AdminKey, http.StatusForbidden, "permission_denied"},
	} {
		for rpc, body := range rpcs {
			got := w.posts(rpc, body, "Authorization", tt.header)
			if got.status != tt.status || got.text(t, "code") != tt.code || got.text(t, "message") == "" {
				t.Errorf("%s with %s: %s", rpc, name, got)
			}
			if strings.Contains(got.body, good) {
				t.Errorf("%s with %s: the answer has the key in it", rpc, name)
			}
		}
	}
	for spelling, header := range map[string]string{"lower case": "bearer " + good, "two blanks": "Bearer  " + good} {
		if got := w.posts("CheckSlots", `{}`, "Authorization", header); got.status != http.StatusOK {
			t.Errorf("a good key, %s: %s", spelling, got)
		}
	}
	w.quiet()
}

// TestNoKeyNoReading sends rubbish without a key: who has none is told so and
// nothing of what they sent is read.
func TestNoKeyNoReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for name, body := range map[string]string{"rubbish": `{"from": `, "a wrong type": `{"limit":"many"}`, "too much": strings.Repeat(" ", 10<<20)} {
		for header, want := range map[string]int{"": http.StatusUnauthorized, "Bearer " + w.keys.BuilderKey: http.StatusForbidden} {
			if got := w.posts("CheckSlots", body, "Authorization", header); got.status != want {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
}

func flip(last byte) string {
	if last == 'a' {
		return "b"
	}
	return "a"
}

// TestRevokedKey revokes in the store, as another process would, and waits
// until the memory of right keys has ended.
func TestRevokedKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: w.config.Data + "/ringbook.db", Logger: w.config.Logger})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	projects, err := project.NewService(project.Config{Store: db.Projects(), Now: w.config.Now})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := projects.ListKeys(t.Context(), w.keys.Project)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if _, err := projects.RevokeKey(t.Context(), k.ID); err != nil {
			t.Fatal(err)
		}
	}
	w.sim.Sim.SetNow(w.sim.Sim.Now().Add(11_000_000_000))
	_, err = w.agent.CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{})
	wantCode(t, err, connect.CodeUnauthenticated)
}

// TestProjectsAreApart gives a second project everything that the first one's
// agent knows. It sees nothing, cancels nothing and blocks nothing.
func TestProjectsAreApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	second := w.secondProject()
	other := w.client(second.AgentKey)
	ctx := t.Context()

	w.starts("call-1", danaPhone)
	slot := w.slots("2027-03-03")[0]
	mine := call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: slot.GetSlotId(), IdempotencyKey: "key-1"}).GetAppointment()
	later := w.slots("2027-03-04")[0]

	started, err := other.StartConversation(ctx, &ringbookv1.StartConversationRequest{ConversationId: "call-1", CallerPhone: danaPhone})
	if err != nil || len(started.GetUpcoming()) != 0 {
		t.Errorf("the other project is told of %v (%v)", started.GetUpcoming(), err)
	}
	for name, req := range map[string]*ringbookv1.CancelRequest{
		"code":             {ConversationId: "call-1", ConfirmationCode: mine.GetConfirmationCode()},
		"ref":              {ConversationId: "call-1", AppointmentRef: mine.GetAppointmentRef()},
		"identity":         {ConversationId: "call-1"},
		"phone and start":  {ConversationId: "call-2", CallerPhone: danaPhone, Start: mine.GetStart()},
		"idempotency key":  {ConversationId: "call-1", ConfirmationCode: mine.GetConfirmationCode(), IdempotencyKey: "key-1"},
		"another's handle": {ConversationId: "call-1", AppointmentRef: slot.GetSlotId()},
	} {
		res, err := other.Cancel(ctx, req)
		if err != nil {
			t.Fatal(err)
		}
		if s := res.GetStatus(); s != ringbookv1.CancelStatus_CANCEL_STATUS_NOT_FOUND && s != ringbookv1.CancelStatus_CANCEL_STATUS_NOT_YOURS {
			t.Errorf("cancelling by %s: %v", name, res)
		}
		if res.GetAppointment() != nil || len(res.GetChoices()) != 0 {
			t.Errorf("cancelling by %s tells of %v", name, res)
		}
	}
	foreign, err := other.Book(ctx, &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: later.GetSlotId()})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, foreign.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN)
	// The same key, conversation and caller mean another booking in another
	// project, and nothing is replayed.
	theirs, err := other.Book(ctx, &ringbookv1.BookRequest{ConversationId: "call-1", Start: later.GetStart(), IdempotencyKey: "key-1"})
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, theirs.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
	if theirs.GetReplayed() {
		t.Error("another project's answer was replayed")
	}
	cancelled := call(w, w.agent.Cancel, &ringbookv1.CancelRequest{ConversationId: "call-1", AppointmentRef: mine.GetAppointmentRef()})
	wantStatus(t, cancelled.GetStatus(), ringbookv1.CancelStatus_CANCEL_STATUS_CANCELLED)
	if left := w.events(); len(left) != 1 {
		t.Errorf("%d events are left, want the second project's one", len(left))
	}
}

// TestReportsOfProjectsAreApart ends conversations of one id in two projects.
func TestReportsOfProjectsAreApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	other := w.client(w.secondProject().AgentKey)
	end := func(agent interface {
		EndConversation(context.Context, *ringbookv1.EndConversationRequest) (*ringbookv1.EndConversationResponse, error)
	}, name string) {
		res, err := agent.EndConversation(t.Context(), &ringbookv1.EndConversationRequest{
			ConversationId: "call-1", CallerPhone: newPhone, CallerName: name, Summary: "Said by " + name, WaitSeconds: 3,
		})
		if err != nil {
			t.Fatal(err)
		}
		wantStatus(t, res.GetStatus(), ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_ACCEPTED)
		wantStatus(t, res.GetFollowUp().GetState(), ringbookv1.FollowUpState_FOLLOW_UP_STATE_DONE)
	}
	end(w.agent, "Maya Okafor")
	end(other, "Sam Abara")
	for _, n := range w.records("Notes") {
		if text := n.text("Note_Content"); strings.Contains(text, "Maya") && strings.Contains(text, "Sam") {
			t.Errorf("two projects share a note: %s", text)
		}
	}
}

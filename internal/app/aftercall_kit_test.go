package app_test

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

const (
	priyaPhone  = "+19175550121" // a lead of the demo seed
	followDone  = ringbookv1.FollowUpState_FOLLOW_UP_STATE_DONE
	followDead  = ringbookv1.FollowUpState_FOLLOW_UP_STATE_FAILED
	stepDone    = ringbookv1.StepState_STEP_STATE_DONE
	stepSkipped = ringbookv1.StepState_STEP_STATE_SKIPPED
	stepFailed  = ringbookv1.StepState_STEP_STATE_FAILED
	accepted    = ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_ACCEPTED
	mergedInto  = ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_MERGED
)

// endOf is what a platform tells at the end of a call.
func endOf(conversation string) *ringbookv1.EndConversationRequest {
	return &ringbookv1.EndConversationRequest{
		ConversationId: conversation, Summary: "Asked about " + conversation + ".", WaitSeconds: 3,
		StartedAt: timestamppb.New(monday), EndedAt: timestamppb.New(monday.Add(95 * time.Second)),
	}
}

// ends reports a call's end, waits for what follows, and wants it done.
func (w *world) ends(req *ringbookv1.EndConversationRequest) *ringbookv1.EndConversationResponse {
	w.t.Helper()
	res := call(w, w.agent.EndConversation, req)
	if res.GetFollowUp().GetState() != followDone {
		w.t.Fatalf("the follow-up is %v\n%s", res.GetFollowUp(), w.log)
	}
	return res
}

func step(res *ringbookv1.EndConversationResponse, kind string) *ringbookv1.FollowUpStep {
	for _, s := range res.GetFollowUp().GetSteps() {
		if s.GetKind() == kind {
			return s
		}
	}
	return nil
}

func wantStep(t *testing.T, res *ringbookv1.EndConversationResponse, kind string, state ringbookv1.StepState, module string) {
	t.Helper()
	s := step(res, kind)
	if s == nil || s.GetState() != state || s.GetRecord().GetModule() != module {
		t.Errorf("the step %q is %v, want %s in %q; all: %v", kind, s, state, module, res.GetFollowUp())
	}
}

// notes returns the notes on a record; on any record for an empty id.
func (w *world) notes(on string) (found []record) {
	w.t.Helper()
	for _, n := range w.records("Notes") {
		if on == "" || n.lookup("Parent_Id") == on {
			found = append(found, n)
		}
	}
	return found
}

// oneNote returns the only note on a record.
func (w *world) oneNote(on string) string {
	w.t.Helper()
	found := w.notes(on)
	if len(found) != 1 {
		w.t.Fatalf("%d notes on %s, want 1\n%s", len(found), on, w.log)
	}
	return found[0].text("Note_Content")
}

// leadOf returns the only lead with a phone number.
func (w *world) leadOf(phone string) record {
	w.t.Helper()
	var found []record
	for _, r := range w.records("Leads") {
		if r.text("Phone") == phone {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		w.t.Fatalf("%d leads of %s, want 1\n%s", len(found), phone, w.log)
	}
	return found[0]
}

// behind opens the store of the running app a second time, as another process
// of an operator would.
func (w *world) behind(do func(*sqlite.DB)) {
	w.t.Helper()
	db, err := sqlite.Open(w.t.Context(), sqlite.Config{
		Path: filepath.Join(w.config.Data, "ringbook.db"), Now: w.config.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	do(db)
}

// switchCRM throws the administrator's switch.
func (w *world) switchCRM(on bool) {
	w.t.Helper()
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &on})
}

// revoke takes the grant away; reconnect gives a new one.
func (w *world) revoke() { w.control(http.MethodPost, "tokens/revoke", map[string]any{}, nil) }

func (w *world) reconnect() {
	w.t.Helper()
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
}

// state asks how far a conversation's follow-up is by reporting nothing new.
func (w *world) state(conversation string) *ringbookv1.EndConversationResponse {
	w.t.Helper()
	req := endOf(conversation)
	req.WaitSeconds = 0
	return call(w, w.agent.EndConversation, req)
}

// follows lets the clock run until a conversation's follow-up is through,
// which is asked for in the store so that nothing is enqueued by asking.
func (w *world) follows(conversation string) {
	w.t.Helper()
	w.eventually("the follow-up of "+conversation, func() (done bool) {
		w.sim.Sim.Advance(20 * time.Second)
		w.behind(func(db *sqlite.DB) {
			j, err := db.Jobs().Get(w.t.Context(), w.keys.Project, "aftercall.follow_up", conversation)
			done = err == nil && j.State == "done"
		})
		return done
	})
}

func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

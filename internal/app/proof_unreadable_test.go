package app_test

import (
	"maps"
	"strings"
	"testing"

	"connectrpc.com/connect"
	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

// proofRewrites changes what is published, and the draft with it, as if an
// older version of ringbook had allowed these values.
func (w *world) proofRewrites(values map[string]string) {
	w.t.Helper()
	w.stop()
	w.behind(func(db *sqlite.DB) {
		active, err := db.Attributes().Active(w.t.Context(), w.keys.Project)
		if err != nil {
			w.t.Fatal(err)
		}
		maps.Copy(active.Values, values)
		draft, err := db.Attributes().Draft(w.t.Context(), w.keys.Project)
		if err != nil {
			w.t.Fatal(err)
		}
		maps.Copy(draft.Values, values)
		next := attribute.Draft{Project: draft.Project, Revision: draft.Revision + 1, Values: draft.Values, SetAt: draft.SetAt, UpdatedAt: draft.UpdatedAt}
		if err := db.Attributes().ResealRevision(w.t.Context(), w.keys.Project, active.Number, active.Values); err != nil {
			w.t.Fatal(err)
		}
		if err := db.Attributes().SaveDraft(w.t.Context(), draft.Revision, next); err != nil {
			w.t.Fatal(err)
		}
	})
	w.start()
}

// proofChecks are the checks of an examination, by name.
func (w *world) proofChecks() map[string]*ringbookv1.Check {
	w.t.Helper()
	stream, err := w.builder().Diagnose(w.t.Context(), &ringbookv1.DiagnoseRequest{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer stream.Close()
	found := map[string]*ringbookv1.Check{}
	for stream.Receive() {
		found[stream.Msg().GetCheck().GetName()] = stream.Msg().GetCheck()
	}
	if stream.Err() != nil {
		w.t.Fatal(stream.Err())
	}
	return found
}

// A revision that this version cannot read any more is what a builder asks the
// doctor about, lists and mends.
func TestProofAnActiveRevisionThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_language": "de"})
	w.proofRewrites(map[string]string{"zoho_language": "tlh", "zoho_duration": "5000"})

	checks := w.proofChecks()
	c := checks["attributes"]
	if c.GetState() != ringbookv1.CheckState_CHECK_STATE_FAILED || c.GetRemedy() == "" {
		t.Errorf("the doctor says %v", c)
	}
	for _, part := range []string{"zoho_language", "en, es, de", "zoho_duration"} {
		if !strings.Contains(c.GetDetail(), part) {
			t.Errorf("the doctor says %q, without %s", c.GetDetail(), part)
		}
	}
	for name, want := range map[string]ringbookv1.CheckState{
		"switch": ringbookv1.CheckState_CHECK_STATE_OK, "token": ringbookv1.CheckState_CHECK_STATE_OK, "clock": ringbookv1.CheckState_CHECK_STATE_OK,
		"region": ringbookv1.CheckState_CHECK_STATE_SKIPPED, "flags": ringbookv1.CheckState_CHECK_STATE_SKIPPED, "owner": ringbookv1.CheckState_CHECK_STATE_SKIPPED,
	} {
		if checks[name].GetState() != want {
			t.Errorf("%s is %v", name, checks[name])
		}
	}
	if a := w.attribute(w.builder(), "zoho_language"); a.GetPublishedValue() != "tlh" {
		t.Errorf("listed is %v", a)
	}
	failed, err := w.tries()
	if err != nil || failed.revision != 0 || !strings.Contains(failed.step("validate").GetDetail(), "zoho_language: write one of") {
		t.Errorf("publishing came to %v, %v", failed, err)
	}
	w.makes(map[string]string{"zoho_language": "es", "zoho_duration": ""})
	if c := w.proofCheck("attributes"); c.GetState() != ringbookv1.CheckState_CHECK_STATE_OK {
		t.Errorf("mended, the doctor says %v", c)
	}
}

// What only the system fills is fetched anew by every publish, so an old form
// of it stands in nobody's way.
func TestProofSystemValuesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
	for _, idn := range []string{"zoho_org", "zoho_users", "zoho_pipelines", "zoho_business_hours", "zoho_holidays", "zoho_shifts"} {
		w.stop()
		w.behind(func(db *sqlite.DB) {
			active, err := db.Attributes().Active(t.Context(), w.keys.Project)
			if err != nil {
				t.Fatal(err)
			}
			active.Values[idn] = `"of an older form"`
			if err := db.Attributes().ResealRevision(t.Context(), w.keys.Project, active.Number, active.Values); err != nil {
				t.Fatal(err)
			}
		})
		w.start()
		if p, err := w.tries(); err != nil || p.revision == 0 {
			t.Errorf("%s: publishing came to %v, %v", idn, p, err)
		}
	}
}

// A conversation that began under such a revision goes on under the active one.
func TestProofAConversationOfARevisionThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
	w.starts("call-1", newPhone)
	w.live(w.builder())
	w.stop()
	w.behind(func(db *sqlite.DB) {
		old, err := db.Attributes().Revision(t.Context(), w.keys.Project, 2)
		if err != nil {
			t.Fatal(err)
		}
		old.Values["zoho_language"] = "tlh"
		if err := db.Attributes().ResealRevision(t.Context(), w.keys.Project, 2, old.Values); err != nil {
			t.Fatal(err)
		}
	})
	w.start()
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	res := w.ends(endOf("call-1"))
	wantStep(t, res, "note", stepDone, "Notes")
}

// Under such a revision the connection is shown, and a report is kept with the
// caller's number as they say it; what follows waits for a revision that can be
// read. What the settings steer is not guessed at.
func TestAReportUnderARevisionThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
	w.proofRewrites(map[string]string{"zoho_language": "tlh"})

	if now := w.connectionOf(w.builder(), w.keys.Project); now.GetState() != connected || now.GetOrganisation() != nil || now.GetUser() != nil {
		t.Errorf("the connection is told as %v", now)
	}
	if _, err := w.agent.CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}); connect.CodeOf(err) != connect.CodeInternal {
		t.Errorf("asked for slots, it says %v", err)
	}
	report := endOf("call-1")
	report.CallerPhone, report.WaitSeconds = "(917) 555-0166", 0
	res := call(w, w.agent.EndConversation, report)
	if res.GetStatus() != ringbookv1.EndConversationStatus_END_CONVERSATION_STATUS_ACCEPTED || res.GetFollowUp().GetState() == ringbookv1.FollowUpState_FOLLOW_UP_STATE_FAILED {
		t.Errorf("the report came to %v", res)
	}
	if len(w.notes("")) != 0 {
		t.Error("something was written by settings that cannot be read")
	}
	w.makes(map[string]string{"zoho_language": "en"})
	w.follows("call-1")
	if notes := w.notes(""); len(notes) != 1 {
		t.Errorf("the notes are %v", notes)
	}
}

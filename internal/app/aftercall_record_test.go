package app_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

func TestNoteOnAKnownContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_recording_link": "public"})
	w.starts("call-1", danaPhone)
	req := endOf("call-1")
	req.Summary, req.Outcome, req.RecordingUrl = "Wants a check-up.", "information_given", "https://example.com/r/1"
	for i, text := range []string{"Harbor Dental, hello?", "Hi, it's Dana.\n"} {
		req.Turns = append(req.Turns, &ringbookv1.ConversationTurn{Role: []string{"agent", "caller"}[i], Text: text, At: timestamppb.New(monday.Add(time.Duration(i) * time.Second))})
	}
	res := w.ends(req)
	wantStatus(t, res.GetStatus(), accepted)
	dana := w.named("Contacts", "Whitfield")[0].text("id")
	wantStep(t, res, "record", stepDone, "Contacts")
	wantStep(t, res, "note", stepDone, "Notes")
	if got := step(res, "record").GetRecord().GetId(); got != dana {
		t.Errorf("the caller's record is %s, want %s", got, dana)
	}
	has(t, w.oneNote(dana), "Wants a check-up.\n\n", "Outcome: information_given", "Duration: 1:35 minutes", "https://example.com/r/1",
		"Transcript:\nagent: Harbor Dental, hello?\ncaller: Hi, it's Dana.\n\nReference: ringbook-call-")
	if title := w.notes(dana)[0].text("Note_Title"); title != "Phone call on March 1, 2027 at 9:12 AM" {
		t.Errorf("the note is called %q", title)
	}
	if len(w.records("Leads")) != 1 || len(w.notes("")) != 1 {
		t.Error("something else was written")
	}
}

func TestNoteOnAKnownLead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", priyaPhone)
	res := w.ends(endOf("call-1"))
	wantStep(t, res, "record", stepDone, "Leads")
	has(t, w.oneNote(w.leadOf("+1.917.555.0121").text("id")), "Asked about call-1.")
}

func TestNoteOnTheContactThatTheBookingMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	booked := call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: w.slots("2027-03-03")[0].GetSlotId(), CallerName: "Ann Lee"})
	wantStatus(t, booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	wantStep(t, w.ends(req), "record", stepDone, "Contacts")
	ann := w.named("Contacts", "Lee")
	if len(ann) != 1 || len(w.records("Leads")) != 1 {
		t.Fatalf("%d contacts, %d leads", len(ann), len(w.records("Leads")))
	}
	w.oneNote(ann[0].text("id"))
}

func TestUnknownCallerBecomesALead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_lead_company": "Walk-in"})
	w.starts("call-1", newPhone)
	req := endOf("call-1")
	req.CallerName = "Ann de Vries"
	res := w.ends(req)
	wantStep(t, res, "record", stepDone, "Leads")
	lead := w.leadOf(newPhone)
	if lead.text("First_Name") != "Ann de" || lead.text("Last_Name") != "Vries" || lead.text("Company") != "Walk-in" {
		t.Errorf("the lead is %v", lead)
	}
	has(t, lead.text("Description"), "Made from a phone call.\n\nReference: ringbook/")
	w.oneNote(lead.text("id"))
	// The next call finds the lead.
	w.starts("call-2", newPhone)
	w.ends(endOf("call-2"))
	if n := len(w.notes(w.leadOf(newPhone).text("id"))); n != 2 {
		t.Errorf("%d notes on the lead after two calls", n)
	}
}

func TestUnknownCallerBecomesAContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_create_for_new": "contact"})
	w.starts("call-1", newPhone)
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	wantStep(t, w.ends(req), "record", stepDone, "Contacts")
	ann := w.named("Contacts", "Lee")
	if len(ann) != 1 || ann[0].text("Phone") != newPhone || len(w.records("Leads")) != 1 {
		t.Fatalf("the contacts are %v", ann)
	}
	w.oneNote(ann[0].text("id"))
}

func TestWithheldCallers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if started := w.starts("call-1", "anonymous"); started.GetCaller().GetMatch() != ringbookv1.CallerMatch_CALLER_MATCH_WITHHELD {
		t.Fatalf("the caller is %v", started.GetCaller())
	}
	res := w.ends(endOf("call-1"))
	wantStep(t, res, "record", stepSkipped, "")
	has(t, step(res, "record").GetDetail(), "neither a number nor a name")
	if len(w.records("Leads")) != 1 || len(w.notes("")) != 0 {
		t.Error("something was written for nobody")
	}
	// A name that is told later is enough for a lead.
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	res = w.ends(req)
	wantStatus(t, res.GetStatus(), mergedInto)
	wantStep(t, res, "record", stepDone, "Leads")
	ann := w.named("Leads", "Lee")
	if len(ann) != 1 || ann[0].text("Phone") != "" {
		t.Fatalf("the leads are %v", ann)
	}
	w.oneNote(ann[0].text("id"))
}

func TestNobodyIsGuessedOnASharedNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", marinPhone)
	req := endOf("call-1")
	req.CallerName = "Rosa Marin"
	res := w.ends(req)
	wantStep(t, res, "record", stepSkipped, "")
	has(t, step(res, "record").GetDetail(), "several people share this number")
	if len(w.notes("")) != 0 || len(w.records("Leads")) != 1 {
		t.Error("somebody was guessed")
	}
}

func TestSwitchesOfTheFollowUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_add_note": "False", "zoho_create_lead": "False"})
	w.starts("call-1", danaPhone)
	res := w.ends(endOf("call-1"))
	wantStep(t, res, "note", stepSkipped, "")
	has(t, step(res, "note").GetDetail(), "zoho_add_note")
	w.starts("call-2", newPhone)
	req := endOf("call-2")
	req.CallerName = "Ann Lee"
	res = w.ends(req)
	wantStep(t, res, "record", stepSkipped, "")
	has(t, step(res, "record").GetDetail(), "zoho_create_lead")
	if len(w.notes("")) != 0 || len(w.records("Leads")) != 1 {
		t.Error("something was written all the same")
	}
}

func TestNothingToNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	req := endOf("call-1")
	req.Summary = ""
	wantStep(t, w.ends(req), "note", stepSkipped, "")
	req.Transcript = "caller: hello"
	res := w.ends(req)
	wantStep(t, res, "note", stepDone, "Notes")
	has(t, w.oneNote(w.named("Contacts", "Whitfield")[0].text("id")), "Transcript:\ncaller: hello")
}

// A recording that is not public has no address in the CRM.
func TestNoRecordingInTheNoteUnlessPublic(t *testing.T) {
	t.Parallel()
	for _, kept := range []string{"private", "none"} {
		w := newWorld(t, map[string]string{"zoho_recording_link": kept})
		w.starts("call-1", danaPhone)
		req := endOf("call-1")
		req.RecordingUrl = "https://example.com/r/1"
		wantStep(t, w.ends(req), "note", stepDone, "Notes")
		if note := w.oneNote(w.named("Contacts", "Whitfield")[0].text("id")); strings.Contains(note, "example.com") {
			t.Errorf("with %s recordings the note says %q", kept, note)
		}
	}
}

// The number may come from the header, or be merely claimed at the end.
func TestEndWithoutAStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	dana := w.named("Contacts", "Whitfield")[0].text("id")
	req := endOf("call-1")
	req.CallerPhone = "(212) 555-0143"
	wantStep(t, w.ends(req), "record", stepDone, "Contacts")
	w.oneNote(dana)
	w.agent = w.client(w.keys.AgentKey, "X-Caller-Number", danaPhone, "X-Conversation-Id", "call-2")
	req = endOf("")
	req.CallerPhone = newPhone // a claim does not replace the identity
	wantStep(t, w.ends(req), "record", stepDone, "Contacts")
	if len(w.notes(dana)) != 2 || len(w.records("Leads")) != 1 {
		t.Errorf("%d notes on Dana, %d leads", len(w.notes(dana)), len(w.records("Leads")))
	}
}

func TestALongTranscriptIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	req := endOf("call-1")
	req.Summary = strings.Repeat("S", 30_000)
	req.Transcript = strings.Repeat("caller: äöü 株式会社 and so on\n", 200_000/28)
	w.ends(req)
	note := w.oneNote(w.named("Contacts", "Whitfield")[0].text("id"))
	if n := len([]rune(note)); n > 65_535 || n < 64_000 {
		t.Errorf("the note has %d characters", n)
	}
	has(t, note, "was cut here.]\n\nReference: ringbook-call-", strings.Repeat("S", 30_000)+"\n\n", "株式会社")
}

func TestALeadThatZohoRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.faults(faultOn("POST", "/crm/v8/Leads", "status", 400, 0))
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	res := call(w, w.agent.EndConversation, req)
	if res.GetStatus() != accepted || res.GetFollowUp().GetState() != followDead {
		t.Fatalf("the answer is %v", res)
	}
	s := step(res, "record")
	if s.GetState() != stepFailed || !strings.Contains(s.GetDetail(), "refused") || strings.Contains(s.GetDetail(), newPhone) {
		t.Errorf("the step is %v", s)
	}
	if len(w.notes("")) != 0 {
		t.Error("a note without a record")
	}
}

// A refusal ends the job, and what was refused is not tried again by itself.
// Once somebody has mended the cause, repeating the report does what is left.
func TestARefusedFollowUpCanBeRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	for _, path := range []string{"/crm/v8/[L]eads*", "/crm/v8/Leads/*/Notes"} {
		w.faults(faultOn("POST", path, "status", 400, 0))
		for range 2 {
			if res := call(w, w.agent.EndConversation, req); res.GetFollowUp().GetState() != followDead {
				t.Errorf("the follow-up is %v", res.GetFollowUp())
			}
		}
	}
	w.faults()
	for range 2 {
		res := w.ends(req)
		wantStep(t, res, "record", stepDone, "Leads")
		wantStep(t, res, "note", stepDone, "Notes")
	}
	w.oneNote(w.leadOf(newPhone).text("id"))
}

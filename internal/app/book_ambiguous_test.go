package app_test

import (
	"net/http"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// TestCandidateIsAskedFor: several people share the number; the time is kept
// while the agent asks who it is, and for nobody longer than that.
func TestCandidateIsAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	ask := &ringbookv1.BookRequest{ConversationId: "call-1", CallerPhone: marinPhone, Start: at, IdempotencyKey: "k1"}
	asked := w.books(callerAmbiguous, ask)
	if len(asked.GetCandidates()) != 2 || asked.GetNext() != ringbookv1.Next_NEXT_ASK_WHICH || asked.GetAppointment() != nil {
		t.Fatalf("the answer is %v", asked)
	}
	w.holds(0)
	w.books(slotTaken, asks("call-2", newPhone, "Ada Brook", at))
	// Nothing was booked, so a repeat of the same call is no replay of one.
	if again := w.books(callerAmbiguous, ask); len(again.GetCandidates()) != 2 {
		t.Errorf("asked again with %v", again.GetCandidates())
	}
	for _, c := range asked.GetCandidates() {
		if c.GetDisplayName() == "Leo Marin" {
			ask.CandidateRef = c.GetRef()
		}
	}
	ask.IdempotencyKey = "k2"
	res := w.books(booked, ask)
	if res.GetAppointment().GetAttendeeName() != "Leo Marin" || res.GetContactCreated() {
		t.Errorf("the appointment is %v", res)
	}
	var leo string
	for _, r := range w.named("Contacts", "Marin") {
		if r.text("First_Name") == "Leo" {
			leo = r.text("id")
		}
	}
	if e := w.holds(1)[0]; e.lookup("Who_Id") != leo {
		t.Errorf("the event is for %v, not for %s", e["Who_Id"], leo)
	}
}

// TestHoldEnds: nobody answered who it is; after two minutes the time is free
// for anybody, and the candidate who answers later books anew if it still is.
func TestHoldEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	ask := &ringbookv1.BookRequest{ConversationId: "call-1", CallerPhone: marinPhone, Start: at}
	asked := w.books(callerAmbiguous, ask)
	w.passes(121 * time.Second)
	w.books(booked, asks("call-2", newPhone, "Ada Brook", at))
	ask.CandidateRef = asked.GetCandidates()[0].GetRef()
	w.books(slotTaken, ask)
	ask.Start = on(t, quietDay, "11:00")
	w.books(booked, ask)
	w.holds(2)
}

// TestAmbiguousAndLate: a caller who was told that the booking is pending hung
// up; nobody can be asked any more, so the event is written without a record.
func TestAmbiguousAndLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/coql", Kind: "latency", LatencyMs: 4000})
	ask := asks("call-1", marinPhone, "R. Marin", on(t, quietDay, "10:00"))
	res := inTime(w, w.agent.Book, ask)
	wantStatus(t, res.GetStatus(), bookPending)
	w.faults()
	w.settles("the pending booking has its event", func() bool { return len(w.events()) > 0 })
	if e := w.holds(1)[0]; e.lookup("Who_Id") != "" {
		t.Errorf("one of several was guessed: %v", e["Who_Id"])
	}
	if again := w.books(booked, ask); !again.GetReplayed() {
		t.Errorf("the repeat is %v", again)
	}
}

// TestNobodyIsAskedWhereTheProjectSaysSo books without a record.
func TestNobodyIsAskedWhereTheProjectSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_ambiguous_caller": "none"})
	w.books(booked, asks("call-1", marinPhone, "R. Marin", on(t, quietDay, "10:00")))
	if e := w.holds(1)[0]; e.lookup("Who_Id") != "" {
		t.Errorf("one of several was guessed: %v", e["Who_Id"])
	}
}

// TestAccountCallerBooks: a number that belongs to a company books for a new
// contact of that company, since an account cannot attend.
func TestAccountCallerBooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	const quayside = "+12125550190"
	if m := w.starts("call-1", quayside).GetCaller(); m.GetKind() != ringbookv1.RecordKind_RECORD_KIND_ACCOUNT {
		t.Fatalf("the caller is %v", m)
	}
	ask := &ringbookv1.BookRequest{ConversationId: "call-1", Start: on(t, quietDay, "10:00")}
	if res := w.books(ringbookv1.BookStatus_BOOK_STATUS_CALLER_UNKNOWN, ask); res.GetNext() != ringbookv1.Next_NEXT_ASK_NAME {
		t.Errorf("next is %s", res.GetNext())
	}
	ask.CallerName = "Tess Quay"
	res := w.books(booked, ask)
	if !res.GetContactCreated() || res.GetAppointment().GetAttendeeName() != "Tess Quay" {
		t.Errorf("the answer is %v", res)
	}
	made := w.named("Contacts", "Quay")
	if len(made) != 1 || made[0].lookup("Account_Name") != w.records("Accounts")[0].text("id") {
		t.Fatalf("the contact is %v", made)
	}
	if e := w.holds(1)[0]; e.lookup("Who_Id") != made[0].text("id") {
		t.Errorf("the event is %v", e)
	}
}

// TestLeadCallerBooks: a lead attends as a lead.
func TestLeadCallerBooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", "+19175550121")
	res := w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-1", Start: on(t, quietDay, "10:00")})
	if res.GetContactCreated() || res.GetAppointment().GetAttendeeName() != "Priya Nair" {
		t.Errorf("the answer is %v", res)
	}
	if e := w.holds(1)[0]; e.lookup("What_Id") != w.named("Leads", "Nair")[0].text("id") || e.lookup("Who_Id") != "" {
		t.Errorf("the event is %v", e)
	}
}

package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// chain moves a deal on from each stage, so that judging twice would show.
const chain = `rule: stage == "Qualification" => "Needs Analysis"
rule: stage == "Needs Analysis" => "Value Proposition"
rule: stage == "Value Proposition" => "Proposal/Price Quote"`

func TestOneMoveHoweverOftenTheEndIsReported(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, chain)
	w.starts("call-1", danaPhone)
	var last *ringbookv1.EndConversationResponse
	for range 3 {
		last = w.ends(endOf("call-1"))
		wantDetail(t, last, stepDone, "from Qualification to Needs Analysis")
	}
	deal := w.oneDeal(w.contact("Whitfield"), needsAnalysis)
	w.oneNote(w.contact("Whitfield"))
	if step(last, "deal").GetRecord().GetId() != deal.text("id") {
		t.Errorf("the step is %v", step(last, "deal"))
	}
}

func TestOneDealHoweverOftenTheEndIsReported(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, "")
	w.starts("call-1", newPhone)
	w.books(booked, asks("call-1", "", "Ann Lee", on(t, quietDay, "10:00")))
	for range 3 {
		wantDetail(t, w.ends(endOf("call-1")), stepDone, "a deal was made")
	}
	w.oneDeal(w.contact("Lee"), qualification)
}

// What changed nothing is judged anew when more is reported.
func TestALaterReportMovesTheDeal(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: outcome == "price_objection" && caller_words.contains("too much") => "Negotiation/Review"`)
	w.starts("call-1", danaPhone)
	wantDetail(t, w.ends(endOf("call-1")), stepSkipped, "no rule holds")
	req := outcomeOf("call-1", "price_objection")
	req.Transcript = "agent: It's two thousand.\nUser: That is too much."
	wantDetail(t, w.ends(req), stepDone, "from Qualification to Negotiation/Review")
	w.oneDeal(w.contact("Whitfield"), "Negotiation/Review")
}

// What the CRM refuses fails with its reason, which the note tells too, and is
// decided anew when the end is reported again.
func TestAMoveThatZohoRefuses(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, chain)
	w.starts("call-1", danaPhone)
	dana := w.contact("Whitfield")
	for range 2 {
		w.faults(zohosim.Fault{Method: http.MethodPut, Path: "/crm/v8/Deals/", Kind: "status", Status: 400, Code: "RECORD_IN_BLUEPRINT"})
		res := call(w, w.agent.EndConversation, endOf("call-1"))
		if res.GetFollowUp().GetState() != followDead {
			t.Errorf("the follow-up is %v", res.GetFollowUp())
		}
		wantDetail(t, res, stepFailed, "Zoho refused it: RECORD_IN_BLUEPRINT")
		wantStep(t, res, "note", stepDone, "Notes")
		has(t, w.oneNote(dana), "Whitfield implant plan: the deal could not be moved from Qualification to Needs Analysis (rule on line 1", "RECORD_IN_BLUEPRINT")
		w.oneDeal(dana, qualification)
	}
	w.faults()
	wantDetail(t, w.ends(endOf("call-1")), stepDone, "from Qualification to Needs Analysis")
	w.oneDeal(dana, needsAnalysis)
}

func TestADealThatZohoRefuses(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: true => "Needs Analysis"`)
	w.starts("call-1", ottoPhone)
	w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Deals", Kind: "status", Status: 400, Code: "MAPPING_MISMATCH"})
	res := call(w, w.agent.EndConversation, endOf("call-1"))
	wantDetail(t, res, stepFailed, "MAPPING_MISMATCH")
	has(t, w.oneNote(w.contact("Lindqvist")), "no deal could be made in the stage Needs Analysis", "MAPPING_MISMATCH")
	w.faults()
	wantDetail(t, w.ends(endOf("call-1")), stepDone, "in the stage Needs Analysis")
	w.oneDeal(w.contact("Lindqvist"), needsAnalysis)
}

// A rule that cannot be judged is a failure that the builder sees.
func TestARuleThatCannotBeJudged(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: 1 / (turns - turns) == 1 => keep`)
	w.starts("call-1", danaPhone)
	res := call(w, w.agent.EndConversation, endOf("call-1"))
	wantDetail(t, res, stepFailed, "the rule on line 1 of zoho_pipeline_criteria cannot be judged: division by zero")
	wantStep(t, res, "note", stepDone, "Notes")
	w.oneDeal(w.contact("Whitfield"), qualification)
}

// Whoever moved the deal after it was judged knows better.
func TestAPersonMovesTheDealMeanwhile(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, chain)
	w.starts("call-1", danaPhone)
	w.faults(zohosim.Fault{Method: http.MethodPut, Path: "/crm/v8/Deals/", Kind: "status", Status: 503})
	req := endOf("call-1")
	req.WaitSeconds = 0
	call(w, w.agent.EndConversation, req)
	w.eventually("the move failed", func() (failed bool) {
		w.behind(func(db *sqlite.DB) {
			c, err := db.Conversations().Get(t.Context(), w.keys.Project, "call-1")
			failed = err == nil && c.Step("deal").State == conversation.StepFailed && strings.HasSuffix(c.Step("deal").Detail, "it will be tried again")
		})
		return failed
	})
	w.later()
	dana := w.contact("Whitfield")
	w.person(w.dealsOf(dana)[0].text("id"), proposal)
	w.faults()
	w.eventually("the move was refused", func() bool {
		w.sim.Sim.Advance(20 * time.Second)
		return len(w.notes(dana)) == 1
	})
	has(t, w.oneNote(dana), "could not be moved from Qualification to Needs Analysis", "somebody changed the deal at the same time")
	w.oneDeal(dana, proposal)
	wantDetail(t, w.ends(endOf("call-1")), stepSkipped, "stays in the stage Proposal/Price Quote, for no rule holds")
}

// Every way in which an answer can get lost leaves one deal, moved once.
func TestLostAnswersLeaveOneDeal(t *testing.T) {
	t.Parallel()
	for _, f := range []zohosim.Fault{
		{Kind: "drop_after", Times: 1}, {Kind: "drop_before", Times: 1}, {Kind: "reset", Times: 1}, {Kind: "truncate", Times: 1}, {Kind: "html", Times: 1},
		{Kind: "status", Status: 500, Times: 1}, {Kind: "status", Status: 503, Times: 2}, {Kind: "status", Status: 429, Times: 9},
	} {
		t.Run(fmt.Sprint(f.Kind, f.Status), func(t *testing.T) {
			t.Parallel()
			w := newDealWorld(t, chain+"\nrule: stage == \"\" => \"Qualification\"")
			who := w.insert("Contacts", map[string]any{"Last_Name": "Lee", "Phone": newPhone})
			f.Path = "/crm/v8/Deals"
			w.lost(f, "made", newPhone)
			w.oneDeal(who, qualification)
			w.lost(f, "moved", newPhone)
			w.oneDeal(who, needsAnalysis)
		})
	}
}

// lost ends a call while the CRM misbehaves, and lets the follow-up come through.
func (w *world) lost(f zohosim.Fault, conversation, number string) {
	w.t.Helper()
	w.later()
	w.faults(f)
	w.starts(conversation, number)
	req := endOf(conversation)
	req.WaitSeconds = 0
	call(w, w.agent.EndConversation, req)
	w.follows(conversation)
	w.faults()
	wantStep(w.t, w.ends(endOf(conversation)), "deal", stepDone, "Deals")
}

// Calls of one contact that end together make one deal.
func TestCallsThatEndTogetherMakeOneDeal(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: stage == "" => "Needs Analysis"`)
	w.faults(zohosim.Fault{Path: "/crm/v8/", Kind: "latency", LatencyMs: 60})
	var all sync.WaitGroup
	for n := range 4 {
		id := fmt.Sprint("call-", n)
		w.starts(id, ottoPhone)
		all.Go(func() {
			req := endOf(id)
			req.WaitSeconds = 0
			if _, err := w.agent.EndConversation(t.Context(), req); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for n := range 4 {
		w.follows(fmt.Sprint("call-", n))
	}
	w.oneDeal(w.contact("Lindqvist"), needsAnalysis)
}

// The deal waits for an appointment that is still on its way.
func TestADealWaitsForTheAppointment(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: booked => "Proposal/Price Quote"`)
	w.starts("call-1", danaPhone)
	w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Events", Kind: "status", Status: 503})
	w.books(bookPending, asks("call-1", danaPhone, "Dana", on(t, quietDay, "10:00")))
	dana := w.contact("Whitfield")
	req := endOf("call-1")
	req.WaitSeconds = 1
	if s := step(call(w, w.agent.EndConversation, req), "deal"); s != nil {
		t.Errorf("the step is %v", s)
	}
	w.oneDeal(dana, qualification)
	w.faults()
	w.follows("call-1")
	w.oneDeal(dana, proposal)
}

// With the CRM switched off nothing about deals reaches Zoho.
func TestNoDealWhileSwitchedOff(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, chain)
	w.starts("call-1", danaPhone)
	w.switchCRM(false)
	since := w.lastSeq()
	call(w, w.agent.EndConversation, endOf("call-1"))
	if calls, _ := w.zohoCalls(since); calls != 0 {
		t.Errorf("%d calls reached Zoho", calls)
	}
	w.switchCRM(true)
	w.ends(endOf("call-1"))
	w.oneDeal(w.contact("Whitfield"), needsAnalysis)
}

// TestKilledWhileTheDealIsWritten kills the process at several moments after the
// end of a call (SIGKILL) and lets another finish: every deal has moved once.
func TestKilledWhileTheDealIsWritten(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, chain+"\nrule: stage == \"\" => \"Qualification\"")
	moments := []time.Duration{0, 30, 60, 90, 120, 150, 180, 210}
	who := make([]string, len(moments))
	number := func(n int) string { return fmt.Sprintf("+1917555%04d", 700+n) }
	for n := range moments {
		who[n] = w.insert("Contacts", map[string]any{"Last_Name": fmt.Sprint("Caller ", n), "Phone": number(n)})
		if n%2 == 0 {
			w.insert("Deals", map[string]any{"Deal_Name": "Theirs", "Pipeline": "Standard (Standard)", "Stage": qualification,
				"Closing_Date": "2027-05-01", "Contact_Name": map[string]any{"id": who[n]}})
		}
	}
	w.later()
	w.stop()
	w.faults(zohosim.Fault{Path: "/crm/v8/", Kind: "latency", LatencyMs: 40})
	for n, moment := range moments {
		kill := w.child()
		req := endOf(fmt.Sprint("call-", n))
		req.CallerPhone, req.WaitSeconds = number(n), 0
		wantStatus(t, call(w, w.agent.EndConversation, req).GetStatus(), accepted)
		time.Sleep(moment * time.Millisecond) // the kill shall come at another point each time
		kill()
	}
	w.faults()
	w.start()
	for n := range moments {
		w.follows(fmt.Sprint("call-", n))
		w.oneDeal(who[n], map[int]string{0: needsAnalysis, 1: qualification}[n%2])
		w.oneNote(who[n])
	}
}

package app_test

import (
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// While zoho_update_pipeline is off, not even a question about deals is asked.
func TestNoDealWhileThePipelineIsNotUpdated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_pipeline_criteria": `rule: true => "Needs Analysis"`})
	since := w.lastSeq()
	w.starts("call-1", danaPhone)
	w.books(booked, asks("call-1", danaPhone, "Dana", on(t, quietDay, "10:00")))
	wantDetail(t, w.ends(endOf("call-1")), stepSkipped, "zoho_update_pipeline is off")
	if calls := w.dealCalls(since); len(calls) != 0 {
		t.Errorf("the calls are %v", calls)
	}
	w.oneDeal(w.contact("Whitfield"), qualification)
}

func TestADealIsMadeAfterABooking(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, "", "zoho_deal_name", "{name} - {service} on {date}")
	w.starts("call-1", newPhone)
	w.books(booked, asks("call-1", "", "Ann Lee", on(t, quietDay, "10:00")))
	since := w.lastSeq()
	res := w.ends(endOf("call-1"))
	ann := w.contact("Lee")
	deal := w.oneDeal(ann, qualification)
	for field, want := range map[string]string{
		"Deal_Name": "Ann Lee - Enquiry on 2027-03-01", "Pipeline": "Standard (Standard)", "Closing_Date": "2027-03-31",
	} {
		if got := deal.text(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	if deal["Account_Name"] != nil {
		t.Errorf("the account is %v", deal["Account_Name"])
	}
	has(t, deal.text("Description"), "because an appointment was booked.\n\nReference: ringbook-deal-")
	if s := step(res, "deal"); s.GetState() != stepDone || s.GetRecord().GetModule() != "Deals" || s.GetRecord().GetId() != deal.text("id") ||
		!strings.Contains(s.GetRecord().GetUrl(), "/Deals/"+deal.text("id")) || s.GetDetail() != "a deal was made in the stage Qualification because an appointment was booked" {
		t.Errorf("the step is %v", s)
	}
	has(t, w.oneNote(ann), "Deal: Ann Lee - Enquiry on 2027-03-01: a deal was made in the stage Qualification because an appointment was booked")
	if calls := strings.Join(w.dealCalls(since), ", "); calls != "POST /crm/v8/coql, POST /crm/v8/Deals" {
		t.Errorf("the calls are %s", calls)
	}
}

func TestADealIsMadeInTheStageOfARule(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: booked && returning => "needs analysis" because "{outcome}, known before"`)
	w.starts("call-1", ottoPhone)
	w.books(booked, asks("call-1", ottoPhone, "Otto", on(t, quietDay, "10:00")))
	res := w.ends(outcomeOf("call-1", "satisfied"))
	otto := w.contact("Lindqvist")
	deal := w.oneDeal(otto, needsAnalysis)
	if account := w.records("Accounts")[0].text("id"); deal.lookup("Account_Name") != account {
		t.Errorf("the account is %v", deal["Account_Name"])
	}
	const why = "in the stage Needs Analysis because satisfied, known before (rule on line 1: booked && returning)"
	wantDetail(t, res, stepDone, why)
	has(t, w.oneNote(otto), why)
}

// A deal is made for no more than what calls for one.
func TestWhatMakesNoDeal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, rules, attribute, value, detail string
		books                                 bool
	}{
		{name: "a question", detail: "nothing in the conversation called for one"},
		{name: "a rule that does not hold", rules: `rule: cancelled => "Needs Analysis"`, detail: "nothing in the conversation called for one"},
		{name: "a rule that keeps", rules: `rule: booked => keep because "we wait"`, books: true, detail: "no deal is made because we wait (rule on line 1: booked)"},
		{name: "a rule that closes", rules: `rule: true => "Closed Lost"`, books: true, detail: "no open deal that could be moved to Closed Lost"},
		{name: "zoho_create_deal", attribute: "zoho_create_deal", value: "False", books: true, detail: "zoho_create_deal is off"},
		{name: "suggestions", attribute: "zoho_pipeline_mode", value: "suggest", books: true,
			detail: "would be made in the stage Qualification because an appointment was booked; zoho_pipeline_mode is suggest"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var extra []string
			if test.attribute != "" {
				extra = []string{test.attribute, test.value}
			}
			w := newDealWorld(t, test.rules, extra...)
			w.starts("call-1", ottoPhone)
			if test.books {
				w.books(booked, asks("call-1", ottoPhone, "Otto", on(t, quietDay, "10:00")))
			}
			res := w.ends(endOf("call-1"))
			wantDetail(t, res, stepSkipped, test.detail)
			if step(res, "deal").GetRecord() != nil || len(w.records("Deals")) != 1 {
				t.Errorf("the step is %v, the deals are %v", step(res, "deal"), w.records("Deals"))
			}
			wantStep(t, res, "note", stepDone, "Notes")
		})
	}
}

// Deals hang on contacts: whoever is a lead or only a company gets none.
func TestNoDealWithoutAContact(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: true => "Needs Analysis"`)
	since := w.lastSeq()
	for id, test := range map[string]struct{ phone, detail string }{
		"a known lead": {priyaPhone, "the caller is a lead"},
		"a new lead":   {newPhone, "the caller is a lead"},
		"a company":    {bigPicker, "only the company is known"},
	} {
		id = strings.ReplaceAll(id, " ", "-")
		w.starts(id, test.phone)
		req := endOf(id)
		req.CallerName = "Ann Lee"
		res := w.ends(req)
		wantDetail(t, res, stepSkipped, test.detail)
		wantStep(t, res, "note", stepDone, "Notes")
	}
	if calls := w.dealCalls(since); len(calls) != 0 {
		t.Errorf("the calls are %v", calls)
	}
}

// Dana has an open deal in Qualification, worth 4200. Each world lets the rules
// judge it after a call.
func TestWhatBecomesOfAnOpenDeal(t *testing.T) {
	t.Parallel()
	const asked = ` because "they asked for {outcome}"`
	for _, test := range []struct {
		name, rules, from, want, detail string
		attributes                      []string
		state                           ringbookv1.StepState
	}{
		{name: "moved by a rule", rules: "rule: amount > 5000 => keep\nrule: outcome == \"a quote\" => \"Proposal/Price Quote\"" + asked, want: proposal, state: stepDone,
			detail: `the deal was moved from Qualification to Proposal/Price Quote because they asked for a quote (rule on line 2: outcome == "a quote")`},
		{name: "moved to a stage that Zoho has two names for", rules: `rule: stage == "Qualification" => "Identify Decision Makers"`, want: "Identify Decision Makers", state: stepDone,
			detail: `from Qualification to Identify Decision Makers (rule on line 1`},
		{name: "closed", rules: `rule: outcome.contains("quote") => "Closed Lost"`, want: "Closed Lost", state: stepDone, detail: "to Closed Lost"},
		{name: "kept", rules: "rule: returning => keep" + asked + "\nrule: true => \"Needs Analysis\"", want: qualification, state: stepSkipped,
			detail: "the deal stays in the stage Qualification because they asked for a quote (rule on line 1: returning)"},
		{name: "there already", rules: `rule: true => "Qualification"`, want: qualification, state: stepSkipped, detail: "is in the stage Qualification already"},
		{name: "no rule", want: qualification, state: stepSkipped, detail: "stays in the stage Qualification, for no rule holds"},
		{name: "not back", from: proposal, rules: `rule: true => "Needs Analysis"` + asked, want: proposal, state: stepSkipped,
			detail: "is not moved back to Needs Analysis because they asked for a quote (rule on line 1: true); zoho_pipeline_backward is off"},
		{name: "back", from: proposal, rules: `rule: true => "Needs Analysis"`, attributes: []string{"zoho_pipeline_backward", "True"}, want: needsAnalysis, state: stepDone,
			detail: "from Proposal/Price Quote to Needs Analysis"},
		{name: "suggested", rules: `rule: true => "Needs Analysis"` + asked, attributes: []string{"zoho_pipeline_mode", "suggest"}, want: qualification, state: stepSkipped,
			detail: "would be moved from Qualification to Needs Analysis because they asked for a quote (rule on line 1: true); zoho_pipeline_mode is suggest"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newDealWorld(t, test.rules, test.attributes...)
			dana := w.contact("Whitfield")
			if test.from != "" {
				w.person(w.dealsOf(dana)[0].text("id"), test.from)
			}
			w.later()
			w.starts("call-1", danaPhone)
			since := w.lastSeq()
			res := w.ends(outcomeOf("call-1", "a quote"))
			deal := w.oneDeal(dana, test.want)
			wantDetail(t, res, test.state, test.detail)
			note, moved := w.oneNote(dana), test.state == stepDone
			if test.rules == "" {
				if strings.Contains(note, "Deal:") {
					t.Errorf("the note is %q", note)
				}
			} else {
				has(t, note, test.detail)
			}
			if s := step(res, "deal"); (s.GetRecord().GetId() == deal.text("id")) != moved {
				t.Errorf("the step is %v", s)
			}
			if calls := len(w.dealCalls(since)); calls != map[bool]int{false: 1, true: 2}[moved] {
				t.Errorf("the calls are %v", w.dealCalls(since))
			}
		})
	}
}

// A closed deal is not touched; the next one is another deal.
func TestAClosedDealIsNotTouched(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: true => "Needs Analysis"`, "zoho_pipeline_backward", "True")
	dana := w.contact("Whitfield")
	won := w.dealsOf(dana)[0].text("id")
	w.person(won, "Closed Won")
	w.later()
	w.starts("call-1", danaPhone)
	w.ends(endOf("call-1"))
	stages := map[string]string{}
	for _, d := range w.dealsOf(dana) {
		stages[d.text("id")] = d.text("Stage")
	}
	if len(stages) != 2 || stages[won] != "Closed Won" {
		t.Errorf("the deals are %v", stages)
	}
}

// Of several open deals the one that was modified last is meant.
func TestTheDealThatWasModifiedLast(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: true => "Proposal/Price Quote"`)
	dana := w.contact("Whitfield")
	older := w.dealsOf(dana)[0].text("id")
	insert := func(stage string) {
		w.later()
		w.insert("Deals", map[string]any{"Deal_Name": "Second", "Pipeline": "Standard (Standard)", "Stage": stage,
			"Closing_Date": "2027-05-01", "Contact_Name": map[string]any{"id": dana}})
	}
	insert(needsAnalysis)
	insert("Closed Lost")
	w.later()
	w.person(older, needsAnalysis)
	w.later()
	w.starts("call-1", danaPhone)
	if s := step(w.ends(endOf("call-1")), "deal"); s.GetRecord().GetId() != older {
		t.Errorf("the step is %v, want the deal %s", s, older)
	}
}

// What was cancelled in the call is a fact too, and a booking that was cancelled
// in it is none.
func TestCancelledInTheCall(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, "rule: booked => \"Proposal/Price Quote\"\nrule: cancelled => \"Needs Analysis\"")
	w.starts("call-1", danaPhone)
	res := w.books(booked, asks("call-1", danaPhone, "Dana", on(t, quietDay, "10:00")))
	wantStatus(t, call(w, w.agent.Cancel, &ringbookv1.CancelRequest{
		ConversationId: "call-1", ConfirmationCode: res.GetAppointment().GetConfirmationCode(),
	}).GetStatus(), cancelled)
	wantDetail(t, w.ends(endOf("call-1")), stepDone, "rule on line 2")
	w.oneDeal(w.contact("Whitfield"), needsAnalysis)
}

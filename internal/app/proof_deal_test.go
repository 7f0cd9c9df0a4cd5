package app_test

import (
	"net/http"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// proofFails reports the end of a call, whose deal cannot be written now.
func (w *world) proofFails(conversation string) {
	w.t.Helper()
	req := endOf(conversation)
	req.WaitSeconds = 3
	wantDetail(w.t, call(w, w.agent.EndConversation, req), ringbookv1.StepState_STEP_STATE_FAILED, "it will be tried again")
}

// While Zoho takes no writes, several calls of one contact decide to make a
// deal. Once it takes them again there is one, which the others find.
func TestProofCallsDuringAnOutageMakeOneDeal(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: stage == "" => "Qualification"
rule: stage == "Qualification" => "Needs Analysis" because "they called again"`)
	w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Deals", Kind: "status", Status: 503})
	for _, id := range []string{"call-1", "call-2"} {
		w.starts(id, ottoPhone)
		w.proofFails(id)
	}
	w.faults()
	for _, id := range []string{"call-1", "call-2"} {
		w.follows(id)
	}
	w.oneDeal(w.contact("Lindqvist"), needsAnalysis)
}

// Somebody in Zoho makes the deal meanwhile.
func TestProofAPersonMakesTheDealMeanwhile(t *testing.T) {
	t.Parallel()
	w := newDealWorld(t, `rule: stage == "" => "Qualification"`)
	w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Deals", Kind: "status", Status: 503})
	w.starts("call-1", ottoPhone)
	w.proofFails("call-1")
	w.insert("Deals", map[string]any{"Deal_Name": "Theirs", "Pipeline": "Standard (Standard)", "Stage": proposal,
		"Closing_Date": "2027-05-01", "Contact_Name": map[string]any{"id": w.contact("Lindqvist")}})
	w.faults()
	w.follows("call-1")
	w.oneDeal(w.contact("Lindqvist"), proposal)
}

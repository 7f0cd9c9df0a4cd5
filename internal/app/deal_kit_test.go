package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

const (
	ottoPhone = "+12125550168" // a contact of the demo seed with an account
	bigPicker = "+12125550190" // an account of the demo seed

	qualification = "Qualification"
	needsAnalysis = "Needs Analysis"
	proposal      = "Proposal/Price Quote"
)

// newDealWorld is a world that updates the pipeline by rules; attributes are
// further ones, as name, value, name, value ...
func newDealWorld(t *testing.T, rules string, attributes ...string) *world {
	t.Helper()
	all := map[string]string{"zoho_update_pipeline": "True", "zoho_pipeline_criteria": rules}
	for i := 0; i+1 < len(attributes); i += 2 {
		all[attributes[i]] = attributes[i+1]
	}
	return newWorld(t, all)
}

// contact is the only contact with a last name; its id.
func (w *world) contact(last string) string {
	w.t.Helper()
	found := w.named("Contacts", last)
	if len(found) != 1 {
		w.t.Fatalf("%d contacts called %s\n%s", len(found), last, w.log)
	}
	return found[0].text("id")
}

// dealsOf are the deals that hang on a contact.
func (w *world) dealsOf(contact string) (found []record) {
	w.t.Helper()
	for _, d := range w.records("Deals") {
		if d.lookup("Contact_Name") == contact {
			found = append(found, d)
		}
	}
	return found
}

// oneDeal is the only deal of a contact, which must be in a stage.
func (w *world) oneDeal(contact, stage string) record {
	w.t.Helper()
	found := w.dealsOf(contact)
	if len(found) != 1 {
		w.t.Fatalf("%d deals, want 1: %v\n%s", len(found), found, w.log)
	}
	if got := found[0].text("Stage"); got != stage {
		w.t.Errorf("the deal is in %s, want %s", got, stage)
	}
	return found[0]
}

// person changes a deal as somebody in Zoho's own pages would.
func (w *world) person(deal, stage string) {
	w.t.Helper()
	w.control(http.MethodPut, "records/Deals/"+deal, map[string]any{"data": []any{map[string]any{"Stage": stage}}}, nil)
}

// dealCalls are the calls on deals since a sequence number, such as
// "POST /crm/v8/coql".
func (w *world) dealCalls(since int64) (calls []string) {
	w.t.Helper()
	for _, r := range w.sim.Sim.Requests(since) {
		if r.Module == "Deals" && !strings.Contains(r.Path, "/settings/") {
			calls = append(calls, r.Method+" "+r.Path)
		}
	}
	return calls
}

// wantDetail wants a deal step in a state that says something.
func wantDetail(t *testing.T, res *ringbookv1.EndConversationResponse, state ringbookv1.StepState, parts ...string) {
	t.Helper()
	s := step(res, "deal")
	if s.GetState() != state {
		t.Errorf("the step is %v, want %s", s, state)
	}
	has(t, s.GetDetail(), parts...)
}

// outcomeOf is the end of a call with an outcome.
func outcomeOf(conversation, outcome string) *ringbookv1.EndConversationRequest {
	req := endOf(conversation)
	req.Outcome = outcome
	return req
}

// later lets the simulator's clock go on, so that changes differ in their time.
func (w *world) later() { w.passes(5 * time.Second) }

// insert adds a record as a person in Zoho's own pages would, and gives its id.
func (w *world) insert(module string, values map[string]any) string {
	w.t.Helper()
	var body struct {
		Data []record `json:"data"`
	}
	w.control(http.MethodPost, "records/"+module, map[string]any{"data": []any{values}}, &body)
	return body.Data[0].text("id")
}

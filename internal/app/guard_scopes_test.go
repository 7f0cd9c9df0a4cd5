package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// guardScopes lets a person consent to what GetAuthorizationUrl asks for, but
// for the scope that is left out.
func (w *world) guardScopes(without string) {
	w.t.Helper()
	asked, err := url.Parse(call(w, w.builder().GetAuthorizationUrl, &ringbookv1.GetAuthorizationUrlRequest{}).GetUrl())
	if err != nil {
		w.t.Fatal(err)
	}
	q := asked.Query()
	scopes := strings.Split(q.Get("scope"), ",")
	if len(scopes) != len(crm.Scopes()) {
		w.t.Fatalf("asked for is %v", scopes)
	}
	q.Set("scope", strings.Join(slices.DeleteFunc(scopes, func(s string) bool { return s == without }), ","))
	asked.RawQuery = q.Encode()
	to, err := w.sim.Sim.Consent(zohosim.ConsentRequest{URL: asked.String()})
	if err != nil {
		w.t.Fatal(err)
	}
	if status, page := w.visits(w.url + strings.TrimPrefix(to, publicURL)); status != http.StatusOK {
		w.t.Fatalf("%d %s", status, page)
	}
}

// guardDenials are the calls that Zoho refused with 401, as it does for want of
// a scope, and all calls that there were.
func (w *world) guardDenials(since int64) (denied, all []string) {
	for _, r := range w.sim.Sim.Requests(since) {
		if !strings.HasPrefix(r.Path, "/crm/") {
			continue
		}
		what := r.Method + " " + r.Path + " " + r.Module
		if all = append(all, what); r.Status == http.StatusUnauthorized {
			denied = append(denied, what)
		}
	}
	return denied, all
}

// guardWholeProduct plays what the product does, whether or not it succeeds.
func (w *world) guardWholeProduct() {
	w.t.Helper()
	w.sets(w.builder(), map[string]string{
		"zoho_meeting_venue": "In-office", "zoho_update_pipeline": "True",
		"zoho_pipeline_criteria": `rule: outcome == "keen" => "Needs Analysis" because "they were keen"`,
	})
	if _, err := w.tries(); err != nil {
		w.t.Fatal(err)
	}
	_, _ = w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true})
	for n, phone := range []string{ottoPhone, newPhone, bigPicker} {
		id := "call-" + phone
		w.starts(id, phone)
		call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{ConversationId: id})
		at := on(w.t, quietDay, []string{"10:00", "11:00", "14:00"}[n])
		made := call(w, w.agent.Book, asks(id, phone, []string{"", "Ada Brook", "Bo Lund"}[n], at))
		if n > 0 {
			call(w, w.agent.Cancel, &ringbookv1.CancelRequest{ConversationId: id, ConfirmationCode: made.GetAppointment().GetConfirmationCode()})
		}
		call(w, w.agent.EndConversation, outcomeOf(id, "glad"))
	}
	w.later()
	w.starts("call-again", ottoPhone) // the deal moves
	call(w, w.agent.EndConversation, outcomeOf("call-again", "keen"))
	w.starts("call-lead", caller(7))
	call(w, w.agent.EndConversation, endOf("call-lead"))
}

// What GetAuthorizationUrl asks for carries the whole product, without one
// refusal, and every scope for deals is needed by it (TestScopesAreEnoughAndNoneIsIdle
// of package crm has the others).
func TestGuardScopesCarryTheProduct(t *testing.T) {
	t.Parallel()
	for _, without := range []string{"", "ZohoCRM.modules.deals.READ", "ZohoCRM.modules.deals.CREATE", "ZohoCRM.modules.deals.UPDATE"} {
		t.Run("without "+without, func(t *testing.T) {
			t.Parallel()
			w := newBareProject(t)
			w.stop()
			w.config.PublicURL = publicURL
			w.start()
			w.guardScopes(without)
			since := w.lastSeq()
			w.guardWholeProduct()
			denied, all := w.guardDenials(since)
			if without != "" {
				if len(denied) == 0 {
					t.Errorf("nothing needs it")
				}
				return
			}
			if len(denied) != 0 {
				t.Errorf("Zoho refused %v", denied)
			}
			for _, done := range []string{
				"POST /crm/v8/Events", "DELETE /crm/v8/Events", "POST /crm/v8/Contacts", "POST /crm/v8/Leads", "/Notes", "POST /crm/v8/Deals", "PUT /crm/v8/Deals",
				"/settings/pipeline", "/settings/business_hours", "/settings/holidays", "coql Accounts", "coql Notes",
			} {
				if !anyHas(all, done) {
					t.Errorf("the product did not come to %s: %v", done, all)
				}
			}
			missing := call(w, w.builder().GetConnection, &ringbookv1.GetConnectionRequest{}).GetConnection()
			if len(missing.GetMissingScopes()) != 0 {
				t.Errorf("missing are %v", missing.GetMissingScopes())
			}
		})
	}
}

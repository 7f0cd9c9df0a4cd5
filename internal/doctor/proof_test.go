package doctor_test

import (
	"net/http"
	"testing"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// What a publish forgives is no failure of the project afterwards.
func TestProofHoursThatMayNotBeRead(t *testing.T) {
	for _, status := range []zohosim.Fault{
		{Status: http.StatusForbidden, Code: "NO_PERMISSION"},
		{Status: http.StatusBadRequest, Code: "FEATURE_NOT_ENABLED"},
	} {
		t.Run(status.Code, func(t *testing.T) {
			p := newPatient(t)
			status.Path, status.Kind = "/crm/v8/settings/business_hours", "status"
			p.faults(status)
			p.set("zoho_oauth_code", p.grant(zohosim.GrantRequest{}).Code, "zoho_meeting_venue", "Online")
			p.publish()
			p.examine(doctor.Options{}).wants(t, map[string]string{"business hours": "warning: "})
			p.proofMends()
			p.examine(doctor.Options{}).wants(t, map[string]string{"business hours": "warning: the business hours in Zoho have changed"})
		})
	}
}

// Without permission on Deals a project is well that writes none.
func TestProofDealsThatMayNotBeRead(t *testing.T) {
	p := newPatient(t)
	denied := zohosim.Fault{Path: "/crm/v8/settings/layouts", Kind: "status", Status: http.StatusForbidden, Code: "NO_PERMISSION"}
	p.faults(denied)
	p.set("zoho_oauth_code", p.grant(zohosim.GrantRequest{}).Code, "zoho_meeting_venue", "Online")
	p.publish()
	p.examine(doctor.Options{}).wants(t, nil)
}

// proofMends lets Zoho answer as it does.
func (p *patient) proofMends() {
	p.Helper()
	req, err := http.NewRequestWithContext(p.Context(), http.MethodDelete, p.sim.URL+"/__sim/faults", nil)
	if err != nil {
		p.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.Fatal(err)
	}
	_ = resp.Body.Close()
}

// Hours of a kind that ringbook does not know are not published, so publishing
// again is no remedy.
func TestProofHoursOfAnUnknownForm(t *testing.T) {
	p := newPatient(t)
	p.answer("/crm/v8/settings/business_hours", `{"business_hours":{"type":"by_the_moon"}}`)
	p.set("zoho_oauth_code", p.grant(zohosim.GrantRequest{}).Code, "zoho_meeting_venue", "Online")
	p.publish()
	p.examine(doctor.Options{}).wants(t, map[string]string{"business hours": `warning: Zoho's business hours cannot be used: business hours of type "by_the_moon" are not known; Monday to Friday 9 to 17 is in effect`})
}

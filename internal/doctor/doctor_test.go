package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
)

func TestHealthy(t *testing.T) {
	p := healthy(t)
	_, _, before := p.zohoCalls(0)
	var got []string
	for _, c := range p.examine(doctor.Options{}) {
		got = append(got, fmt.Sprintf("%s %s: %s", c.Name, c.State, c.Detail))
		if c.Remedy != "" || c.Duration <= 0 {
			t.Errorf("%+v", c)
		}
	}
	want := strings.Join([]string{
		"switch ok: the CRM is switched on",
		"connection ok: granted to the server's application",
		"token ok: Zoho accepts it; it is valid until 15:12 UTC and renewed before",
		"refresh ok: last proven at 14:12 UTC, when it gave the access token",
		"region ok: com",
		"environment ok: production",
		"scopes ok: the grant covers all that ringbook needs",
		"owner ok: Helen Osgood granted the access and is active, and so is everybody who is booked",
		"organisation ok: Harbor Dental, America/New_York, US",
		"flags ok: off: zoho_check_availability_on_conversation_start, zoho_update_pipeline",
		"attributes ok: revision 2 is live, and the draft is the same",
		"pipeline skipped: zoho_update_pipeline is off",
		"meeting venue ok: Online",
		"business hours ok: Zoho's business hours are in effect, in America/New_York",
		"credits ok: less than half of the API credits of the running 24 hours are used; ringbook spent about 16 of 52000 since it started",
		"clock ok: the server's clock agrees with Zoho's",
	}, "\n")
	if strings.Join(got, "\n") != want {
		t.Errorf("told is\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if api, accounts, _ := p.zohoCalls(before); api != 5 || accounts != 0 {
		t.Errorf("%d calls of the API and %d of the accounts server", api, accounts)
	}
}

// What the package says about its cost holds with everything on.
func TestHealthyWithEverything(t *testing.T) {
	p := healthy(t, "zoho_update_pipeline", "True", "zoho_pipeline_criteria", `rule: booked => "Qualification"`)
	_, _, before := p.zohoCalls(0)
	all := p.examine(doctor.Options{Probe: true})
	all.wants(t, map[string]string{
		"pipeline":    "ok: Standard (Standard) has all the stages that the rules name",
		"read Events": "ok: ", "read Contacts": "ok: ", "read Leads": "ok: ", "read Accounts": "ok: ", "read Deals": "ok: ", "read Notes": "ok: ",
		"search": "ok: ",
	})
	api, accounts, _ := p.zohoCalls(before)
	if told := all.named("probe cost").Detail; !strings.HasSuffix(told, fmt.Sprintf(" API credits: for %d calls", api-14)) {
		t.Errorf("of %d calls 14 are not the probes', and told is %q", api, told)
	}
	if api < 30 || api > 40 || accounts != 0 {
		t.Errorf("%d calls of the API and %d of the accounts server", api, accounts)
	}
}

// While the CRM is switched off nothing reaches Zoho, not even to examine it.
func TestSwitchedOff(t *testing.T) {
	p := healthy(t)
	if _, err := p.projects.UpdateProject(t.Context(), p.project, project.Change{CRMEnabled: new(false)}); err != nil {
		t.Fatal(err)
	}
	_, _, before := p.zohoCalls(0)
	all := p.examine(doctor.Options{Probe: true})
	all.wants(t, map[string]string{
		"switch": "failed: the CRM of this project is switched off", "token": `skipped: not looked at, since the check "switch" failed`,
		"clock": `the check "switch" failed`, "read Deals": `the check "switch" failed`, "flags": "ok: ",
	})
	if !strings.Contains(all[0].Remedy, "`ringbook projects update "+p.project+" --crm on`") {
		t.Errorf("the remedy is %q", all[0].Remedy)
	}
	if api, accounts, _ := p.zohoCalls(before); api+accounts != 0 {
		t.Errorf("%d requests reached Zoho", api+accounts)
	}
}

func TestNeverConnected(t *testing.T) {
	p := newPatient(t)
	all := p.examine(doctor.Options{})
	if all[1].Name != "connection" || !strings.HasPrefix(all[1].Remedy, "authorize: ") {
		t.Errorf("the remedy is %+v", all[1])
	}
	all.wants(t, map[string]string{
		"connection": "failed: the project is not connected", "token": `the check "connection" failed`, "scopes": `the check "connection" failed`,
		"attributes": "ok: revision 1 is live",
	})
	if api, accounts, _ := p.zohoCalls(0); api+accounts != 0 {
		t.Errorf("%d requests reached Zoho", api+accounts)
	}
}

// An examination that cannot be made is an error and not a finding.
func TestNoExamination(t *testing.T) {
	p := healthy(t)
	none := func(c doctor.Check) { t.Errorf("told is %+v", c) }
	if err := p.doctor.Diagnose(t.Context(), "nobody", doctor.Options{}, none); !fault.Is(err, fault.NotFound) {
		t.Errorf("of an unknown project: %v", err)
	}
	ctx, leave := context.WithCancel(t.Context())
	told := 0
	err := p.doctor.Diagnose(ctx, p.project, doctor.Options{}, func(doctor.Check) {
		if told++; told == 3 {
			leave()
		}
	})
	if !errors.Is(err, context.Canceled) || told != 3 {
		t.Errorf("%v after %d checks", err, told)
	}
}

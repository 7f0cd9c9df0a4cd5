package doctor_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func (p *patient) settings() attribute.Settings {
	p.Helper()
	set, err := p.attributes.Settings(p.Context(), p.project)
	if err != nil {
		p.Fatal(err)
	}
	return set
}

func TestFlags(t *testing.T) {
	for name, c := range map[string]struct {
		set  []string
		want string
	}{
		"booking without slots": {[]string{"zoho_enable_slot_check", "False"}, "agents can book a time that the caller names, but cannot offer one"},
		"slots without booking": {[]string{"zoho_enable_booking", "False", "zoho_enable_reschedule", "False"}, "agents offer times that they then cannot book"},
		"slots at the start, which are off": {[]string{"zoho_enable_slot_check", "False", "zoho_check_availability_on_conversation_start", "True"},
			"conversations start without slots all the same"},
		"moving without booking": {[]string{"zoho_enable_booking", "False"}, "appointments can be moved, but not made"},
		"deals that are neither made nor moved": {[]string{"zoho_update_pipeline", "True", "zoho_create_deal", "False"},
			"no deal is ever written"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t, c.set...)
			all := p.examine(doctor.Options{})
			all.wants(t, map[string]string{"flags": "warning: "})
			for _, check := range all {
				if check.Name == "flags" && !strings.Contains(check.Detail, c.want) {
					t.Errorf("told is %q", check.Detail)
				}
			}
		})
	}
}

// What is published no longer fits what Zoho has.
func TestWhatHasChangedInZoho(t *testing.T) {
	const pipeline, fields, hours = "/crm/v8/settings/pipeline", "/crm/v8/settings/fields", "/crm/v8/settings/business_hours"
	stages := func(names ...string) string {
		var maps []string
		for _, n := range names {
			maps = append(maps, `{"display_value":"`+n+`","actual_value":"`+n+`"}`)
		}
		return `{"pipeline":[{"display_value":"Standard (Standard)","actual_value":"Standard (Standard)","maps":[` + strings.Join(maps, ",") + `]}]}`
	}
	for name, c := range map[string]struct{ path, answer, check, want string }{
		"a stage is gone":              {pipeline, stages("Needs Analysis", "Closed Won"), "pipeline", "failed: the rules no longer fit the stages of Standard (Standard):\nline 1, column 18: there is no stage"},
		"stages that no rule names":    {pipeline, stages("Qualification", "Closed Won"), "pipeline", "warning: the stages of Standard (Standard) have changed"},
		"the pipeline is gone":         {pipeline, `{"pipeline":[{"display_value":"Other","actual_value":"Other"}]}`, "pipeline", "failed: Zoho no longer has the pipeline Standard (Standard)"},
		"the venue is gone":            {fields, `{"fields":[{"api_name":"Meeting_Venue__s","required":true,"pick_list_values":[{"actual_value":"At ours"}]}]}`, "meeting venue", `warning: "Online" is none of the organisation's`},
		"other business hours":         {hours, `{"business_hours":{"type":"24_by_7"}}`, "business hours", "warning: the business hours in Zoho have changed"},
		"business hours are gone":      {hours, `{"business_hours":null}`, "business hours", "warning: the business hours in Zoho have changed"},
		"the same business hours anew": {hours, "", "business hours", "ok: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t, "zoho_update_pipeline", "True", "zoho_pipeline_criteria", `rule: booked => "Qualification"`)
			if c.answer != "" {
				p.answer(c.path, c.answer)
			}
			p.examine(doctor.Options{}).wants(t, map[string]string{c.check: c.want})
		})
	}
}

func TestVenueDemandedSince(t *testing.T) {
	p := newPatient(t)
	const fields = "/crm/v8/settings/fields"
	p.answer(fields, `{"fields":[]}`)
	p.set("zoho_oauth_code", p.grant(zohosim.GrantRequest{}).Code)
	p.publish()
	p.examine(doctor.Options{}).wants(t, map[string]string{"meeting venue": "ok: the organisation demands none"})
	p.answer(fields, `{"fields":[{"api_name":"Meeting_Venue__s","required":true,"pick_list_values":[{"actual_value":"At ours"}]}]}`)
	p.examine(doctor.Options{}).wants(t, map[string]string{"meeting venue": "failed: Zoho refuses events without a meeting venue"})
}

func TestOwnHours(t *testing.T) {
	p := healthy(t, "zoho_working_hours", `{"mon":[["10:00","12:00"]]}`)
	p.answer("/crm/v8/settings/business_hours", `{"business_hours":{"type":"24_by_7"}}`)
	p.examine(doctor.Options{}).wants(t, map[string]string{"business hours": "ok: zoho_working_hours are in effect"})
}

func TestCredits(t *testing.T) {
	for name, c := range map[string]struct {
		credits int
		want    string
	}{
		"less than half are used": {10_000, "ok: less than half"},
		"more than half are used": {350, "warning: more than half of the API credits of the running 24 hours are used; "},
		"few are left":            {240, "failed: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			p.spends(180)
			if err := p.sim.Sim.Configure(func(s *zohosim.Settings) { s.Credits = c.credits }); err != nil {
				t.Fatal(err)
			}
			p.examine(doctor.Options{}).wants(t, map[string]string{"credits": c.want})
		})
	}
}

// spends uses API credits up.
func (p *patient) spends(credits int) {
	p.Helper()
	token := p.grant(zohosim.GrantRequest{}).AccessToken
	for range credits {
		req, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.sim.URL+"/crm/v8/org", nil)
		if err != nil {
			p.Fatal(err)
		}
		req.Header.Set("Authorization", "Zoho-oauthtoken "+token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			p.Fatal(err)
		}
		_ = resp.Body.Close()
	}
}

func TestClock(t *testing.T) {
	for name, c := range map[string]struct {
		ahead       time.Duration
		state, side string
	}{
		"a little ahead":    {20 * time.Second, "ok", "agrees with"},
		"noticeably ahead":  {50 * time.Second, "warning", "ahead of"},
		"far ahead":         {5 * time.Minute, "failed", "ahead of"},
		"noticeably behind": {-50 * time.Second, "warning", "behind"},
		"far behind":        {-5 * time.Minute, "failed", "behind"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			p.ahead = c.ahead
			all := p.examine(doctor.Options{})
			all.wants(t, map[string]string{"clock": c.state + ": the server's clock "})
			for _, check := range all {
				if check.Name == "clock" && !strings.HasSuffix(check.Detail, c.side+" Zoho's") {
					t.Errorf("told is %q", check.Detail)
				}
			}
		})
	}
}

// How far it is off is told to the second, as near as a Date in whole seconds
// and the way of a call allow.
func TestHowFarTheClockIsOff(t *testing.T) {
	p := healthy(t)
	p.ahead = -5 * time.Minute
	for _, check := range p.examine(doctor.Options{}) {
		if check.Name != "clock" {
			continue
		}
		off, err := time.ParseDuration(strings.Fields(strings.TrimPrefix(check.Detail, "the server's clock is "))[0])
		if err != nil || off > 5*time.Minute || off < 5*time.Minute-10*time.Second {
			t.Errorf("told is %q (%v)", check.Detail, err)
		}
	}
}

func TestProbesThatFail(t *testing.T) {
	p := healthy(t, "zoho_update_pipeline", "True")
	p.faults(
		zohosim.Fault{Path: "/crm/v8/Contacts/search", Kind: "status", Status: http.StatusUnauthorized, Code: "OAUTH_SCOPE_MISMATCH"},
		zohosim.Fault{Path: "/crm/v8/coql", Kind: "status", Status: http.StatusForbidden, Code: "NO_PERMISSION"},
	)
	denied := "failed: Zoho does not let the user who authorized see it (NO_PERMISSION)"
	p.examine(doctor.Options{Probe: true}).wants(t, map[string]string{
		"search":      "skipped: the grant does not cover Zoho's search",
		"read Events": denied, "read Contacts": denied, "read Leads": denied, "read Accounts": denied, "read Deals": denied, "read Notes": denied,
	})
}

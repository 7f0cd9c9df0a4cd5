package doctor_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestRevoked(t *testing.T) {
	p := healthy(t)
	p.control("tokens/revoke")
	all := p.examine(doctor.Options{})
	all.wants(t, map[string]string{
		"token": "failed: ", "refresh": "failed: ", "owner": `the check "refresh" failed`, "clock": `the check "token" failed`,
		"region": "ok: com", "scopes": "ok: ", "attributes": "ok: ",
	})
	for _, c := range all {
		if c.Name == "refresh" && !strings.Contains(c.Remedy, "authorize again") {
			t.Errorf("the remedy is %q", c.Remedy)
		}
	}
}

// A token is refreshed where it must be, where it soon must be, and not else.
func TestRefresh(t *testing.T) {
	for name, c := range map[string]struct {
		ill      func(*patient)
		refresh  string
		accounts int
	}{
		"expired":                   {func(p *patient) { p.sim.Sim.Advance(61 * time.Minute) }, "ok: the grant gave a new access token just now", 1},
		"no longer accepted":        {func(p *patient) { p.control("tokens/expire") }, "ok: the grant gave a new access token just now", 1},
		"about to expire":           {func(p *patient) { p.sim.Sim.Advance(52 * time.Minute) }, "ok: the grant gave a new access token just now", 1},
		"good for a while":          {func(p *patient) { p.sim.Sim.Advance(45 * time.Minute) }, "ok: last proven at 14:12 UTC", 0},
		"about to expire, no grant": {func(p *patient) { p.sim.Sim.Advance(52 * time.Minute); p.withdrawGrant() }, "failed: ", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			_, _, before := p.zohoCalls(0)
			c.ill(p)
			p.examine(doctor.Options{}).wants(t, map[string]string{"token": "ok: Zoho accepts it", "refresh": c.refresh})
			if _, accounts, _ := p.zohoCalls(before); accounts != c.accounts {
				t.Errorf("%d requests reached the accounts server", accounts)
			}
		})
	}
}

func TestZohoAway(t *testing.T) {
	p := healthy(t)
	p.faults(zohosim.Fault{Path: "/crm/", Kind: "status", Status: http.StatusServiceUnavailable})
	p.examine(doctor.Options{}).wants(t, map[string]string{
		"token": "failed: Zoho does not answer now", "refresh": "ok: last proven", "owner": `the check "token" failed`, "credits": `the check "token" failed`,
	})
}

// One part of Zoho that does not answer is told where it matters, and there
// alone.
func TestPartOfZohoAway(t *testing.T) {
	p := healthy(t)
	p.faults(zohosim.Fault{Path: "/crm/v8/settings/fields", Kind: "status", Status: http.StatusServiceUnavailable})
	p.examine(doctor.Options{}).wants(t, map[string]string{"meeting venue": "failed: Zoho does not answer now"})
}

func TestMissingScopes(t *testing.T) {
	p := newPatient(t)
	granted := "ZohoCRM.modules.ALL,ZohoCRM.coql.READ,ZohoCRM.users.READ,ZohoCRM.org.READ,ZohoCRM.settings.fields.READ,ZohoCRM.settings.business_hours.READ," +
		"ZohoCRM.settings.layouts.READ,ZohoCRM.settings.pipeline.READ,ZohoSearch.securesearch.READ"
	p.set("zoho_oauth_code", p.grant(zohosim.GrantRequest{Scopes: strings.Split(granted, ",")}).Code, "zoho_meeting_venue", "Online", "zoho_update_pipeline", "True")
	p.publish()
	fewer := strings.NewReplacer(",ZohoCRM.settings.pipeline.READ", "", ",ZohoCRM.coql.READ", "").Replace(granted)
	p.reconnect(zohosim.GrantRequest{Scopes: strings.Split(fewer, ",")}, connection.Application{Region: "com", Environment: "production"})
	all := p.examine(doctor.Options{Probe: true})
	all.wants(t, map[string]string{
		"scopes":      "failed: the grant lacks\nZohoCRM.coql.READ, without which ringbook cannot look anything up in the CRM\nZohoCRM.settings.pipeline.READ, without",
		"pipeline":    `skipped: the grant lacks a scope that this needs: see the check "scopes"`,
		"read Events": `skipped: the grant lacks a scope that this needs: see the check "scopes"`,
		"search":      "ok: ",
	})
}

// What only deals need is not missed while none are written.
func TestMissingScopesOfDeals(t *testing.T) {
	p := healthy(t)
	p.reconnect(zohosim.GrantRequest{Scopes: []string{
		"ZohoCRM.modules.events.ALL", "ZohoCRM.modules.contacts.ALL", "ZohoCRM.modules.leads.ALL", "ZohoCRM.modules.accounts.READ", "ZohoCRM.modules.notes.ALL",
		"ZohoCRM.coql.READ", "ZohoCRM.users.READ", "ZohoCRM.org.READ", "ZohoCRM.settings.fields.READ", "ZohoCRM.settings.business_hours.READ",
	}}, connection.Application{Region: "com", Environment: "production"})
	p.examine(doctor.Options{}).wants(t, map[string]string{"scopes": "warning: the grant lacks what deals will need\nZohoCRM.modules.deals.READ, without which"})
	p.examine(doctor.Options{Probe: true}).wants(t, map[string]string{"scopes": "warning: ", "read Deals": "skipped: the grant lacks a scope that this needs, and nothing needs it", "search": "skipped: "})
}

// A grant of before the scopes that ringbook can do without is not broken.
func TestMissingOptionalScope(t *testing.T) {
	p := healthy(t)
	p.reconnect(zohosim.GrantRequest{Scopes: []string{
		"ZohoCRM.modules.ALL", "ZohoCRM.coql.READ", "ZohoCRM.users.READ", "ZohoCRM.org.READ", "ZohoCRM.settings.fields.READ",
		"ZohoCRM.settings.layouts.READ", "ZohoCRM.settings.pipeline.READ", "ZohoCRM.settings.business_hours.READ",
	}}, connection.Application{Region: "com", Environment: "production"})
	p.examine(doctor.Options{}).wants(t, map[string]string{"scopes": "warning: the grant lacks what ringbook would use\nZohoCRM.settings.users_unavailability.READ, without which"})
}

// The settings that are live say one place, the grant another.
func TestElsewhere(t *testing.T) {
	t.Run("another data centre", func(t *testing.T) {
		p := healthy(t)
		if err := p.sim.Sim.Configure(func(s *zohosim.Settings) { s.DataCenter = "eu" }); err != nil {
			t.Fatal(err)
		}
		p.reconnect(zohosim.GrantRequest{}, connection.Application{Region: "eu", Environment: "production"})
		all := p.examine(doctor.Options{})
		all.wants(t, map[string]string{"region": "failed: zoho_region says com, but the grant is of the data centre eu"})
	})
	t.Run("another environment", func(t *testing.T) {
		p := healthy(t)
		p.reconnect(zohosim.GrantRequest{Environment: "sandbox"}, connection.Application{Region: "com", Environment: "sandbox"})
		all := p.examine(doctor.Options{})
		all.wants(t, map[string]string{"environment": "failed: zoho_environment says production, but the organisation is of the kind sandbox"})
	})
}

// reconnect puts another grant in the place of the one in use.
func (p *patient) reconnect(r zohosim.GrantRequest, app connection.Application) {
	p.Helper()
	if _, err := p.connections.Disconnect(p.Context(), p.project); err != nil {
		p.Fatal(err)
	}
	if err := p.connections.Exchange(p.Context(), p.project, app, p.grant(r).Code, p.now()); err != nil {
		p.Fatal(err)
	}
}

// withdrawGrant makes the next refresh fail while the access token lives on, as
// when Zoho is slow to withdraw it.
func (p *patient) withdrawGrant() { p.answer("/oauth/v2/token", `{"error":"invalid_code"}`) }

package doctor_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// user is one of the simulated users.
func (p *patient) user(name string) zohosim.User {
	p.Helper()
	for _, u := range p.sim.Sim.Users() {
		if u.FirstName == name {
			return u
		}
	}
	p.Fatalf("no user %s", name)
	return zohosim.User{}
}

func (p *patient) deactivates(name string) {
	p.Helper()
	if err := p.sim.Sim.SetUser(p.user(name).ID, zohosim.UserChange{Status: zohosim.UserInactive}); err != nil {
		p.Fatal(err)
	}
}

func TestOwner(t *testing.T) {
	for name, c := range map[string]struct {
		set  []string
		ill  func(*patient)
		want map[string]string
	}{
		"who granted the access is deactivated": {nil, func(p *patient) { p.deactivates("Helen") }, map[string]string{
			"token":        "failed: Zoho answers nothing to it: the user who granted the access is not active",
			"owner":        "failed: the user who granted the access is not active",
			"organisation": `the check "token" failed`,
		}},
		"staff is deactivated": {[]string{"zoho_staff", "Helen Osgood, Marcus Vale"}, func(p *patient) { p.deactivates("Marcus") }, map[string]string{
			"owner": "failed: booked are users who are not active in Zoho: Marcus Vale",
		}},
		"who does a service is deactivated": {[]string{"zoho_services", `[{"name":"Cleaning","staff":["Marcus Vale"]}]`}, func(p *patient) { p.deactivates("Marcus") }, map[string]string{
			"owner": "failed: booked are users who are not active in Zoho: Marcus Vale",
		}},
		"another one granted the access": {nil, func(p *patient) {
			p.reconnect(zohosim.GrantRequest{UserID: p.user("Marcus").ID}, connection.Application{Region: "com", Environment: "production"})
		}, map[string]string{"owner": "warning: Marcus Vale granted the access, but Helen Osgood did when it was published last"}},
		"the organisation has moved": {nil, func(p *patient) {
			p.answer("/crm/v8/org", `{"org":[{"id":"`+p.settings().Organisation.ID+`","company_name":"Harbor Dental","time_zone":"Europe/Berlin","country_code":"DE","type":"production"}]}`)
		}, map[string]string{"organisation": "warning: Harbor Dental has moved from America/New_York (US) to Europe/Berlin (DE)"}},
		"another organisation": {nil, func(p *patient) {
			p.answer("/crm/v8/org", `{"org":[{"id":"7","company_name":"Pier Dental","time_zone":"America/New_York","country_code":"US","type":"production"}]}`)
		}, map[string]string{"organisation": "failed: the grant is of the organisation Pier Dental, but Harbor Dental was published"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t, c.set...)
			c.ill(p)
			p.examine(doctor.Options{}).wants(t, c.want)
		})
	}
}

// A project that was connected by the consent page and never published.
func TestConnectedAndNotPublished(t *testing.T) {
	p := newPatient(t)
	p.set("zoho_duration", "45")
	app := connection.Application{Region: "com", Environment: "production"}
	if err := p.connections.Exchange(t.Context(), p.project, app, p.grant(zohosim.GrantRequest{}).Code, p.now()); err != nil {
		t.Fatal(err)
	}
	all := p.examine(doctor.Options{})
	all.wants(t, map[string]string{
		"owner": "warning: nothing has been published", "organisation": "warning: Harbor Dental; nothing of it has been published",
		"attributes": "warning: the draft differs from revision 1, which is live: zoho_duration", "meeting venue": "failed: Zoho refuses events",
		"business hours": "warning: the business hours in Zoho have changed since",
	})
	for _, c := range all {
		if c.Name == "owner" && !strings.Contains(c.Remedy, "publish") {
			t.Errorf("the remedy is %q", c.Remedy)
		}
	}
}

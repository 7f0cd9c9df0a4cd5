package crm_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// hosts are the names under which Zoho was reached since a sequence number.
func (r *rig) hosts(since int64) string {
	var all []string
	for _, q := range r.requests(since) {
		all = append(all, q.Host+q.Path)
	}
	return strings.Join(all, " ")
}

// In each data centre and environment everything goes to its own hosts: the
// code, a call, a refresh and the revocation.
func TestEveryDataCenterAndEnvironment(t *testing.T) {
	t.Parallel()
	r := newRig(t, "demo")
	for _, center := range config.DataCenters() {
		for environment, api := range map[string]string{"production": center.APIHost, "sandbox": center.SandboxHost, "developer": center.DeveloperHost} {
			t.Run(center.Region+" "+environment, func(t *testing.T) {
				r.T = t
				r.configure(func(s *zohosim.Settings) { s.DataCenter = center.Location; s.TokenThrottle = false })
				made, err := r.projects.CreateProject(t.Context(), center.Region, "UTC")
				if err != nil {
					t.Fatal(err)
				}
				r.project = made.ID
				granted, err := r.sim.Sim.Grant(zohosim.GrantRequest{Environment: environment})
				if err != nil {
					t.Fatal(err)
				}
				since := r.last()
				app := connection.Application{Region: center.Region, Environment: environment}
				if err := r.connections.Exchange(t.Context(), r.project, app, granted.Code, time.Time{}); err != nil {
					t.Fatal(err)
				}
				r.control("POST", "tokens/expire", map[string]any{})
				if err := r.org(); err != nil {
					t.Error(err)
				}
				if out, err := r.connections.Disconnect(t.Context(), r.project); err != nil || !out.Revoked {
					t.Errorf("disconnected %v, %v", out, err)
				}
				want := strings.NewReplacer("A/", center.AccountsHost+"/", "C/", api+"/").
					Replace("A/oauth/v2/token C/crm/v8/org A/oauth/v2/token C/crm/v8/org A/oauth/v2/token/revoke")
				if got := r.hosts(since); got != want {
					t.Errorf("Zoho was reached at\n%s, want\n%s", got, want)
				}
			})
		}
	}
}

// A project's own application refreshes with its own secret, which the builder
// may change while calls are under way.
func TestOwnApplicationOfATenant(t *testing.T) {
	t.Parallel()
	r := newRig(t, "demo")
	own, err := r.sim.Sim.AddClient(zohosim.ClientRequest{})
	if err != nil {
		t.Fatal(err)
	}
	granted, err := r.sim.Sim.Grant(zohosim.GrantRequest{ClientID: own.ClientID})
	if err != nil {
		t.Fatal(err)
	}
	app := connection.Application{ClientID: own.ClientID, ClientSecret: own.ClientSecret, Region: "com"}
	if err := r.connections.Exchange(t.Context(), r.project, app, granted.Code, time.Time{}); err != nil {
		t.Fatal(err)
	}
	expired := func() error {
		r.control("POST", "tokens/expire", map[string]any{})
		return r.org()
	}
	if err := expired(); err != nil {
		t.Fatal(err)
	}
	fresh, err := r.sim.Sim.RenewSecret(own.ClientID)
	if err != nil {
		t.Fatal(err)
	}
	if err := expired(); !fault.Is(err, fault.NotConnected) {
		t.Errorf("with the old secret: %v, want not connected", err)
	}
	app.ClientSecret = fresh.ClientSecret
	if err := r.connections.Adopt(t.Context(), r.project, app); err != nil {
		t.Fatal(err)
	}
	if err := r.org(); err != nil {
		t.Errorf("with the new secret: %v", err)
	}
}

// The server's application was replaced: what it was connected with is named,
// and nothing is sent with the wrong secret.
func TestServersApplicationIsGone(t *testing.T) {
	t.Parallel()
	r := newRig(t, "demo")
	r.control("POST", "tokens/expire", map[string]any{})
	authority, ok := r.connections.Authority.(*crm.Authority)
	if !ok {
		t.Fatal("another authority")
	}
	authority.ClientID, authority.ClientSecret = "1000.ANOTHER", "hush-hush"
	since := r.last()
	if err := r.org(); !fault.Is(err, fault.NotConnected) || !strings.Contains(fault.RemedyOf(err), "--zoho-client-id") {
		t.Errorf("got %v with %q", err, fault.RemedyOf(err))
	}
	if n := r.refreshes(since); n != 0 {
		t.Errorf("%d refreshes", n)
	}
}

// The scopes that are asked for are enough for every call, and each is needed
// by one.
func TestScopesAreEnoughAndNoneIsIdle(t *testing.T) {
	t.Parallel()
	r := newRig(t, "demo")
	var all []string
	for _, s := range crm.Scopes() {
		all = append(all, s.Name)
		if s.Reason == "" {
			t.Errorf("nobody knows what %s is for", s.Name)
		}
	}
	r.connect(all...)
	for call, err := range r.everything() {
		if fault.Is(err, fault.Denied) {
			t.Errorf("%s is denied: %v", call, err)
		}
	}
	for i, name := range all {
		if strings.Contains(name, "deals") {
			continue // the deal after a call is tested with it
		}
		r.sim.Sim.Advance(11 * time.Minute) // ten grants in ten minutes
		r.connect(append(append([]string{}, all[:i]...), all[i+1:]...)...)
		denied := 0
		for _, err := range r.everything() {
			if fault.Is(err, fault.Denied) {
				denied++
			}
		}
		if denied == 0 {
			t.Errorf("nothing needs %s", name)
		}
	}
}

func TestMissingScopes(t *testing.T) {
	var all []string
	for _, s := range crm.Scopes() {
		all = append(all, s.Name)
	}
	without := func(part string) string {
		var kept []string
		for _, name := range all {
			if !strings.Contains(name, part) {
				kept = append(kept, name)
			}
		}
		return strings.Join(kept, ",")
	}
	for granted, want := range map[string]string{
		strings.Join(all, ","):                  "",
		strings.ToUpper(strings.Join(all, " ")): "",
		"":                                      "",
		without("events.DELETE"):                "ZohoCRM.modules.events.DELETE",
		without("events."):                      "ZohoCRM.modules.events.READ ZohoCRM.modules.events.CREATE ZohoCRM.modules.events.DELETE",
		without("events.") + ",ZohoCRM.modules.events.ALL":                              "",
		without("events.") + ",ZohoCRM.modules.events.WRITE":                            "ZohoCRM.modules.events.READ",
		without("events.") + ",ZohoCRM.modules.eventsmore.ALL":                          "ZohoCRM.modules.events.READ ZohoCRM.modules.events.CREATE ZohoCRM.modules.events.DELETE",
		"ZohoCRM.modules.ALL ZohoCRM.settings.ALL ZohoCRM.users.READ ZohoCRM.coql.READ": "ZohoCRM.org.READ",
		"ZohoCRM.modules.READ ZohoCRM.settings.ALL ZohoCRM.users.ALL ZohoCRM.coql.READ ZohoCRM.org.ALL ZohoCRM.modules.events.WRITE ZohoCRM.modules.leads.CREATE ZohoCRM.modules.contacts.CREATE ZohoCRM.modules.notes.CREATE ZohoCRM.modules.deals.WRITE": "",
	} {
		var got []string
		for _, s := range crm.MissingScopes(granted) {
			got = append(got, s.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q lacks %v, want %q", granted, got, want)
		}
	}
}

// The last line behind all checks: nothing but Zoho is reached, whatever asks.
func TestTransportReachesZohoAlone(t *testing.T) {
	t.Parallel()
	reached := ""
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { reached = r.Host + r.URL.Path }))
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	for name, c := range map[string]struct{ instead, ask, want string }{
		"accounts":            {server.URL, "https://accounts.zohocloud.ca/oauth", "accounts.zohocloud.ca/oauth"},
		"API":                 {server.URL, "https://www.zohoapis.in/crm", "www.zohoapis.in/crm"},
		"sandbox":             {server.URL, "https://sandbox.zohoapis.jp/crm", "sandbox.zohoapis.jp/crm"},
		"what stands in":      {server.URL, server.URL + "/crm", address + "/crm"},
		"elsewhere":           {server.URL, "http://localhost" + address[strings.Index(address, ":"):] + "/crm", ""},
		"a name alike":        {server.URL, "https://accounts.zoho.com.evil.example/oauth", ""},
		"a port":              {server.URL, "https://accounts.zoho.com:8443/oauth", ""},
		"without TLS":         {server.URL, "http://accounts.zoho.com/oauth", ""},
		"elsewhere, for real": {"", server.URL + "/crm", ""},
		"no TLS, for real":    {"", "http://www.zohoapis.com/crm", ""},
	} {
		reached = ""
		hosts, err := crm.NewHosts(c.instead)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Transport: hosts.Transport(http.DefaultTransport)}
		resp, err := client.Post(c.ask, "text/plain", strings.NewReader("secret"))
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
		if reached != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: reached %q, want %q (%v)", name, reached, c.want, err)
		}
		if op, ok := errors.AsType[*net.OpError](err); c.want == "" && (!ok || op.Op != "dial") {
			t.Errorf("%s: %v does not tell that nothing was sent", name, err)
		}
	}
}

func TestAddressInZohosPlace(t *testing.T) {
	for _, bad := range []string{"127.0.0.1:8091", "ftp://x", "http://", "http://x/path", "http://x?q=1", "http://u:p@x", "http://%zz"} {
		if _, err := crm.NewHosts(bad); err == nil {
			t.Errorf("%q is taken for an origin", bad)
		}
	}
	if _, err := crm.NewHosts("http://127.0.0.1:8091/"); err != nil {
		t.Error(err)
	}
}

// Which data centre a redirect speaks of.
func TestRegionOfARedirect(t *testing.T) {
	const sim = "http://127.0.0.1:8091"
	for _, center := range config.DataCenters() {
		hosts, err := crm.NewHosts(sim)
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct{ server, location, want string }{
			"both":              {"https://" + center.AccountsHost, center.Location, center.Region},
			"server alone":      {"https://" + center.AccountsHost, "", center.Region},
			"with a slash":      {"https://" + center.AccountsHost + "/", center.Location, center.Region},
			"a new location":    {"https://" + center.AccountsHost, "mars", center.Region},
			"location alone":    {"", center.Location, center.Region},
			"what stands in":    {sim, center.Location, center.Region},
			"neither":           {"", "", ""},
			"a server in place": {sim, "", ""},
		} {
			got, err := hosts.Region(c.server, c.location)
			if err != nil || got != c.want {
				t.Errorf("%s, %s: %q, %v", center.Region, name, got, err)
			}
		}
		real, err := crm.NewHosts("")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := real.Region(sim, center.Location); !fault.Is(err, fault.Denied) {
			t.Errorf("without a simulator its address is taken: %v", err)
		}
	}
}

package zohosim_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// zohoHosts are the hosts of each data centre, zoho-crm-api §1.2, written out.
var zohoHosts = map[string]struct{ accounts, api, sandbox, developer string }{
	"us": {"accounts.zoho.com", "www.zohoapis.com", "sandbox.zohoapis.com", "developer.zohoapis.com"},
	"eu": {"accounts.zoho.eu", "www.zohoapis.eu", "sandbox.zohoapis.eu", "developer.zohoapis.eu"},
	"in": {"accounts.zoho.in", "www.zohoapis.in", "sandbox.zohoapis.in", "developer.zohoapis.in"},
	"au": {"accounts.zoho.com.au", "www.zohoapis.com.au", "sandbox.zohoapis.com.au", "developer.zohoapis.com.au"},
	"jp": {"accounts.zoho.jp", "www.zohoapis.jp", "sandbox.zohoapis.jp", "developer.zohoapis.jp"},
	"ca": {"accounts.zohocloud.ca", "www.zohoapis.ca", "sandbox.zohoapis.ca", "developer.zohoapis.ca"},
	"sa": {"accounts.zoho.sa", "www.zohoapis.sa", "sandbox.zohoapis.sa", "developer.zohoapis.sa"},
	"uk": {"accounts.zoho.uk", "www.zohoapis.uk", "sandbox.zohoapis.uk", "developer.zohoapis.uk"},
	"cn": {"accounts.zoho.com.cn", "www.zohoapis.com.cn", "sandbox.zohoapis.com.cn", "developer.zohoapis.com.cn"},
	"ae": {"accounts.zoho.ae", "www.zohoapis.ae", "sandbox.zohoapis.ae", "developer.zohoapis.ae"},
}

// zoho-crm-api §1.2, §1.3: for the organisation of every data centre, each data
// centre is asked; its own serves it, in the others it is unknown.
//
// Fidelity: data-centers-apart
// Behaviour: Another data centre than the organisation's knows neither application (invalid_client) nor tokens (401 INVALID_TOKEN).
// Source: zoho-crm-api §1.2, §1.3, §9, D8:multi-dc
func TestEveryDataCenterKnowsItsOwnOrganisationOnly(t *testing.T) {
	r := start(t, "empty")
	for home, own := range zohoHosts {
		r.control("POST", "settings", `{"tokenThrottle":false,"dataCenter":"`+home+`"}`)
		g := r.grant(zohosim.GrantRequest{})
		for location, hosts := range zohoHosts {
			accounts, api := r.asking(hosts.accounts), r.asking(hosts.api).holding(g.AccessToken)
			what := "organisation in " + home + ", asked " + location
			if location == home {
				r.expect(what, accounts.tokenCall(refreshForm(g)), 200, "api_domain", "https://"+own.api, "error", nil)
				r.expect(what, api.crm("GET", "org", ""), 200)
				continue
			}
			r.expect(what, accounts.tokenCall(refreshForm(g)), 200, "error", "invalid_client", "access_token", nil)
			r.expect(what, api.crm("GET", "org", ""), 401, "code", "INVALID_TOKEN")
		}
	}
}

// zoho-crm-api §1.2: an application that is enabled in all data centres is known
// everywhere, but codes and tokens stay where the organisation is.
//
// Fidelity: multi-dc-client
// Behaviour: An application that is enabled in all data centres is known in all, but codes and tokens stay where the organisation is (invalid_code).
// Source: zoho-crm-api §1.2, §1.3, D8:multi-dc
func TestMultiDataCenterApplication(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"dataCenter":"eu","multiDC":true}`)
	g := r.grant(zohosim.GrantRequest{})
	us, eu := r.asking("accounts.zoho.com"), r.asking("accounts.zoho.eu")
	wrong := refreshForm(g)
	wrong.Set("client_secret", "x")
	r.expect("secret", us.tokenCall(wrong), 200, "error", "invalid_client_secret")
	r.expect("refresh", us.tokenCall(refreshForm(g)), 200, "error", "invalid_code")
	r.expect("code", us.tokenCall(codeForm(g)), 200, "error", "invalid_code")
	r.expect("at home", eu.tokenCall(refreshForm(g)), 200, "error", nil, "api_domain", "https://www.zohoapis.eu")
	r.expect("API elsewhere", r.asking("www.zohoapis.com").holding(g.AccessToken).crm("GET", "org", ""), 401, "code", "INVALID_TOKEN")
}

// zoho-crm-api §1.2: data centres are isolated, so a code that is tried at the
// wrong one is still good at the right one, whatever the wrong one answers.
//
// Fidelity: wrong-data-center-keeps-code
// Behaviour: A code that was tried at a wrong data centre is still good at the right one.
// Source: zoho-crm-api §1.2, inferred: data centres are isolated
// Doubtful: yes
// Settle: Exchange a code at another data centre's account server first, then at its own.
func TestWrongDataCenterDoesNotUseUpTheCode(t *testing.T) {
	r := start(t, "empty")
	for multi, refusal := range map[string]string{"false": "invalid_client", "true": "invalid_code"} {
		r.control("POST", "settings", `{"dataCenter":"in","multiDC":`+multi+`}`)
		g := r.grant(zohosim.GrantRequest{})
		r.expect("multiDC "+multi, r.asking("accounts.zoho.jp").tokenCall(codeForm(g)), 200, "error", refusal)
		r.expect("at home", r.asking("accounts.zoho.in").tokenCall(codeForm(g)), 200, "error", nil, "api_domain", "https://www.zohoapis.in")
		r.expect("twice at home", r.asking("accounts.zoho.in").tokenCall(codeForm(g)), 200, "error", "invalid_code")
	}
}

// zoho-crm-api §1.5: a revocation elsewhere revokes nothing.
//
// Fidelity: revoke-data-center
// Behaviour: A revocation at another data centre revokes nothing.
// Source: zoho-crm-api §1.5, inferred: data centres are isolated
// Doubtful: yes
// Settle: Revoke a refresh token at another data centre's account server, then refresh at its own.
func TestRevokeAtTheWrongDataCenter(t *testing.T) {
	r := start(t, "empty")
	g := r.grant(zohosim.GrantRequest{})
	revoke := func(r *rig) answer {
		a, err := r.send("POST", "/oauth/v2/token/revoke?token="+g.RefreshToken, "")
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	r.expect("elsewhere", revoke(r.asking("accounts.zoho.eu")), 200, "error", "invalid_code")
	r.expect("still good", r.tokenCall(refreshForm(g)), 200, "error", nil)
	r.expect("at home", revoke(r.asking("accounts.zoho.com")), 200, "status", "success")
}

// A Host that is none of Zoho's is answered wherever the organisation lives,
// with the origin that was asked as its API host.
func TestHostsThatAreNotZohos(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"dataCenter":"eu"}`)
	g := r.grant(zohosim.GrantRequest{Environment: "sandbox"})
	r.expect("own address", r.tokenCall(refreshForm(g)), 200, "api_domain", r.url)
	for _, host := range []string{"crm.example.com", "zoho.eu", "evil-accounts.zoho.eu", "accounts.zoho.eu.example.com", "localhost:9"} {
		other := r.asking(host).holding(g.AccessToken)
		r.expect(host, other.tokenCall(refreshForm(g)), 200, "api_domain", "http://"+host)
		r.expect(host, other.crm("GET", "org", ""), 200)
	}
	r.expect("port and capitals do not matter", r.asking("Accounts.Zoho.EU:443").tokenCall(refreshForm(g)), 200, "api_domain", "https://sandbox.zohoapis.eu")
}

// An account server has no API, an API host no account server.
//
// Fidelity: hosts-of-one-kind
// Behaviour: Account servers have no API, and API hosts no account server.
// Source: zoho-crm-api §1.2, SDKn
func TestHostsOfTheOtherKind(t *testing.T) {
	r := start(t, "empty")
	r.expect("API at accounts", r.asking("accounts.zoho.com").crm("GET", "org", ""), 404)
	for _, host := range []string{"www.zohoapis.com", "sandbox.zohoapis.com"} {
		a := r.asking(host).tokenCall(refreshForm(r.grant(zohosim.GrantRequest{})))
		r.expect("accounts at "+host, a, 404, "code", "INVALID_URL_PATTERN", "access_token", nil)
	}
}

// zoho-crm-api §1.5, §8: a token belongs to one environment: its API host alone
// takes it, api_domain names that host, and the organisation says its type.
//
// Fidelity: environment-hosts
// Behaviour: A token belongs to one environment, whose API host alone takes it; api_domain names that host, and the organisation tells its type.
// Source: zoho-crm-api §1.5, §8
func TestEnvironments(t *testing.T) {
	r := start(t, "demo")
	eu := zohoHosts["eu"]
	r.control("POST", "settings", `{"dataCenter":"eu"}`)
	hosts := map[string]string{"production": eu.api, "sandbox": eu.sandbox, "developer": eu.developer}
	for environment, host := range hosts {
		g := r.control("POST", "grant", `{"environment":"`+environment+`"}`)
		f := form("grant_type", "authorization_code", "client_id", g.text("clientId"), "client_secret", g.text("clientSecret"), "code", g.text("code"))
		a := r.asking(eu.accounts).tokenCall(f)
		r.expect(environment+" exchange", a, 200, "api_domain", "https://"+host)
		f = form("grant_type", "refresh_token", "client_id", g.text("clientId"), "client_secret", g.text("clientSecret"), "refresh_token", a.text("refresh_token"))
		r.expect(environment+" refresh", r.asking(eu.accounts).tokenCall(f), 200, "api_domain", "https://"+host)
		for other, otherHost := range hosts {
			answer := r.asking(otherHost).holding(a.text("access_token")).crm("GET", "org", "")
			if other == environment {
				r.expect(environment, answer, 200, "org.0.type", environment)
			} else {
				r.expect(environment+" at "+other, answer, 401, "code", "INVALID_TOKEN")
			}
		}
		r.expect("plain host", r.holding(a.text("access_token")).crm("GET", "org", ""), 200, "org.0.type", environment)
	}
	if a, err := r.send("POST", "/__sim/grant", `{"environment":"staging"}`); err != nil || a.status != 400 {
		t.Errorf("unknown environment: %d %s", a.status, a.raw)
	}
}

// The request log tells which host was asked.
func TestRequestLogTellsTheHost(t *testing.T) {
	r := start(t, "empty")
	r.asking("www.zohoapis.com").crm("GET", "org", "")
	r.asking("accounts.zoho.eu:443").tokenCall(form("grant_type", "refresh_token"))
	r.expect("log", r.control("GET", "requests", ""), 200, "list.0.host", "www.zohoapis.com", "list.1.host", "accounts.zoho.eu:443")
}

// A simulator may start in any data centre, and a reset leads back to it.
func TestStartInADataCenter(t *testing.T) {
	sim, err := zohosim.New(zohosim.Config{DataCenter: "jp"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.Configure(func(s *zohosim.Settings) { s.DataCenter = "us" }); err != nil {
		t.Fatal(err)
	}
	if err := sim.Reset("", 0); err != nil {
		t.Fatal(err)
	}
	if err := sim.Configure(func(s *zohosim.Settings) {
		if s.DataCenter != "jp" {
			t.Errorf("data centre after a reset is %q", s.DataCenter)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := zohosim.New(zohosim.Config{DataCenter: "mars"}); err == nil {
		t.Error("an unknown data centre was accepted")
	}
}

package zohosim_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// look opens a view of the page, "" for the first.
func (r *rig) look(view string) answer {
	r.t.Helper()
	path := "/__sim/page/" + view
	if view == "" {
		path = "/"
	}
	a, err := r.send("GET", path, "")
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// shows fails where a view is not 200 or lacks one of the texts.
func (r *rig) shows(view string, texts ...string) string {
	r.t.Helper()
	a := r.look(view)
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		r.t.Fatalf("%s: status %d, type %s", view, a.status, a.header.Get("Content-Type"))
	}
	for _, text := range texts {
		if !strings.Contains(a.raw, text) {
			r.t.Errorf("%q: no %q in\n%s", view, text, a.raw)
		}
	}
	return a.raw
}

// submit sends a form of the page as a browser would, and follows no redirect.
func (r *rig) submit(view string, form url.Values, headers ...string) answer {
	r.t.Helper()
	req, err := http.NewRequest("POST", r.url+"/__sim/page/"+view, strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	a, err := exchange(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// Nothing was asked yet: every view says how to begin, with this address.
func TestPageEmptyStates(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "reset", `{"seed":"empty"}`)
	r.shows("", "Nothing has been asked yet", "curl -s -X POST "+r.url+"/__sim/grant", "Zoho CRM simulator")
	r.shows("requests", "Nothing has been asked yet")
	r.shows("tokens", "Nobody has consented yet")
	r.shows("notifications", "No channel is open", "Nothing has been delivered")
	r.shows("faults", "Everything works")
	r.shows("records", "No Leads yet")
	r.shows("records/Events", "No Events yet", `"Event_Title":"Example"`)
	r.shows("records/Events?deleted=true", "Nothing was deleted here")
	r.shows("requests?status=5xx", "No request fits")
}

// What an integration did is there: records with what became of them, requests
// with what struck them, credits, counts.
func TestPageShowsWhatWasDone(t *testing.T) {
	r := start(t, "demo")
	id := r.crm("POST", "Events", data(event+`,"Venue":"Room 1"}`)).text("data.0.details.id")
	r.advance(time.Minute)
	r.crm("PUT", "Events/"+id, data(`{"Venue":"Room 2"}`))
	r.control("POST", "faults", `{"faults":[{"kind":"status","status":503,"path":"/crm/v8/org","times":1},{"kind":"drop_after","path":"/crm/v8/Leads"}]}`)
	r.crm("GET", "org", "")
	r.crm("GET", "Contacts/search?phone=2125550143", "")

	r.shows("", "Latest requests", "/crm/v8/Contacts/search", "503", "drop_after", "Credits by route", "Events <strong>9</strong>")
	r.shows("records/Events", id, "Room 2", "Staff training")
	r.shows("records/Events/"+id, "Room 1</del>", "Room 2</ins>", "created", "changed", "2026-03-02 14:01:00 UTC", "Helen Osgood")
	requests := r.shows("requests", "/crm/v8/org", `<span class="mark bad">503</span> <span class="mark fault" title="A fault struck">status</span>`, "wrote", "phone=2125550143")
	if strings.Index(requests, "<code>/crm/v8/Contacts/search") > strings.Index(requests, "<code>/crm/v8/Events") {
		t.Error("the newest request is not first")
	}
	if filtered := r.shows("requests?path=EVENTS&method=POST&status=2xx", "201"); strings.Contains(filtered, "/crm/v8/org") || strings.Contains(filtered, "<strong>PUT</strong>") {
		t.Error("the filter lets others through")
	}
	r.shows("requests?status=503", "/crm/v8/org")

	r.crm("DELETE", "Events/"+id, "")
	r.shows("records/Events?deleted=true", id)
	r.shows("records/Events/"+id, "deleted 2026-03-02 14:01:00 UTC")
	if a := r.control("GET", "requests", ""); walk(a.body["list"], "2.fault") != "status" {
		t.Errorf("the request log does not tell the fault: %s", a.raw)
	}
}

// Notifications: channels and what was sent, without the secrets in an address.
func TestPageShowsNotifications(t *testing.T) {
	r := start(t, "empty")
	r.expect("subscribe", r.crm("POST", "actions/watch", `{"watch":[{"channel_id":"77","events":["Contacts.create"],"notify_url":"http://127.0.0.1:1/hook?key=hush","token":"secret-word"}]}`), 201)
	r.crm("POST", "Contacts", data(`{"Last_Name":"Aye"}`))
	r.control("GET", "notifications", "")
	if raw := r.shows("notifications", "77", "Contacts.create", "http://127.0.0.1:1/hook", "failed"); strings.Contains(raw, "hush") || strings.Contains(raw, "secret-word") {
		t.Error("a secret is shown")
	}
}

// No token is shown whole, and of the secrets the first application's alone,
// which the program prints when it starts.
func TestPageMasksSecrets(t *testing.T) {
	r := start(t, "empty")
	other, err := r.sim.AddClient(zohosim.ClientRequest{Name: "Tenant"})
	if err != nil {
		t.Fatal(err)
	}
	g := r.grant(zohosim.GrantRequest{ClientID: other.ClientID, Scopes: []string{"ZohoCRM.modules.ALL"}})
	r.crm("GET", "org", "")
	id, secret := r.sim.Client()
	raw := r.shows("tokens", id, secret, other.ClientID, "Tenant", "ZohoCRM.modules.ALL", g.AccessToken[:9]+"…"+g.AccessToken[len(g.AccessToken)-4:], "ends in 1h0m0s")
	for _, view := range []string{"", "requests", "tokens", "settings", "faults", "notifications"} {
		if view != "tokens" {
			raw = r.shows(view)
		}
		for _, hidden := range []string{r.token, g.AccessToken, g.RefreshToken, g.Code, other.ClientSecret} {
			if strings.Contains(raw, hidden) {
				t.Errorf("%q shows a secret", view)
			}
		}
	}
}

// Whatever is written in a record, a request or a fault stays text.
func TestPageEscapes(t *testing.T) {
	r := start(t, "empty")
	const evil = `<script>alert("1")</script>`
	id := r.plant("Contacts", `{"Last_Name":"<script>alert(\"1\")</script>","Description":"</code></pre><img src=x onerror=alert(2)>"}`)
	r.plant("Deals", `{"Deal_Name":"d","Contact_Name":{"id":"`+id+`"}}`)
	r.crm("GET", "Contacts/"+url.PathEscape(evil)+"?x=%22%3E%3Cscript%3E", "")
	r.control("POST", "faults", `{"faults":[{"kind":"status","path":"/<script>"}]}`)
	for _, view := range []string{"", "records/Contacts", "records/Contacts/" + id, "records/Deals", "requests", "faults", "requests?path=" + url.QueryEscape(`"><script>`)} {
		raw := r.shows(view)
		if strings.Contains(raw, "<script>") || strings.Contains(raw, "<img") {
			t.Errorf("%q is not escaped:\n%s", view, raw)
		}
	}
	r.shows("records/Contacts", html.EscapeString(evil))
	h := r.look("").header
	policy := h.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("header %v", h)
	}
}

// Forms do what the control plane does, and tell what is wrong.
func TestPageForms(t *testing.T) {
	r := start(t, "empty")
	a := r.submit("faults", url.Values{"kind": {"drop_after"}, "method": {"POST"}, "path": {"/crm/v8/Events"}, "times": {"2"}, "probability": {""}, "status": {""}})
	if a.status != 303 || a.header.Get("Location") != "/__sim/page/faults" {
		t.Errorf("arming: %d %v", a.status, a.header)
	}
	r.expect("armed", r.control("GET", "faults", ""), 200, "faults.0.kind", "drop_after", "faults.0.times", 2.0, "faults.0.path", "/crm/v8/Events")
	for _, form := range []url.Values{{"kind": {"earthquake"}}, {"kind": {"latency"}}, {"kind": {"status"}, "times": {"many"}}, {"kind": {"status"}, "probability": {"often"}}, {"kind": {"overtake"}, "change": {"x"}}} {
		if a := r.submit("faults", form); a.status != 400 || !strings.Contains(a.raw, "Not done") {
			t.Errorf("%v: %d", form, a.status)
		}
	}
	r.submit("faults/clear", nil)
	if faults, _ := r.control("GET", "faults", "").at("faults").([]any); len(faults) != 0 {
		t.Errorf("faults %v", faults)
	}

	r.submit("settings", url.Values{"phoneSearch": {"digits"}, "meetingVenueRequired": {"false"}, "searchLagMs": {"10"}})
	r.expect("settings", r.control("GET", "settings", ""), 200, "phoneSearch", "digits", "meetingVenueRequired", false, "searchLagMs", 10.0, "edition", "enterprise")
	r.shows("settings", `class="changed"`, "phoneSearch")
	for _, form := range []url.Values{{"phoneSearch": {"loud"}}, {"searchLagMs": {"soon"}}, {"multiDC": {"perhaps"}}} {
		if a := r.submit("settings", form); a.status != 400 {
			t.Errorf("%v: %d", form, a.status)
		}
	}

	r.submit("clock", url.Values{"advance": {"90m"}})
	r.expect("advanced", r.control("GET", "clock", ""), 200, "now", "2026-03-02T15:30:00Z")
	r.submit("clock", url.Values{"now": {"2027-01-01T00:00:00Z"}, "advance": {""}})
	r.expect("set", r.control("GET", "clock", ""), 200, "now", "2027-01-01T00:00:00Z")
	for _, form := range []url.Values{{}, {"advance": {"a while"}}, {"now": {"soon"}}, {"now": {"2027-01-01T00:00:00Z"}, "advance": {"1h"}}} {
		if a := r.submit("clock", form); a.status != 400 {
			t.Errorf("%v: %d", form, a.status)
		}
	}
}

// A form on another site must not steer the simulator of whoever looks at it.
func TestPageRefusesFormsOfOtherSites(t *testing.T) {
	r := start(t, "empty")
	a := r.submit("faults", url.Values{"kind": {"reset"}}, "Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example")
	if a.status != 403 {
		t.Errorf("status %d", a.status)
	}
	if faults, _ := r.control("GET", "faults", "").at("faults").([]any); len(faults) != 0 {
		t.Errorf("faults %v", faults)
	}
}

// The page is at "/" of the simulator's own address alone: Zoho's hosts have
// none, and no other path or method changes its answer.
func TestPageIsNowhereElse(t *testing.T) {
	r := start(t, "empty")
	for _, host := range []string{"www.zohoapis.com", "accounts.zoho.eu"} {
		for _, path := range []string{"/", "/__sim/page/tokens"} {
			a, err := r.asking(host).send("GET", path, "")
			if err != nil || a.status != 404 || strings.Contains(a.raw, "<html") {
				t.Errorf("%s%s: %d %v %s", host, path, a.status, err, a.raw)
			}
		}
	}
	for _, view := range []string{"nothing", "records/Nothings", "records/Contacts/1", "records/Contacts/1/2", "tokens/1"} {
		if a := r.look(view); a.status != 404 || !strings.Contains(a.raw, "Not found") {
			t.Errorf("%s: %d", view, a.status)
		}
	}
	a, err := r.send("POST", "/", "")
	if err != nil || a.status != 404 {
		t.Errorf("POST /: %d %v", a.status, err)
	}
	r.expect("the API", r.crm("GET", "", ""), 404, "code", "INVALID_URL_PATTERN")
	if a, err := r.send("HEAD", "/", ""); err != nil || a.status != 200 || a.raw != "" {
		t.Errorf("HEAD: %d %v", a.status, err)
	}
	for path, contentType := range map[string]string{"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"} {
		if a := r.look(path); a.status != 200 || a.header.Get("Content-Type") != contentType {
			t.Errorf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
		}
	}
	if seen, _ := r.control("GET", "requests", "").body["list"].([]any); len(seen) != 4 {
		t.Errorf("looking at the page is in the request log: %v", seen)
	}
}

// The demo seed's page, whatever there is to show.
func TestPageOfEveryModule(t *testing.T) {
	r := start(t, "demo")
	a := r.crm("GET", "settings/modules", "")
	modules, _ := a.at("modules").([]any)
	if len(modules) < 8 {
		t.Fatalf("modules %s", a.raw)
	}
	for _, m := range modules {
		name, _ := walk(m, "api_name").(string)
		r.shows("records/"+name, name)
		for _, id := range r.control("GET", "records/"+name, "").column("id") {
			r.shows("records/"+name+"/"+id, id, "History", "As the API answers it")
		}
	}
}

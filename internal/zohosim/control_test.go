package zohosim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// Records as a person would handle them: no credit, no token, types checked.
func TestControlRecords(t *testing.T) {
	r := start(t, "demo")
	a := r.control("POST", "records/Events", data(`{"Event_Title":"By hand","Start_DateTime":"2026-03-03T10:00:00-05:00","End_DateTime":"2026-03-03T11:00:00-05:00"}`))
	id := a.text("data.0.id")
	r.expect("answer", a, 200, "data.0.Owner.name", "Helen Osgood", "data.0.$event_cancelled", false, "data.0.Created_Time", "2026-03-02T09:00:00-05:00")
	r.advance(time.Minute)
	r.expect("change", r.control("PUT", "records/Events/"+id, `{"Start_DateTime":"2026-03-03T10:15:00-05:00"}`), 200,
		"data.0.Start_DateTime", "2026-03-03T10:15:00-05:00", "data.0.Modified_Time", "2026-03-02T09:01:00-05:00")
	r.expect("seen by the API", r.crm("GET", "Events/"+id, ""), 200, "data.0.Start_DateTime", "2026-03-03T10:15:00-05:00")
	r.expect("cancelled by hand", r.control("PUT", "records/Events/"+id, data(`{"$event_cancelled":true}`)), 200, "data.0.$event_cancelled", true)
	r.control("DELETE", "records/Events/"+id, "")
	r.expect("gone", r.crm("GET", "Events/"+id, ""), 204)
	if got := r.control("GET", "records/Events?deleted=true", "").column("id"); !slices.Equal(got, []string{id}) {
		t.Errorf("deleted: %v", got)
	}
	if got := r.control("GET", "records/Events", "").column("id"); slices.Contains(got, id) || len(got) != 8 {
		t.Errorf("live: %v", got)
	}
	r.expect("credits", r.control("GET", "credits", ""), 200, "used", 2.0)

	for path, body := range map[string]string{
		"POST records/Events":      data(`{"Start_DateTime":"soon"}`),
		"POST records/Nothings":    data(`{}`),
		"POST records/Contacts":    `{"data":[]}`,
		"PUT records/Events/1":     `{}`,
		"DELETE records/Events/1":  "",
		"PUT records/Events/" + id: `{"Venue":"deleted"}`,
	} {
		method, route, _ := strings.Cut(path, " ")
		if a, err := r.send(method, "/__sim/"+route, body); err != nil || a.status != 400 || a.text("error") == "" {
			t.Errorf("%s: %d %s %v", path, a.status, a.raw, err)
		}
	}
}

// The clock moves, keeps flowing, and survives a reset; everything else does not.
func TestClockAndReset(t *testing.T) {
	now := monday
	server, err := zohosim.Start(zohosim.Config{Seed: "demo", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	r := &rig{t: t, sim: server.Sim, url: server.URL}
	r.expect("set", r.control("POST", "clock", `{"now":"2026-07-01T12:00:00Z"}`), 200, "now", "2026-07-01T12:00:00Z")
	now = now.Add(time.Second)
	r.expect("flows", r.control("GET", "clock", ""), 200, "now", "2026-07-01T12:00:01Z")
	r.expect("advance", r.control("POST", "clock", `{"advanceMs":1500}`), 200, "now", "2026-07-01T12:00:02.5Z")
	if got := server.Sim.Now(); !got.Equal(time.Date(2026, 7, 1, 12, 0, 2, 500e6, time.UTC)) {
		t.Errorf("Now() is %v", got)
	}
	for _, body := range []string{"{}", `{"now":"noon"}`, `{"now":"2026-07-01T12:00:00Z","advanceMs":1}`} {
		if a, err := r.send("POST", "/__sim/clock", body); err != nil || a.status != 400 {
			t.Errorf("%s: %d", body, a.status)
		}
	}

	g := r.control("POST", "grant", "")
	r.token = g.text("accessToken")
	r.control("POST", "settings", `{"searchLagMs":1}`)
	r.control("POST", "faults", `{"faults":[{"kind":"latency","latencyMs":1}]}`)
	r.crm("POST", "Contacts", contact)
	r.control("POST", "reset", `{"seed":"empty","randomSeed":3}`)
	r.expect("grants", r.crm("GET", "org", ""), 401, "code", "INVALID_TOKEN")
	r.expect("settings", r.control("GET", "settings", ""), 200, "searchLagMs", 3000.0, "phoneSearch", "exact")
	r.expect("faults", r.control("GET", "faults", ""), 200, "faults.0", nil)
	r.expect("credits", r.control("GET", "credits", ""), 200, "used", 0.0)
	r.expect("records", r.control("GET", "records/Contacts", ""), 200, "data.0", nil)
	r.expect("clock", r.control("GET", "clock", ""), 200, "now", "2026-07-01T12:00:02.5Z")
	r.expect("application", r.control("POST", "grant", ""), 200, "clientId", g.text("clientId"), "clientSecret", g.text("clientSecret"))
	r.control("POST", "reset", "")
	r.expect("first seed again", r.control("GET", "records/Leads", ""), 200, "data.0.Last_Name", "Nair")
	if a, err := r.send("POST", "/__sim/reset", `{"seed":"castle"}`); err != nil || a.status != 400 || !strings.Contains(a.raw, "demo") {
		t.Errorf("unknown seed: %d %s", a.status, a.raw)
	}
}

// Tokens expire or are revoked at once.
func TestControlTokens(t *testing.T) {
	r := start(t, "empty")
	g := r.grant(zohosim.GrantRequest{})
	r.control("POST", "tokens/expire", "")
	r.expect("expired", r.crm("GET", "org", ""), 401, "code", "INVALID_TOKEN")
	refreshed := r.tokenCall(refreshForm(g))
	r.expect("refresh works", refreshed, 200, "error", nil)
	r.control("POST", "tokens/revoke", "")
	r.expect("refresh revoked", r.tokenCall(refreshForm(g)), 200, "error", "invalid_code")
	r.expect("code revoked", r.tokenCall(codeForm(g)), 200, "error", "invalid_code")
	r.token = refreshed.text("access_token")
	r.expect("token revoked", r.crm("GET", "org", ""), 401)
}

// Grants through the control plane: scopes in either form, users, redirects.
func TestControlGrant(t *testing.T) {
	r := start(t, "demo")
	users := r.crm("GET", "users", "")
	second := users.text("users.1.id")
	a := r.control("POST", "grant", `{"scopes":"ZohoCRM.users.READ,ZohoCRM.org.READ","userId":"`+second+`","redirectUri":"https://example.com/cb"}`)
	r.expect("grant", a, 200, "redirectUri", "https://example.com/cb")
	r.token = a.text("accessToken")
	r.expect("its user", r.crm("GET", "users?type=CurrentUser", ""), 200, "users.0.full_name", "Marcus Vale")
	r.expect("its scopes", r.crm("GET", "Contacts?fields=id", ""), 401, "code", "OAUTH_SCOPE_MISMATCH")
	f := form("grant_type", "authorization_code", "client_id", a.text("clientId"), "client_secret", a.text("clientSecret"), "code", a.text("code"), "redirect_uri", "https://example.com/cb")
	r.expect("exchange", r.tokenCall(f), 200, "scope", "ZohoCRM.users.READ ZohoCRM.org.READ")
	if a, err := r.send("POST", "/__sim/grant", `{"userId":"1"}`); err != nil || a.status != 400 {
		t.Errorf("unknown user: %d", a.status)
	}
}

// Mistakes in settings are told, and change nothing.
func TestSettingsMistakes(t *testing.T) {
	r := start(t, "empty")
	for body, says := range map[string]string{
		`{"phoneSearch":"fuzzy"}`:       "phoneSearch",
		`{"edition":"gold"}`:            "edition",
		`{"dataCenter":"com"}`:          "dataCenter",
		`{"searchLagMs":-1}`:            "searchLagMs",
		`{"searchLagMs":99999999}`:      "searchLagMs",
		`{"coqlMaxRows":100}`:           "coqlMaxRows",
		`{"userTimeZone":"Mars/Base"}`:  "userTimeZone",
		`{"unknownIdStatus":404}`:       "unknownIdStatus",
		`{"tokenThrottleStatus":429}`:   "tokenThrottleStatus",
		`{"unheardOf":true}`:            "unheardOf",
		`{"meetingVenueRequired":"no"}`: "meetingVenueRequired",
	} {
		a, err := r.send("POST", "/__sim/settings", body)
		if err != nil || a.status != 400 || !strings.Contains(a.text("error"), says) {
			t.Errorf("%s: %d %s", body, a.status, a.raw)
		}
	}
	r.expect("unchanged", r.control("GET", "settings", ""), 200, "phoneSearch", "exact", "searchLagMs", 3000.0)
	if a, err := r.send("GET", "/__sim/nothing", ""); err != nil || a.status != 404 {
		t.Errorf("unknown route: %d %s", a.status, a.raw)
	}
}

// The demo seed lies in the two weeks after the clock's date, at fixed local
// times on weekdays, whenever it is planted.
func TestDemoSeed(t *testing.T) {
	for _, now := range []string{"2026-03-06T23:30:00-05:00", "2026-03-07T12:00:00-05:00", "2026-10-30T09:00:00-04:00", "2026-12-31T23:59:00-05:00"} {
		r := start(t, "empty")
		r.control("POST", "clock", `{"now":"`+now+`"}`)
		r.control("POST", "reset", `{"seed":"demo"}`)
		today, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := time.LoadLocation("America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		events := r.control("GET", "records/Events", "")
		if len(events.rows()) < 5 {
			t.Fatalf("%d events", len(events.rows()))
		}
		for _, text := range events.column("Start_DateTime") {
			at, err := time.Parse(time.RFC3339, text)
			if err != nil {
				t.Fatal(err)
			}
			local := at.In(zone)
			if !at.After(today) || at.Sub(today) > 15*24*time.Hour || local.Weekday() == time.Saturday || local.Weekday() == time.Sunday || local.Hour() < 9 || local.Hour() > 12 {
				t.Errorf("clock %s: event at %s", now, text)
			}
		}
		r.expect("deal", r.control("GET", "records/Deals", ""), 200, "data.0.Pipeline", "Standard (Standard)", "data.0.Stage", "Qualification", "data.0.Contact_Name.name", "Dana Whitfield")
	}
	r := start(t, "demo")
	phones := map[string]string{}
	for _, row := range r.control("GET", "records/Contacts", "").rows() {
		phones[fmt.Sprint(walk(row, "Full_Name"))] = fmt.Sprint(walk(row, "Phone"), " ", walk(row, "Mobile"))
	}
	for name, want := range map[string]string{"Dana Whitfield": "(212) 555-0143 <nil>", "Rosa Marin": "+1 646-555-0177 <nil>", "Leo Marin": "+1 646-555-0177 <nil>"} {
		if phones[name] != want {
			t.Errorf("%s has %q, want %q", name, phones[name], want)
		}
	}
	r.expect("lead", r.control("GET", "records/Leads", ""), 200, "data.0.Full_Name", "Priya Nair", "data.0.Phone", "+1.917.555.0121")
}

// Two simulators in one process share nothing.
func TestTwoSimulators(t *testing.T) {
	a, b := start(t, "empty"), start(t, "empty")
	a.plant("Contacts", `{"Last_Name":"Reed"}`)
	if b.stored() != 0 {
		t.Error("a record of one is in the other")
	}
	b.token = a.token
	b.expect("token of the other", b.crm("GET", "org", ""), 401)
}

func TestUnknownSeed(t *testing.T) {
	if _, err := zohosim.New(zohosim.Config{Seed: "castle"}); err == nil {
		t.Error("no error")
	}
}

// GET /__sim/ lists the routes of the control plane, and all that it lists exist.
func TestControlPlaneListsItself(t *testing.T) {
	r := start(t, "demo")
	list := r.control("GET", "", "")
	routes, _ := list.at("routes").([]any)
	if len(routes) < 25 {
		t.Fatalf("%d routes: %s", len(routes), list.raw)
	}
	for _, route := range routes {
		method, path := walk(route, "method").(string), walk(route, "path").(string)
		a, err := r.send(method, "/__sim/"+strings.NewReplacer("{module}", "Nothings", "{id}", "1").Replace(path), `{"unheardOf":1}`)
		if err != nil || a.status == 404 || walk(route, "says") == "" {
			t.Errorf("%s %s: %d %v", method, path, a.status, err)
		}
	}
	a, err := r.send("GET", "/__sim", "")
	if err != nil || a.status != 200 {
		t.Errorf("without the slash: %d", a.status)
	}
	if a, err = r.send("PATCH", "/__sim/clock", ""); err != nil || a.status != 404 || !strings.Contains(a.text("error"), "GET /__sim/") {
		t.Errorf("unknown route: %d %s", a.status, a.raw)
	}
}

// The request log: order, contents, and no secrets.
func TestRequestLog(t *testing.T) {
	r := start(t, "demo")
	g := r.grant(zohosim.GrantRequest{})
	r.tokenCall(refreshForm(g))
	if _, err := r.send("POST", "/oauth/v2/token?"+refreshForm(g).Encode(), ""); err != nil {
		t.Fatal(err)
	}
	r.crm("POST", "Contacts", contact)
	r.crm("GET", "Contacts/search?word=dana", "")
	r.coql("select id from Leads where id is not null")
	r.crm("POST", "Contacts", data(`{}`))
	a := r.control("GET", "requests", "")
	for _, secret := range []string{g.RefreshToken, g.ClientSecret, g.AccessToken, g.Code, r.token} {
		if strings.Contains(a.raw, secret) {
			t.Error("a secret is in the request log")
		}
	}
	r.expect("log", a, 200,
		"list.1.path", "/oauth/v2/token", "list.1.query", "", "list.1.applied", true,
		"list.2.seq", 3.0, "list.2.method", "POST", "list.2.path", "/crm/v8/Contacts", "list.2.module", "Contacts", "list.2.status", 201.0, "list.2.credits", 1.0, "list.2.applied", true, "list.2.startedAt", "2026-03-02T14:00:00Z",
		"list.3.query", "word=dana", "list.3.module", "Contacts", "list.3.applied", false,
		"list.4.module", "Leads", "list.5.status", 400.0, "list.5.applied", false)
	after := r.control("GET", "requests?since=4", "")
	r.expect("since", after, 200, "list.0.seq", 5.0, "list.2", nil)
	if a, err := r.send("GET", "/__sim/requests?since=x", ""); err != nil || a.status != 400 {
		t.Errorf("since=x: %d", a.status)
	}
}

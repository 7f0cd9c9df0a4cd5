package zohosim_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

const contact = `{"data":[{"Last_Name":"Reed"}]}`

// try posts a contact on a connection of its own and says what came back.
func (r *rig) try() (answer, error) {
	r.t.Helper()
	req, err := http.NewRequest("POST", r.url+"/crm/v8/Contacts", strings.NewReader(contact))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Zoho-oauthtoken "+r.token)
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	return exchange(&http.Client{Transport: transport}, req)
}

func (r *rig) stored() int {
	r.t.Helper()
	return len(r.control("GET", "records/Contacts", "").rows())
}

// lastRequest waits for the log, which is written when a request has ended.
func (r *rig) lastRequest(n int) zohosim.Request {
	r.t.Helper()
	for range 500 {
		if all := r.sim.Requests(0); len(all) >= n {
			return all[len(all)-1]
		}
		time.Sleep(2 * time.Millisecond)
	}
	r.t.Fatalf("request %d was never logged", n)
	return zohosim.Request{}
}

// Each kind of fault: what the client sees, and whether the write took place.
func TestFaultKinds(t *testing.T) {
	for _, test := range []struct {
		fault        string
		status       int // 0: no answer
		contentType  string
		stored       int
		loggedStatus int
	}{
		{`{"kind":"drop_before"}`, 0, "", 0, 0},
		{`{"kind":"drop_after"}`, 0, "", 1, 0},
		{`{"kind":"reset"}`, 0, "", 0, 0},
		{`{"kind":"truncate"}`, 201, "application/json;charset=UTF-8", 1, 201},
		{`{"kind":"html"}`, 502, "text/html", 0, 502},
		{`{"kind":"html","status":503}`, 503, "text/html", 0, 503},
		{`{"kind":"status"}`, 500, "application/json;charset=UTF-8", 0, 500},
		{`{"kind":"status","status":429}`, 429, "application/json;charset=UTF-8", 0, 429},
		{`{"kind":"status","status":400,"code":"RECORD_LOCKED"}`, 400, "application/json;charset=UTF-8", 0, 400},
		{`{"kind":"latency","latencyMs":30}`, 201, "application/json;charset=UTF-8", 1, 201},
	} {
		t.Run(test.fault, func(t *testing.T) {
			r := start(t, "empty")
			fault := strings.Replace(test.fault, "{", `{"method":"POST","path":"/crm/v8/Contacts","times":1,`, 1)
			r.control("POST", "faults", `{"faults":[`+fault+`]}`)
			begun := time.Now()
			a, err := r.try()
			if test.status == 0 && (err == nil || a.status != 0) {
				t.Errorf("got an answer: %d %s", a.status, a.raw)
			}
			if a.status != test.status || a.header.Get("Content-Type") != test.contentType {
				t.Errorf("got %d %q, want %d %q (%v)", a.status, a.header.Get("Content-Type"), test.status, test.contentType, err)
			}
			if truncated := strings.Contains(test.fault, "truncate"); truncated && err == nil {
				t.Errorf("the body arrived whole: %s", a.raw)
			}
			if strings.Contains(test.fault, "latency") && time.Since(begun) < 30*time.Millisecond {
				t.Error("no wait")
			}
			logged := r.lastRequest(1)
			if got := r.stored(); got != test.stored || logged.Applied != (test.stored == 1) || logged.Status != test.loggedStatus {
				t.Errorf("%d stored, logged %+v; want %d stored, status %d", got, logged, test.stored, test.loggedStatus)
			}
			if left := r.control("GET", "faults", "").at("faults"); len(left.([]any)) != 0 {
				t.Errorf("the fault was not used up: %v", left)
			}
			if a, err := r.try(); err != nil || a.status != 201 {
				t.Errorf("the next request: %d %v", a.status, err)
			}
		})
	}
}

// Codes stand where Zoho puts them: some inside data[], others flat (zoho-crm-api §7).
//
// Fidelity: error-envelopes
// Behaviour: Errors of records stand inside data[], those of requests and of everything else are flat {code, details, message, status}.
// Source: zoho-crm-api §7, OASY, D7
func TestStatusFaultEnvelopes(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "faults", `{"faults":[{"kind":"status","status":400,"code":"RECORD_LOCKED","times":1},{"kind":"status","status":503,"times":1},{"kind":"status","status":401,"times":1}]}`)
	a, _ := r.try()
	r.expect("item code", a, 400, "data.0.code", "RECORD_LOCKED")
	a, _ = r.try()
	r.expect("flat code", a, 503, "code", "SERVICE_UNAVAILABLE", "status", "error")
	a, _ = r.try()
	r.expect("token", a, 401, "code", "INVALID_TOKEN")
}

// Method, prefix and pattern decide what a fault strikes; the token server too.
func TestFaultsMatch(t *testing.T) {
	r := start(t, "demo")
	id := r.plant("Contacts", `{"Last_Name":"A"}`)
	r.control("POST", "faults", `{"faults":[
		{"kind":"status","status":503,"method":"get","path":"/crm/v8/Contacts/*/Notes"},
		{"kind":"status","status":502,"path":"/crm/v8/Leads"},
		{"kind":"html","path":"/oauth/"}]}`)
	r.expect("pattern", r.crm("GET", "Contacts/"+id+"/Notes?fields=id", ""), 503)
	r.expect("other method", r.crm("POST", "Contacts/"+id+"/Notes", data(`{"Note_Content":"x"}`)), 201)
	r.expect("prefix", r.crm("GET", "Leads/search?word=xx", ""), 502)
	r.expect("other path", r.crm("GET", "Contacts?fields=id", ""), 200)
	if a := r.tokenCall(form("grant_type", "refresh_token")); a.status != 502 || !strings.Contains(a.raw, "<html>") {
		t.Errorf("token server: %d %s", a.status, a.raw)
	}
	r.control("DELETE", "faults", "")
	r.expect("cleared", r.crm("GET", "Leads?fields=id", ""), 200)
}

// The same random seed gives the same strikes.
func TestFaultProbabilityIsRepeatable(t *testing.T) {
	r := start(t, "empty")
	run := func(seed string) string {
		r.control("POST", "reset", `{"randomSeed":`+seed+`}`)
		r.token = r.freshToken()
		r.control("POST", "faults", `{"faults":[{"kind":"status","path":"/crm/","probability":0.5}]}`)
		var pattern strings.Builder
		for range 40 {
			if r.crm("GET", "org", "").status == 500 {
				pattern.WriteByte('x')
			} else {
				pattern.WriteByte('.')
			}
		}
		return pattern.String()
	}
	first, again, other := run("7"), run("7"), run("8")
	if first != again || first == other || strings.Count(first, "x") < 8 || strings.Count(first, "x") > 32 {
		t.Errorf("\n%s\n%s\n%s", first, again, other)
	}
}

// Latencies add up, and other faults take effect after them.
func TestLatencyAddsUp(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "faults", `{"faults":[{"kind":"latency","latencyMs":20},{"kind":"latency","latencyMs":20},{"kind":"status","status":503}]}`)
	begun := time.Now()
	r.expect("status after waits", r.crm("GET", "org", ""), 503)
	if time.Since(begun) < 40*time.Millisecond {
		t.Error("the waits did not add up")
	}
}

// A write that was received whole lands although its client has gone, and no
// earlier than it would have; a read is given up.
func TestSlowWriteLandsAfterItsClientLeft(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "faults", `{"faults":[{"kind":"latency","latencyMs":300,"path":"/crm/"}]}`)
	leave := func(method, path, body string) {
		ctx, cancel := context.WithTimeout(t.Context(), 60*time.Millisecond)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, method, r.url+"/crm/v8/"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Zoho-oauthtoken "+r.token)
		if _, err := http.DefaultClient.Do(req); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%s: %v", method, err)
		}
	}
	leave("POST", "Contacts", contact)
	if r.stored() != 0 {
		t.Error("the write landed at once")
	}
	if logged := r.lastRequest(1); logged.Status != 0 || !logged.Applied || r.stored() != 1 {
		t.Errorf("logged %+v, %d stored", logged, r.stored())
	}
	leave("GET", "Contacts?fields=id", "")
	if logged := r.lastRequest(2); logged.Status != 0 || logged.DurationMs >= 290 {
		t.Errorf("a read was kept waiting: %+v", logged)
	}
}

// A fault may age the index of one search (zoho-crm-api §3.2).
//
// Fidelity: search-lag-varies
// Behaviour: The search index may be behind by more at one time than at another.
// Source: zoho-crm-api §3.2, D7:search-records
func TestSearchLagFault(t *testing.T) {
	r := start(t, "empty")
	r.plant("Contacts", `{"Last_Name":"Reed"}`)
	r.advance(4 * time.Second)
	r.control("POST", "faults", `{"faults":[{"kind":"search_lag","latencyMs":2000,"times":1}]}`)
	r.expect("older index", r.crm("GET", "Contacts/search?word=reed", ""), 204)
	r.expect("usual index", r.crm("GET", "Contacts/search?word=reed", ""), 200)
}

// The control plane says what is wrong with a fault, and takes none of the list.
func TestFaultMistakes(t *testing.T) {
	r := start(t, "empty")
	for body, says := range map[string]string{
		`{"faults":[{"kind":"meteor"}]}`:                          "faults[0]: kind is",
		`{"faults":[{"kind":"status"},{"kind":"html","oops":1}]}`: "oops",
		`{"faults":[{"kind":"status","status":200}]}`:             "status is 200",
		`{"faults":[{"kind":"status","probability":2}]}`:          "probability is 2",
		`{"faults":[{"kind":"latency"}]}`:                         "needs latencyMs",
		`{"faults":[{"kind":"status","path":"/crm/[*"}]}`:         "not a pattern",
		`{"faults":[]}`:                 "no faults",
		`{"fault":[{"kind":"status"}]}`: "unknown field",
		`nonsense`:                      "body",
	} {
		a, err := r.send("POST", "/__sim/faults", body)
		if err != nil || a.status != 400 || !strings.Contains(a.text("error"), says) {
			t.Errorf("%s: %d %s %v", body, a.status, a.raw, err)
		}
	}
	if left := r.control("GET", "faults", "").at("faults"); len(left.([]any)) != 0 {
		t.Errorf("armed: %v", left)
	}
}

// zoho-crm-api §6: the 429 of concurrency, without Retry-After.
//
// Fidelity: concurrency-per-edition
// Behaviour: More calls in flight than the edition allows are 429.
// Source: zoho-crm-api §6, AEV
//
// Fidelity: too-many-requests-without-retry-after
// Behaviour: A 429 says neither which limit was met nor when to come back: no Retry-After.
// Source: zoho-crm-api §6, AEV
func TestConcurrencyLimit(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"concurrency":2}`)
	r.control("POST", "faults", `{"faults":[{"kind":"latency","latencyMs":200,"path":"/crm/"}]}`)
	var wg sync.WaitGroup
	answers := make(chan answer, 5)
	for range 5 {
		wg.Go(func() { answers <- r.crm("GET", "org", "") })
	}
	wg.Wait()
	close(answers)
	counts := map[int]int{}
	for a := range answers {
		counts[a.status]++
		if a.status == 429 && (a.text("code") != "TOO_MANY_REQUESTS" || a.header.Get("Retry-After") != "") {
			t.Errorf("429: %s %v", a.raw, a.header)
		}
	}
	if counts[200] != 2 || counts[429] != 3 {
		t.Errorf("statuses %v", counts)
	}
	if peak := r.control("GET", "credits", "").at("peakConcurrency"); peak != 2.0 {
		t.Errorf("peak %v", peak)
	}
}

// zoho-crm-api §6: COQL, search and writes of more than ten records have a
// limit of their own.
//
// Fidelity: sub-concurrency
// Behaviour: COQL, search and writes of more than ten records share a limit of ten in flight.
// Source: zoho-crm-api §6, AEV, help.zoho.com
func TestSubConcurrencyLimit(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"subConcurrency":1}`)
	r.control("POST", "faults", `{"faults":[{"kind":"latency","latencyMs":150,"path":"/crm/"}]}`)
	many := data(strings.TrimSuffix(strings.Repeat(`{"Last_Name":"R"},`, 11), ","))
	var wg sync.WaitGroup
	statuses := make(chan int, 4)
	for _, call := range []func() answer{
		func() answer { return r.coql("select id from Contacts where id is null") },
		func() answer { return r.crm("GET", "Contacts/search?word=zz", "") },
		func() answer { return r.crm("POST", "Contacts", many) },
	} {
		wg.Go(func() { statuses <- call().status })
	}
	wg.Go(func() { // an ordinary call is not held up
		if a := r.crm("POST", "Contacts", contact); a.status != 201 {
			t.Errorf("ordinary call: %d", a.status)
		}
	})
	wg.Wait()
	close(statuses)
	refused := 0
	for s := range statuses {
		if s == 429 {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("%d heavy calls refused, want 2", refused)
	}
}

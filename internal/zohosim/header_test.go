package zohosim_test

import (
	"testing"
	"time"
)

// Every answer is dated by the simulator's clock (RFC 9110 §6.6.1).
func TestAnswersAreDatedByTheSimulatorsClock(t *testing.T) {
	r := start(t, "empty")
	for _, path := range []string{"/crm/v8/org", "/crm/v8/nothing/at/all/here", "/oauth/v2/token", "/oauth/v2/auth", "/__sim/clock", "/__sim/nothing"} {
		a, err := r.send("GET", path, "")
		if err != nil || a.header.Get("Date") != "Mon, 02 Mar 2026 14:00:00 GMT" {
			t.Errorf("%s: dated %q, %v", path, a.header.Get("Date"), err)
		}
	}
	r.advance(90 * time.Second)
	if a := r.crm("GET", "org", ""); a.header.Get("Date") != "Mon, 02 Mar 2026 14:01:30 GMT" {
		t.Errorf("dated %q", a.header.Get("Date"))
	}
}

// zoho-crm-api §6: the header comes from half of the credits on, which a small
// allowance brings about with the next calls.
//
// Fidelity: credits-header-past-half
// Behaviour: X-API-CREDITS-REMAINING comes with answers only once half of the credits is used.
// Source: zoho-crm-api §6
func TestCreditsHeaderFromHalfOn(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"credits":4}`)
	for i, want := range []string{"", "2", "1", "0"} {
		if a := r.crm("GET", "org", ""); a.header.Get("X-API-CREDITS-REMAINING") != want || a.status != 200 {
			t.Errorf("call %d of 4: X-API-CREDITS-REMAINING is %q, want %q", i+1, a.header.Get("X-API-CREDITS-REMAINING"), want)
		}
	}
	r.expect("spent", r.crm("GET", "org", ""), 429, "code", "TOO_MANY_REQUESTS")
}

package zohosim_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// zoho-crm-api §7, INACTIVE_USER: what a deactivated user's token is answered,
// until they are active again.
//
// Fidelity: inactive-user
// Behaviour: The token of a deactivated user is answered 403 INACTIVE_USER until they are active again.
// Source: zoho-crm-api §7
func TestInactiveUser(t *testing.T) {
	r := start(t, "demo")
	second := r.sim.Users()[1]
	g := r.grant(zohosim.GrantRequest{UserID: second.ID})
	theirs := r.holding(g.AccessToken)
	r.expect("change", r.control("POST", "users/"+second.ID, `{"status":"inactive"}`), 200, "status", "inactive", "email", second.Email)
	r.expect("read", theirs.crm("GET", "org", ""), 403, "code", "INACTIVE_USER", "status", "error")
	r.expect("write", theirs.crm("POST", "Contacts", contact), 403, "code", "INACTIVE_USER")
	r.expect("refresh", r.tokenCall(refreshForm(g)), 200, "error", nil)
	r.expect("others", r.crm("GET", "org", ""), 200)
	if _, err := r.sim.Grant(zohosim.GrantRequest{UserID: second.ID}); err == nil {
		t.Error("an inactive user consented")
	}
	r.control("POST", "users/"+second.ID, `{"status":"active"}`)
	r.expect("active again", theirs.crm("GET", "org", ""), 200)
}

// What a deleted user granted is gone for good.
//
// Fidelity: deleted-user
// Behaviour: What a deleted user granted is gone for good.
// Source: zoho-crm-api §7, inferred
// Doubtful: yes
// Settle: Delete a user who granted access and refresh with their token.
func TestDeletedUser(t *testing.T) {
	r := start(t, "demo")
	second := r.sim.Users()[1]
	g := r.grant(zohosim.GrantRequest{UserID: second.ID})
	for _, status := range []string{zohosim.UserDeleted, zohosim.UserActive} {
		if err := r.sim.SetUser(second.ID, zohosim.UserChange{Status: status}); err != nil {
			t.Fatal(err)
		}
		r.expect(status, r.holding(g.AccessToken).crm("GET", "org", ""), 401, "code", "INVALID_TOKEN")
		r.expect(status, r.tokenCall(refreshForm(g)), 200, "error", "invalid_code")
		r.expect(status, r.tokenCall(codeForm(g)), 200, "error", "invalid_code")
	}
}

// zoho-crm-api §3.6: who is listed under which type, and with which status.
//
// Fidelity: user-types
// Behaviour: GET /users lists people by type, with status and pages.
// Source: zoho-crm-api §3.6, D7:get-users
func TestUserTypes(t *testing.T) {
	r := start(t, "demo")
	second := r.sim.Users()[1].ID
	for status, want := range map[string]struct {
		shown  string
		listed map[string]bool
	}{
		"active":   {"active", map[string]bool{"AllUsers": true, "ActiveUsers": true, "ActiveConfirmedUsers": true, "DeactiveUsers": false, "DeletedUsers": false}},
		"inactive": {"disabled", map[string]bool{"AllUsers": true, "ActiveUsers": false, "ActiveConfirmedUsers": false, "DeactiveUsers": true, "DeletedUsers": false}},
		"deleted":  {"deleted", map[string]bool{"AllUsers": false, "ActiveUsers": false, "ActiveConfirmedUsers": false, "DeactiveUsers": false, "DeletedUsers": true}},
	} {
		r.control("POST", "users/"+second, `{"status":"`+status+`"}`)
		for kind, listed := range want.listed {
			if a := r.crm("GET", "users?type="+kind, ""); strings.Contains(a.raw, second) != listed {
				t.Errorf("%s user in %s: %t, want %t", status, kind, !listed, listed)
			}
		}
		r.expect(status, r.crm("GET", "users/"+second, ""), 200, "users.0.status", want.shown)
	}
}

// zoho-crm-api §7: an owner must be an active user.
//
// Fidelity: inactive-owner
// Behaviour: An owner must be an active user, else INVALID_DATA.
// Source: zoho-crm-api §7, inferred
// Doubtful: yes
// Settle: Create a record whose owner is a deactivated user.
func TestInactiveOwner(t *testing.T) {
	r := start(t, "demo")
	second := r.sim.Users()[1].ID
	owned := data(`{"Last_Name":"Reed","Owner":{"id":"` + second + `"}}`)
	r.expect("active", r.crm("POST", "Contacts", owned), 201)
	r.control("POST", "users/"+second, `{"status":"inactive"}`)
	r.expect("inactive", r.crm("POST", "Contacts", owned), 400, "data.0.code", "INVALID_DATA")
}

// Profile and zone change what a user may do and see (§2.1, §3.6).
//
// Fidelity: profile-and-zone
// Behaviour: A user's profile decides what they may do, and their zone in which date-times are answered.
// Source: zoho-crm-api §2.1, §3.6
func TestChangedProfileAndZone(t *testing.T) {
	r := start(t, "demo")
	second := r.sim.Users()[1].ID
	r.token = r.grant(zohosim.GrantRequest{UserID: second}).AccessToken
	r.expect("Standard", r.crm("GET", "users?type=CurrentUser", ""), 200, "users.0.profile.name", "Standard", "users.0.time_zone", "America/New_York")
	r.expect("change", r.control("POST", "users/"+second, `{"profile":"Administrator","timeZone":"Asia/Tokyo"}`), 200, "admin", true)
	r.expect("Administrator", r.crm("GET", "users?type=AdminUsers", ""), 200, "users.1.id", second, "users.1.profile.name", "Administrator")
	a := r.crm("GET", "users?type=CurrentUser", "")
	r.expect("zone", a, 200, "users.0.time_zone", "Asia/Tokyo")
	if got := a.header.Get("X-ACCESSTOKEN-RESET"); got != "2026-03-03T00:00:00+09:00" {
		t.Errorf("X-ACCESSTOKEN-RESET is %q", got)
	}
	r.expect("list", r.control("GET", "users", ""), 200, "users.1.id", second, "users.1.timeZone", "Asia/Tokyo", "users.1.status", "active")
	for path, body := range map[string]string{
		"users/" + second: `{"status":"asleep"}`, "users/1": `{"status":"active"}`,
		"users/" + second + "?a": `{"profile":"Chief"}`, "users/" + second + "?b": `{"timeZone":"Mars"}`, "users/" + second + "?c": `{}`,
	} {
		if a, err := r.send("POST", "/__sim/"+path, body); err != nil || a.status != 400 {
			t.Errorf("%s: %d %s", body, a.status, a.raw)
		}
	}
}

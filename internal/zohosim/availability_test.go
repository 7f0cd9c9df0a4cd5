package zohosim_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// zoho-crm-api §3.6: who is away when; only administrators see others.
//
// Fidelity: users-unavailability
// Behaviour: /settings/users_unavailability lists absences with user, from and to in the API user's zone; 204 when there is none; who is no administrator sees their own alone.
// Source: zoho-crm-api §3.6; D7:get-user-unavailability; OAS25 users_unavailability.json
func TestUnavailability(t *testing.T) {
	r := start(t, "demo")
	users := r.crm("GET", "users", "")
	helen, marcus := users.text("users.0.id"), users.text("users.1.id")
	const path = "settings/users_unavailability"
	r.expect("none", r.crm("GET", path, ""), 204)
	away := r.control("POST", "unavailability", `{"userId":"`+helen+`","from":"2026-03-03T14:00:00Z","to":"2026-03-03T18:00:00Z","comments":"dentist"}`)
	r.control("POST", "unavailability", `{"userId":"`+marcus+`","from":"2026-03-04T05:00:00Z","to":"2026-03-05T05:00:00Z","allDay":true}`)
	r.expect("all", r.crm("GET", path, ""), 200, "info.count", 2.0, "users_unavailability.0.id", away.text("id"), "users_unavailability.0.from", "2026-03-03T09:00:00-05:00",
		"users_unavailability.0.to", "2026-03-03T13:00:00-05:00", "users_unavailability.0.comments", "dentist", "users_unavailability.0.user.name", "Helen Osgood", "users_unavailability.1.all_day", true)
	r.expect("one", r.crm("GET", path+"/"+away.text("id"), ""), 200, "users_unavailability.0.user.id", helen)
	own := r.holding(r.grant(zohosim.GrantRequest{UserID: marcus}).AccessToken)
	r.expect("their own", own.crm("GET", path, ""), 200, "info.count", 1.0, "users_unavailability.0.user.id", marcus)
	r.expect("another's", own.crm("GET", path+"/"+away.text("id"), ""), 400, "code", "INVALID_DATA")
	r.control("DELETE", "unavailability/"+away.text("id"), "")
	r.expect("back", r.crm("GET", path, ""), 200, "info.count", 1.0)
	r.expect("scope", r.holding(r.control("POST", "grant", `{"scopes":"ZohoCRM.users.ALL"}`).text("accessToken")).crm("GET", path, ""), 401, "code", "OAUTH_SCOPE_MISMATCH")
	for _, body := range []string{`{}`, `{"userId":"1","from":"2026-03-03T14:00:00Z","to":"2026-03-03T18:00:00Z"}`, `{"userId":"` + helen + `","from":"2026-03-03T14:00:00Z","to":"2026-03-03T14:00:00Z"}`} {
		if a, err := r.send("POST", "/__sim/unavailability", body); err != nil || a.status != 400 {
			t.Errorf("%s: %d", body, a.status)
		}
	}
}

// Fidelity: shift-hours
// Behaviour: /settings/business_hours/shift_hours lists shifts with days, timing by the wall clock, zone and users; 204 when there is none.
// Source: zoho-crm-api §3.6; OAS26 shift_hours.json
func TestShiftHours(t *testing.T) {
	r := start(t, "demo")
	marcus := r.crm("GET", "users", "").text("users.1.id")
	const path = "settings/business_hours/shift_hours"
	r.expect("none", r.crm("GET", path, ""), 204)
	set := r.control("POST", "shifts", `{"shifts":[{"name":"Late","days":["Monday","Friday"],"timing":["12:00","20:00"],"timezone":"America/New_York","userIds":["`+marcus+`"]}]}`)
	a := r.crm("GET", path, "")
	r.expect("shift", a, 200, "shift_count.total_shift_with_user", 1.0, "shift_hours.0.name", "Late", "shift_hours.0.timezone", "America/New_York", "shift_hours.0.daily_timing.1", "20:00",
		"shift_hours.0.shift_days.1", "Friday", "shift_hours.0.users_count", 1.0, "shift_hours.0.users.0.name", "Marcus Vale", "shift_hours.0.custom_timing", nil)
	r.expect("one", r.crm("GET", path+"/"+set.text("shifts.0.id"), ""), 200, "shift_hours.0.name", "Late")
	r.expect("another", r.crm("GET", path+"/1", ""), 204)
	for _, body := range []string{`{"name":"","days":["Monday"],"timing":["09:00","17:00"],"timezone":"UTC"}`, `{"name":"x","days":["Someday"],"timing":["09:00","17:00"],"timezone":"UTC"}`,
		`{"name":"x","days":["Monday"],"timing":["9","17"],"timezone":"UTC"}`, `{"name":"x","days":["Monday"],"timing":["09:00","17:00"],"timezone":"Mars/Base"}`} {
		if a, err := r.send("POST", "/__sim/shifts", `{"shifts":[`+body+`]}`); err != nil || a.status != 400 {
			t.Errorf("%s: %d", body, a.status)
		}
	}
}

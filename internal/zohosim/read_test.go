package zohosim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// zoho-crm-api §3.1: parameters of lists.
//
// Fidelity: list-needs-fields
// Behaviour: A list needs fields, at most 50: REQUIRED_PARAM_MISSING, LIMIT_EXCEEDED.
// Source: zoho-crm-api §3.1, D7:get-records
func TestListParameters(t *testing.T) {
	r := start(t, "demo")
	fiftyOne := strings.TrimSuffix(strings.Repeat("Phone,", 51), ",")
	for name, test := range map[string]struct {
		query, code, path string
		want              any
	}{
		"no fields":       {"", "REQUIRED_PARAM_MISSING", "details.param_name", "fields"},
		"51 fields":       {"fields=" + fiftyOne, "LIMIT_EXCEEDED", "details.limit", 50.0},
		"per_page 201":    {"fields=id&per_page=201", "LIMIT_EXCEEDED", "details.param_name", "per_page"},
		"page 0":          {"fields=id&page=0", "INVALID_DATA", "details.param_name", "page"},
		"page not number": {"fields=id&page=x", "INVALID_DATA", "details.param_name", "page"},
		"page too deep":   {"fields=id&page=11", "DISCRETE_PAGINATION_LIMIT_EXCEEDED", "details.limit", 2000.0},
		"sort_by":         {"fields=id&sort_by=Last_Name", "INVALID_DATA", "details.param_name", "sort_by"},
		"page and token":  {"fields=id&page=1&page_token=x", "AMBIGUITY_DURING_PROCESSING", "status", "error"},
		"broken token":    {"fields=id&page_token=x", "TOKEN_BOUND_DATA_MISMATCH", "details.param_name", "page_token"},
	} {
		r.expect(name, r.crm("GET", "Contacts?"+test.query, ""), 400, "code", test.code, test.path, test.want)
	}
	r.expect("trailing ampersand (§12)", r.crm("GET", "Contacts?fields=Last_Name&", ""), 200)
	r.expect("an unknown field is left out", r.crm("GET", "Contacts?fields=Shoe_Size,Last_Name&per_page=1", ""), 200, "data.0.Shoe_Size", nil)
}

// zoho-crm-api §3.1: order, pages and the info beside them.
//
// Fidelity: list-pages
// Behaviour: Lists come in pages of at most 200, with info beside them, newest id first unless asked otherwise.
// Source: zoho-crm-api §3.1, D7:get-records, OASY getRecords
func TestPagesOfAList(t *testing.T) {
	r := start(t, "empty")
	var ids []string
	for i := range 5 {
		ids = append(ids, r.plant("Contacts", fmt.Sprintf(`{"Last_Name":"C%d"}`, i)))
	}
	a := r.crm("GET", "Contacts?fields=Last_Name&per_page=2&page=2&sort_by=id&sort_order=asc", "")
	r.expect("page 2", a, 200, "info.count", 2.0, "info.page", 2.0, "info.per_page", 2.0, "info.more_records", true, "info.sort_by", "id", "info.sort_order", "asc", "info.call", false)
	if got := a.column("id"); !slices.Equal(got, ids[2:4]) {
		t.Errorf("page 2 is %v, want %v", got, ids[2:4])
	}
	r.expect("beyond the end", r.crm("GET", "Contacts?fields=id&per_page=2&page=4", ""), 204)
	last := r.crm("GET", "Contacts?fields=id&per_page=2&page=3", "")
	r.expect("last page", last, 200, "info.more_records", false, "info.next_page_token", nil, "data.0.id", ids[0])
	r.expect("ids", r.crm("GET", "Contacts?fields=id&ids="+ids[1]+","+ids[3], ""), 200, "info.count", 2.0, "data.0.id", ids[3])
}

// zoho-crm-api §3.1: page tokens are bound to parameters and last a day.
//
// Fidelity: page-tokens
// Behaviour: Beyond 2,000 records a page token leads on, for a day, and for the same user and parameters.
// Source: zoho-crm-api §3.1, D7:get-records
func TestPageTokens(t *testing.T) {
	r := start(t, "empty")
	for i := range 5 {
		r.plant("Contacts", fmt.Sprintf(`{"Last_Name":"C%d"}`, i))
	}
	var names []string
	query := "Contacts?fields=Last_Name&per_page=2"
	a := r.crm("GET", query, "")
	for {
		names = append(names, a.column("Last_Name")...)
		token := a.text("info.next_page_token")
		if token == "" {
			break
		}
		if len(token) > 100 {
			t.Fatalf("token of %d characters; the specification allows 100", len(token))
		}
		a = r.crm("GET", query+"&page_token="+token, "")
	}
	back := r.crm("GET", query+"&page_token="+a.text("info.previous_page_token"), "")
	r.expect("a page back", back, 200, "data.0.Last_Name", "C2", "info.page", 2.0)
	if want := []string{"C4", "C3", "C2", "C1", "C0"}; !slices.Equal(names, want) {
		t.Errorf("walked %v, want %v", names, want)
	}
	token := r.crm("GET", query, "").text("info.next_page_token")
	r.expect("other fields", r.crm("GET", "Contacts?fields=Email&per_page=2&page_token="+token, ""), 400, "code", "TOKEN_BOUND_DATA_MISMATCH")
	r.advance(25 * time.Hour)
	r.token = r.freshToken()
	r.expect("a day later", r.crm("GET", query+"&page_token="+token, ""), 400, "code", "EXPIRED_VALUE", "message", "Page token expired", "details.api_name", "page_token", "details.json_path", "$.query.page_token")
}

// zoho-crm-api §3.1, §11.11: an unknown id is 204 or 400.
//
// Fidelity: unknown-id-status
// Behaviour: GET of a record that is not there is 204.
// Source: zoho-crm-api §3.1, §11.11: OAS lists 200, 204 and 400
// Doubtful: yes
// Setting: unknownIdStatus
// Settle: probe
func TestUnknownID(t *testing.T) {
	r := start(t, "empty")
	a := r.crm("GET", "Contacts/5725767000009999999", "")
	r.expect("204", a, 204)
	if a.raw != "" || a.header.Get("Content-Type") != "" {
		t.Errorf("204 with a body or its type: %q %v", a.raw, a.header)
	}
	r.expect("not an id", r.crm("GET", "Contacts/abc", ""), 400, "code", "INVALID_DATA")
	r.control("POST", "settings", `{"unknownIdStatus":400}`)
	r.expect("400", r.crm("GET", "Contacts/5725767000009999999", ""), 400, "code", "INVALID_DATA")
}

// zoho-crm-api §2.1: date-times come in the API user's zone, daylight saving
// and all.
//
// Fidelity: user-time-zone
// Behaviour: Date-times are answered in the API user's zone, daylight saving and all.
// Source: zoho-crm-api §2.1, §9: seen in samples of D7
// Doubtful: yes
// Settle: probe
func TestDateTimesInTheUsersZone(t *testing.T) {
	r := start(t, "demo")
	winter := r.plant("Events", event+"}")
	summer := r.plant("Events", strings.ReplaceAll(event, "2026-03", "2026-07")+"}")
	get := func(id string) string {
		return r.crm("GET", "Events/"+id+"?fields=Start_DateTime", "").text("data.0.Start_DateTime")
	}
	if got := get(winter); got != "2026-03-03T10:00:00-05:00" {
		t.Errorf("winter: %s", got)
	}
	if got := get(summer); got != "2026-07-03T11:00:00-04:00" {
		t.Errorf("summer: %s", got)
	}
	r.control("POST", "settings", `{"userTimeZone":"Asia/Kolkata"}`)
	if got := get(winter); got != "2026-03-03T20:30:00+05:30" {
		t.Errorf("Kolkata: %s", got)
	}
	r.control("POST", "settings", `{"userTimeZone":"UTC"}`)
	if got := get(winter); got != "2026-03-03T15:00:00+00:00" {
		t.Errorf("UTC must have a numeric offset: %s", got)
	}
	r.expect("user", r.crm("GET", "users?type=CurrentUser", ""), 200, "users.0.time_zone", "UTC", "users.0.offset", 0.0)
}

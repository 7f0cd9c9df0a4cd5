package zohosim_test

import (
	"fmt"
	"net/url"
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

// zoho-crm-api §2.6: 304 when nothing is newer.
//
// Fidelity: if-modified-since
// Behaviour: If-Modified-Since answers 304 when nothing is newer.
// Source: zoho-crm-api §2.6, §3.1
func TestIfModifiedSince(t *testing.T) {
	r := start(t, "empty")
	id := r.plant("Contacts", `{"Last_Name":"Aye"}`)
	const before, after = "2026-03-02T08:59:59-05:00", "2026-03-02T14:00:00Z"
	for _, path := range []string{"Contacts?fields=id", "Contacts/" + id} {
		r.expect(path+" newer", r.crm("GET", path, "", "If-Modified-Since", before), 200)
		a := r.crm("GET", path, "", "If-Modified-Since", after)
		r.expect(path+" not newer", a, 304)
		if a.raw != "" {
			t.Errorf("304 with a body: %s", a.raw)
		}
	}
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

// zoho-crm-api §3.6: people and the organisation.
//
// Fidelity: users-and-org
// Behaviour: Users, organisation, business hours (an object) and holidays; 204 where there are none.
// Source: zoho-crm-api §3.6, D7
func TestUsersAndOrganisation(t *testing.T) {
	r := start(t, "demo")
	r.expect("all", r.crm("GET", "users", ""), 200, "info.count", 2.0)
	r.expect("current", r.crm("GET", "users?type=CurrentUser", ""), 200, "info.count", 1.0,
		"users.0.full_name", "Helen Osgood", "users.0.status", "active", "users.0.offset", -18000000.0, "users.0.profile.name", "Administrator")
	r.expect("admins", r.crm("GET", "users?type=AdminUsers", ""), 200, "info.count", 1.0)
	r.expect("nobody", r.crm("GET", "users?type=DeletedUsers", ""), 204)
	r.expect("no such type", r.crm("GET", "users?type=Friends", ""), 400, "details.param_name", "type")
	r.expect("by id", r.crm("GET", "users/"+r.crm("GET", "users", "").text("users.1.id"), ""), 200, "users.0.full_name", "Marcus Vale")
	r.expect("org", r.crm("GET", "org", ""), 200, "org.0.company_name", "Harbor Dental", "org.0.time_zone", "America/New_York",
		"org.0.country_code", "US", "org.0.type", "production", "org.0.license_details.paid_type", "enterprise")
	r.expect("hours", r.crm("GET", "settings/business_hours", ""), 200, "business_hours.type", "custom",
		"business_hours.daily_timing.0", "09:00", "business_hours.daily_timing.1", "17:00", "business_hours.business_days.4", "Friday", "business_hours.custom_timing", nil)
	r.expect("holidays", r.crm("GET", "settings/holidays?year=2026", ""), 204)
	empty := start(t, "empty")
	empty.expect("unset hours", empty.crm("GET", "settings/business_hours", ""), 204)
	empty.expect("one user", empty.crm("GET", "users?type=ActiveUsers", ""), 200, "info.count", 1.0, "users.0.profile.name", "Administrator")
}

// zoho-crm-api §3.6, §12: metadata.
//
// Fidelity: metadata
// Behaviour: Modules, fields and layouts tell ids, types, mandatory fields and values; an unknown module is INVALID_MODULE.
// Source: zoho-crm-api §3.6, §12, D7:field-meta
func TestMetadata(t *testing.T) {
	r := start(t, "demo")
	modules := r.crm("GET", "settings/modules", "")
	r.expect("modules", modules, 200)
	if list, _ := modules.body["modules"].([]any); len(list) != 8 {
		t.Errorf("%d modules, want 8", len(list))
	}
	for _, row := range modules.body["modules"].([]any) {
		name, _ := walk(row, "api_name").(string)
		fields := r.crm("GET", "settings/fields?module="+name, "")
		r.expect(name, fields, 200)
		for _, f := range fields.body["fields"].([]any) {
			if id, _ := walk(f, "id").(string); len(id) != 19 || walk(f, "data_type") == nil || walk(f, "field_label") == "" {
				t.Errorf("%s: field %v", name, walk(f, "api_name"))
			}
		}
		r.expect(name+" layout", r.crm("GET", "settings/layouts?module="+name, ""), 200, "layouts.0.name", "Standard", "layouts.0.status", "active")
	}
	r.expect("unknown module", r.crm("GET", "settings/fields?module=Nothings", ""), 400, "code", "INVALID_MODULE")
	r.expect("no module", r.crm("GET", "settings/fields", ""), 400, "code", "REQUIRED_PARAM_MISSING")
	r.expect("one module", r.crm("GET", "settings/modules/Events", ""), 200, "modules.0.plural_label", "Meetings", "modules.0.api_supported", true)

	venue := fieldOf(r.crm("GET", "settings/fields?module=Events", ""), "Meeting_Venue__s")
	if walk(venue, "data_type") != "picklist" || walk(venue, "system_mandatory") != true || walk(venue, "pick_list_values.0.display_value") != "In-office" {
		t.Errorf("venue: %v", venue)
	}
	who := fieldOf(r.crm("GET", "settings/fields?module=Events", ""), "Who_Id")
	if walk(who, "lookup.module.api_name") != "Contacts" {
		t.Errorf("Who_Id: %v", who)
	}
	if p := fieldOf(r.crm("GET", "settings/fields?module=Events", ""), "Participants"); walk(p, "data_type") != "bigint" || walk(p, "json_type") != "jsonarray" {
		t.Errorf("Participants: %v", p)
	}
}

func fieldOf(a answer, name string) any {
	fields, _ := a.body["fields"].([]any)
	for _, f := range fields {
		if walk(f, "api_name") == name {
			return f
		}
	}
	return nil
}

// zoho-crm-api §3.6: pipelines of a layout, with stages whose display and
// actual values may differ.
//
// Fidelity: pipelines
// Behaviour: A layout's pipelines hold stages whose display and actual values may differ; layout_id is mandatory.
// Source: zoho-crm-api §3.6, D7:get-pipelines
func TestPipelines(t *testing.T) {
	r := start(t, "demo")
	r.expect("layout_id is mandatory", r.crm("GET", "settings/pipeline", ""), 400, "details.param_name", "layout_id")
	r.expect("unknown layout", r.crm("GET", "settings/pipeline?layout_id=1", ""), 400, "code", "INVALID_DATA")
	layout := r.crm("GET", "settings/layouts?module=Deals", "").text("layouts.0.id")
	a := r.crm("GET", "settings/pipeline?layout_id="+layout, "")
	r.expect("pipelines", a, 200, "pipeline.0.display_value", "Standard (Standard)", "pipeline.0.default", true,
		"pipeline.0.maps.3.display_value", "Identify Decision Makers", "pipeline.0.maps.3.actual_value", "Id. Decision Makers", "pipeline.0.maps.6.forecast_type", "Closed Won")
}

// zoho-crm-api §3.2: the index lags behind writes, on the simulator's clock.
//
// Fidelity: search-lag
// Behaviour: Search does not find what was just written, for some seconds.
// Source: zoho-crm-api §3.2, D7:search-records; how long is not told
// Doubtful: yes
// Settle: probe
func TestSearchLagsBehindWrites(t *testing.T) {
	r := start(t, "empty")
	id := r.crm("POST", "Contacts", data(`{"Last_Name":"Quick","Email":"q@example.com"}`)).text("data.0.details.id")
	search := func() answer { return r.crm("GET", "Contacts/search?email=q@example.com&fields=Last_Name", "") }
	r.expect("at once", search(), 204)
	r.expect("COQL sees it", r.coql("select Last_Name from Contacts where Email = 'q@example.com'"), 200)
	r.advance(2999 * time.Millisecond)
	r.expect("a moment too early", search(), 204)
	r.advance(time.Millisecond)
	r.expect("after the lag", search(), 200, "data.0.id", id, "info.count", 1.0, "info.more_records", false)
	r.crm("PUT", "Contacts/"+id, data(`{"Last_Name":"Slow"}`))
	r.expect("old name", search(), 200, "data.0.Last_Name", "Quick")
	r.advance(3 * time.Second)
	r.expect("new name", search(), 200, "data.0.Last_Name", "Slow")
	r.crm("DELETE", "Contacts/"+id, "")
	r.expect("deleted but indexed", search(), 200)
	r.advance(3 * time.Second)
	r.expect("deleted", search(), 204)
	r.control("POST", "settings", `{"searchLagMs":0}`)
	r.crm("POST", "Contacts", data(`{"Last_Name":"Now","Email":"q@example.com"}`))
	r.expect("without lag", search(), 200)
}

// A clock that is set back must not hide what was written before.
func TestSearchAfterTheClockWentBack(t *testing.T) {
	r := start(t, "empty")
	r.plant("Contacts", `{"Last_Name":"Quick"}`)
	r.control("POST", "clock", `{"now":"2026-01-01T00:00:00Z"}`)
	r.token = r.freshToken()
	r.expect("found", r.crm("GET", "Contacts/search?word=quick", ""), 200)
}

func (r *rig) freshToken() string {
	r.t.Helper()
	return r.control("POST", "grant", "").text("accessToken")
}

// zoho-crm-api §3.2: which condition wins, and what is refused.
func TestSearchParameters(t *testing.T) {
	r := start(t, "demo")
	r.expect("none", r.crm("GET", "Contacts/search", ""), 400, "code", "EXPECTED_PARAM_MISSING", "details.param_names.0", "criteria")
	r.expect("criteria before word", r.crm("GET", "Contacts/search?word=dana&criteria=(Last_Name:equals:Lindqvist)", ""), 200, "data.0.First_Name", "Otto", "info.count", 1.0)
	r.expect("short word", r.crm("GET", "Contacts/search?word=d", ""), 400, "details.param_name", "word")
	r.expect("phone with letters", r.crm("GET", "Contacts/search?phone=abc", ""), 400, "details.param_name", "phone")
	r.expect("too deep", r.crm("GET", "Contacts/search?word=dana&page=11", ""), 400, "code", "LIMIT_REACHED")
	r.expect("pages", r.crm("GET", "Contacts/search?word=marin&per_page=1&page=2&fields=First_Name", ""), 200, "info.count", 1.0, "info.page", 2.0, "info.more_records", false)
	r.expect("email in any case", r.crm("GET", "Contacts/search?email=DANA.Whitfield@example.com", ""), 200, "info.count", 1.0)
}

// zoho-crm-api §3.2, §11.5: how phone= compares is a setting.
//
// Fidelity: phone-search
// Behaviour: The phone search compares the stored spelling.
// Source: zoho-crm-api §3.2, §11.5: not documented
// Doubtful: yes
// Setting: phoneSearch
// Settle: probe
func TestPhoneSearch(t *testing.T) {
	r := start(t, "demo")
	for _, test := range []struct {
		mode, phone string
		count       int
	}{
		{"exact", "+1 646-555-0177", 2},
		{"exact", "+16465550177", 0},
		{"exact", "(212) 555-0143", 1},
		{"exact", "212.555.0168", 1}, // stored in Mobile
		{"digits", "+16465550177", 2},
		{"digits", "6465550177", 0},
		{"digits", "2125550143", 1},
		{"partial", "6465550177", 2},
		{"partial", "+12125550143", 0}, // stored without a country code
		{"partial", "5550", 4},
	} {
		r.control("POST", "settings", `{"phoneSearch":"`+test.mode+`"}`)
		a := r.crm("GET", "Contacts/search?fields=id&phone="+url.QueryEscape(test.phone), "")
		if len(a.rows()) != test.count {
			t.Errorf("%s %s: %d found, want %d", test.mode, test.phone, len(a.rows()), test.count)
		}
	}
	r.control("POST", "settings", `{"phoneSearch":"exact"}`)
	r.expect("unescaped plus (§12)", r.crm("GET", "Contacts/search?phone=+1%20646-555-0177", ""), 200, "info.count", 2.0)
}

// zoho-crm-api §3.2: operators of criteria; equals is contains for text.
func TestCriteria(t *testing.T) {
	r := start(t, "demo")
	owner := r.crm("GET", "users?type=CurrentUser", "").text("users.0.id")
	r.plant("Contacts", `{"Last_Name":"Odd (one), two"}`)
	r.advance(5 * time.Second)
	for _, test := range []struct {
		module, criteria string
		count            int
	}{
		{"Contacts", "(Last_Name:equals:Mari)", 2},
		{"Contacts", "(Last_Name:starts_with:ari)", 0},
		{"Contacts", "(Last_Name:not_equal:Marin)", 3},
		{"Contacts", "(First_Name:in:Rosa,Dana)", 2},
		{"Contacts", "((Last_Name:equals:Marin)and(First_Name:equals:Leo))", 1},
		{"Contacts", "((Last_Name:equals:Marin)or(First_Name:equals:Otto))", 3},
		{"Contacts", `(Last_Name:equals:\(one\)\, two)`, 1},
		{"Events", "(Owner:equals:" + owner + ")", 8},
		{"Events", "((Start_DateTime:greater_equal:2026-03-04T00:00:00-05:00)and(Start_DateTime:less_than:2026-03-05T00:00:00-05:00))", 1},
		{"Events", "(Start_DateTime:between:2026-03-03T14:00:00Z,2026-03-03T15:30:00Z)", 2},
		{"Deals", "(Stage:equals:Qualification)", 1},
		{"Deals", "(Amount:greater_than:4199.5)", 1},
		{"Deals", "(Closing_Date:less_than:2026-03-02)", 0},
		{"Leads", "(Converted__s:equals:false)", 1},
	} {
		a := r.crm("GET", test.module+"/search?fields=id&criteria="+url.QueryEscape(test.criteria), "")
		if a.status != 200 && a.status != 204 || len(a.rows()) != test.count {
			t.Errorf("%s: %d, %d found, want %d; %s", test.criteria, a.status, len(a.rows()), test.count, a.raw)
		}
	}
	for _, criteria := range []string{
		"Last_Name:equals:x", "(Last_Name:equals:x", "(Shoe_Size:equals:44)", "(Last_Name:greater_than:x)", "(Last_Name:equals:x))",
		"(Start_DateTime:equals:tomorrow)", "(Participants:equals:1)", "(Last_Name)",
	} {
		r.expect(criteria, r.crm("GET", "Events/search?criteria="+url.QueryEscape(criteria), ""), 400, "code", "INVALID_QUERY")
	}
	sixteen := strings.TrimSuffix(strings.Repeat("(Last_Name:equals:x)and", 16), "and")
	r.expect("sixteen conditions", r.crm("GET", "Contacts/search?criteria="+url.QueryEscape(sixteen), ""), 400, "code", "CRITERIA_LIMIT_EXCEEDED")
}

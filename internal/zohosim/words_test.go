package zohosim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// What Zoho's newest specification prints of mistakes is answered word by word.
//
// Fidelity: error-words
// Behaviour: Mistakes of lists, searches and writes carry the messages and details keys of the newest specification.
// Source: OASY getRecords, searchRecords, createRecords, updateRecord
func TestWordsOfMistakes(t *testing.T) {
	r := start(t, "empty")
	r.expect("no fields", r.crm("GET", "Contacts", ""), 400, "message", "required param is missing", "details.param_name", "fields")
	r.expect("no condition", r.crm("GET", "Contacts/search", ""), 400, "message", "one of the expected parameter is missing")
	r.expect("too deep", r.crm("GET", "Contacts?fields=id&page=11", ""), 400, "message", "You can only get the first 2000 records without using page_token param")
	r.expect("a token of nobody", r.crm("GET", "Contacts?fields=id&page_token=x", ""), 400,
		"message", "The page_token given seems to be invalid or input param is added or altered or deleted")
	r.expect("101 records", r.crm("POST", "Contacts", records(101)), 400, "data.0.message", "count of records in your request exceeds the limit",
		"data.0.details.api_name", "data", "data.0.details.maximum_length", 100.0, "data.0.details.json_path", nil)
	r.expect("an id that is a number", r.crm("PUT", "Contacts", data(`{"id":5}`)), 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", "id", "data.0.details.expected_data_type", "long")
	r.control("POST", "settings", `{"rateLimitCode":"RATE_LIMIT_EXCEEDED","credits":1}`)
	r.expect("too many", r.crm("POST", "Contacts", records(11)), 429, "code", "RATE_LIMIT_EXCEEDED", "message", "Too many requests. Please try again later.")
	r.control("POST", "settings", `{"credits":0}`)
	r.expect("several", r.crm("POST", "Contacts", data(`{"Email":1}`)), 400, "data.0.code", "MULTIPLE_OR_MULTI_ERRORS", "data.0.message", "Multiple errors in the request")
}

// Fidelity: search-sorting
// Behaviour: A search is sorted by any field of the module, where a list knows id, Created_Time and Modified_Time alone.
// Source: OAS26 module_search, sort_by; OASY searchRecords
func TestSearchIsSortedByAnyField(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"searchLagMs":0}`)
	for _, deal := range []string{
		`{"Deal_Name":"Deal b","Amount":10,"Closing_Date":"2026-04-02"}`, `{"Deal_Name":"Deal A","Amount":9,"Closing_Date":"2026-04-03"}`, `{"Deal_Name":"Deal c","Closing_Date":"2026-04-01"}`,
	} {
		r.plant("Deals", deal)
	}
	for query, want := range map[string][]string{
		"sort_by=Deal_Name&sort_order=asc":    {"Deal A", "Deal b", "Deal c"},
		"sort_by=Amount&sort_order=asc":       {"Deal c", "Deal A", "Deal b"},
		"sort_by=Closing_Date":                {"Deal A", "Deal b", "Deal c"},
		"sort_by=Created_Time&sort_order=asc": {"Deal b", "Deal A", "Deal c"},
		"sort_by=id":                          {"Deal c", "Deal A", "Deal b"},
	} {
		if got := r.crm("GET", "Deals/search?word=deal&"+query, "").column("Deal_Name"); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	for _, by := range []string{"Shoe_Size", "Description", "Tag"} {
		r.expect(by, r.crm("GET", "Deals/search?word=deal&sort_by="+by, ""), 400, "details.param_name", "sort_by")
	}
}

// A clock moved backward ends the throttle with what led to it, which would lie
// in the future else.
func TestThrottleAfterClockWentBack(t *testing.T) {
	r := start(t, "empty")
	g := r.grant(zohosim.GrantRequest{})
	for range 10 {
		r.expect("refresh", r.tokenCall(refreshForm(g)), 200, "token_type", "Bearer")
	}
	r.expect("one more", r.tokenCall(refreshForm(g)), 400, "error", "Access Denied")
	r.sim.SetNow(monday.Add(-365 * 24 * time.Hour))
	r.expect("a year earlier", r.tokenCall(refreshForm(g)), 200, "token_type", "Bearer")
}

package zohosim_test

import "testing"

// A page number that no list has is answered like any other page beyond the
// end, however large; so is one inside a forged page_token.
func TestPageNumbersBeyondCounting(t *testing.T) {
	r := start(t, "demo")
	const far = "92233720368547759" // times 200 is more than an int holds
	r.expect("list", r.crm("GET", "Contacts?fields=id&page="+far, ""), 400, "code", "DISCRETE_PAGINATION_LIMIT_EXCEEDED")
	r.expect("search", r.crm("GET", "Contacts/search?word=an&page="+far, ""), 400, "code", "LIMIT_REACHED")
	r.expect("users", r.crm("GET", "users?page="+far, ""), 204)
	r.expect("deleted", r.crm("GET", "Contacts/deleted?page="+far, ""), 204)
}

// Every body is one JSON value: what follows it, brackets too, makes it none
// (zoho-crm-api §7, UNABLE_TO_PARSE_DATA_TYPE).
func TestBodyFollowedByMore(t *testing.T) {
	r := start(t, "empty")
	const contact = `{"data":[{"Last_Name":"Fay"}]}`
	for _, more := range []string{"}", "]", "{}", "x", `"`} {
		r.expect("followed by "+more, r.crm("POST", "Contacts", contact+more), 400, "code", "UNABLE_TO_PARSE_DATA_TYPE")
	}
	r.expect("by space", r.crm("POST", "Contacts", contact+" \n"), 201)
	r.expect("records", r.crm("GET", "Contacts?fields=id", ""), 200, "info.count", 1.0)
}

// A field without a name is a field that the module does not have.
func TestFieldWithoutName(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"unknownFields":"reject"}`)
	r.expect("insert", r.crm("POST", "Contacts", data(`{"Last_Name":"Fay","":1}`)), 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", "")
}

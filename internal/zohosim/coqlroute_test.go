package zohosim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// The overlap query of a calendar, on live data.
//
// Fidelity: coql-overlap-query
// Behaviour: COQL finds an owner's events that overlap a span, whatever the offset of its literals, and answers lookups and users by their id.
// Source: zoho-crm-api §3.3
func TestCOQLFindsOverlaps(t *testing.T) {
	r := start(t, "empty")
	owner := r.crm("GET", "users?type=CurrentUser", "").text("users.0.id")
	at := func(title, from, to string) {
		r.plant("Events", fmt.Sprintf(`{"Event_Title":"%s","Start_DateTime":"2026-03-03T%s:00-05:00","End_DateTime":"2026-03-03T%s:00-05:00"}`, title, from, to))
	}
	at("before", "08:00", "09:00")
	at("across the start", "08:30", "09:30")
	at("within", "10:00", "10:30")
	at("across the end", "11:30", "12:30")
	at("after", "12:00", "13:00")
	a := r.coql("select Event_Title, Start_DateTime, Owner, Owner.email, Created_By from Events where ((Owner = '" + owner +
		"' and Start_DateTime < '2026-03-03T17:00:00Z') and End_DateTime > '2026-03-03T19:30:00+05:30') order by Start_DateTime desc limit 0, 200")
	r.expect("overlaps", a, 200, "info.count", 3.0, "info.more_records", false,
		"data.0.Start_DateTime", "2026-03-03T11:30:00-05:00", "data.0.Owner.id", owner, "data.0.Owner.name", nil, "data.0.Owner.email", nil)
	if got, want := a.column("Event_Title"), []string{"across the end", "within", "across the start"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	row, _ := a.rows()[0].(map[string]any)
	if row["Owner.email"] != "patricia.boyle@example.com" || row["id"] == "" {
		t.Errorf("row %v", row)
	}
	r.expect("nothing", r.coql("select id from Events where Event_Title = 'never'"), 204)
}

// Dotted columns go through lookups; values of what is reached are answered as
// on a record of their own.
//
// Fidelity: coql-joins
// Behaviour: Dotted columns go through at most two lookups, to records, users and, quoted with "->", to one module of a multi-module lookup.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query
func TestCOQLJoins(t *testing.T) {
	r := start(t, "empty")
	parent := r.plant("Accounts", `{"Account_Name":"Harbour"}`)
	account := r.plant("Accounts", `{"Account_Name":"Quay","Parent_Account":{"id":"`+parent+`"}}`)
	contact := r.plant("Contacts", `{"Last_Name":"Aye","Email":"a@example.com","Account_Name":{"id":"`+account+`"}}`)
	lead := r.plant("Leads", `{"Last_Name":"Bee"}`)
	r.plant("Events", event+`,"Who_Id":{"id":"`+contact+`"},"What_Id":{"id":"`+lead+`"},"$se_module":"Leads"}`)
	r.plant("Events", event+"}")
	a := r.coql("select Who_Id, Who_Id.Email, Who_Id.Account_Name, Who_Id.Account_Name.Account_Name, What_Id from Events where Who_Id.Email = 'a@example.com'")
	r.expect("joins", a, 200, "info.count", 1.0, "data.0.Who_Id.id", contact, "data.0.What_Id.id", lead)
	row, _ := a.rows()[0].(map[string]any)
	if row["Who_Id.Email"] != "a@example.com" || row["Who_Id.Account_Name.Account_Name"] != "Quay" || walk(row["Who_Id.Account_Name"], "id") != account {
		t.Errorf("row %v", row)
	}
	a = r.coql("select 'What_Id->Leads.Last_Name', 'What_Id->Leads.Created_Time', Owner.email from Events where 'What_Id->Leads.id' in ('" + lead + "')")
	row, _ = a.rows()[0].(map[string]any)
	if row["What_Id->Leads.Last_Name"] != "Bee" || row["What_Id->Leads.Created_Time"] != "2026-03-02T09:00:00-05:00" {
		t.Errorf("row %v", row)
	}
	a = r.coql("select !Events.Owner.profile.name, Owner.profile.id from Events where !Events.id is not null")
	row, _ = a.rows()[0].(map[string]any)
	if row["!Events.Owner.profile.name"] != "Administrator" || row["Owner.profile.id"] == nil {
		t.Errorf("row %v", row)
	}
	r.expect("role", r.coql("select id from Events where Owner.role.name = 'CEO'"), 200, "info.count", 2.0)
	r.expect("null lookup", r.coql("select id from Events where Who_Id is null"), 200, "info.count", 1.0)
	r.expect("id of a joined user", r.coql("select Owner.id from Events where Owner.email = 'patricia.boyle@example.com'"), 200, "info.count", 2.0)
	for _, path := range []string{"Who_Id.Nothing", "What_Id.Last_Name", "Event_Title.Email", "Owner.salary", "Owner.profile.colour", "'What_Id->Products.id'", "'What_Id->Leads'"} {
		r.expect(path, r.coql("select "+path+" from Events where id is not null"), 400, "code", "INVALID_QUERY")
	}
}

// How many relations one query goes through.
//
// Fidelity: coql-max-joins
// Behaviour: A query goes through at most two relations, else LIMIT_EXCEEDED; a column through at most two in any case.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query (two), D7:COQL-Limitations (two, five and fifteen)
// Doubtful: yes
// Setting: coqlMaxJoins
// Settle: Select columns through three lookups in one query and see whether it is LIMIT_EXCEEDED.
func TestCOQLMaxJoins(t *testing.T) {
	r := start(t, "empty")
	r.plant("Events", event+"}")
	three := "select Who_Id.Email, Who_Id.Account_Name.Phone, Owner.email from Events where id is not null"
	deep := "select Who_Id.Account_Name.Parent_Account.Account_Name from Events where id is not null"
	r.expect("three", r.coql(three), 400, "code", "LIMIT_EXCEEDED", "details.by", "joins", "details.limit", 2.0)
	r.expect("deep", r.coql(deep), 400, "code", "LIMIT_EXCEEDED")
	r.control("POST", "settings", `{"coqlMaxJoins":15}`)
	r.expect("fifteen allowed", r.coql(three), 200)
	r.expect("still too deep", r.coql(deep), 400, "code", "INVALID_QUERY")
}

// Names beside the ids of lookups.
//
// Fidelity: coql-lookup-names
// Behaviour: Lookups are answered by their id alone; in the other reading with a name beside it, users with their last name, multi-module lookups without.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query says both ("only contains the ID"; "from V7, the display name is available")
// Doubtful: yes
// Setting: coqlLookupNames
// Settle: probe
func TestCOQLLookupNames(t *testing.T) {
	r := start(t, "empty")
	contact := r.plant("Contacts", `{"First_Name":"Ann","Last_Name":"Aye"}`)
	lead := r.plant("Leads", `{"Last_Name":"Bee"}`)
	r.plant("Events", event+`,"Who_Id":{"id":"`+contact+`"},"What_Id":{"id":"`+lead+`"},"$se_module":"Leads"}`)
	query := "select Who_Id, What_Id, Owner from Events where id is not null"
	r.expect("ids", r.coql(query), 200, "data.0.Who_Id.id", contact, "data.0.Who_Id.name", nil, "data.0.Owner.name", nil)
	r.control("POST", "settings", `{"coqlLookupNames":true}`)
	r.expect("names", r.coql(query), 200, "data.0.Who_Id.name", "Ann Aye", "data.0.Owner.name", "Boyle", "data.0.What_Id.id", lead, "data.0.What_Id.name", nil)
}

// Three readings of a field that is not among the documented columns.
//
// Fidelity: coql-event-cancelled
// Behaviour: $event_cancelled is no column of COQL; in other readings it may be selected, or selected and filtered by.
// Source: zoho-crm-api §2.7, §3.3, §11.4: undocumented
// Doubtful: yes
// Setting: coqlEventCancelled
// Settle: probe
func TestCOQLEventCancelled(t *testing.T) {
	r := start(t, "empty")
	id := r.plant("Events", event+"}")
	r.plant("Events", event+"}")
	r.control("PUT", "records/Events/"+id, `{"$event_cancelled":true}`)
	selects := func() answer { return r.coql("select $event_cancelled from Events where id is not null") }
	filters := func() answer { return r.coql("select id from Events where $event_cancelled = 'true'") }
	r.expect("select refused", selects(), 400, "code", "INVALID_QUERY", "details.column_name", "$event_cancelled")
	r.expect("filter refused", filters(), 400, "code", "INVALID_QUERY")
	r.control("POST", "settings", `{"coqlEventCancelled":"select"}`)
	r.expect("select", selects(), 200, "data.0.$event_cancelled", true, "data.1.$event_cancelled", false)
	r.expect("filter still refused", filters(), 400, "code", "INVALID_QUERY", "message", "unsupported column in criteria")
	r.control("POST", "settings", `{"coqlEventCancelled":"both"}`)
	r.expect("select and", selects(), 200, "info.count", 2.0)
	r.expect("filter", filters(), 200, "info.count", 1.0, "data.0.id", id)
}

// What is refused, each as a flat 400.
//
// Fidelity: coql-participants
// Behaviour: Participants may be selected but not used in a condition: INVALID_QUERY "unsupported column in criteria".
// Source: zoho-crm-api §3.3; OASY executeCOQLQuery, InvalidQueryUnsupportedCriteria
//
// Fidelity: coql-request-errors
// Behaviour: A missing select_query is MANDATORY_NOT_FOUND, a wrong type INVALID_DATA, an unknown module INVALID_MODULE, an unknown custom view INVALID_QUERY, too deep a page LIMIT_EXCEEDED.
// Source: zoho-crm-api §3.3; OASY executeCOQLQuery; OAS26 coql.json
func TestCOQLErrors(t *testing.T) {
	r := start(t, "demo")
	r.expect("Zoho's own example", r.coql("select Participants from Events where Participants is not null"), 400, "code", "INVALID_QUERY", "message", "unsupported column in criteria",
		"details.cv_criteria", false, "details.column_name", "Participants", "details.operator", "!=", "details.value", "${EMPTY}")
	r.expect("Participants are selected", r.coql("select Participants from Events where id is not null"), 200)
	r.expect("three unpaired", r.coql("select id from Events where id = '1' and id = '2' and id = '3'"), 400, "code", "SYNTAX_ERROR", "details.near", "where")
	r.expect("module", r.coql("select id from Nothings where id = '1'"), 400, "code", "INVALID_MODULE")
	r.expect("view", r.coql("select id from Events#123 where id = '1'"), 400, "code", "INVALID_QUERY", "details.cvid", "123")
	r.expect("no rows", r.coql("select id from Events where id = '1' limit 0"), 400, "code", "INVALID_DATA")
	r.expect("too deep", r.coql("select id from Events where id = '1' limit 100000, 1"), 400, "code", "LIMIT_EXCEEDED")
	r.expect("just deep enough", r.coql("select id from Events where id = '1' limit 99999, 1"), 204)
	r.expect("far too deep", r.coql("select id from Events where id = '1' limit 9223372036854775807, 200"), 400, "code", "LIMIT_EXCEEDED")
	r.expect("no query", r.crm("POST", "coql", "{}"), 400, "code", "MANDATORY_NOT_FOUND", "details.api_name", "select_query")
	r.expect("query not text", r.crm("POST", "coql", `{"select_query":1}`), 400, "code", "INVALID_DATA", "details.json_path", "$.select_query")
	r.expect("not JSON", r.crm("POST", "coql", "select"), 400, "code", "UNABLE_TO_PARSE_DATA_TYPE")
}

// The most rows of one call.
//
// Fidelity: coql-max-rows
// Behaviour: One call answers 200 rows at most, in the other reading 2,000; a higher limit is LIMIT_EXCEEDED.
// Source: zoho-crm-api §3.3: D7 error text and OAS26 say 200, K82 and the credit table 2,000
// Doubtful: yes
// Setting: coqlMaxRows
// Settle: probe
func TestCOQLMaxRows(t *testing.T) {
	r := start(t, "demo")
	limited := func(n int) answer {
		return r.coql(fmt.Sprintf("select id from Contacts where id is not null limit %d", n))
	}
	r.expect("200", limited(200), 200)
	r.expect("201", limited(201), 400, "code", "LIMIT_EXCEEDED", "details.by", "limit", "details.limit", 200.0)
	r.control("POST", "settings", `{"coqlMaxRows":2000}`)
	r.expect("2,000", limited(2000), 200)
	r.expect("2,001", limited(2001), 400, "code", "LIMIT_EXCEEDED", "details.limit", 2000.0)
}

// Metadata of the columns beside the rows.
//
// Fidelity: coql-include-meta
// Behaviour: include_meta ["fields"] answers the metadata of the selected fields, and needs the scope settings.fields.READ.
// Source: zoho-crm-api §1.6, §3.3; OASY executeCOQLQuery, SuccessResponseWithFieldsMeta
func TestCOQLIncludeMeta(t *testing.T) {
	r := start(t, "demo")
	ask := func(meta string) string {
		return `{"select_query":"select Last_Name as surname, Owner.email, id from Contacts where id is not null","include_meta":` + meta + `}`
	}
	a := r.crm("POST", "coql", ask(`["fields"]`))
	r.expect("fields", a, 200, "fields.Last_Name.data_type", "text", "fields.Last_Name.system_mandatory", true, "data.0.surname", "Whitfield")
	if fields, _ := a.at("fields").(map[string]any); len(fields) != 1 {
		t.Errorf("fields %v", fields)
	}
	r.expect("without", r.crm("POST", "coql", ask(`null`)), 200, "fields", nil)
	for meta, want := range map[string]string{`"fields"`: "$.include_meta", `[1]`: "$.include_meta[0]", `["roles"]`: "$.include_meta[0]", `[]`: "$.include_meta[0]"} {
		r.expect(meta, r.crm("POST", "coql", ask(meta)), 400, "code", "INVALID_DATA", "details.api_name", "include_meta", "details.json_path", want)
	}
	narrow := r.holding(r.grant(zohosim.GrantRequest{Scopes: []string{"ZohoCRM.coql.READ", "ZohoCRM.modules.contacts.READ"}}).AccessToken)
	narrow.expect("without the scope", narrow.crm("POST", "coql", ask(`["fields"]`)), 401, "code", "OAUTH_SCOPE_MISMATCH")
	narrow.expect("not needed", narrow.crm("POST", "coql", ask(`null`)), 200)
	narrow.expect("another module", narrow.coql("select id from Leads where id is not null"), 401, "code", "OAUTH_SCOPE_MISMATCH")
	narrow.expect("in a subquery", narrow.coql("select id from Contacts where id in (select id from Leads where id is not null)"), 401, "code", "OAUTH_SCOPE_MISMATCH")
}

// Aliases, functions and groups over HTTP: what the answer's keys are called.
//
// Fidelity: coql-answer-keys
// Behaviour: Values stand under the column's name as written, the function's text or the alias; records always have their id, groups never.
// Source: zoho-crm-api §3.3; D7:Get-Records-through-COQL-Query, alias support and aggregate functions
func TestCOQLAliasesAndGroups(t *testing.T) {
	r := start(t, "empty")
	for _, lead := range []string{`"Lead_Source":"Cold Call","Rating":"Active"`, `"Lead_Source":"Cold Call"`, `"Rating":"Active"`} {
		r.plant("Leads", `{"Last_Name":"L",`+lead+`}`)
	}
	a := r.coql("select 'Lead_Source' AS 'the source', Last_Name \"name\" from Leads where id is not null order by 'the source' desc limit 1")
	row, _ := a.rows()[0].(map[string]any)
	if len(row) != 3 || row["the source"] != "Cold Call" || row["name"] != "L" || row["id"] == nil {
		t.Errorf("row %v", row)
	}
	a = r.coql("select COUNT(id), Lead_Source from Leads where id is not null group by Lead_Source order by COUNT(id)")
	r.expect("groups", a, 200, "info.count", 2.0, "info.more_records", false, "data.0.COUNT(id)", 1.0, "data.0.Lead_Source", nil, "data.1.COUNT(id)", 2.0, "data.1.id", nil)
	r.expect("the latest", r.coql("select MAX(Created_Time) as latest from Leads where id is not null"), 200, "data.0.latest", "2026-03-02T09:00:00-05:00")
	r.expect("text is not counted", r.coql("select COUNT(Last_Name) from Leads where id is not null"), 400, "code", "INVALID_QUERY", "details.column_name", "Last_Name")
}

// Subqueries over HTTP.
func TestCOQLSubqueries(t *testing.T) {
	r := start(t, "empty")
	account := r.plant("Accounts", `{"Account_Name":"Quay","Account_Type":"Partner"}`)
	r.plant("Accounts", `{"Account_Name":"Pier"}`)
	contact := r.plant("Contacts", `{"Last_Name":"Aye","Account_Name":{"id":"`+account+`"}}`)
	r.plant("Contacts", `{"Last_Name":"Bee"}`)
	r.expect("of a lookup", r.coql("select id from Contacts where Account_Name in (select id from Accounts where Account_Type = 'Partner')"), 200, "info.count", 1.0, "data.0.id", contact)
	r.expect("the first record", r.coql("select Last_Name from Contacts where id = (select id from Contacts where Last_Name = 'Aye')"), 200, "data.0.Last_Name", "Aye")
	r.expect("too many for =", r.coql("select id from Contacts where Account_Name = (select id from Accounts where id is not null)"), 400,
		"code", "INVALID_QUERY", "details.sub_query_sequence", 0.0, "details.operator", "=")
	r.expect("an unknown column within", r.coql("select id from Contacts where Account_Name in (select Nothing from Accounts where id is not null)"), 400, "code", "INVALID_QUERY", "details.column_name", "Nothing")
	for i := range 101 {
		r.plant("Deals", fmt.Sprintf(`{"Deal_Name":"D%d"}`, i))
	}
	r.expect("cut off at 100", r.coql("select id from Deals where id in (select id from Deals where id is not null) limit 150"), 200, "info.count", 100.0)
}

// More_records, paging, and the cost by limit.
//
// Fidelity: coql-paging-and-cost
// Behaviour: limit and offset page through the rows, info says whether more follow; a call costs 1, 2 or 3 credits by its limit up to 200, 1,000 and 2,000.
// Source: zoho-crm-api §3.3, §6
func TestCOQLPagesAndCost(t *testing.T) {
	r := start(t, "empty")
	for i := range 5 {
		r.plant("Contacts", fmt.Sprintf(`{"Last_Name":"C%d"}`, i))
	}
	a := r.coql("select Last_Name from Contacts where id is not null limit 2")
	r.expect("first", a, 200, "info.count", 2.0, "info.more_records", true, "data.0.Last_Name", "C0")
	r.expect("last", r.coql("select Last_Name from Contacts where id is not null limit 4, 2"), 200, "info.count", 1.0, "info.more_records", false, "data.0.Last_Name", "C4")
	r.control("POST", "settings", `{"coqlMaxRows":2000}`)
	used := func() float64 { n, _ := r.control("GET", "credits", "").at("used").(float64); return n }
	for _, test := range []struct {
		limit int
		cost  float64
	}{{200, 1}, {201, 2}, {1000, 2}, {1001, 3}, {2000, 3}} {
		before := used()
		r.expect("wide", r.coql(fmt.Sprintf("select id from Contacts where id is not null limit %d", test.limit)), 200)
		if got := used() - before; got != test.cost {
			t.Errorf("limit %d cost %v, want %v", test.limit, got, test.cost)
		}
	}
}

// COQL reads the database: a change shows at once.
//
// Fidelity: coql-no-lag
// Behaviour: COQL sees a write at once.
// Source: zoho-crm-api §3.3
func TestCOQLHasNoLag(t *testing.T) {
	r := start(t, "empty")
	id := r.plant("Contacts", `{"Last_Name":"Aye"}`)
	r.crm("PUT", "Contacts/"+id, data(`{"Last_Name":"Bee"}`))
	r.expect("changed", r.coql("select id from Contacts where Last_Name = 'Bee'"), 200)
	r.crm("DELETE", "Contacts/"+id, "")
	r.expect("deleted", r.coql("select id from Contacts where Last_Name = 'Bee'"), 204)
	r.advance(time.Minute)
	r.expect("modified since", r.coql("select id from Contacts where Modified_Time >= '2026-03-02T14:00:00Z'"), 204)
}

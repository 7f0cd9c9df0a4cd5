package zohosim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// zoho-crm-api §3.3: the overlap query of a calendar, on live data.
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

// zoho-crm-api §3.3: dotted columns go through lookups.
func TestCOQLJoins(t *testing.T) {
	r := start(t, "empty")
	account := r.plant("Accounts", `{"Account_Name":"Quay"}`)
	contact := r.plant("Contacts", `{"Last_Name":"Aye","Email":"a@example.com","Account_Name":{"id":"`+account+`"}}`)
	lead := r.plant("Leads", `{"Last_Name":"Bee"}`)
	r.plant("Events", event+`,"Who_Id":{"id":"`+contact+`"},"What_Id":{"id":"`+lead+`"},"$se_module":"Leads"}`)
	r.plant("Events", event+"}")
	a := r.coql("select Who_Id, Who_Id.Email, Who_Id.Account_Name.Account_Name, 'What_Id->Leads.Last_Name', What_Id from Events where Who_Id.Email = 'a@example.com'")
	r.expect("joins", a, 200, "info.count", 1.0, "data.0.Who_Id.id", contact, "data.0.What_Id.id", lead)
	row, _ := a.rows()[0].(map[string]any)
	if row["Who_Id.Email"] != "a@example.com" || row["Who_Id.Account_Name.Account_Name"] != "Quay" || row["What_Id->Leads.Last_Name"] != "Bee" {
		t.Errorf("row %v", row)
	}
	r.expect("null lookup", r.coql("select id from Events where Who_Id is null"), 200, "info.count", 1.0)
	r.expect("id of a joined user", r.coql("select Owner.id from Events where Owner.email = 'patricia.boyle@example.com'"), 200, "info.count", 2.0)
	for _, path := range []string{"Who_Id.Nothing", "What_Id.Last_Name", "Event_Title.Email", "Owner.salary", "Who_Id.Account_Name.Parent_Account.Account_Name", "'What_Id->Products.id'"} {
		r.expect(path, r.coql("select "+path+" from Events where id is not null"), 400, "code", "INVALID_QUERY")
	}
}

// zoho-crm-api §3.3: what is refused, each as a flat 400.
func TestCOQLErrors(t *testing.T) {
	r := start(t, "demo")
	r.expect("Zoho's own example", r.coql("select id from Events where Participants = '1'"), 400,
		"code", "INVALID_QUERY", "details.cv_criteria", false, "details.column_name", "Participants", "message", "unsupported column in criteria")
	r.expect("undocumented column", r.coql("select $event_cancelled from Events where id is not null"), 400, "code", "INVALID_QUERY")
	r.expect("three unpaired", r.coql("select id from Events where id = '1' and id = '2' and id = '3'"), 400, "code", "SYNTAX_ERROR", "details.clause", "where")
	r.expect("module", r.coql("select id from Nothings where id = '1'"), 400, "code", "INVALID_MODULE")
	r.expect("201 rows", r.coql("select id from Events where id = '1' limit 201"), 400, "code", "LIMIT_EXCEEDED", "details.limit", 200.0)
	r.expect("no rows", r.coql("select id from Events where id = '1' limit 0"), 400, "code", "INVALID_DATA")
	r.expect("too deep", r.coql("select id from Events where id = '1' limit 100000, 1"), 400, "code", "LIMIT_EXCEEDED")
	r.expect("no query", r.crm("POST", "coql", "{}"), 400, "code", "MANDATORY_NOT_FOUND", "details.api_name", "select_query")
	r.expect("query not text", r.crm("POST", "coql", `{"select_query":1}`), 400, "code", "INVALID_DATA")
	r.expect("not JSON", r.crm("POST", "coql", "select"), 400, "code", "UNABLE_TO_PARSE_DATA_TYPE")
}

// zoho-crm-api §3.3, §6: more_records, paging, and the cost by limit.
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

// zoho-crm-api §3.3: COQL reads the database: a change shows at once.
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

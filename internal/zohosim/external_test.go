package zohosim_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

const byKey = "Events.Booking_Key"

// zoho-crm-api §2.5: the header makes the path, ids= and items name records by
// the value of an external field.
//
// Fidelity: external-id
// Behaviour: With X-EXTERNAL: Events.Booking_Key, GET, PUT and DELETE name records by that field's value, in the path, in ids= and in items; answers of writes repeat the value.
// Source: zoho-crm-api §2.5; the v7 pages on external IDs
//
// Fidelity: external-id-unknown
// Behaviour: A value that no record has is 204 on GET and 400 INVALID_DATA on PUT and DELETE.
// Source: zoho-crm-api §2.5; the v7 pages on external IDs
func TestExternalID(t *testing.T) {
	r := start(t, "demo")
	r.control("POST", "fields/Events", `{"apiName":"Booking_Key","external":"org"}`)
	one := r.crm("POST", "Events", data(event+`,"Booking_Key":"K1"}`)).text("data.0.details.id")
	two := r.crm("POST", "Events", data(event+`,"Booking_Key":"K2"}`)).text("data.0.details.id")

	r.expect("get", r.crm("GET", "Events/K1", "", "X-EXTERNAL", byKey), 200, "data.0.id", one, "data.0.Booking_Key", "K1")
	r.expect("list", r.crm("GET", "Events?fields=Booking_Key&ids=K1,K2&sort_order=asc", "", "X-EXTERNAL", byKey), 200, "data.0.id", one, "data.1.id", two, "info.count", 2.0)
	r.expect("put", r.crm("PUT", "Events/K1", data(`{"Venue":"A"}`), "X-EXTERNAL", byKey), 200, "data.0.details.id", one, "data.0.details.Booking_Key", "K1")
	r.expect("put many", r.crm("PUT", "Events", data(`{"Booking_Key":"K2","Venue":"B"}`, `{"Booking_Key":"K9","Venue":"C"}`, `{"id":"`+one+`"}`), "X-EXTERNAL", byKey), 207,
		"data.0.details.id", two, "data.1.code", "INVALID_DATA", "data.2.code", "MANDATORY_NOT_FOUND", "data.2.details.api_name", "Booking_Key")
	r.expect("changed", r.crm("GET", "Events/"+two, ""), 200, "data.0.Venue", "B")

	r.expect("unknown get", r.crm("GET", "Events/K9", "", "X-EXTERNAL", byKey), 204)
	r.expect("unknown put", r.crm("PUT", "Events/K9", data(`{"Venue":"A"}`), "X-EXTERNAL", byKey), 400, "data.0.code", "INVALID_DATA")
	r.expect("unknown delete", r.crm("DELETE", "Events/K9", "", "X-EXTERNAL", byKey), 400, "code", "INVALID_DATA")
	r.expect("not an external field", r.crm("GET", "Events/K1", "", "X-EXTERNAL", "Events.Venue"), 400, "code", "INVALID_DATA", "details.value", "Events.Venue")
	r.expect("not an external field, on a write", r.crm("PUT", "Events/K1", data(`{"Venue":"A"}`), "X-EXTERNAL", "Events.Venue"), 400, "data.0.code", "INVALID_DATA", "data.0.details.value", "Events.Venue")
	r.expect("another module", r.crm("GET", "Contacts/K1", "", "X-EXTERNAL", byKey), 400, "code", "INVALID_DATA")

	r.expect("taken", r.crm("POST", "Events", data(event+`,"Booking_Key":"K1"}`)), 400, "data.0.code", "DUPLICATE_DATA", "data.0.details.id", one)
	r.expect("delete", r.crm("DELETE", "Events/K1", "", "X-EXTERNAL", byKey), 200, "data.0.details.id", one, "data.0.details.Booking_Key", "K1")
	r.expect("delete many", r.crm("DELETE", "Events?ids=K1,K2", "", "X-EXTERNAL", byKey), 207, "data.0.code", "INVALID_DATA", "data.1.details.id", two)
}

// Fidelity: external-id-of-lookups
// Behaviour: X-EXTERNAL: Contacts.Account_Name.External_ID, or Events.What_Id->Accounts.External_ID, takes the value inside the lookup; an id beside it does not count.
// Source: zoho-crm-api §2.5; the v7 page "Insert Records using External ID"
func TestExternalIDOfLookups(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "fields/Accounts", `{"apiName":"Account_Key","external":"org"}`)
	account := r.plant("Accounts", `{"Account_Name":"Quay","Account_Key":"A1"}`)
	other := r.plant("Accounts", `{"Account_Name":"Other"}`)
	a := r.crm("POST", "Contacts", data(`{"Last_Name":"X","Account_Name":{"Account_Key":"A1","id":"`+other+`"}}`), "X-EXTERNAL", "Contacts.Account_Name.Account_Key")
	r.expect("lookup", r.crm("GET", "Contacts/"+a.text("data.0.details.id"), ""), 200, "data.0.Account_Name.id", account)
	a = r.crm("POST", "Events", data(event+`,"What_Id":{"Account_Key":"A1"},"$se_module":"Accounts"}`), "X-EXTERNAL", "Events.What_Id->Accounts.Account_Key")
	r.expect("one of many modules", r.crm("GET", "Events/"+a.text("data.0.details.id"), ""), 200, "data.0.What_Id.id", account, "data.0.$se_module", "Accounts")
	r.expect("unknown", r.crm("POST", "Contacts", data(`{"Last_Name":"X","Account_Name":{"Account_Key":"A9"}}`), "X-EXTERNAL", "Contacts.Account_Name.Account_Key"), 400,
		"data.0.code", "INVALID_DATA", "data.0.details.json_path", "$.data[0].Account_Name.Account_Key")
}

// Fidelity: external-field-of-users
// Behaviour: In an external field of type user everybody has values of their own, which others neither see nor reach.
// Source: zoho-crm-api §2.5; the v7 page "Get Records Using External ID"
func TestExternalFieldOfUsers(t *testing.T) {
	r := start(t, "demo")
	r.control("POST", "fields/Contacts", `{"apiName":"My_Key","external":"user"}`)
	second := r.crm("GET", "users", "").text("users.1.id")
	marcus := r.holding(r.grant(zohosim.GrantRequest{UserID: second}).AccessToken)
	const mine = "Contacts.My_Key"

	id := r.crm("POST", "Contacts", data(`{"Last_Name":"X","My_Key":"h1"}`)).text("data.0.details.id")
	r.expect("unseen by others", marcus.crm("GET", "Contacts/"+id, ""), 200, "data.0.My_Key", nil)
	r.expect("unreachable for others", marcus.crm("GET", "Contacts/h1", "", "X-EXTERNAL", mine), 204)
	r.expect("their own", marcus.crm("PUT", "Contacts/"+id, data(`{"My_Key":"m1"}`)), 200)
	r.expect("Helen's stays", r.crm("GET", "Contacts/h1", "", "X-EXTERNAL", mine), 200, "data.0.id", id, "data.0.My_Key", "h1")
	r.expect("Marcus's is there", marcus.crm("GET", "Contacts/m1", "", "X-EXTERNAL", mine), 200, "data.0.My_Key", "m1")
	r.expect("one value twice for two users", marcus.crm("POST", "Contacts", data(`{"Last_Name":"Y","My_Key":"h1"}`)), 201)
	r.expect("twice for one", r.crm("POST", "Contacts", data(`{"Last_Name":"Y","My_Key":"h1"}`)), 400, "data.0.code", "DUPLICATE_DATA")
	r.expect("cleared", r.crm("PUT", "Contacts/"+id, data(`{"My_Key":null}`)), 200)
	r.expect("for Helen alone", marcus.crm("GET", "Contacts/m1", "", "X-EXTERNAL", mine), 200, "data.0.id", id)
	r.expect("Helen's is gone", r.crm("GET", "Contacts/h1", "", "X-EXTERNAL", mine), 204)
}

// Fidelity: external-id-upsert
// Behaviour: Upsert with X-EXTERNAL changes the record that has the item's external value, and inserts where none has.
// Source: zoho-crm-api §2.5; the v7 page "Upsert Records Using External ID"
func TestUpsertByExternalID(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "fields/Contacts", `{"apiName":"Key","external":"org"}`)
	item := data(`{"Last_Name":"X","Key":"1"}`)
	made := r.crm("POST", "Contacts/upsert", item, "X-EXTERNAL", "Contacts.Key")
	r.expect("insert", made, 200, "data.0.action", "insert", "data.0.details.Key", "1")
	r.expect("update", r.crm("POST", "Contacts/upsert", item, "X-EXTERNAL", "Contacts.Key"), 200, "data.0.action", "update", "data.0.details.id", made.text("data.0.details.id"))
	r.expect("without the header", r.crm("POST", "Contacts/upsert", item), 400, "data.0.code", "DUPLICATE_DATA")
}

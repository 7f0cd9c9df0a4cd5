package zohosim_test

import (
	"slices"
	"testing"
	"time"
)

const priya = `{"First_Name":"Priya","Last_Name":"Nair","Company":"Nair Textiles","Email":"priya@example.com","Phone":"1","City":"New York"}`

// zoho-crm-api §2.8: one call makes contact, account and deal, costs five
// credits, and marks the lead.
//
// Fidelity: convert-lead
// Behaviour: Converting a lead answers 200 with name and id of contact, account and deal, null where there is none; the deal is made of what Deals describes.
// Source: zoho-crm-api §2.8; OAS26 convert.json; D7:convert-lead
//
// Fidelity: convert-once
// Behaviour: A second conversion of one lead is 400 ID_ALREADY_CONVERTED, flat.
// Source: zoho-crm-api §2.8; OAS26 convert.json
func TestConvertLead(t *testing.T) {
	r := start(t, "demo")
	second := r.crm("GET", "users", "").text("users.1.id")
	lead := r.plant("Leads", priya)
	r.advance(time.Minute)
	used := r.control("GET", "credits", "").at("used").(float64)
	path := "Leads/" + lead + "/actions/convert"
	a := r.crm("POST", path, data(`{"assign_to":{"id":"`+second+`"},"Deals":{"Deal_Name":"Plan","Closing_Date":"2026-04-01","Pipeline":"Standard (Standard)","Stage":"Qualification","Amount":7}}`))
	r.expect("converted", a, 200, "data.0.code", "SUCCESS", "data.0.message", "The record has been converted successfully",
		"data.0.details.Contacts.name", "Priya Nair", "data.0.details.Accounts.name", "Nair Textiles", "data.0.details.Deals.name", "Plan")
	r.expect("five credits", r.control("GET", "credits", ""), 200, "used", used+5)
	contact, account, deal := a.text("data.0.details.Contacts.id"), a.text("data.0.details.Accounts.id"), a.text("data.0.details.Deals.id")
	r.expect("contact", r.crm("GET", "Contacts/"+contact, ""), 200, "data.0.Email", "priya@example.com", "data.0.Mailing_City", "New York", "data.0.Account_Name.id", account, "data.0.Owner.id", second)
	r.expect("account", r.crm("GET", "Accounts/"+account, ""), 200, "data.0.Phone", "1", "data.0.Owner.id", second)
	r.expect("deal", r.crm("GET", "Deals/"+deal, ""), 200, "data.0.Contact_Name.id", contact, "data.0.Account_Name.id", account, "data.0.Probability", 10.0, "data.0.Owner.id", second)
	r.expect("lead", r.crm("GET", "Leads/"+lead, ""), 200, "data.0.Converted__s", true, "data.0.Converted_Date_Time", "2026-03-02T09:01:00-05:00",
		"data.0.Converted_Contact.id", contact, "data.0.Converted_Account.id", account, "data.0.Converted_Deal.id", deal)
	r.expect("again", r.crm("POST", path, data(`{}`)), 400, "code", "ID_ALREADY_CONVERTED", "details.resource_path_index", 1.0)
	r.expect("nobody", r.crm("POST", "Leads/5725767000009999999/actions/convert", data(`{}`)), 400, "code", "INVALID_DATA")

	alone := r.plant("Leads", `{"Last_Name":"Alone"}`)
	r.expect("no company, no deal", r.crm("POST", "Leads/"+alone+"/actions/convert", data(`{}`)), 200, "data.0.details.Accounts", nil, "data.0.details.Deals", nil, "data.0.details.Contacts.name", "Alone")
}

// Fidelity: convert-mapping-mismatch
// Behaviour: A deal of a conversion whose stage is not in its pipeline is 400 MAPPING_MISMATCH inside data[], and nothing is converted.
// Source: zoho-crm-api §2.3 (Deals), §2.8; OAS26 convert.json
func TestConversionThatCannotBe(t *testing.T) {
	r := start(t, "demo")
	lead := r.plant("Leads", priya)
	path := "Leads/" + lead + "/actions/convert"
	contacts := len(r.control("GET", "records/Contacts", "").rows())
	deal := `{"Deals":{"Deal_Name":"Plan","Closing_Date":"2026-04-01","Pipeline":"Standard (Standard)","Stage":"Dreaming"}}`
	r.expect("stage", r.crm("POST", path, data(deal)), 400, "data.0.code", "MAPPING_MISMATCH", "data.0.details.api_name", "Stage", "data.0.details.json_path", "$.data[0].Deals.Stage")
	r.expect("no stage", r.crm("POST", path, data(`{"Deals":{"Deal_Name":"Plan"}}`)), 400, "data.0.code", "MULTIPLE_OR_MULTI_ERRORS")
	r.expect("no such contact", r.crm("POST", path, data(`{"Contacts":{"id":"1"}}`)), 400, "data.0.details.json_path", "$.data[0].Contacts.id")
	r.expect("no such user", r.crm("POST", path, data(`{"assign_to":{"id":"1"}}`)), 400, "data.0.details.json_path", "$.data[0].assign_to.id")
	r.expect("no data", r.crm("POST", path, `{}`), 400, "data.0.code", "MANDATORY_NOT_FOUND")
	r.control("POST", "fields/Contacts", `{"apiName":"Key","unique":true,"mandatory":true}`)
	r.expect("mandatory of the contact", r.crm("POST", path, data(`{}`)), 400, "data.0.code", "MANDATORY_NOT_FOUND", "data.0.details.api_name", "Key")
	if n := len(r.control("GET", "records/Contacts", "").rows()); n != contacts {
		t.Errorf("%d contacts, want %d", n, contacts)
	}
	r.expect("still a lead", r.crm("GET", "Leads/"+lead, ""), 200, "data.0.Converted__s", false)
}

// Fidelity: convert-into-existing
// Behaviour: Contacts.id and Accounts.id name records to add to, add_to_existing_record finds them by email, name and company; the contact's account is replaced only with overwrite.
// Source: OAS26 convert.json; D7:convert-lead
func TestConvertIntoExisting(t *testing.T) {
	r := start(t, "empty")
	old := r.plant("Accounts", `{"Account_Name":"Old"}`)
	company := r.plant("Accounts", `{"Account_Name":"nair textiles"}`)
	contact := r.plant("Contacts", `{"Last_Name":"Known","Email":"PRIYA@example.com","Account_Name":{"id":"`+old+`"}}`)
	convert := func(body string) answer {
		return r.crm("POST", "Leads/"+r.plant("Leads", priya)+"/actions/convert", data(body))
	}
	r.expect("found", convert(`{"add_to_existing_record":true}`), 200, "data.0.details.Contacts.id", contact, "data.0.details.Accounts.id", company)
	r.expect("account kept", r.crm("GET", "Contacts/"+contact, ""), 200, "data.0.Account_Name.id", old, "data.0.Last_Name", "Known")
	r.expect("named", convert(`{"Contacts":{"id":"`+contact+`"},"Accounts":{"id":"`+company+`"},"overwrite":true}`), 200, "data.0.details.Contacts.id", contact)
	r.expect("account replaced", r.crm("GET", "Contacts/"+contact, ""), 200, "data.0.Account_Name.id", company)
	made := convert(`{}`)
	r.expect("made anew", made, 200)
	if id := made.text("data.0.details.Contacts.id"); id == contact {
		t.Error("a conversion that asks for nothing took an existing contact")
	}
}

// zoho-crm-api §2.3, Leads: converted ones are shown only on request.
//
// Fidelity: converted-leads
// Behaviour: Converted leads vanish from lists, searches and counts unless converted=true or both.
// Source: zoho-crm-api §2.3 (Leads), §3.2
func TestConvertedLeadsVanish(t *testing.T) {
	r := start(t, "empty")
	r.control("POST", "settings", `{"searchLagMs":0,"countLagMs":0}`)
	converted, lead := r.plant("Leads", priya), r.plant("Leads", `{"Last_Name":"Nair"}`)
	r.crm("POST", "Leads/"+converted+"/actions/convert", data(`{}`))
	for value, want := range map[string][]string{"": {lead}, "&converted=false": {lead}, "&converted=true": {converted}, "&converted=both": {lead, converted}} {
		for _, path := range []string{"Leads?fields=id", "Leads/search?word=nair"} {
			if got := r.crm("GET", path+value, "").column("id"); !slices.Equal(got, want) {
				t.Errorf("%s%s: %v, want %v", path, value, got, want)
			}
		}
		r.expect("count"+value, r.crm("GET", "Leads/actions/count?x=y"+value, ""), 200, "count", float64(len(want)))
	}
	r.expect("nonsense", r.crm("GET", "Leads?fields=id&converted=perhaps", ""), 400, "details.param_name", "converted")
	r.expect("other modules", r.crm("GET", "Contacts?fields=id", ""), 200)
}

// A conversion and an upsert that a composite request takes back leave nothing.
func TestConversionRolledBack(t *testing.T) {
	r := start(t, "empty")
	lead := r.plant("Leads", priya)
	known := r.plant("Contacts", `{"Last_Name":"Known","Email":"known@example.com"}`)
	a := r.crm("POST", "__composite_requests", `{"rollback_on_fail":true,"__composite_requests":[
		{"sub_request_id":"1","method":"POST","uri":"/crm/v8/Leads/`+lead+`/actions/convert","body":{"data":[{}]}},
		{"sub_request_id":"2","method":"POST","uri":"/crm/v8/Contacts/upsert","body":{"data":[{"Last_Name":"Changed","Email":"known@example.com"}]}},
		{"sub_request_id":"3","method":"POST","uri":"/crm/v8/Contacts","body":{"data":[{}]}}]}`)
	r.expect("rolled back", a, 400)
	r.expect("lead", r.crm("GET", "Leads/"+lead, ""), 200, "data.0.Converted__s", false, "data.0.Converted_Contact", nil)
	r.expect("upsert", r.crm("GET", "Contacts/"+known, ""), 200, "data.0.Last_Name", "Known")
	if contacts, accounts := len(r.control("GET", "records/Contacts", "").rows()), len(r.control("GET", "records/Accounts", "").rows()); contacts != 1 || accounts != 0 {
		t.Errorf("%d contacts and %d accounts, want one and none", contacts, accounts)
	}
	r.expect("convertible after all", r.crm("POST", "Leads/"+lead+"/actions/convert", data(`{}`)), 200)
}

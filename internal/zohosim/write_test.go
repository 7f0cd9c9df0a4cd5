package zohosim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

const event = `{"Event_Title":"Check-up","Start_DateTime":"2026-03-03T10:00:00-05:00","End_DateTime":"2026-03-03T10:30:00-05:00","Meeting_Venue__s":"In-office"`

func data(items ...string) string { return `{"data":[` + strings.Join(items, ",") + `]}` }

// zoho-crm-api §2.4: the answer to an insert.
//
// Fidelity: insert-answer
// Behaviour: An insert answers id, times and people of each record; ids are decimal texts of 19 digits.
// Source: zoho-crm-api §2.1, §2.4, D7:insert-records
func TestInsertAnswersWithStamps(t *testing.T) {
	r := start(t, "demo")
	a := r.crm("POST", "Events", data(event+"}"))
	r.expect("insert", a, 201,
		"data.0.code", "SUCCESS", "data.0.status", "success", "data.0.message", "record added",
		"data.0.details.Created_Time", "2026-03-02T09:00:00-05:00", "data.0.details.$approval_state", "approved",
		"data.0.details.Created_By.name", "Helen Osgood")
	id := a.text("data.0.details.id")
	if len(id) != 19 {
		t.Errorf("id %q does not have 19 digits (§2.1)", id)
	}
	next := r.crm("POST", "Events", data(event+"}")).text("data.0.details.id")
	if next <= id {
		t.Errorf("ids do not grow: %s after %s", next, id)
	}
	r.expect("read back", r.crm("GET", "Events/"+id, ""), 200,
		"data.0.Event_Title", "Check-up", "data.0.Owner.email", "helen.osgood@harbordental.example", "data.0.$event_cancelled", nil, "info", nil)
}

// zoho-crm-api §2.6: 201, 207 when mixed, 400 when every item failed; item
// errors stand inside data[].
//
// Fidelity: write-statuses
// Behaviour: 201 when all records were added, 207 when mixed, 400 when every one failed.
// Source: zoho-crm-api §2.6, OASY createRecords
func TestStatusOfInserts(t *testing.T) {
	r := start(t, "empty")
	good, bad := `{"Last_Name":"Reed"}`, `{"First_Name":"Ann"}`
	r.expect("all good", r.crm("POST", "Contacts", data(good, good)), 201)
	r.expect("mixed", r.crm("POST", "Contacts", data(bad, good)), 207, "data.0.code", "MANDATORY_NOT_FOUND", "data.1.code", "SUCCESS")
	r.expect("one bad", r.crm("POST", "Contacts", data(bad)), 400, "data.0.code", "MANDATORY_NOT_FOUND",
		"data.0.details.api_name", "Last_Name", "data.0.details.json_path", "$.data[0].Last_Name", "data.0.message", "required field not found")
	r.expect("all bad", r.crm("POST", "Contacts", data(bad, bad)), 400, "data.1.details.json_path", "$.data[1].Last_Name")
}

// zoho-crm-api §2.4, §7: faults of the request as a whole.
//
// Fidelity: write-request-errors
// Behaviour: At most 100 records; bodies that are no JSON are flat UNABLE_TO_PARSE_DATA_TYPE; unknown URLs 404 INVALID_URL_PATTERN, methods 400 INVALID_REQUEST_METHOD.
// Source: zoho-crm-api §2.4, §7
func TestRequestLevelFaultsOfWrites(t *testing.T) {
	r := start(t, "empty")
	hundredOne := data(strings.TrimSuffix(strings.Repeat(`{"Last_Name":"R"},`, 101), ","))
	for name, test := range map[string]struct{ body, path, code string }{
		"not json":         {"{", "code", "UNABLE_TO_PARSE_DATA_TYPE"},
		"no data":          {"{}", "data.0.code", "MANDATORY_NOT_FOUND"},
		"empty data":       {data(), "data.0.code", "MANDATORY_NOT_FOUND"},
		"data not a list":  {`{"data":{}}`, "data.0.code", "INVALID_DATA"},
		"item not object":  {data("1"), "data.0.code", "INVALID_DATA"},
		"101 records":      {hundredOne, "data.0.code", "LIMIT_EXCEEDED"},
		"trigger not list": {`{"data":[{"Last_Name":"R"}],"trigger":"workflow"}`, "data.0.code", "INVALID_DATA"},
	} {
		r.expect(name, r.crm("POST", "Contacts", test.body), 400, test.path, test.code)
	}
	r.expect("nothing was stored", r.crm("GET", "Contacts?fields=id", ""), 204)
	r.expect("unknown module on write", r.crm("POST", "Nothings", data(`{}`)), 400, "data.0.code", "INVALID_MODULE")
	r.expect("unknown module on read", r.crm("GET", "Nothings?fields=id", ""), 400, "code", "INVALID_MODULE", "details.resource_path_index", 0.0)
	r.expect("unknown path", r.crm("GET", "a/b/c/d/e", ""), 404, "code", "INVALID_URL_PATTERN")
	r.expect("unknown method", r.crm("PATCH", "Contacts", "{}"), 400, "code", "INVALID_REQUEST_METHOD")
	a, err := r.send("GET", "/crm/v2/Contacts", "", "Authorization", "Zoho-oauthtoken "+r.token)
	if err != nil {
		t.Fatal(err)
	}
	r.expect("other version", a, 404, "code", "INVALID_URL_PATTERN")
}

// zoho-crm-api §2.1, §2.2, §2.3: mandatory fields, lengths, types, references.
//
// Fidelity: mandatory-fields
// Behaviour: Mandatory fields are told by MANDATORY_NOT_FOUND with api_name and json_path.
// Source: zoho-crm-api §2.2, §2.3, §7, D7:insert-records
//
// Fidelity: value-formats
// Behaviour: Wrong types, lengths, references and date-times with milliseconds or without offset are INVALID_DATA.
// Source: zoho-crm-api §2.1, §7
//
// Fidelity: stage-in-pipeline
// Behaviour: A stage outside the pipeline, and a pipeline outside the layout, are MAPPING_MISMATCH, on plain writes as on conversion.
// Source: zoho-crm-api §2.3, OAS25 convert_lead.json; for plain writes inferred
// Doubtful: yes
// Settle: Create a deal in the sandbox with a stage that its pipeline does not have.
//
// Fidelity: who-id-is-a-contact
// Behaviour: Who_Id takes contacts only, and What_Id needs $se_module.
// Source: zoho-crm-api §2.2, D7:insert-records
//
// Fidelity: call-duration-needed
// Behaviour: A completed call needs a duration above zero, a scheduled one somebody whom it is about and a start in the future.
// Source: zoho-crm-api §2.3, D7:insert-records
func TestItemFaults(t *testing.T) {
	r := start(t, "demo")
	contact := r.plant("Contacts", `{"Last_Name":"Who"}`)
	lead := r.plant("Leads", `{"Last_Name":"What"}`)
	deal := `{"Deal_Name":"D","Closing_Date":"2026-04-01","Pipeline":"Standard (Standard)"`
	callHead := `{"Subject":"C","Call_Start_Time":"2026-03-02T08:00:00-05:00"`
	for _, test := range []struct{ name, module, item, code, field string }{
		{"event without title", "Events", `{"Start_DateTime":"2026-03-03T10:00:00Z","End_DateTime":"2026-03-03T11:00:00Z","Meeting_Venue__s":"Online"}`, "MANDATORY_NOT_FOUND", "Event_Title"},
		{"event without venue", "Events", `{"Event_Title":"x","Start_DateTime":"2026-03-03T10:00:00Z","End_DateTime":"2026-03-03T11:00:00Z"}`, "MANDATORY_NOT_FOUND", "Meeting_Venue__s"},
		{"milliseconds", "Events", strings.Replace(event, "00-05:00", "00.000-05:00", 1) + "}", "INVALID_DATA", "Start_DateTime"},
		{"no offset", "Events", strings.Replace(event, ":00-05:00", ":00", 1) + "}", "INVALID_DATA", "Start_DateTime"},
		{"ends before it starts", "Events", strings.Replace(event, "03T10:30", "03T09:30", 1) + "}", "INVALID_DATA", "End_DateTime"},
		{"title too long", "Events", strings.Replace(event, "Check-up", strings.Repeat("é", 256), 1) + "}", "INVALID_DATA", "Event_Title"},
		{"lead in Who_Id", "Events", event + `,"Who_Id":{"id":"` + lead + `"}}`, "INVALID_DATA", "Who_Id"},
		{"Who_Id as text", "Events", event + `,"Who_Id":"` + contact + `"}`, "INVALID_DATA", "Who_Id"},
		{"What_Id without module", "Events", event + `,"What_Id":{"id":"` + lead + `"}}`, "DEPENDENT_FIELD_MISSING", "$se_module"},
		{"What_Id of a contact", "Events", event + `,"What_Id":{"id":"` + contact + `"},"$se_module":"Contacts"}`, "INVALID_DATA", "$se_module"},
		{"unknown owner", "Events", event + `,"Owner":{"id":"1"}}`, "INVALID_DATA", "Owner"},
		{"boolean as text", "Events", event + `,"All_day":"true"}`, "INVALID_DATA", "All_day"},
		{"participant type", "Events", event + `,"Participants":[{"type":"person","participant":"1"}]}`, "INVALID_DATA", "type"},
		{"phone too long", "Contacts", `{"Last_Name":"x","Phone":"` + strings.Repeat("1", 31) + `"}`, "INVALID_DATA", "Phone"},
		{"bad email", "Contacts", `{"Last_Name":"x","Email":"no address"}`, "INVALID_DATA", "Email"},
		{"company by layout", "Leads", `{"Last_Name":"x","Layout":{"id":"1"}}`, "MANDATORY_NOT_FOUND", "Company"},
		{"deal without stage", "Deals", deal + "}", "MANDATORY_NOT_FOUND", "Stage"},
		{"stage of no pipeline", "Deals", deal + `,"Stage":"Dreaming"}`, "MAPPING_MISMATCH", "Stage"},
		{"pipeline of no layout", "Deals", strings.Replace(deal, "Standard (Standard)", "Other", 1) + `,"Stage":"Qualification"}`, "MAPPING_MISMATCH", "Pipeline"},
		{"call type", "Calls", callHead + `,"Call_Type":"Video","Call_Duration":"00:10"}`, "INVALID_DATA", "Call_Type"},
		{"call without duration", "Calls", callHead + `,"Call_Type":"Inbound"}`, "MANDATORY_NOT_FOUND", "Call_Duration"},
		{"zero duration", "Calls", callHead + `,"Call_Type":"Inbound","Call_Duration":"00:00"}`, "DEPENDENT_MISMATCH", "Call_Duration"},
		{"scheduled in the past", "Calls", callHead + `,"Call_Type":"Outbound","Outgoing_Call_Status":"Scheduled","Who_Id":{"id":"` + contact + `"}}`, "INVALID_DATA", "Call_Start_Time"},
		{"scheduled about nobody", "Calls", `{"Subject":"C","Call_Start_Time":"2026-03-09T08:00:00-05:00","Call_Type":"Outbound","Outgoing_Call_Status":"Scheduled"}`, "MANDATORY_NOT_FOUND", "Who_Id"},
		{"note without parent", "Notes", `{"Note_Content":"x"}`, "MANDATORY_NOT_FOUND", "Parent_Id"},
		{"note title too long", "Notes", `{"Note_Content":"x","Note_Title":"` + strings.Repeat("t", 121) + `","Parent_Id":{"id":"` + contact + `","module":{"api_name":"Contacts"}}}`, "INVALID_DATA", "Note_Title"},
	} {
		a := r.crm("POST", test.module, data(test.item))
		r.expect(test.name, a, 400, "data.0.code", test.code, "data.0.details.api_name", test.field, "data.0.status", "error")
	}
}

// What the documents allow must pass.
//
// Fidelity: lead-in-what-id
// Behaviour: An event may be about a lead: What_Id with $se_module Leads.
// Source: zoho-crm-api §2.2: not in the list of D7, used in its samples and those of the SDKs
// Doubtful: yes
// Settle: probe
//
// Fidelity: events-overlap
// Behaviour: Two events of one owner at the same time are both accepted.
// Source: zoho-crm-api §2.2, inferred: no document knows of any protection
// Doubtful: yes
// Settle: probe
func TestItemsThatAreRight(t *testing.T) {
	r := start(t, "demo")
	contact := r.plant("Contacts", `{"Last_Name":"Who"}`)
	lead := r.plant("Leads", `{"Last_Name":"What"}`)
	for _, test := range []struct{ name, module, item string }{
		{"SDK's Z", "Events", strings.ReplaceAll(event, "-05:00", "Z") + "}"},
		{"a lead in What_Id", "Events", event + `,"What_Id":{"id":"` + lead + `"},"$se_module":"Leads"}`},
		{"unknown picklist value", "Events", strings.Replace(event, "In-office", "Phone", 1) + "}"},
		{"bare address in participant", "Events", event + `,"Participants":[{"type":"email","participant":"a@example.com"}]}`},
		{"bare address in Email", "Events", event + `,"Participants":[{"type":"email","Email":"a@example.com"}]}`},
		{"unknown field", "Contacts", `{"Last_Name":"x","Shoe_Size":"44"}`},
		{"read-only field", "Contacts", `{"Last_Name":"x","Full_Name":"ignored"}`},
		{"lead without company", "Leads", `{"Last_Name":"x"}`},
		{"stage by its actual value", "Deals", `{"Deal_Name":"D","Closing_Date":"2026-04-01","Pipeline":"Standard (Standard)","Stage":"Id. Decision Makers"}`},
		{"missed call", "Calls", `{"Subject":"C","Call_Start_Time":"2026-03-02T08:00:00-05:00","Call_Type":"Missed"}`},
		{"scheduled call", "Calls", `{"Subject":"C","Call_Start_Time":"2026-03-09T08:00:00-05:00","Call_Type":"Outbound","Outgoing_Call_Status":"Scheduled","Who_Id":{"id":"` + contact + `"}}`},
		{"task", "Tasks", `{"Subject":"T","Due_Date":"2026-03-09","Status":"Not Started"}`},
		{"overlapping event", "Events", event + "}"},
	} {
		r.expect(test.name, r.crm("POST", test.module, data(test.item)), 201)
	}
}

// zoho-crm-api §7: several faults of one item.
//
// Fidelity: several-errors
// Behaviour: Several errors of one record come as MULTIPLE_OR_MULTI_ERRORS with the errors in its details.
// Source: zoho-crm-api §7, OAS25 record.json
func TestSeveralFaultsOfOneItem(t *testing.T) {
	r := start(t, "empty")
	a := r.crm("POST", "Events", data(`{"Event_Title":"x","All_day":1}`))
	r.expect("several", a, 400, "data.0.code", "MULTIPLE_OR_MULTI_ERRORS", "data.0.details.errors.0.code", "INVALID_DATA")
	errors, _ := a.at("data.0.details.errors").([]any)
	if len(errors) != 4 { // All_day, Start, End, venue
		t.Errorf("%d errors, want 4: %s", len(errors), a.raw)
	}
}

// Doubtful points of the documents are settings.
//
// Fidelity: meeting-venue-required
// Behaviour: Meeting_Venue__s is mandatory on new events.
// Source: zoho-crm-api §2.2, §11.1: by OASY and an organisation's metadata, absent from D7
// Doubtful: yes
// Setting: meetingVenueRequired
// Settle: probe
//
// Fidelity: closing-date-required
// Behaviour: Closing_Date is mandatory on new deals.
// Source: zoho-crm-api §2.3, §11.9: by OASY, not in the list of D7
// Doubtful: yes
// Setting: closingDateRequired
// Settle: probe
//
// Fidelity: pipeline-enabled
// Behaviour: Pipeline is mandatory on new deals.
// Source: zoho-crm-api §2.3: where pipelines are enabled
// Doubtful: yes
// Setting: pipelineEnabled
// Settle: probe
//
// Fidelity: lead-company-required
// Behaviour: Company is mandatory on new leads only where their layout is named.
// Source: zoho-crm-api §2.3: depends on the organisation
// Doubtful: yes
// Setting: leadCompanyRequired
// Settle: probe
//
// Fidelity: unknown-fields
// Behaviour: A field that the module does not have is ignored.
// Source: zoho-crm-api §2.4, §9, §11.7: reports disagree
// Doubtful: yes
// Setting: unknownFields
// Settle: probe
func TestSettingsThatChangeValidation(t *testing.T) {
	r := start(t, "empty")
	noVenue := `{"Event_Title":"x","Start_DateTime":"2026-03-03T10:00:00Z","End_DateTime":"2026-03-03T11:00:00Z"}`
	noClosing := `{"Deal_Name":"D","Stage":"Anything"}`
	r.control("POST", "settings", `{"meetingVenueRequired":false,"closingDateRequired":false,"pipelineEnabled":false,"leadCompanyRequired":true,"unknownFields":"reject"}`)
	r.expect("no venue", r.crm("POST", "Events", data(noVenue)), 201)
	r.expect("no closing date, no pipeline", r.crm("POST", "Deals", data(noClosing)), 201)
	r.expect("company", r.crm("POST", "Leads", data(`{"Last_Name":"x"}`)), 400, "data.0.details.api_name", "Company")
	r.expect("unknown field", r.crm("POST", "Contacts", data(`{"Last_Name":"x","Shoe_Size":"44"}`)), 400, "data.0.details.api_name", "Shoe_Size")
	fields := r.crm("GET", "settings/fields?module=Events", "")
	for _, f := range fields.body["fields"].([]any) {
		if walk(f, "api_name") == "Meeting_Venue__s" && walk(f, "system_mandatory") != false {
			t.Error("metadata still calls Meeting_Venue__s mandatory")
		}
	}
}

// zoho-crm-api §2.5: partial updates, single and bulk.
//
// Fidelity: update
// Behaviour: Updates are partial, by URL or by id in each item; what is not sent stays.
// Source: zoho-crm-api §2.5, D7:update-records
func TestUpdate(t *testing.T) {
	r := start(t, "demo")
	a, b := r.plant("Contacts", `{"Last_Name":"Aye","Phone":"1"}`), r.plant("Contacts", `{"Last_Name":"Bee"}`)
	r.advance(time.Minute)
	r.expect("by id", r.crm("PUT", "Contacts/"+a, data(`{"First_Name":"Ann","Phone":null}`)), 200,
		"data.0.message", "record updated", "data.0.details.Modified_Time", "2026-03-02T09:01:00-05:00", "data.0.details.Created_Time", "2026-03-02T09:00:00-05:00")
	r.expect("kept and changed", r.crm("GET", "Contacts/"+a, ""), 200, "data.0.Full_Name", "Ann Aye", "data.0.Phone", nil)
	bulk := r.crm("PUT", "Contacts", data(fmt.Sprintf(`{"id":"%s","Title":"Dr"}`, b), `{"id":"5725767000009999999","Title":"Dr"}`, `{"Title":"Dr"}`))
	r.expect("bulk", bulk, 207, "data.0.code", "SUCCESS", "data.1.code", "INVALID_DATA", "data.2.code", "MANDATORY_NOT_FOUND")
	r.expect("unknown id", r.crm("PUT", "Contacts/5725767000009999999", data(`{"Title":"Dr"}`)), 400, "data.0.code", "INVALID_DATA", "data.0.details.resource_path_index", 1.0)
	r.expect("clearing a mandatory field", r.crm("PUT", "Contacts/"+a, data(`{"Last_Name":null}`)), 400, "data.0.code", "MANDATORY_NOT_FOUND")
}

// zoho-crm-api §2.5: If-Unmodified-Since answers 412 in data[].
//
// Fidelity: unmodified-since
func TestIfUnmodifiedSince(t *testing.T) {
	r := start(t, "demo")
	id := r.plant("Events", event+"}")
	r.advance(time.Minute)
	seen := "2026-03-02T14:00:30Z"
	r.expect("unchanged", r.crm("PUT", "Events/"+id, data(`{"Venue":"A"}`), "If-Unmodified-Since", seen), 200)
	r.expect("changed meanwhile", r.crm("PUT", "Events/"+id, data(`{"Venue":"B"}`), "If-Unmodified-Since", seen), 412,
		"data.0.code", "ALREADY_MODIFIED", "data.0.details.Modified_Time", "2026-03-02T09:01:00-05:00")
	r.expect("not overwritten", r.crm("GET", "Events/"+id, ""), 200, "data.0.Venue", "A")
	r.expect("other offset, same instant", r.crm("PUT", "Events/"+id, data(`{"Venue":"C"}`), "If-Unmodified-Since", "2026-03-02T19:31:00+05:30"), 200)
}

// zoho-crm-api §2.5, §3.5: deletion, single and bulk, and the list of deleted.
//
// Fidelity: delete
// Behaviour: Deleted records go to the recycle bin and the list of deleted; 207 where some ids are gone already.
// Source: zoho-crm-api §2.5, §3.5, OASY deleteRecords
//
// Fidelity: delete-twice
// Behaviour: Deleting what is deleted is INVALID_DATA, "record not deleted".
// Source: zoho-crm-api §2.5, OASY deleteRecords
func TestDelete(t *testing.T) {
	r := start(t, "demo")
	a, b := r.plant("Contacts", `{"Last_Name":"Aye"}`), r.plant("Contacts", `{"Last_Name":"Bee"}`)
	r.expect("nothing deleted", r.crm("GET", "Contacts/deleted", ""), 204)
	r.expect("by id", r.crm("DELETE", "Contacts/"+a, ""), 200, "data.0.message", "record deleted", "data.0.details.id", a)
	r.expect("again", r.crm("DELETE", "Contacts/"+a, ""), 400, "message", "record not deleted", "details.resource_path_index", 1.0)
	r.expect("bulk", r.crm("DELETE", "Contacts?ids="+a+","+b, ""), 207, "data.0.details.id", a, "data.0.code", "INVALID_DATA", "data.1.code", "SUCCESS")
	r.expect("without ids", r.crm("DELETE", "Contacts", ""), 400, "code", "REQUIRED_PARAM_MISSING", "details.param_name", "ids")
	r.expect("gone", r.crm("GET", "Contacts/"+a, ""), 204)
	r.expect("update of a deleted one", r.crm("PUT", "Contacts/"+a, data(`{"Title":"x"}`)), 400, "data.0.code", "INVALID_DATA")
	r.expect("listed", r.crm("GET", "Contacts/deleted?type=recycle", ""), 200,
		"info.count", 2.0, "data.0.type", "recycle", "data.0.deleted_time", "2026-03-02T09:00:00-05:00", "data.0.deleted_by.name", "Helen Osgood")
	r.expect("none for good", r.crm("GET", "Contacts/deleted?type=permanent", ""), 204)
	r.expect("bad type", r.crm("GET", "Contacts/deleted?type=lost", ""), 400, "details.param_name", "type")
}

// zoho-crm-api §2.3, Notes: under a record and by themselves.
//
// Fidelity: notes
// Behaviour: Notes are written under a record or with Parent_Id, and listed with fields.
// Source: zoho-crm-api §2.3, D7:create-notes, get-notes
func TestNotes(t *testing.T) {
	r := start(t, "demo")
	contact := r.plant("Contacts", `{"Last_Name":"Aye"}`)
	path := "Contacts/" + contact + "/Notes"
	r.expect("none yet", r.crm("GET", path+"?fields=Note_Title", ""), 204)
	r.expect("under a record", r.crm("POST", path, data(`{"Note_Title":"T","Note_Content":"C"}`)), 201, "data.0.details.$approval_state", nil)
	r.expect("by themselves", r.crm("POST", "Notes", data(`{"Note_Content":"D","Parent_Id":{"module":{"api_name":"Contacts"},"id":"`+contact+`"}}`)), 201)
	r.expect("elsewhere", r.crm("POST", "Notes", data(`{"Note_Content":"E","Parent_Id":{"module":{"api_name":"Leads"},"id":"`+r.plant("Leads", `{"Last_Name":"L"}`)+`"}}`)), 201)
	r.expect("read", r.crm("GET", path+"?fields=Note_Title,Note_Content,Parent_Id", ""), 200,
		"info.count", 2.0, "data.1.Note_Title", "T", "data.1.Parent_Id.id", contact, "data.1.Parent_Id.module.api_name", "Contacts", "data.0.Note_Content", "D")
	r.expect("fields are mandatory", r.crm("GET", path, ""), 400, "code", "REQUIRED_PARAM_MISSING")
	r.expect("no such parent", r.crm("POST", "Contacts/5725767000009999999/Notes", data(`{"Note_Content":"C"}`)), 400, "data.0.code", "INVALID_DATA")
}

// zoho-crm-api §2.3: the list of all notes is for administrators.
//
// Fidelity: all-notes-for-administrators
// Behaviour: The list of all notes is for administrators, else 403 NOT_SUPPORTED.
// Source: zoho-crm-api §2.3, D7:get-notes
func TestAllNotesAreForAdministrators(t *testing.T) {
	r := start(t, "demo")
	r.expect("administrator", r.crm("GET", "Notes?fields=Note_Title", ""), 204)
	users := r.crm("GET", "users?type=ActiveUsers", "")
	r.token = r.grant(zohosim.GrantRequest{UserID: users.text("users.1.id")}).AccessToken
	r.expect("another user", r.crm("GET", "Notes?fields=Note_Title", ""), 403, "code", "NOT_SUPPORTED")
}

// zoho-crm-api §2.2: at most fifty participants; what is read back.
//
// Fidelity: participants
// Behaviour: At most 50 participants, read back with invited and status; once invited, invited.
// Source: zoho-crm-api §2.2, D7:insert-records
func TestParticipants(t *testing.T) {
	r := start(t, "demo")
	contact := r.plant("Contacts", `{"First_Name":"Ann","Last_Name":"Aye","Email":"ann@example.com"}`)
	one := `{"type":"contact","participant":"` + contact + `"}`
	many := strings.TrimSuffix(strings.Repeat(one+",", 51), ",")
	r.expect("51", r.crm("POST", "Events", data(event+`,"Participants":[`+many+`]}`)), 400, "data.0.code", "LIMIT_EXCEEDED")
	a := r.crm("POST", "Events", data(event+`,"Participants":[`+one+`],"$send_notification":false}`))
	id := a.text("data.0.details.id")
	r.expect("read back", r.crm("GET", "Events/"+id, ""), 200, "data.0.Participants.0.participant", contact,
		"data.0.Participants.0.Email", "ann@example.com", "data.0.Participants.0.name", "Ann Aye", "data.0.Participants.0.invited", false, "data.0.Participants.0.status", "not_known")
	r.expect("silent change", r.crm("PUT", "Events/"+id, data(`{"Venue":"y","$send_notification":false}`)), 200)
	r.expect("still not invited", r.crm("GET", "Events/"+id, ""), 200, "data.0.Participants.0.invited", false)
	r.expect("notify", r.crm("PUT", "Events/"+id, data(`{"$send_notification":true}`)), 200)
	r.expect("later silence", r.crm("PUT", "Events/"+id, data(`{"Venue":"x","$send_notification":false}`)), 200)
	r.expect("still invited", r.crm("GET", "Events/"+id, ""), 200, "data.0.Participants.0.invited", true)
}

// zoho-crm-api §2.7: actions/cancel.
//
// Fidelity: cancel-meeting
// Behaviour: actions/cancel works once and before the end, keeps the record, and needs send_cancelling_mail; $event_cancelled is answered on request alone.
// Source: zoho-crm-api §2.2, §2.7, D7:meeting-cancel, OASY cancelMeetings
//
// Fidelity: cancel-needs-invite
// Behaviour: An event without invited participants cannot be cancelled: NOT_ALLOWED.
// Source: zoho-crm-api §2.7, D7:meeting-cancel; who counts as invited is not told
// Doubtful: yes
// Setting: cancelNeedsInvite
// Settle: probe
func TestCancelMeeting(t *testing.T) {
	r := start(t, "demo")
	contact := r.plant("Contacts", `{"Last_Name":"Aye","Email":"ann@example.com"}`)
	invited := r.plant("Events", event+`,"Participants":[{"type":"contact","participant":"`+contact+`"}],"$send_notification":true}`)
	alone := r.plant("Events", event+"}")
	body := data(`{"send_cancelling_mail":false}`)
	cancel := func(id, body string) answer { return r.crm("POST", "Events/"+id+"/actions/cancel", body) }

	r.expect("no flag", cancel(invited, data(`{}`)), 400, "code", "MANDATORY_NOT_FOUND", "details.api_name", "send_cancelling_mail")
	r.expect("nobody invited", cancel(alone, body), 400, "code", "NOT_ALLOWED")
	r.expect("no such event", cancel("5725767000009999999", body), 400, "code", "INVALID_DATA")
	r.expect("cancelled", cancel(invited, body), 200, "data.0.code", "SUCCESS", "data.0.message", "The event is successfully cancelled", "data.0.details.id", invited)
	r.expect("twice", cancel(invited, body), 400, "code", "NOT_ALLOWED")
	r.expect("the record stays", r.crm("GET", "Events/"+invited+"?fields=Event_Title,$event_cancelled", ""), 200, "data.0.$event_cancelled", true)
	r.expect("not cancelled", r.crm("GET", "Events?fields=$event_cancelled&ids="+alone, ""), 200, "data.0.$event_cancelled", false)
	all := r.crm("GET", "Events/"+invited, "")
	if _, told := all.at("data.0").(map[string]any)["$event_cancelled"]; told {
		t.Error("$event_cancelled was answered without being asked for (§2.2)")
	}
	r.control("POST", "settings", `{"cancelNeedsInvite":false}`)
	r.expect("setting", cancel(alone, body), 200)
	late := r.plant("Events", event+"}")
	r.advance(48 * time.Hour)
	r.token = r.grant(zohosim.GrantRequest{}).AccessToken
	r.expect("after its end", cancel(late, body), 400, "code", "NOT_ALLOWED")
}

// zoho-crm-api §2.3: what the server derives.
//
// Fidelity: derived-deal-fields
// Behaviour: Probability, Expected_Revenue and Stage_Modified_Time follow a deal's stage and amount.
// Source: zoho-crm-api §2.3
//
// Fidelity: call-duration-format
// Behaviour: Call_Duration is read as HH:mm.
// Source: zoho-crm-api §2.3: by D7; its samples and others' practice may be mm:ss
// Doubtful: yes
// Setting: callDurationFormat
// Settle: probe
func TestDerivedFields(t *testing.T) {
	r := start(t, "demo")
	deal := r.crm("POST", "Deals", data(`{"Deal_Name":"D","Closing_Date":"2026-04-01","Pipeline":"Standard (Standard)","Stage":"Needs Analysis","Amount":500}`)).text("data.0.details.id")
	r.expect("deal", r.crm("GET", "Deals/"+deal, ""), 200, "data.0.Probability", 20.0, "data.0.Expected_Revenue", 100.0, "data.0.Stage_Modified_Time", "2026-03-02T09:00:00-05:00")
	r.advance(time.Minute)
	r.crm("PUT", "Deals/"+deal, data(`{"Next_Step":"call"}`))
	r.expect("stage untouched", r.crm("GET", "Deals/"+deal, ""), 200, "data.0.Stage_Modified_Time", "2026-03-02T09:00:00-05:00")
	r.crm("PUT", "Deals/"+deal, data(`{"Stage":"Closed Won"}`))
	r.expect("stage moved", r.crm("GET", "Deals/"+deal, ""), 200, "data.0.Probability", 100.0, "data.0.Stage_Modified_Time", "2026-03-02T09:01:00-05:00")

	call := `{"Subject":"C","Call_Start_Time":"2026-03-02T08:00:00-05:00","Call_Type":"Inbound","Call_Duration":"01:30"}`
	id := r.crm("POST", "Calls", data(call)).text("data.0.details.id")
	r.expect("HH:mm", r.crm("GET", "Calls/"+id, ""), 200, "data.0.Call_Duration_in_seconds", 5400.0)
	r.control("POST", "settings", `{"callDurationFormat":"mm:ss"}`)
	id = r.crm("POST", "Calls", data(call)).text("data.0.details.id")
	r.expect("mm:ss", r.crm("GET", "Calls/"+id, ""), 200, "data.0.Call_Duration_in_seconds", 90.0)
}

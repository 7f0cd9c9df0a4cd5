package zohosim_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// A note says something: content, a title, or both.
//
// Fidelity: note-content-or-title
// Behaviour: A note with neither content nor title is refused with EXPECTED_FIELD_MISSING naming both; a title alone is enough.
// Source: OAS26 notes.json and OASY createNotesModule; zoho-crm-api §2.3 has the page create-notes, by which Note_Content is mandatory
// Doubtful: yes
// Settle: POST a note with a title and without content, and see whether it is refused.
func TestNoteNeedsContentOrTitle(t *testing.T) {
	r := start(t, "empty")
	path := "Contacts/" + r.plant("Contacts", `{"Last_Name":"Who"}`) + "/Notes"
	r.expect("neither", r.crm("POST", path, data(`{}`)), 400, "data.0.code", "EXPECTED_FIELD_MISSING",
		"data.0.details.expected_fields.0.api_name", "Note_Content", "data.0.details.expected_fields.0.json_path", "$.data[0].Note_Content",
		"data.0.details.expected_fields.1.api_name", "Note_Title")
	r.expect("title alone", r.crm("POST", path, data(`{"Note_Title":"Called"}`)), 201)
	r.expect("content alone", r.crm("POST", path, data(`{"Note_Content":"Called"}`)), 201)
	if titles := r.crm("GET", path+"?fields=Note_Title,Note_Content", "").column("Note_Title"); len(titles) != 2 {
		t.Errorf("the CRM has %q, want two notes", titles)
	}
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

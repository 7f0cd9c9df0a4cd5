package zohosim_test

import "testing"

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

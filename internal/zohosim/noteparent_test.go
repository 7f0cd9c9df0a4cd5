package zohosim_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// zoho-crm-api §2.3, Notes: what says whose note it is.
//
// Fidelity: note-parent
// Behaviour: A note's Parent_Id needs the id and the module of the record, the latter by API name or by id; $se_module does not stand for it.
// Source: D7:create-notes; OAS26 notes.json
func TestNoteParent(t *testing.T) {
	r := start(t, "empty")
	contact := r.plant("Contacts", `{"Last_Name":"Aye"}`)
	module := r.crm("GET", "settings/modules/Contacts", "").text("modules.0.id")
	note := func(rest string) answer { return r.crm("POST", "Notes", data(`{"Note_Content":"x",`+rest+`}`)) }
	r.expect("by id", note(`"Parent_Id":{"id":"`+contact+`","module":{"id":"`+module+`"}}`), 201)
	for _, parent := range []string{`"Parent_Id":{"id":"` + contact + `"}`, `"$se_module":"Contacts","Parent_Id":{"id":"` + contact + `"}`} {
		r.expect("no module", note(parent), 400, "data.0.code", "MANDATORY_NOT_FOUND", "data.0.details.api_name", "module", "data.0.details.json_path", "$.data[0].Parent_Id.module")
	}
	r.expect("no such module", note(`"Parent_Id":{"id":"`+contact+`","module":{"api_name":"Ships"}}`), 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", "module")
	r.expect("another's id", note(`"Parent_Id":{"id":"`+contact+`","module":{"api_name":"Leads"}}`), 400, "data.0.code", "INVALID_DATA", "data.0.details.api_name", "Parent_Id")
	r.expect("under the record", r.crm("GET", "Contacts/"+contact+"/Notes?fields=Note_Content", ""), 200, "info.count", 1.0)
}

// Fidelity: note-scopes
// Behaviour: The notes of a record need READ of its module beside the scope of notes.
// Source: OAS26 related_notes.json; D7:create-notes
func TestNotesOfARecordNeedTwoScopes(t *testing.T) {
	r := start(t, "empty")
	contact := r.plant("Contacts", `{"Last_Name":"Aye"}`)
	path := "Contacts/" + contact + "/Notes"
	for scopes, may := range map[string]bool{
		"ZohoCRM.modules.notes.ALL": false, "ZohoCRM.modules.contacts.READ": false, "ZohoCRM.modules.notes.ALL,ZohoCRM.modules.leads.READ": false,
		"ZohoCRM.modules.notes.ALL,ZohoCRM.modules.contacts.READ": true,
	} {
		scoped := r.holding(r.grant(zohosim.GrantRequest{Scopes: strings.Split(scopes, ",")}).AccessToken)
		for _, a := range []answer{scoped.crm("POST", path, data(`{"Note_Content":"x"}`)), scoped.crm("GET", path+"?fields=id", "")} {
			if (a.status < 300) != may || !may && a.text("code") != "OAUTH_SCOPE_MISMATCH" {
				t.Errorf("with %s: %d %s", scopes, a.status, a.raw)
			}
		}
	}
}

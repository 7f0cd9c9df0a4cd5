package zohosim_test

import "testing"

// Fidelity: related-lists
// Behaviour: /settings/related_lists names the related lists of a module; 204 where it has none.
// Source: zoho-crm-api §3.6, §12; OAS26 related_lists.json
func TestRelatedListsNameNotes(t *testing.T) {
	r := start(t, "demo")
	seen := map[string]bool{}
	for _, module := range []string{"Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events", "Calls"} {
		lists := r.crm("GET", "settings/related_lists?module="+module, "")
		r.expect(module, lists, 200, "related_lists.0.api_name", "Notes", "related_lists.0.module.api_name", "Notes", "related_lists.0.href", module+"/{ENTITYID}/Notes")
		if id := lists.text("related_lists.0.id"); id == "" || seen[id] {
			t.Errorf("%s: id %q is missing or was there before", module, id)
		} else {
			seen[id] = true
		}
	}
	r.expect("of notes", r.crm("GET", "settings/related_lists?module=Notes", ""), 204)
	r.expect("of nothing", r.crm("GET", "settings/related_lists?module=Nothings", ""), 400, "code", "INVALID_MODULE")
	r.expect("of none named", r.crm("GET", "settings/related_lists", ""), 400, "code", "REQUIRED_PARAM_MISSING")
}

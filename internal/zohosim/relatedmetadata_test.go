package zohosim_test

import (
	"slices"
	"testing"
)

// What is named can be read, by the address that stands with it.
//
// Fidelity: related-lists
// Behaviour: /settings/related_lists names the related lists of a module; 204 where it has none.
// Source: zoho-crm-api §3.6, §12; OAS26 related_lists.json
func TestRelatedListsAreNamed(t *testing.T) {
	r := start(t, "demo")
	seen := map[string]bool{}
	for module, want := range map[string][]string{
		"Leads": {"Notes"}, "Contacts": {"Deals", "Notes"}, "Accounts": {"Contacts", "Deals", "Notes"}, "Deals": {"Notes"},
		"Tasks": {"Notes"}, "Events": {"Notes"}, "Calls": {"Notes"},
	} {
		lists := r.crm("GET", "settings/related_lists?module="+module, "")
		r.expect(module, lists, 200)
		rows, _ := lists.body["related_lists"].([]any)
		parent := r.plant(module, `{}`)
		var got []string
		for _, row := range rows {
			name, _ := walk(row, "api_name").(string)
			id, _ := walk(row, "id").(string)
			if walk(row, "module.api_name") != name || walk(row, "href") != module+"/{ENTITYID}/"+name || id == "" || seen[id] {
				t.Errorf("%s: %v", module, row)
			}
			got, seen[id] = append(got, name), true
			r.expect(module+": "+name, r.crm("GET", module+"/"+parent+"/"+name+"?fields=id", ""), 204)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", module, got, want)
		}
	}
	r.expect("of notes", r.crm("GET", "settings/related_lists?module=Notes", ""), 204)
	r.expect("of nothing", r.crm("GET", "settings/related_lists?module=Nothings", ""), 400, "code", "INVALID_MODULE")
	r.expect("of none named", r.crm("GET", "settings/related_lists", ""), 400, "code", "REQUIRED_PARAM_MISSING")
}

package zohosim_test

import "testing"

// Fidelity: fields-have-lengths
// Behaviour: Every field of /settings/fields and /settings/layouts has a length above 0, whatever its type.
// Source: zoho-crm-api §2.1, §12: samples of field-meta; Zoho's SDKs drop a field whose length is 0
func TestEveryFieldHasALength(t *testing.T) {
	r := start(t, "empty")
	for _, module := range []string{"Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events", "Calls", "Notes"} {
		fields := r.crm("GET", "settings/fields?module="+module, "")
		layout := r.crm("GET", "settings/layouts?module="+module, "")
		for _, list := range []any{fields.at("fields"), layout.at("layouts.0.sections.0.fields")} {
			rows, _ := list.([]any)
			if len(rows) == 0 {
				t.Errorf("%s has no fields", module)
			}
			for _, row := range rows {
				if length, _ := walk(row, "length").(float64); length <= 0 {
					t.Errorf("%s: %v has length %v", module, walk(row, "api_name"), walk(row, "length"))
				}
			}
		}
	}
}

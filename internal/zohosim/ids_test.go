package zohosim_test

import "testing"

// An id is of one thing alone, and a thing has one id wherever it is named.
func TestIDsAreOfOneThing(t *testing.T) {
	r := start(t, "demo")
	deal := r.plant("Deals", `{"Deal_Name":"D","Pipeline":"Standard (Standard)","Stage":"Qualification"}`)
	r.control("POST", "records/Deals/"+deal+"/blueprint", "")
	user := r.crm("GET", "users", "").text("users.1.id")
	r.control("POST", "unavailability", `{"userId":"`+user+`","from":"2026-03-03T14:00:00Z","to":"2026-03-03T18:00:00Z","comments":"dentist"}`)
	r.control("POST", "shifts", `{"shifts":[{"name":"Late","days":["Monday"],"timing":["12:00","20:00"],"timezone":"UTC","userIds":["`+user+`"]}]}`)
	layout := r.crm("GET", "settings/layouts?module=Deals", "").text("layouts.0.id")
	paths := []string{
		"users", "settings/modules", "settings/pipeline?layout_id=" + layout, "settings/users_unavailability",
		"settings/business_hours/shift_hours", "Deals/" + deal + "/actions/blueprint",
	}
	for _, module := range []string{"Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events", "Calls"} {
		paths = append(paths, "settings/fields?module="+module, "settings/layouts?module="+module, "settings/related_lists?module="+module)
	}
	names, ids := map[string]string{}, map[string]string{}
	for _, path := range paths {
		a := r.crm("GET", path, "")
		r.expect(path, a, 200)
		delete(a.body, "info")
		eachNamed(a.body, "", func(kind, name, id string) {
			if before, taken := names[id]; taken && before != name {
				t.Errorf("%s: %s is %q, and %q too", path, id, name, before)
			}
			if before, known := ids[name]; known && before != id && kind == "forecast_category" {
				t.Errorf("%s: %q is %s, and %s too", path, name, id, before)
			}
			names[id], ids[name] = name, id
		})
	}
	if len(names) < 300 {
		t.Errorf("%d ids were seen", len(names))
	}
}

// eachNamed finds objects with an id and a name. A transition is left out: it is
// named by the value that it leads to.
func eachNamed(v any, kind string, found func(kind, name, id string)) {
	switch x := v.(type) {
	case []any:
		for _, inner := range x {
			eachNamed(inner, kind, found)
		}
	case map[string]any:
		id, _ := x["id"].(string)
		for _, key := range []string{"display_value", "api_name", "full_name", "name", "comments"} {
			if name, named := x[key].(string); named && id != "" {
				found(kind, name, id)
				break
			}
		}
		for key, inner := range x {
			if key != "transitions" {
				eachNamed(inner, key, found)
			}
		}
	}
}

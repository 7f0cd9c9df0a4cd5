package zohosim_test

import (
	"testing"
)

// zoho-crm-api §3.6: people and the organisation.
//
// Fidelity: users-and-org
// Behaviour: Users, organisation, business hours (an object) and holidays; 204 where there are none.
// Source: zoho-crm-api §3.6, D7
func TestUsersAndOrganisation(t *testing.T) {
	r := start(t, "demo")
	r.expect("all", r.crm("GET", "users", ""), 200, "info.count", 2.0)
	r.expect("current", r.crm("GET", "users?type=CurrentUser", ""), 200, "info.count", 1.0,
		"users.0.full_name", "Helen Osgood", "users.0.status", "active", "users.0.offset", -18000000.0, "users.0.profile.name", "Administrator")
	r.expect("admins", r.crm("GET", "users?type=AdminUsers", ""), 200, "info.count", 1.0)
	r.expect("nobody", r.crm("GET", "users?type=DeletedUsers", ""), 204)
	r.expect("no such type", r.crm("GET", "users?type=Friends", ""), 400, "details.param_name", "type")
	r.expect("by id", r.crm("GET", "users/"+r.crm("GET", "users", "").text("users.1.id"), ""), 200, "users.0.full_name", "Marcus Vale")
	r.expect("org", r.crm("GET", "org", ""), 200, "org.0.company_name", "Harbor Dental", "org.0.time_zone", "America/New_York",
		"org.0.country_code", "US", "org.0.type", "production", "org.0.license_details.paid_type", "enterprise")
	r.expect("hours", r.crm("GET", "settings/business_hours", ""), 200, "business_hours.type", "custom",
		"business_hours.daily_timing.0", "09:00", "business_hours.daily_timing.1", "17:00", "business_hours.business_days.4", "Friday", "business_hours.custom_timing", nil)
	r.expect("holidays", r.crm("GET", "settings/holidays?year=2026", ""), 204)
	empty := start(t, "empty")
	empty.expect("unset hours", empty.crm("GET", "settings/business_hours", ""), 204)
	empty.expect("one user", empty.crm("GET", "users?type=ActiveUsers", ""), 200, "info.count", 1.0, "users.0.profile.name", "Administrator")
}

// zoho-crm-api §3.6, §12: metadata.
//
// Fidelity: metadata
// Behaviour: Modules, fields and layouts tell ids, types, mandatory fields and values; an unknown module is INVALID_MODULE.
// Source: zoho-crm-api §3.6, §12, D7:field-meta
func TestMetadata(t *testing.T) {
	r := start(t, "demo")
	modules := r.crm("GET", "settings/modules", "")
	r.expect("modules", modules, 200)
	if list, _ := modules.body["modules"].([]any); len(list) != 8 {
		t.Errorf("%d modules, want 8", len(list))
	}
	for _, row := range modules.body["modules"].([]any) {
		name, _ := walk(row, "api_name").(string)
		fields := r.crm("GET", "settings/fields?module="+name, "")
		r.expect(name, fields, 200)
		for _, f := range fields.body["fields"].([]any) {
			if id, _ := walk(f, "id").(string); len(id) != 19 || walk(f, "data_type") == nil || walk(f, "field_label") == "" {
				t.Errorf("%s: field %v", name, walk(f, "api_name"))
			}
		}
		r.expect(name+" layout", r.crm("GET", "settings/layouts?module="+name, ""), 200, "layouts.0.name", "Standard", "layouts.0.status", "active")
	}
	r.expect("unknown module", r.crm("GET", "settings/fields?module=Nothings", ""), 400, "code", "INVALID_MODULE")
	r.expect("no module", r.crm("GET", "settings/fields", ""), 400, "code", "REQUIRED_PARAM_MISSING")
	r.expect("one module", r.crm("GET", "settings/modules/Events", ""), 200, "modules.0.plural_label", "Meetings", "modules.0.api_supported", true)

	venue := fieldOf(r.crm("GET", "settings/fields?module=Events", ""), "Meeting_Venue__s")
	if walk(venue, "data_type") != "picklist" || walk(venue, "system_mandatory") != true || walk(venue, "pick_list_values.0.display_value") != "In-office" {
		t.Errorf("venue: %v", venue)
	}
	who := fieldOf(r.crm("GET", "settings/fields?module=Events", ""), "Who_Id")
	if walk(who, "lookup.module.api_name") != "Contacts" {
		t.Errorf("Who_Id: %v", who)
	}
	if p := fieldOf(r.crm("GET", "settings/fields?module=Events", ""), "Participants"); walk(p, "data_type") != "bigint" || walk(p, "json_type") != "jsonarray" {
		t.Errorf("Participants: %v", p)
	}
}

func fieldOf(a answer, name string) any {
	fields, _ := a.body["fields"].([]any)
	for _, f := range fields {
		if walk(f, "api_name") == name {
			return f
		}
	}
	return nil
}

// zoho-crm-api §3.6: pipelines of a layout, with stages whose display and
// actual values may differ.
//
// Fidelity: pipelines
// Behaviour: A layout's pipelines hold stages whose display and actual values may differ; layout_id is mandatory.
// Source: zoho-crm-api §3.6, D7:get-pipelines
func TestPipelines(t *testing.T) {
	r := start(t, "demo")
	r.expect("layout_id is mandatory", r.crm("GET", "settings/pipeline", ""), 400, "details.param_name", "layout_id")
	r.expect("unknown layout", r.crm("GET", "settings/pipeline?layout_id=1", ""), 400, "code", "INVALID_DATA")
	layout := r.crm("GET", "settings/layouts?module=Deals", "").text("layouts.0.id")
	a := r.crm("GET", "settings/pipeline?layout_id="+layout, "")
	r.expect("pipelines", a, 200, "pipeline.0.display_value", "Standard (Standard)", "pipeline.0.default", true,
		"pipeline.0.maps.3.display_value", "Identify Decision Makers", "pipeline.0.maps.3.actual_value", "Id. Decision Makers", "pipeline.0.maps.6.forecast_type", "Closed Won")
}

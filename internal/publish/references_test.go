package publish_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/publish"
)

// Whatever the settings name and Zoho does not have is told at once, with what
// was probably meant.
func TestReferences(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(),
		"zoho_staff", "Marcus Vail",
		"zoho_services", `[{"name":"Cleaning","minutes":30,"staff":["Somebody Else"]}]`,
		"zoho_update_pipeline", "True", "zoho_pipeline", "Standrd (Standard)",
		"zoho_reference_field", "Check_In_Time",
		"zoho_field_map", `{"Leads":{"Lead_Sorce":"=Phone","Company":"metadata.company"},"Deals":{"Description":"summary"}}`)
	steps, revision, err := r.publish()
	last := steps[len(steps)-1]
	if !fault.Is(err, fault.Invalid) || last.Name != "references" || revision != 0 {
		t.Fatalf("revision %d, %v, after %+v", revision, err, last)
	}
	for _, want := range []string{
		`zoho_staff: "Marcus Vail" is no active user in Zoho; did you mean Marcus Vale?`,
		`zoho_services: at [0].staff: "Somebody Else" is no active user in Zoho; use one of Helen Osgood, Marcus Vale`,
		`zoho_pipeline: there is no pipeline "Standrd (Standard)" in Zoho; did you mean Standard (Standard)?`,
		`zoho_reference_field: the field Check_In_Time of Events can only be read`,
		`zoho_field_map: Leads has no field Lead_Sorce in Zoho; did you mean Lead_Source?`,
	} {
		if !strings.Contains(last.Detail+"\n", want+"\n") {
			t.Errorf("%q is missing in\n%s", want, last.Detail)
		}
	}
	if n := strings.Count(last.Detail, "\n"); n != 4 {
		t.Errorf("told is\n%s", last.Detail)
	}
}

func TestReferenceFieldThatGuardsNothing(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_reference_field", "Venue")
	steps, _ := r.published()
	if s := r.step(steps, "references"); s.State != publish.Done || !strings.Contains(s.Detail, "Venue takes the same value twice") || s.Remedy == "" {
		t.Errorf("told is %+v", s)
	}
	r.instead["/crm/v8/settings/fields"] = `{"fields":[{"api_name":"Venue","unique":{"casesensitive":"0"}}]}`
	steps, _ = r.published()
	if s := r.step(steps, "references"); s.Detail != "booked is Helen Osgood" || s.Remedy != "" {
		t.Errorf("told is %+v", s)
	}
}

package config

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The names that design and contract promise. A name that leaves this list
// breaks the people who set it.
var promised = strings.Fields(`
	zoho_oauth_code zoho_region zoho_timezone zoho_duration zoho_availability_days
	zoho_enable_slot_check zoho_enable_booking zoho_enable_cancellation
	zoho_update_pipeline zoho_pipeline_criteria zoho_check_existing_client
	zoho_check_availability_on_conversation_start

	zoho_access_token zoho_refresh_token zoho_user_id zoho_users zoho_org
	zoho_deal_fields zoho_pipelines zoho_business_hours zoho_holidays

	zoho_client_id zoho_client_secret zoho_environment zoho_field_map
	zoho_reference_field zoho_meeting_venue zoho_lead_company
	vapi_secret retell_api_key elevenlabs_webhook_secret vapi_signature

	zoho_enable_reschedule zoho_staff zoho_staff_choice zoho_services
	zoho_working_hours zoho_slot_interval zoho_slot_alignment zoho_buffer_before
	zoho_buffer_after zoho_minimum_notice zoho_daily_limit zoho_offered_slots
	zoho_language zoho_event_title zoho_cancel_mode zoho_notify_attendee
	zoho_calendar_staleness zoho_outage_policy

	zoho_lookup_order zoho_query_mode zoho_create_for_new zoho_ambiguous_caller
	zoho_phone_region zoho_caller_cache_minutes

	zoho_log_calls zoho_recording_link zoho_add_note zoho_create_lead
	zoho_create_deal zoho_deal_name zoho_pipeline zoho_pipeline_mode
	zoho_pipeline_backward`)

func TestCatalogueHoldsExactlyThePromisedNames(t *testing.T) {
	var have []string
	for _, a := range Attributes() {
		have = append(have, a.IDN)
	}
	slices.Sort(have)
	if twice := len(have) - len(slices.Compact(slices.Clone(have))); twice > 0 {
		t.Errorf("%d names stand twice", twice)
	}
	want := slices.Sorted(slices.Values(promised))
	if !slices.Equal(have, want) {
		t.Errorf("catalogue has %d names, promised are %d:\nhave %v\nwant %v", len(have), len(want), have, want)
	}
}

func TestDefaultsAsPromised(t *testing.T) {
	for idn, want := range map[string]string{
		"zoho_region": "com", "zoho_duration": "30", "zoho_availability_days": "30",
		"zoho_enable_slot_check": "True", "zoho_enable_booking": "True", "zoho_enable_cancellation": "True",
		"zoho_update_pipeline": "False", "zoho_check_existing_client": "True",
		"zoho_check_availability_on_conversation_start": "False",
		"zoho_enable_reschedule":                        "True", "zoho_minimum_notice": "60", "zoho_offered_slots": "3",
		"zoho_buffer_before": "0", "zoho_buffer_after": "0", "zoho_calendar_staleness": "30",
		"zoho_notify_attendee": "False", "zoho_lookup_order": "Contacts,Leads,Accounts",
		"zoho_create_for_new": "lead", "zoho_caller_cache_minutes": "5", "zoho_log_calls": "True",
		"zoho_add_note": "True", "zoho_create_lead": "True", "zoho_create_deal": "True",
		"zoho_pipeline_backward": "False", "zoho_timezone": "", "zoho_daily_limit": "", "zoho_pipeline_criteria": "",
	} {
		if got := find(t, idn).DefaultValue; got != want {
			t.Errorf("%s: default %q, want %q", idn, got, want)
		}
	}
}

func TestEntriesAreSound(t *testing.T) {
	for _, a := range Attributes() {
		t.Run(a.IDN, func(t *testing.T) {
			checkWords(t, a)
			checkType(t, a)
			checkRoles(t, a)
		})
	}
}

func checkWords(t *testing.T, a Attribute) {
	if a.Title == "" || a.Group == "" || utf8.RuneCountInString(a.Description) < 20 || !strings.HasSuffix(a.Description, ".") {
		t.Errorf("title, group and a description in sentences are needed: %+v", a)
	}
	if strings.ToLower(a.IDN) != a.IDN || strings.ContainsAny(a.IDN, " -") {
		t.Errorf("idn is not snake_case")
	}
}

func checkType(t *testing.T, a Attribute) {
	switch a.ValueType {
	case Boolean:
		if a.DefaultValue != "True" && a.DefaultValue != "False" {
			t.Errorf("default %q is not canonical", a.DefaultValue)
		}
	case Enum:
		if !slices.Contains(a.PossibleValues, a.DefaultValue) {
			t.Errorf("default %q is none of %v", a.DefaultValue, a.PossibleValues)
		}
	case Number:
		checkNumber(t, a)
	case JSON:
		if a.Shape == "" {
			t.Errorf("a JSON attribute needs a shape")
		}
	case Secret:
		if a.DefaultValue != "" {
			t.Errorf("a secret has a default")
		}
	case String:
	default:
		t.Errorf("unknown value type %q", a.ValueType)
	}
	if (len(a.Placeholders) > 0) != (a.Shape == "template") {
		t.Errorf("placeholders belong to templates, and templates need them")
	}
}

func checkNumber(t *testing.T, a Attribute) {
	if a.Min == nil || a.Max == nil || *a.Min > *a.Max {
		t.Fatalf("a number needs bounds")
	}
	if a.DefaultValue == "" {
		if a.DefaultNote == "" {
			t.Errorf("neither a default nor a note of what applies")
		}
		return
	}
	n, err := strconv.Atoi(a.DefaultValue)
	if err != nil || n < *a.Min || n > *a.Max || strconv.Itoa(n) != a.DefaultValue {
		t.Errorf("default %q is not canonical or out of %d to %d", a.DefaultValue, *a.Min, *a.Max)
	}
}

func checkRoles(t *testing.T, a Attribute) {
	if a.DependsOn != "" {
		find(t, a.DependsOn)
	}
	if a.KeptBeside && !a.IsReadOnly {
		t.Errorf("what is kept beside the revisions cannot be typed")
	}
	if a.Required && a.DefaultValue == "" && a.DefaultNote == "" {
		t.Errorf("required without any default: a new project could not publish")
	}
}

func TestGroupsStandTogether(t *testing.T) {
	var groups []string
	for _, a := range Attributes() {
		if len(groups) == 0 || groups[len(groups)-1] != a.Group {
			groups = append(groups, a.Group)
		}
	}
	seen := slices.Compact(slices.Sorted(slices.Values(groups)))
	if len(seen) != len(groups) {
		t.Errorf("a group is torn apart: %v", groups)
	}
}

func TestAttributesAreTheCallersOwnSlice(t *testing.T) {
	Attributes()[0].IDN = "changed"
	if Attributes()[0].IDN == "changed" {
		t.Error("a caller changed the catalogue")
	}
}

func find(t *testing.T, idn string) Attribute {
	t.Helper()
	all := Attributes()
	i := slices.IndexFunc(all, func(a Attribute) bool { return a.IDN == idn })
	if i < 0 {
		t.Fatalf("no attribute %s", idn)
	}
	return all[i]
}

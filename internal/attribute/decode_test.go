package attribute

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

const (
	someUsers = `[{"id":"11","full_name":"Ann Lee","email":"ann@example.com","status":"active"},
		{"id":"12","full_name":"Bob Roe","email":"bob@example.com","status":"active"},
		{"id":"13","full_name":"Bob Roe","email":"bob2@example.com","status":"active"},
		{"id":"14","full_name":"Cy Gone","email":"cy@example.com","status":"deleted"}]`
	somePipelines = `[{"display_value":"Standard (Standard)","actual_value":"Standard (Standard)","default":true,"maps":[
		{"display_value":"Negotiation/Review","actual_value":"Negotiation/Review","sequence_number":2,"forecast_type":"Open"},
		{"display_value":"Identify Decision Makers","actual_value":"Id. Decision Makers","sequence_number":1,"forecast_type":"Open"}]},
		{"display_value":"Repairs","actual_value":"Repairs","default":false,"maps":[]}]`
	someOrg = `{"id":"99","company_name":"Lee & Roe","country_code":"de","time_zone":"Europe/Berlin"}`
)

func decode(t *testing.T, values map[string]string) Settings {
	t.Helper()
	s, err := Decode(values, "America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDecodeOfNothingGivesTheDefaults(t *testing.T) {
	s := decode(t, nil)
	if s.Features != (Features{SlotCheck: true, Booking: true, Reschedule: true, Cancellation: true}) {
		t.Errorf("features %+v", s.Features)
	}
	want := SlotSettings{Duration: 30 * time.Minute, MinimumNotice: time.Hour, DaysAhead: 30}
	if s.Scheduling.Slots != want {
		t.Errorf("slots %+v, want %+v", s.Scheduling.Slots, want)
	}
	if s.Scheduling.Zone.String() != "America/New_York" || s.Scheduling.Offered != 3 || s.Scheduling.Staleness != 30*time.Second ||
		!s.Scheduling.QueueInOutage || s.Scheduling.Language != "en" || s.Scheduling.Staff.Choice != AnyStaff {
		t.Errorf("scheduling %+v", s.Scheduling)
	}
	if c := s.Callers; !c.CheckExisting || !slices.Equal(c.LookupOrder, []string{"Contacts", "Leads", "Accounts"}) ||
		c.OnlyWhenNotLocal || c.NewAsContact || !c.AskWhenAmbiguous || c.CacheFor != 5*time.Minute {
		t.Errorf("callers %+v", c)
	}
	if a := s.AfterCall; !a.LogCalls || a.RecordingLink != PrivateRecording || !a.AddNote || !a.CreateLead || a.Deals.Update || a.Deals.Create {
		t.Errorf("after the call %+v", a)
	}
	if s.Connection.Region != "com" || s.Connection.Environment != Production || s.Connection.ClientSecret.IsSet() {
		t.Errorf("connection %+v", s.Connection)
	}
	if s.Scheduling.Hours.Source != HoursAssumed || len(s.Warnings) != 1 || s.Warnings[0].IDN != "zoho_working_hours" {
		t.Errorf("assumed hours without a warning: %+v, %v", s.Scheduling.Hours, s.Warnings)
	}
}

// Each of these values, set alone over those that it needs, must change the
// settings: an attribute that is declared and never read does nothing.
func TestEveryAttributeReachesTheSettings(t *testing.T) {
	needed := map[string]map[string]string{
		"zoho_client_id":     {"zoho_client_secret": "sealed"},
		"zoho_client_secret": {"zoho_client_id": "id"},
		"vapi_signature":     {"vapi_secret": "sealed"},
		"zoho_create_deal":   {"zoho_update_pipeline": "True"},
		"zoho_pipeline":      {"zoho_pipelines": somePipelines},
	}
	sample := map[string]string{
		"zoho_timezone": "Asia/Kolkata", "zoho_user_id": "11", "zoho_users": someUsers, "zoho_org": someOrg,
		"zoho_pipelines":      somePipelines,
		"zoho_business_hours": `{"type":"24_by_7"}`, "zoho_holidays": `[{"date":"2027-12-25","type":"business_holiday"}]`,
		"zoho_shifts":    twoShifts,
		"zoho_field_map": `{"Deals":{"X":"outcome"}}`, "zoho_reference_field": "Ref", "vapi_signature": `{}`,
		"zoho_staff": "Ann", "zoho_services": `[{"name":"Cut"}]`, "zoho_working_hours": `{"mon":[["09:00","10:00"]]}`,
		"zoho_event_title": "{name}", "zoho_deal_name": "{name}", "zoho_lookup_order": "Leads", "zoho_phone_region": "DE",
		"zoho_pipeline_criteria": "rule: booked => keep", "zoho_pipeline": "Repairs",
		"zoho_meeting_venue": "Online", "zoho_lead_company": "Walk-in",
	}
	// The code is used up by publishing, tokens are kept by the connection,
	// and deal fields serve the compiler of criteria, which reads them raw.
	unread := []string{"zoho_oauth_code", "zoho_access_token", "zoho_refresh_token", "zoho_deal_fields"}
	for _, entry := range config.Attributes() {
		if slices.Contains(unread, entry.IDN) {
			continue
		}
		values := maps.Clone(needed[entry.IDN])
		if values == nil {
			values = map[string]string{}
		}
		if entry.IDN == "zoho_client_id" {
			values = map[string]string{"zoho_client_id": "a", "zoho_client_secret": "sealed"}
		}
		if entry.IDN == "zoho_client_secret" {
			values["zoho_client_secret"] = "a"
		}
		before := decode(t, values)
		values[entry.IDN] = otherValue(entry, sample[entry.IDN])
		after := decode(t, values)
		before.Warnings, after.Warnings = nil, nil
		if reflect.DeepEqual(before, after) {
			t.Errorf("%s = %q changes nothing", entry.IDN, values[entry.IDN])
		}
	}
}

func otherValue(entry config.Attribute, sample string) string {
	switch {
	case sample != "":
		return sample
	case entry.ValueType == config.Boolean && entry.DefaultValue == True:
		return False
	case entry.ValueType == config.Boolean:
		return True
	case entry.ValueType == config.Number:
		return "7"
	case entry.ValueType == config.Enum:
		i := slices.IndexFunc(entry.PossibleValues, func(p string) bool { return p != entry.DefaultValue })
		return entry.PossibleValues[i]
	}
	return "other"
}

func TestDecodeRefusesAllAtOnce(t *testing.T) {
	_, err := Decode(map[string]string{
		"zoho_duration": "ten", "zoho_working_hours": `{"mon":[["9","10"]]}`, "zoho_enable_booking": "perhaps",
		"zoho_client_id": "id", "zoho_users": someUsers, "zoho_staff": "Ann Lea", "zoho_gone_since": "x",
	}, "Mars/Olympus")
	var fields []string
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		f, ok := errors.AsType[*fault.Error](e)
		if !ok || f.Kind != fault.Invalid {
			t.Errorf("not an Invalid fault: %v", e)
			continue
		}
		fields = append(fields, f.Field)
	}
	want := []string{"zoho_duration", "zoho_enable_booking", "zoho_working_hours", "zoho_timezone", "zoho_staff", "zoho_client_id"}
	if !slices.Equal(fields, want) {
		t.Errorf("refused %v, want %v", fields, want)
	}
	if !strings.Contains(err.Error(), "did you mean Ann Lee?") {
		t.Errorf("no nearest user: %v", err)
	}
}

func TestStaff(t *testing.T) {
	ann, bob := Person{ID: "11", Name: "Ann Lee", Email: "ann@example.com"}, Person{ID: "12", Name: "Bob Roe", Email: "bob@example.com"}
	for _, c := range []struct {
		name   string
		values map[string]string
		want   []Person
		says   string
	}{
		{"nobody named: the owner", map[string]string{"zoho_user_id": "11", "zoho_users": someUsers}, []Person{ann}, ""},
		{"owner not listed", map[string]string{"zoho_user_id": "77", "zoho_users": someUsers}, []Person{{ID: "77"}}, ""},
		{"by name, address and id", map[string]string{"zoho_staff": "bob@example.com, ANN LEE, 11", "zoho_users": someUsers}, []Person{bob, ann}, ""},
		{"before users are known", map[string]string{"zoho_staff": "Ann"}, []Person{{Name: "Ann"}}, ""},
		{"two of a name", map[string]string{"zoho_staff": "Bob Roe", "zoho_users": someUsers}, nil, "several users"},
		{"no longer active", map[string]string{"zoho_staff": "Cy Gone", "zoho_users": someUsers}, nil, "no active user"},
	} {
		s, err := Decode(c.values, "UTC")
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want %q", c.name, err, c.says)
			}
			continue
		}
		if err != nil || !slices.Equal(s.Scheduling.Staff.People, c.want) {
			t.Errorf("%s: %v, %v, want %v", c.name, s.Scheduling.Staff.People, err, c.want)
		}
	}
}

func TestServices(t *testing.T) {
	s := decode(t, map[string]string{"zoho_users": someUsers, "zoho_user_id": "12",
		"zoho_services": `[{"name":"Cut","minutes":45,"staff":["ann@example.com"]},{"name":"Wash"}]`})
	cut, ok := s.Scheduling.Staff.Service(" cut ")
	if !ok || cut.Duration != 45*time.Minute || len(cut.Staff) != 1 || cut.Staff[0].ID != "11" {
		t.Errorf("cut: %+v, %v", cut, ok)
	}
	wash, _ := s.Scheduling.Staff.Service("Wash")
	if people := s.Scheduling.Staff.For(wash); wash.Duration != 0 || len(people) != 1 || people[0].ID != "12" {
		t.Errorf("wash: %+v by %v", wash, people)
	}
	if _, ok := s.Scheduling.Staff.Service("Dye"); ok {
		t.Error("a service that is not there was found")
	}
	_, err := Decode(map[string]string{"zoho_users": someUsers, "zoho_services": `[{"name":"Wash"},{"name":"Cut","staff":["Dan"]}]`}, "UTC")
	if err == nil || !strings.Contains(err.Error(), `zoho_services: at [1].staff: "Dan" is no active user`) {
		t.Errorf("unknown staff: %v", err)
	}
}

func TestPipelines(t *testing.T) {
	s := decode(t, map[string]string{"zoho_pipelines": somePipelines})
	p := s.AfterCall.Deals.Pipeline
	if p.Name != "Standard (Standard)" || len(p.Stages) != 2 || p.Stages[0].Value != "Id. Decision Makers" {
		t.Errorf("default pipeline, stages in order: %+v", p)
	}
	if stage, ok := p.Stage("identify decision makers"); !ok || stage.Value != "Id. Decision Makers" {
		t.Errorf("stage by name: %+v, %v", stage, ok)
	}
	if _, ok := p.Stage("Won"); ok {
		t.Error("a stage that is not there was found")
	}
	s = decode(t, map[string]string{"zoho_pipelines": somePipelines, "zoho_pipeline": "repairs"})
	if s.AfterCall.Deals.Pipeline.Name != "Repairs" {
		t.Errorf("named pipeline: %+v", s.AfterCall.Deals.Pipeline)
	}
	_, err := Decode(map[string]string{"zoho_pipelines": somePipelines, "zoho_pipeline": "Repair"}, "UTC")
	if err == nil || !strings.Contains(err.Error(), "did you mean Repairs?") {
		t.Errorf("unknown pipeline: %v", err)
	}
}

func TestPhoneRegionFollowsTheOrganisation(t *testing.T) {
	if s := decode(t, map[string]string{"zoho_org": someOrg}); s.Callers.PhoneRegion != "DE" || s.Organisation.Name != "Lee & Roe" {
		t.Errorf("from the organisation: %+v", s.Callers)
	}
	if s := decode(t, map[string]string{"zoho_org": someOrg, "zoho_phone_region": "at"}); s.Callers.PhoneRegion != "AT" {
		t.Errorf("set: %+v", s.Callers)
	}
	if s := decode(t, map[string]string{"zoho_org": `{"country_code":"Deutschland"}`}); s.Callers.PhoneRegion != "" {
		t.Errorf("no code: %+v", s.Callers)
	}
}

func TestWarnings(t *testing.T) {
	hours := `{"mon":[["09:00","17:00"]]}`
	for _, c := range []struct {
		name   string
		values map[string]string
		idn    string
	}{
		{"nothing to say", map[string]string{"zoho_working_hours": hours}, ""},
		{"switched off", map[string]string{"zoho_working_hours": hours, "zoho_pipeline_criteria": "stay"}, "zoho_pipeline_criteria"},
		{"switched on", map[string]string{"zoho_working_hours": hours, "zoho_pipeline_criteria": "stay", "zoho_update_pipeline": "True"}, ""},
		{"a switch that is on", map[string]string{"zoho_working_hours": hours, "zoho_create_deal": "True"}, "zoho_create_deal"},
		{"a switch that is off", map[string]string{"zoho_working_hours": hours, "zoho_create_deal": "False"}, ""},
		{"what new callers become", map[string]string{"zoho_working_hours": hours, "zoho_create_lead": "False", "zoho_create_for_new": "contact"}, "zoho_create_for_new"},
		{"slots that may not be asked for", map[string]string{"zoho_working_hours": hours, "zoho_enable_slot_check": "False",
			"zoho_check_availability_on_conversation_start": "True"}, "zoho_check_availability_on_conversation_start"},
		{"a link in the note", map[string]string{"zoho_working_hours": hours, "zoho_log_calls": "False", "zoho_recording_link": "public"}, ""},
		{"notice beyond horizon", map[string]string{"zoho_working_hours": hours, "zoho_availability_days": "1", "zoho_minimum_notice": "2880"}, "zoho_minimum_notice"},
	} {
		s := decode(t, c.values)
		if (c.idn == "" && len(s.Warnings) > 0) || (c.idn != "" && (len(s.Warnings) != 1 || s.Warnings[0].IDN != c.idn)) {
			t.Errorf("%s: %v", c.name, s.Warnings)
		}
	}
}

func TestFieldMapAndSignature(t *testing.T) {
	s := decode(t, map[string]string{"vapi_secret": "sealed", "vapi_signature": `{"encoding":"base64"}`,
		"zoho_field_map": `{"Leads":{"Lead_Source":"=Phone"},"Deals":{"Out":"outcome"}}`})
	want := FieldMap{"Leads": {"Lead_Source": {Text: "Phone"}}, "Deals": {"Out": {Fact: "outcome"}}}
	if !reflect.DeepEqual(s.Connection.FieldMap, want) {
		t.Errorf("field map %v", s.Connection.FieldMap)
	}
	if v := s.Voice.VapiSignature; v.Encoding != "base64" || v.Algorithm != "sha256" || v.Payload != "{timestamp}.{body}" {
		t.Errorf("signature %+v", v)
	}
	if _, err := Decode(map[string]string{"vapi_signature": "{}"}, "UTC"); err == nil {
		t.Error("a signature without a secret was taken")
	}
}

func TestSlotRules(t *testing.T) {
	s := decode(t, map[string]string{"zoho_duration": "40", "zoho_slot_alignment": "grid", "zoho_buffer_before": "5",
		"zoho_buffer_after": "10", "zoho_minimum_notice": "90", "zoho_availability_days": "14", "zoho_timezone": "Europe/London",
		"zoho_working_hours": `{"mon":[["09:00","12:00"]],"dates":{"2027-12-27":[]}}`})
	rules := s.SlotRules(0)
	if err := rules.Validate(); err != nil {
		t.Fatal(err)
	}
	if rules.Duration != 40*time.Minute || rules.Interval != 0 || rules.Alignment != slot.AlignGrid ||
		rules.BufferBefore != 5*time.Minute || rules.BufferAfter != 10*time.Minute || rules.MinimumNotice != 90*time.Minute ||
		rules.DaysAhead != 14 || rules.Zone.String() != "Europe/London" {
		t.Errorf("rules %+v", rules)
	}
	if rules := s.SlotRules(time.Hour); rules.Duration != time.Hour {
		t.Errorf("duration %v", rules.Duration)
	}
	// Monday 20 December 2027 is open, the Monday after is a dated exception.
	now := time.Date(2027, 12, 19, 0, 0, 0, 0, time.UTC)
	open := slot.Open(rules, nil, slot.Interval{Start: now, End: now.AddDate(0, 0, 13)}, now)
	if len(open) != 4 || !open[0].Start.Equal(time.Date(2027, 12, 20, 9, 20, 0, 0, time.UTC)) {
		t.Errorf("open slots %v", open)
	}
}

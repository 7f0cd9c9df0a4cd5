package publish_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/slot"
)

// What a project can do without does not keep it from going live; it is told.
func TestWhatAProjectCanDoWithout(t *testing.T) {
	for name, c := range map[string]struct {
		spoil                func(*rig)
		step, detail, remedy string
	}{
		"hidden deals":          {func(r *rig) { r.refuses("layouts") }, "pipelines", "does not let the user who authorized see it (NO_PERMISSION); nothing needs it while zoho_update_pipeline is False", "before you set zoho_update_pipeline to True"},
		"no pipeline":           {func(r *rig) { r.instead["/crm/v8/settings/pipeline"] = `{"pipeline":[]}` }, "pipelines", "lists no pipeline", "before you set zoho_update_pipeline"},
		"hidden business hours": {func(r *rig) { r.refuses("business_hours") }, "business hours", "the usual hours apply: 5 days with 40 hours a week", "set zoho_working_hours"},
		"hours of a kind that is not known": {func(r *rig) { r.instead["/crm/v8/settings/business_hours"] = `{"business_hours":{"type":"lunar"}}` },
			"business hours", "zoho_business_hours: business hours of type \"lunar\" are not known", "set zoho_working_hours"},
		"hidden holidays": {func(r *rig) { r.refuses("holidays") }, "holidays", "no day counts as a holiday", "zoho_working_hours"},
		"hidden shifts":   {func(r *rig) { r.refuses("business_hours/shift_hours") }, "shifts", "everybody works at the hours of the business", "let a user authorize who may see"},
		"rules that are off": {func(r *rig) { r.set("zoho_pipeline_criteria", "rule: booked => keep") },
			"validate", "zoho_pipeline_criteria: this has no effect while zoho_update_pipeline is False", "look at"},
		"a notice beyond the days ahead": {func(r *rig) { r.set("zoho_availability_days", "1", "zoho_minimum_notice", "43200") },
			"validate", "nothing can ever be booked", "look at"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code(), "zoho_meeting_venue", "Online")
			c.spoil(r)
			steps, _ := r.published()
			for _, s := range steps {
				if s.Name == c.step && (!strings.Contains(s.Detail, c.detail) || !strings.HasPrefix(s.Remedy, c.remedy) && !strings.Contains(s.Remedy, c.remedy)) {
					t.Errorf("told is %+v", s)
				}
				below := c.step == "business hours" && s.Name == "shifts" // their paths lie under that of the hours
				if s.Name != c.step && s.Remedy != "" && !below {
					t.Errorf("%s is told as well: %+v", s.Name, s)
				}
			}
		})
	}
}

func TestAnotherOrganisation(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.published()
	r.instead["/crm/v8/org"] = `{"org":[{"id":"7","company_name":"Pier Dental","time_zone":"America/New_York","country_code":"US","type":"production"}]}`
	for _, warned := range []bool{true, false} {
		steps, revision := r.published()
		s := r.step(steps, "organisation")
		if told := strings.Contains(s.Detail, "revision 2 was of another organisation, Harbor Dental"); told != warned || (s.Remedy != "") != warned {
			t.Errorf("revision %d: told is %+v", revision, s)
		}
	}
}

// The hours that a builder sets make it no matter that Zoho's are hidden.
func TestWorkingHoursOverHiddenOnes(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_working_hours", `{"mon":[["10:00","12:00"]]}`)
	r.refuses("business_hours")
	steps, _ := r.published()
	if s := r.step(steps, "business hours"); s.Remedy != "" || !strings.Contains(s.Detail, "zoho_working_hours apply: 1 day with 2 hours a week") {
		t.Errorf("told is %+v", s)
	}
}

// Stages stand in the order of the pipeline, whatever the order of the answer,
// and those of all layouts that are in use.
func TestPipelines(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.instead["/crm/v8/settings/layouts"] = `{"layouts":[{"id":"1","status":"active"},{"id":"2","status":"inactive"},{"id":"3","status":"active"}]}`
	r.instead["/crm/v8/settings/pipeline?layout_id=1"] = `{"pipeline":[{"display_value":"Sales (A)","actual_value":"Sales (A)","maps":[
		{"display_value":"Won","actual_value":"Closed Won","sequence_number":2,"forecast_type":"Closed Won"},{"display_value":"New","actual_value":"New","sequence_number":1,"forecast_type":"Open"}]}]}`
	r.instead["/crm/v8/settings/pipeline?layout_id=3"] = `{"pipeline":[{"display_value":"Care (C)","actual_value":"Care (C)","default":true,"maps":[
		{"display_value":"Asked","actual_value":"Asked","sequence_number":1,"forecast_type":"Open"}]}]}`
	steps, _ := r.published()
	if s := r.step(steps, "pipelines"); s.Detail != "Sales (A) with 2 stages; Care (C) with 1 stage" {
		t.Errorf("told is %+v", s)
	}
	set := r.settings()
	if p := set.Organisation.Pipelines; len(p) != 2 || p[0].Stages[0].Name != "New" || p[0].Stages[1].Value != "Closed Won" {
		t.Errorf("the pipelines are %+v", p)
	}
	if set.AfterCall.Deals.Pipeline.Name != "Care (C)" {
		t.Errorf("the pipeline in effect is %s", set.AfterCall.Deals.Pipeline.Name)
	}
}

func TestMeetingVenue(t *testing.T) {
	const fields = "/crm/v8/settings/fields"
	metadata := func(required bool, values string) string {
		return fmt.Sprintf(`{"fields":[{"api_name":"Event_Title","system_mandatory":true},
			{"api_name":"Meeting_Venue__s","system_mandatory":%t,"required":%t,"pick_list_values":[%s]}]}`, required, required, values)
	}
	const three = `{"display_value":"-None-","actual_value":"-None-"},{"display_value":"At ours","actual_value":"In-office"},{"display_value":"Online","actual_value":"Online"}`
	for name, c := range map[string]struct {
		metadata, set, want string
		state               publish.StepState
		warned              bool
	}{
		"of the organisation":     {"", "Online", "Online", publish.Done, false},
		"demanded and not set":    {"", "", "In-office", publish.Done, true},
		"after the absent one":    {metadata(true, three), "", "In-office", publish.Done, true},
		"not demanded":            {metadata(false, three), "", "", publish.Skipped, false},
		"not demanded, yet set":   {metadata(false, three), "Online", "Online", publish.Done, false},
		"set to what is unknown":  {metadata(true, three), "The moon", "The moon", publish.Done, true},
		"demanded without a list": {metadata(true, ""), "", "", publish.Done, true},
		"set without a list":      {metadata(true, ""), "Here", "Here", publish.Skipped, false},
		"where there is no field": {`{"fields":[]}`, "", "", publish.Skipped, false},
		"set where there is none": {`{"fields":[]}`, "Here", "Here", publish.Skipped, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code(), "zoho_meeting_venue", c.set)
			if c.metadata != "" {
				r.instead[fields] = c.metadata
			}
			steps, _ := r.published()
			s := r.step(steps, "meeting venue")
			if s.State != c.state || (s.Remedy != "") != c.warned {
				t.Errorf("the step is %+v", s)
			}
			if c.warned && !strings.Contains(s.Remedy, "zoho_meeting_venue") || strings.Contains(s.Remedy, "None") {
				t.Errorf("the remedy is %q", s.Remedy)
			}
			if got := r.settings().Connection.MeetingVenue; got != c.want {
				t.Errorf("the venue is %q, want %q", got, c.want)
			}
		})
	}
}

// What Zoho says of the business hours ends in the slots that are offered.
func TestBusinessHoursEndInSlots(t *testing.T) {
	for name, c := range map[string]struct {
		hours string
		// On Tuesday and on Saturday, in New York.
		tuesday, saturday string
		warned            bool
	}{
		"of the organisation": {"", "09:00 to 16:00, 8", "none", false},
		"around the clock":    {`{"business_hours":{"type":"24_by_7"}}`, "00:00 to 23:00, 24", "00:00 to 23:00, 24", false},
		"five days":           {`{"business_hours":{"type":"24_by_5","business_days":["Saturday","Sunday","Monday","Thursday","Friday"]}}`, "none", "00:00 to 23:00, 24", false},
		"each day its own": {`{"business_hours":{"type":"custom","business_days":["Tuesday","Saturday"],"same_as_everyday":false,"daily_timing":null,
			"custom_timing":[{"days":"Tuesday","business_timing":["10:00","13:00"]},{"days":"Saturday","business_timing":["08:00","09:00"]}]}}`,
			"10:00 to 12:00, 3", "08:00 to 08:00, 1", false},
		"in a zone of its own": {`{"business_hours":{"type":"custom","business_days":["Tuesday"],"same_as_everyday":true,"daily_timing":["15:00","18:00"],"custom_timing":null,"timezone":"Europe/London"}}`,
			"10:00 to 12:00, 3", "none", true},
		"none": {`{"business_hours":null}`, "09:00 to 16:00, 8", "none", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if c.hours != "" {
				r.instead["/crm/v8/settings/business_hours"] = c.hours
			}
			r.set("zoho_oauth_code", r.code(), "zoho_duration", "60", "zoho_meeting_venue", "Online")
			steps, _ := r.published()
			if s := r.step(steps, "business hours"); (s.Remedy != "") != c.warned || s.Detail == "" {
				t.Errorf("told is %+v", s)
			}
			for date, want := range map[slot.Date]string{
				{Year: 2027, Month: 3, Day: 9}: c.tuesday, {Year: 2027, Month: 3, Day: 6}: c.saturday,
			} {
				if got := r.slots(date); got != want {
					t.Errorf("on %v: %s, want %s", date, got, want)
				}
			}
		})
	}
}

// slots says from when to when the slots of a date start, and how many.
func (r *rig) slots(date slot.Date) string {
	set := r.settings()
	zone := set.Scheduling.Zone
	day := slot.Interval{Start: slot.Resolve(date, 0, zone), End: slot.Resolve(date.AddDays(1), 0, zone)}
	free := slot.Open(set.SlotRules(set.Scheduling.Slots.Duration), nil, day, r.sim.Sim.Now())
	if len(free) == 0 {
		return "none"
	}
	local := func(i slot.Interval) string { return i.Start.In(zone).Format("15:04") }
	return fmt.Sprintf("%s to %s, %d", local(free[0]), local(free[len(free)-1]), len(free))
}

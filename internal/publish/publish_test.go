package publish_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestPublish(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_meeting_venue", "Online", "zoho_duration", "45")
	steps, revision := r.published()
	var got []string
	for _, s := range steps {
		got = append(got, s.Name+" "+string(s.State))
		if s.Remedy != "" {
			t.Errorf("%s needs %q", s.Name, s.Remedy)
		}
	}
	want := "validate done, exchange done, owner done, users done, organisation done, business hours done, holidays done, meeting venue done, activate done"
	if strings.Join(got, ", ") != want || revision != 2 {
		t.Errorf("revision %d after %v", revision, got)
	}
	set := r.settings()
	if set.Revision != 2 || set.Scheduling.Slots.Duration != 45*time.Minute || set.Connection.MeetingVenue != "Online" || set.Organisation.Country != "US" {
		t.Errorf("the settings are %+v", set)
	}
	if people := set.Scheduling.Staff.People; len(people) != 1 || people[0].Name != "Helen Osgood" {
		t.Errorf("who is booked: %v", people)
	}
	// The code is used up; publishing again needs none.
	steps, revision = r.published()
	if steps[1].State != publish.Skipped || revision != 3 {
		t.Errorf("revision %d after %v", revision, steps)
	}
}

func TestStaffIsWhoTheBuilderChose(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.published()
	r.set("zoho_staff", "Marcus Vale, Helen Osgood")
	r.published()
	people := r.settings().Scheduling.Staff.People
	if len(people) != 2 || people[0].Name != "Marcus Vale" || people[1].Name != "Helen Osgood" {
		t.Errorf("who is booked: %v", people)
	}
}

// A publish that fails leaves what was live, and tokens that were exchanged.
func TestFailedPublish(t *testing.T) {
	for name, c := range map[string]struct {
		spoil        func(*rig)
		step, remedy string
		kind         fault.Kind
	}{
		"a stale code":    {func(r *rig) { code := r.code(); r.sim.Sim.Advance(4 * time.Minute); r.set("zoho_oauth_code", code) }, "exchange", "within three minutes", fault.Refused},
		"an odd code":     {func(r *rig) { r.set("zoho_oauth_code", "1000.never.issued") }, "exchange", "within three minutes", fault.Refused},
		"a wrong secret":  {func(r *rig) { r.set("zoho_oauth_code", r.code()); r.authority.ClientSecret = "wrong" }, "exchange", "authorize", fault.Refused},
		"a revoked grant": {func(r *rig) { r.control("tokens/revoke", map[string]any{}) }, "owner", "authorize", fault.NotConnected},
		"switched off": {func(r *rig) {
			if _, err := r.projects.SetCRMEnabled(r.Context(), r.project, false); err != nil {
				r.Fatal(err)
			}
			r.set("zoho_oauth_code", r.code())
		}, "exchange", "administrator", fault.NotConnected},
		"Zoho away": {func(r *rig) {
			r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: "/crm/v8/org", Kind: "status", Status: 503}}})
		}, "organisation", "publish again", fault.Unavailable},
		"staff that nobody is": {func(r *rig) { r.set("zoho_staff", "Nobody At All") }, "validate", "correct", fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code(), "zoho_duration", "45")
			r.published()
			before := r.connection()
			r.set("zoho_duration", "60")
			c.spoil(r)
			steps, revision, err := r.publish()
			last := steps[len(steps)-1]
			if revision != 0 || !fault.Is(err, c.kind) || last.Name != c.step || last.State != publish.Failed {
				t.Fatalf("revision %d, %v, after %+v", revision, err, last)
			}
			if !strings.Contains(last.Remedy, c.remedy) || last.Detail == "" || strings.Contains(last.Detail, "1000.") {
				t.Errorf("told is %q, %q", last.Detail, last.Remedy)
			}
			if set := r.settings(); set.Revision != 2 || set.Scheduling.Slots.Duration != 45*time.Minute {
				t.Errorf("live is revision %d with %v", set.Revision, set.Scheduling.Slots.Duration)
			}
			if after := r.connection(); after.RefreshToken != before.RefreshToken {
				t.Error("the grant is gone")
			}
		})
	}
}

// The tokens are good for something even where a later step fails: the next
// publish needs no new code.
func TestTokensOutliveAFailedPublish(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: "/crm/v8/org", Kind: "status", Status: 503, Times: 20}}})
	if steps, _, err := r.publish(); err == nil {
		t.Fatalf("published: %v", steps)
	}
	if r.connection().RefreshToken == "" {
		t.Error("the tokens are gone")
	}
	if resp := r.settings().Revision; resp != 1 {
		t.Errorf("revision %d is live", resp)
	}
	r.sim.Sim.Advance(time.Minute)
	r.clearFaults()
	if steps, revision := r.published(); revision != 2 || steps[1].State != publish.Skipped {
		t.Errorf("revision %d after %v", revision, steps)
	}
}

func TestACodeWorksOnce(t *testing.T) {
	r := newRig(t)
	code := r.code()
	r.set("zoho_oauth_code", code)
	r.published()
	r.set("zoho_oauth_code", code)
	steps, _, err := r.publish()
	if last := steps[len(steps)-1]; !fault.Is(err, fault.Refused) || !strings.Contains(last.Detail, "used before") {
		t.Errorf("%v after %+v", err, last)
	}
}

func TestEveryProblemIsTold(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.published()
	r.set("zoho_staff", "Nobody At All", "zoho_services", `[{"name":"Cleaning","minutes":30,"staff":["Somebody Else"]}]`)
	steps, _, err := r.publish()
	last := steps[len(steps)-1]
	if err == nil || !strings.Contains(last.Detail, "zoho_staff: ") || !strings.Contains(last.Detail, "zoho_services: ") {
		t.Errorf("%v after %+v", err, last)
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
			s := steps[len(steps)-2]
			if s.Name != "meeting venue" || s.State != c.state || (s.Remedy != "") != c.warned {
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
			if last := steps[len(steps)-1]; (last.Detail != "") != c.warned {
				t.Errorf("told is %q", last.Detail)
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

package publish_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestPublish(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_meeting_venue", "Online", "zoho_duration", "45")
	steps, revision := r.published()
	var got []string
	for _, s := range steps {
		got = append(got, fmt.Sprintf("%s %s: %s", s.Name, s.State, s.Detail))
		if s.Remedy != "" {
			t.Errorf("%s needs %q", s.Name, s.Remedy)
		}
	}
	want := []string{
		"validate done: 3 attributes are set",
		"exchange done: connected: data centre com, production, the server's application",
		"users done: 2 active users",
		"owner done: Helen Osgood, who granted the access; appointments are theirs, since zoho_staff names nobody",
		"organisation done: Harbor Dental, America/New_York, US",
		"deal fields done: 21 fields",
		"pipelines done: Standard (Standard) with 9 stages",
		"business hours done: Zoho's business hours apply: 5 days with 40 hours a week, America/New_York",
		"holidays done: 0 holidays this year and next",
		"shifts done: nobody works by shifts",
		"meeting venue done: Online",
		"references done: booked is Helen Osgood",
		"rules skipped: zoho_update_pipeline is off",
		"activate done: revision 2 is live",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || revision != 2 {
		t.Errorf("revision %d after\n%s\nwant\n%s", revision, strings.Join(got, "\n"), strings.Join(want, "\n"))
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
		"a revoked grant": {func(r *rig) { r.control("tokens/revoke", map[string]any{}) }, "users", "authorize", fault.NotConnected},
		"switched off": {func(r *rig) {
			if _, err := r.projects.UpdateProject(r.Context(), r.project, project.Change{CRMEnabled: new(false)}); err != nil {
				r.Fatal(err)
			}
			r.set("zoho_oauth_code", r.code())
		}, "exchange", "administrator", fault.NotConnected},
		"Zoho away": {func(r *rig) {
			r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: "/crm/v8/org", Kind: "status", Status: 503}}})
		}, "organisation", "publish again", fault.Unavailable},
		"a client id without a secret": {func(r *rig) { r.set("zoho_client_id", "1001.own") }, "validate", "correct", fault.Invalid},
		"nobody active":                {func(r *rig) { r.instead["/crm/v8/users"] = `{"users":[]}` }, "users", "activate a user", fault.Refused},
		"an owner who was deactivated": {func(r *rig) {
			if err := r.sim.Sim.SetUser(r.sim.Sim.Users()[0].ID, zohosim.UserChange{Status: zohosim.UserInactive}); err != nil {
				r.Fatal(err)
			}
		}, "users", "activate that user in Zoho", fault.NotConnected},
		"an owner who is not listed": {func(r *rig) {
			r.instead["/crm/v8/users?page=1&per_page=200&type=ActiveUsers"] = `{"users":[{"id":"5","full_name":"Ann Lee","status":"active"}]}`
		}, "owner", "let an active user authorize", fault.Refused},
		"an owner who left": {func(r *rig) {
			r.instead["/crm/v8/users"] = `{"users":[{"id":"5","full_name":"Ann Lee","status":"disabled"}]}`
		}, "users", "activate a user", fault.Refused},
		"deals that are hidden": {func(r *rig) {
			r.set("zoho_update_pipeline", "True")
			r.refuses("fields?module=Deals", "layouts")
		}, "pipelines", "zoho_update_pipeline to False", fault.Denied},
		"deals without a pipeline": {func(r *rig) {
			r.set("zoho_update_pipeline", "True")
			r.instead["/crm/v8/settings/pipeline"] = `{"pipeline":[]}`
		}, "pipelines", "zoho_update_pipeline to False", fault.Denied},
		"events that are hidden": {func(r *rig) { r.refuses("fields") }, "meeting venue", "authorize", fault.Denied},
		"a pipeline that is not": {func(r *rig) { r.set("zoho_pipeline", "Standrd (Standard)") }, "references", "correct", fault.Invalid},
		"staff that nobody is":   {func(r *rig) { r.set("zoho_staff", "Nobody At All") }, "references", "correct", fault.Invalid},
		"a field that is not":    {func(r *rig) { r.set("zoho_reference_field", "Venu") }, "references", "correct", fault.Invalid},
		"a module that is hidden": {func(r *rig) {
			r.set("zoho_field_map", `{"Calls":{"Subject":"outcome"}}`)
			r.instead["/crm/v8/settings/fields?module=Calls"] = `{"code":"INVALID_MODULE","details":{},"message":"the module name given seems to be invalid","status":"error"}`
		}, "references", "authorize", fault.Denied},
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

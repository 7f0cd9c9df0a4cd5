package publish_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// drafted is what the draft has of an attribute; of a secret a mask.
func (r *rig) drafted(idn string) string {
	r.Helper()
	listed, err := r.attributes.List(r.Context(), r.project, listAll)
	if err != nil {
		r.Fatal(err)
	}
	for _, a := range listed.Attributes {
		if a.IDN == idn {
			return a.Value
		}
	}
	r.Fatalf("no attribute %s", idn)
	return ""
}

// A code that nobody can use any more goes from the draft; one that was never
// judged stays, and the next publish takes it.
func TestWhatBecomesOfTheCode(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*rig)
		kind  fault.Kind
		stays bool
	}{
		"used up":        {func(*rig) {}, 0, false},
		"stale":          {func(r *rig) { r.sim.Sim.Advance(4 * time.Minute) }, fault.Refused, false},
		"never issued":   {func(r *rig) { r.set("zoho_oauth_code", "1000.never.issued") }, fault.Refused, false},
		"a wrong secret": {func(r *rig) { r.authority.ClientSecret = "wrong" }, fault.Refused, true},
		"switched off": {func(r *rig) {
			if _, err := r.projects.UpdateProject(r.Context(), r.project, project.Change{CRMEnabled: new(false)}); err != nil {
				r.Fatal(err)
			}
		}, fault.NotConnected, true},
		"throttled": {func(r *rig) {
			r.instead["/oauth/v2/token"] = `{"error":"Access Denied","error_description":"You have made too many requests continuously.","status":"failure"}`
		}, fault.Unavailable, true},
		"accepted, and a later step fails": {func(r *rig) {
			r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: "/crm/v8/org", Kind: "status", Status: 503}}})
		}, fault.Unavailable, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code())
			c.spoil(r)
			steps, _, err := r.publish()
			if c.kind != 0 && !fault.Is(err, c.kind) || c.kind == 0 && err != nil {
				t.Fatalf("%v after %+v", err, steps[len(steps)-1])
			}
			if stays := r.drafted("zoho_oauth_code") != ""; stays != c.stays {
				t.Errorf("that the code is still in the draft is %v", stays)
			}
		})
	}
}

func TestNeitherCodeNorConnection(t *testing.T) {
	r := newRig(t)
	steps, _, err := r.publish()
	last := steps[len(steps)-1]
	if !fault.Is(err, fault.NotConnected) || last.Name != "exchange" || !strings.Contains(last.Remedy, "zoho_oauth_code") || strings.Contains(last.Remedy, "again") {
		t.Errorf("%v after %+v", err, last)
	}
	off := false
	if _, err := r.projects.UpdateProject(t.Context(), r.project, project.Change{CRMEnabled: &off}); err != nil {
		t.Fatal(err)
	}
	steps, _, err = r.publish()
	last = steps[len(steps)-1]
	if !fault.Is(err, fault.NotConnected) || !strings.Contains(last.Detail, "switched off") || !strings.Contains(last.Remedy, "projects update "+r.project+" --crm on") {
		t.Errorf("switched off: %v after %+v", err, last)
	}
}

// The settings ask for another place than the grant is for.
func TestSettingsThatLeaveTheGrant(t *testing.T) {
	for idn, value := range map[string]string{"zoho_region": "eu", "zoho_environment": "sandbox"} {
		t.Run(idn, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.set("zoho_oauth_code", r.code())
			r.published()
			r.set(idn, value)
			steps, _, err := r.publish()
			last := steps[len(steps)-1]
			if !fault.Is(err, fault.Refused) || last.Name != "exchange" || !strings.Contains(last.Remedy, idn) || r.settings().Revision != 2 {
				t.Errorf("%v after %+v", err, last)
			}
		})
	}
}

// A process that died between the exchange and the blanking of the code leaves
// a draft that can be published.
func TestACodeThatIsTheConnectionsOwn(t *testing.T) {
	r := newRig(t)
	code := r.code()
	r.set("zoho_oauth_code", code)
	app := connection.Application{Region: "com", Environment: "production"}
	if err := r.connections.Exchange(t.Context(), r.project, app, code, r.sim.Sim.Now()); err != nil {
		t.Fatal(err)
	}
	steps, _ := r.published()
	if s := r.step(steps, "exchange"); s.State != publish.Done || r.drafted("zoho_oauth_code") != "" {
		t.Errorf("told is %+v", s)
	}
}

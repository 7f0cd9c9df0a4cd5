package publish_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// monday is when the tests begin: 9:12 in New York.
var monday = time.Date(2027, time.March, 1, 14, 12, 0, 0, time.UTC)

// rig is a project that has never been published and the simulated Zoho, some
// of whose answers can be replaced.
type rig struct {
	*testing.T
	*works
	site    site
	sim     *zohosim.Server
	instead map[string]string // the answer by path, with or without query
	project string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo", RandomSeed: 1, At: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	r := &rig{T: t, sim: sim, instead: map[string]string{}}
	id, secret := sim.Sim.Client()
	r.site = site{Folder: t.TempDir(), ZohoURL: r.proxy(), ClientID: id, ClientSecret: secret}
	r.works = r.site.build(t, sim.Sim.Now)
	made, err := r.projects.CreateProject(t.Context(), "Harbor Dental", "America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	r.project = made.ID
	if err := r.attributes.Seed(t.Context(), r.project); err != nil {
		t.Fatal(err)
	}
	return r
}

// proxy stands before the simulator and gives the answers in instead.
func (r *rig) proxy() string {
	r.Helper()
	target, err := url.Parse(r.sim.URL)
	if err != nil {
		r.Fatal(err)
	}
	forward := &httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(target)
		p.Out.Host = p.In.Host // the data centre that is meant
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		answer, replaced := r.instead[req.URL.String()]
		if !replaced {
			answer, replaced = r.instead[req.URL.Path]
		}
		if !replaced {
			forward.ServeHTTP(w, req)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(answer))
	}))
	r.Cleanup(server.Close)
	return server.URL
}

func (r *rig) code() string {
	r.Helper()
	granted, err := r.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		r.Fatal(err)
	}
	return granted.Code
}

var listAll = attribute.ListOptions{IncludeHidden: true}

// get is what the simulated Zoho answers to a path.
func (r *rig) get(path string) string {
	r.Helper()
	granted, err := r.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		r.Fatal(err)
	}
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.sim.URL+path, nil)
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Authorization", "Zoho-oauthtoken "+granted.AccessToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		r.Fatalf("%s: %s %s", path, resp.Status, body)
	}
	return string(body)
}

// set changes the draft: name, value, name, value ...
func (r *rig) set(pairs ...string) {
	r.Helper()
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	if _, err := r.attributes.UpdateDraft(r.Context(), r.project, values, attribute.AnyRevision, ""); err != nil {
		r.Fatal(err)
	}
}

// publish returns the steps as they ended and the number of the revision.
func (r *rig) publish() (ended []publish.Step, revision int64, err error) {
	r.Helper()
	return r.publishAs(publish.Options{})
}

func (r *rig) publishAs(o publish.Options) (ended []publish.Step, revision int64, err error) {
	r.Helper()
	running := ""
	revision, err = r.publisher.Publish(r.Context(), principal.Principal{KeyID: "key-1"}, r.project, o, func(s publish.Step) {
		if s.State == publish.Running {
			if running != "" {
				r.Errorf("%s began before %s had ended", s.Name, running)
			}
			running = s.Name
			return
		}
		if s.Name != running || s.Duration <= 0 {
			r.Errorf("%s ended after %v, but %q was running", s.Name, s.Duration, running)
		}
		running = ""
		ended = append(ended, s)
	})
	return ended, revision, err
}

// step is the step of a name among those that ended.
func (r *rig) step(steps []publish.Step, name string) publish.Step {
	r.Helper()
	for _, s := range steps {
		if s.Name == name {
			return s
		}
	}
	r.Fatalf("no step %q among %+v", name, steps)
	return publish.Step{}
}

// published is publish that must succeed.
func (r *rig) published() ([]publish.Step, int64) {
	r.Helper()
	steps, revision, err := r.publish()
	if err != nil {
		r.Fatalf("%v, %v", steps, err)
	}
	return steps, revision
}

func (r *rig) settings() attribute.Settings {
	r.Helper()
	set, err := r.attributes.Settings(r.Context(), r.project)
	if err != nil {
		r.Fatal(err)
	}
	return set
}

func (r *rig) connection() connection.Connection {
	r.Helper()
	c, err := r.connections.Get(r.Context(), r.project)
	if err != nil {
		r.Fatal(err)
	}
	return c
}

func (r *rig) control(path string, body any) {
	r.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.Fatal(err)
	}
	resp, err := http.Post(r.sim.URL+"/__sim/"+path, "application/json", bytes.NewReader(text))
	if err != nil {
		r.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		r.Fatalf("%s: %s", path, resp.Status)
	}
}

// refuses makes Zoho answer a path as it answers a user who may not see it.
func (r *rig) refuses(paths ...string) {
	r.Helper()
	var faults []zohosim.Fault
	for _, path := range paths {
		faults = append(faults, zohosim.Fault{Path: "/crm/v8/settings/" + path, Kind: "status", Status: http.StatusForbidden, Code: "NO_PERMISSION"})
	}
	r.control("faults", map[string]any{"faults": faults})
}

func (r *rig) clearFaults() {
	r.Helper()
	req, err := http.NewRequestWithContext(r.Context(), http.MethodDelete, r.sim.URL+"/__sim/faults", nil)
	if err != nil {
		r.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	_ = resp.Body.Close()
}

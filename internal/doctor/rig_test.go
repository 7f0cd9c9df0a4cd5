package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// monday is when the tests begin: 9:12 in New York.
var monday = time.Date(2027, time.March, 1, 14, 12, 0, 0, time.UTC)

// patient is a project, the simulated Zoho it is connected to, and its doctor.
type patient struct {
	*testing.T
	sim         *zohosim.Server
	ahead       time.Duration // of our clock to the simulator's
	projects    *project.Service
	attributes  *attribute.Service
	connections *connection.Service
	publisher   *publish.Service
	doctor      *doctor.Service
	project     string

	mu      sync.Mutex
	instead map[string]string // the answer by path, with or without query
	// between carries each request of the API to Zoho, where it is set.
	between func(r *http.Request, zoho http.RoundTripper) (*http.Response, error)
}

// newPatient is a project that was never connected.
func newPatient(t *testing.T) *patient {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo", RandomSeed: 1, At: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	p := &patient{T: t, sim: sim, instead: map[string]string{}}
	p.build()
	made, err := p.projects.CreateProject(t.Context(), "Harbor Dental", "America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	p.project = made.ID
	if err := p.attributes.Seed(t.Context(), p.project); err != nil {
		t.Fatal(err)
	}
	return p
}

// healthy is a project that was published, with attributes beside those it needs.
func healthy(t *testing.T, pairs ...string) *patient {
	t.Helper()
	p := newPatient(t)
	p.set(append([]string{"zoho_oauth_code", p.grant(zohosim.GrantRequest{}).Code, "zoho_meeting_venue", "Online"}, pairs...)...)
	p.publish()
	return p
}

func (p *patient) now() time.Time { return p.sim.Sim.Now().Add(p.ahead) }

func (p *patient) build() {
	p.Helper()
	db, err := sqlite.Open(p.Context(), sqlite.Config{Path: filepath.Join(p.TempDir(), "p.db"), Now: p.now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { _ = db.Close() })
	sealing, _, err := vault.Load(vault.Config{File: filepath.Join(p.TempDir(), "key"), Create: true})
	if err != nil {
		p.Fatal(err)
	}
	if p.projects, err = project.NewService(project.Config{Store: db.Projects(), Now: p.now}); err != nil {
		p.Fatal(err)
	}
	p.attributes = attribute.NewService(attribute.Config{
		Store: db.Attributes(), Sealer: sealing, Now: p.now,
		ProjectZone: func(context.Context, string) (string, error) { return "America/New_York", nil },
	})
	hosts, err := crm.NewHosts(p.sim.URL)
	if err != nil {
		p.Fatal(err)
	}
	id, secret := p.sim.Sim.Client()
	transport := &http.Transport{}
	p.Cleanup(transport.CloseIdleConnections)
	web := &http.Client{Transport: p.replacing(hosts.Transport(transport))}
	p.connections = connection.NewService(connection.Config{
		Store: db.Connections(), Vault: sealing, Now: p.now, ClientID: id,
		Authority:   &crm.Authority{Hosts: hosts, ClientID: id, ClientSecret: secret, HTTPClient: web, Now: p.now},
		Application: func(context.Context, string) (connection.Application, error) { return connection.Application{}, nil },
		Learned:     func(context.Context, string, string) error { return nil },
		Enabled:     crm.SwitchedOn(p.projects), Region: hosts.Region,
	})
	gateway := crm.NewGateway(crm.NewClients(crm.ClientsConfig{Connections: p.connections, HTTPClient: web, Now: p.now}))
	quiet := slog.New(slog.DiscardHandler)
	p.publisher = publish.NewService(publish.Config{Attributes: p.attributes, Connections: p.connections, CRM: gateway, Now: p.now, Logger: quiet})
	p.Cleanup(func() { p.publisher.Close(time.Second) })
	p.doctor = doctor.NewService(doctor.Config{
		Projects: p.projects, Attributes: p.attributes, Connections: p.connections, CRM: gateway, Now: p.now, Logger: quiet,
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// replacing gives the answers in instead, and Zoho's to all else.
func (p *patient) replacing(base http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		p.mu.Lock()
		answer, replaced := p.instead[r.URL.RequestURI()]
		if !replaced {
			answer, replaced = p.instead[r.URL.Path]
		}
		between := p.between
		p.mu.Unlock()
		switch {
		case !replaced && between != nil:
			return between(r, base)
		case !replaced:
			return base.RoundTrip(r)
		}
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(answer)), Request: r,
		}, nil
	})
}

// answer replaces what Zoho says from now on.
func (p *patient) answer(path, body string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.instead[path] = body
}

func (p *patient) grant(r zohosim.GrantRequest) zohosim.Granted {
	p.Helper()
	granted, err := p.sim.Sim.Grant(r)
	if err != nil {
		p.Fatal(err)
	}
	return granted
}

// set changes the draft: name, value, name, value ...
func (p *patient) set(pairs ...string) {
	p.Helper()
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	if _, err := p.attributes.UpdateDraft(p.Context(), p.project, values, attribute.AnyRevision, ""); err != nil {
		p.Fatal(err)
	}
}

func (p *patient) publish() {
	p.Helper()
	var last publish.Step
	_, err := p.publisher.Publish(p.Context(), principal.Principal{}, p.project, publish.Options{}, func(s publish.Step) { last = s })
	if err != nil {
		p.Fatalf("%v: %+v", err, last)
	}
}

// exam are the checks as they were told.
type exam []doctor.Check

func (p *patient) examine(o doctor.Options) exam {
	p.Helper()
	var all exam
	if err := p.doctor.Diagnose(p.Context(), p.project, o, func(c doctor.Check) { all = append(all, c) }); err != nil {
		p.Fatal(err)
	}
	return all
}

// wants fails unless the checks are as told: name, the beginning of state and
// detail, name ... Every other check must be well, or skipped for the named one.
func (e exam) wants(t *testing.T, wanted map[string]string) {
	t.Helper()
	for _, c := range e {
		got := fmt.Sprintf("%s: %s", c.State, c.Detail)
		want, named := wanted[c.Name]
		switch {
		case named && !strings.Contains(got, want):
			t.Errorf("%s is %q, want %q", c.Name, got, want)
		case !named && (c.State == doctor.Warning || c.State == doctor.Failed):
			t.Errorf("%s is %q", c.Name, got)
		}
		if (c.State == doctor.Warning || c.State == doctor.Failed) == (c.Remedy == "") {
			t.Errorf("%s is %s and its remedy %q", c.Name, c.State, c.Remedy)
		}
		delete(wanted, c.Name)
	}
	for name := range wanted {
		t.Errorf("%s was not looked at", name)
	}
}

// zohoCalls are the requests that Zoho had since a number: those of its API and
// those of its accounts servers.
func (p *patient) zohoCalls(since int64) (api, accounts int, last int64) {
	last = since
	for _, r := range p.sim.Sim.Requests(since) {
		last = max(last, r.Seq)
		if strings.HasPrefix(r.Path, "/crm/") {
			api++
		} else {
			accounts++
		}
	}
	return api, accounts, last
}

func (p *patient) control(path string, body ...any) {
	p.Helper()
	var text []byte
	for _, b := range body {
		var err error
		if text, err = json.Marshal(b); err != nil {
			p.Fatal(err)
		}
	}
	resp, err := http.Post(p.sim.URL+"/__sim/"+path, "application/json", bytes.NewReader(text))
	if err != nil {
		p.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		p.Fatalf("%s: %s", path, resp.Status)
	}
}

func (p *patient) faults(faults ...zohosim.Fault) {
	p.Helper()
	p.control("faults", map[string]any{"faults": faults})
}

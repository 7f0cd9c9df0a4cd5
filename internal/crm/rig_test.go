package crm_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// monday is when the tests begin: 9:12 in New York.
var monday = time.Date(2027, time.March, 1, 14, 12, 0, 0, time.UTC)

// rig is a gateway with one connected project, and the simulated Zoho behind it.
type rig struct {
	*testing.T
	sim         *zohosim.Server
	db          *sqlite.DB
	vault       *vault.Vault
	projects    *project.Service
	connections *connection.Service
	clients     *crm.Clients
	gateway     *crm.Gateway
	project     string
}

func newRig(t *testing.T, seed string) *rig {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: seed, RandomSeed: 1, At: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	r := &rig{T: t, sim: sim}
	r.db, err = sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "crm.db"), Now: sim.Sim.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.db.Close() })
	if r.vault, _, err = vault.Load(vault.Config{File: filepath.Join(t.TempDir(), "key"), Create: true}); err != nil {
		t.Fatal(err)
	}
	r.boot()
	made, err := r.projects.CreateProject(t.Context(), "Harbor Dental", "America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	r.project = made.ID
	r.connect()
	return r
}

// boot builds everything over the store, as a started process does.
func (r *rig) boot() {
	r.Helper()
	now := r.sim.Sim.Now
	var err error
	if r.projects, err = project.NewService(project.Config{Store: r.db.Projects(), Now: now}); err != nil {
		r.Fatal(err)
	}
	hosts, err := crm.NewHosts(r.sim.URL)
	if err != nil {
		r.Fatal(err)
	}
	transport := &http.Transport{}
	r.Cleanup(transport.CloseIdleConnections)
	id, secret := r.sim.Sim.Client()
	client := &http.Client{Transport: hosts.Transport(transport)}
	r.connections = connection.NewService(connection.Config{
		Store: r.db.Connections(), Vault: r.vault, Now: now, ClientID: id, Enabled: crm.SwitchedOn(r.projects), Region: hosts.Region,
		Authority: &crm.Authority{Hosts: hosts, ClientID: id, ClientSecret: secret, HTTPClient: client, Now: now},
	})
	r.clients = crm.NewClients(crm.ClientsConfig{Connections: r.connections, HTTPClient: client, Now: now})
	r.gateway = crm.NewGateway(r.clients)
}

// connect grants anew and stores the grant.
func (r *rig) connect(scopes ...string) {
	r.Helper()
	granted, err := r.sim.Sim.Grant(zohosim.GrantRequest{Scopes: scopes})
	if err != nil {
		r.Fatal(err)
	}
	if err := r.connections.Exchange(r.Context(), r.project, connection.Application{Region: "com"}, granted.Code, time.Time{}); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) configure(change func(*zohosim.Settings)) {
	r.Helper()
	if err := r.sim.Sim.Configure(change); err != nil {
		r.Fatal(err)
	}
}

// record is a CRM record as the simulator shows it.
type record map[string]any

func (rec record) text(field string) string { s, _ := rec[field].(string); return s }

func (rec record) lookup(field string) string {
	to, _ := rec[field].(map[string]any)
	id, _ := to["id"].(string)
	return id
}

// control calls the simulator's control plane and reads the records it answers.
func (r *rig) control(method, path string, body any) []record {
	r.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.Fatal(err)
	}
	req, err := http.NewRequestWithContext(r.Context(), method, r.sim.URL+"/__sim/"+path, bytes.NewReader(text))
	if err != nil {
		r.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		r.Fatalf("%s %s: %s %s (%v)", method, path, resp.Status, answer, err)
	}
	var out struct {
		Data []record `json:"data"`
	}
	if err := json.Unmarshal(answer, &out); err != nil {
		r.Fatal(err)
	}
	return out.Data
}

func (r *rig) put(module string, records ...map[string]any) []record {
	r.Helper()
	return r.control(http.MethodPost, "records/"+module, map[string]any{"data": records})
}

func (r *rig) records(module string) []record {
	r.Helper()
	return r.control(http.MethodGet, "records/"+module, nil)
}

// requests lists what reached Zoho since a sequence number, tokens included.
func (r *rig) requests(since int64) (all []zohosim.Request) {
	for _, q := range r.sim.Sim.Requests(since) {
		if !strings.HasPrefix(q.Path, "/__sim/") {
			all = append(all, q)
		}
	}
	return all
}

func (r *rig) last() (seq int64) {
	for _, q := range r.sim.Sim.Requests(0) {
		seq = max(seq, q.Seq)
	}
	return seq
}

// user returns the id of a user of the organisation by its first name.
func (r *rig) user(first string) string {
	r.Helper()
	text, err := r.gateway.SystemValue(r.Context(), r.project, "zoho_users", monday)
	if err != nil {
		r.Fatal(err)
	}
	var users []zoho.User
	if err := json.Unmarshal([]byte(text), &users); err != nil {
		r.Fatal(err)
	}
	for _, u := range users {
		if u.FirstName == first {
			return u.ID
		}
	}
	r.Fatalf("there is no user %s in %s", first, text)
	return ""
}

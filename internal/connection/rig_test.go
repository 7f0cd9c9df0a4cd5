package connection_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// monday is when the tests begin.
var monday = time.Date(2027, time.March, 1, 14, 12, 0, 0, time.UTC)

const (
	project     = "harbor-dental-x1"
	redirectURL = "https://ringbook.example.com/api/auth/callback/zoho"
)

// rig is the connections of a few projects, and all of the simulated Zoho's
// data centres behind them.
type rig struct {
	*testing.T
	sim     *zohosim.Server
	db      *sqlite.DB
	keyFile string
	vault   *vault.Vault
	network *network
	service *connection.Service

	mu sync.Mutex
	// drafts is what the projects' drafts ask for; a project without one asks
	// for the server's application in com.
	drafts      map[string]connection.Application
	switchedOff bool
}

func newRig(t *testing.T) *rig {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo", RandomSeed: 1, At: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	dir := t.TempDir()
	r := &rig{T: t, sim: sim, keyFile: filepath.Join(dir, "key"), drafts: map[string]connection.Application{}}
	r.db = openDB(t, filepath.Join(dir, "c.db"), sim.Sim.Now)
	if r.vault, _, err = vault.Load(vault.Config{File: r.keyFile, Create: true}); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	r.network = &network{base: transport}
	r.service = r.boot(r.db)
	return r
}

func openDB(t *testing.T, path string, now func() time.Time) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, Now: now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// boot builds the service over a store, as each process does.
func (r *rig) boot(db *sqlite.DB) *connection.Service {
	r.Helper()
	hosts, err := crm.NewHosts(r.sim.URL)
	if err != nil {
		r.Fatal(err)
	}
	id, secret := r.sim.Sim.Client()
	client := &http.Client{Transport: hosts.Transport(r.network)}
	return connection.NewService(connection.Config{
		Store: db.Connections(), Vault: r.vault, Now: r.sim.Sim.Now, ClientID: id, RedirectURL: redirectURL, Region: hosts.Region,
		Authority:   &crm.Authority{Hosts: hosts, ClientID: id, ClientSecret: secret, HTTPClient: client, Now: r.sim.Sim.Now},
		Application: r.application, Learned: r.learned, Enabled: r.enabled,
	})
}

func (r *rig) application(_ context.Context, project string) (connection.Application, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if app, set := r.drafts[project]; set {
		return app, nil
	}
	return connection.Application{Region: "com", Environment: "production"}, nil
}

func (r *rig) learned(ctx context.Context, project, region string) error {
	app, err := r.application(ctx, project)
	r.mu.Lock()
	defer r.mu.Unlock()
	app.Region = region
	r.drafts[project] = app
	return err
}

func (r *rig) enabled(context.Context, string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.switchedOff {
		return fault.New(fault.NotConnected, "switched off")
	}
	return nil
}

func (r *rig) switchOff(off bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.switchedOff = off
}

// wants is what the project's draft asks for, changed.
func (r *rig) wants(change func(*connection.Application)) connection.Application {
	app, _ := r.application(r.Context(), project)
	change(&app)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drafts[project] = app
	return app
}

func (r *rig) draft() connection.Application { return r.wants(func(*connection.Application) {}) }

// network is the way to Zoho, which can be cut.
type network struct {
	base http.RoundTripper
	mu   sync.Mutex
	cut  bool
	// answered is told of the path of each request that was answered.
	answered func(path string)
}

func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	n.mu.Lock()
	cut, answered := n.cut, n.answered
	n.mu.Unlock()
	if cut {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no route to host")}
	}
	resp, err := n.base.RoundTrip(req)
	if answered != nil {
		answered(req.URL.Path)
	}
	return resp, err
}

func (n *network) linger(answered func(path string)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answered = answered
}

func (n *network) set(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = cut
}

func (r *rig) configure(change func(*zohosim.Settings)) {
	r.Helper()
	if err := r.sim.Sim.Configure(change); err != nil {
		r.Fatal(err)
	}
}

// livesIn moves the simulated organisation to a data centre, by its location.
func (r *rig) livesIn(location string) {
	r.Helper()
	r.configure(func(s *zohosim.Settings) { s.DataCenter = location })
}

func (r *rig) code(g zohosim.GrantRequest) string {
	r.Helper()
	granted, err := r.sim.Sim.Grant(g)
	if err != nil {
		r.Fatal(err)
	}
	return granted.Code
}

// exchange hands a typed code in with what the draft asks for.
func (r *rig) exchange(code string, setAt time.Time) error {
	return r.service.Exchange(r.Context(), project, r.draft(), code, setAt)
}

// connect connects the project with a fresh code.
func (r *rig) connect() connection.Connection {
	r.Helper()
	if err := r.exchange(r.code(zohosim.GrantRequest{Environment: r.draft().Environment}), r.sim.Sim.Now()); err != nil {
		r.Fatal(err)
	}
	return r.live()
}

func (r *rig) live() connection.Connection {
	r.Helper()
	c, err := r.service.Get(r.Context(), project)
	if err != nil {
		r.Fatal(err)
	}
	return c
}

func (r *rig) status() connection.Status {
	r.Helper()
	s, err := r.service.Status(r.Context(), project)
	if err != nil {
		r.Fatal(err)
	}
	return s
}

// onlyWaits demands that the project has a grant which no call can use, and
// that its status says what to do about it.
func (r *rig) onlyWaits(remedy string) {
	r.Helper()
	if _, err := r.service.Usable(r.Context(), project); !fault.Is(err, fault.NotConnected) {
		r.Errorf("a grant that was not asked for can be used: %v", err)
	}
	if s := r.status(); s.State != connection.NotConnected || s.LastError == "" || !strings.Contains(s.Remedy, remedy) {
		r.Errorf("the status is %+v", s)
	}
}

// seen counts what reached Zoho since a sequence number, by host and path.
func (r *rig) seen(since int64) map[string]int {
	all := map[string]int{}
	for _, q := range r.sim.Sim.Requests(since) {
		all[q.Host+" "+q.Path]++
	}
	return all
}

func (r *rig) last() (seq int64) {
	for _, q := range r.sim.Sim.Requests(0) {
		seq = max(seq, q.Seq)
	}
	return seq
}

// refused demands a failure of a kind whose text and remedy say something, and
// that nothing of it gives a secret away.
func (r *rig) refused(err error, kind fault.Kind, text, remedy string, secrets ...string) {
	r.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != kind || !strings.Contains(f.Text, text) || !strings.Contains(f.Remedy, remedy) {
		r.Fatalf("got %v with the remedy %q, want %s, %q and %q", err, fault.RemedyOf(err), kind, text, remedy)
	}
	for _, secret := range secrets {
		if strings.Contains(err.Error()+f.Remedy, secret) {
			r.Errorf("%q gives a secret away", err)
		}
	}
}

// arm injects faults; none heals.
func (r *rig) arm(kind, path string, more ...func(*zohosim.Fault)) {
	r.Helper()
	f := zohosim.Fault{Kind: kind, Path: path}
	for _, change := range more {
		change(&f)
	}
	r.control(f)
}

package callback_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/callback"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

const (
	project     = "harbor-dental-x1"
	redirectURL = "https://ringbook.example.com/api/auth/callback/zoho"
)

// rig is the handler with the simulated Zoho behind it.
type rig struct {
	*testing.T
	sim         *zohosim.Server
	connections *connection.Service
	handler     http.Handler
	log         *strings.Builder
	off         bool
}

func newRig(t *testing.T) *rig {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "c.db"), Now: sim.Sim.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	sealing, _, err := vault.Load(vault.Config{File: filepath.Join(t.TempDir(), "key"), Create: true})
	if err != nil {
		t.Fatal(err)
	}
	hosts, err := crm.NewHosts(sim.URL)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, sim: sim, log: &strings.Builder{}}
	id, secret := sim.Sim.Client()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	r.connections = connection.NewService(connection.Config{
		Store: db.Connections(), Vault: sealing, Now: sim.Sim.Now, ClientID: id, RedirectURL: redirectURL, Region: hosts.Region,
		Authority: &crm.Authority{Hosts: hosts, ClientID: id, ClientSecret: secret, HTTPClient: &http.Client{Transport: hosts.Transport(transport)}, Now: sim.Sim.Now},
		Application: func(context.Context, string) (connection.Application, error) {
			return connection.Application{Region: "com", Environment: "production"}, nil
		},
		Learned: func(context.Context, string, string) error { return nil },
		Enabled: func(context.Context, string) error {
			if r.off {
				return fault.New(fault.NotConnected, "the CRM is switched off").WithRemedy("ask the administrator")
			}
			return nil
		},
	})
	r.handler = &callback.Zoho{Connections: r.connections, Logger: slog.New(slog.NewTextHandler(r.log, nil))}
	return r
}

// comesBack is the address that a person's browser is sent to by Zoho.
func (r *rig) comesBack(reject bool) *url.URL {
	r.Helper()
	invitation, err := r.connections.Authorize(r.Context(), project)
	if err != nil {
		r.Fatal(err)
	}
	to, err := r.sim.Sim.Consent(zohosim.ConsentRequest{URL: invitation.URL, Reject: reject})
	if err != nil {
		r.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		r.Fatal(err)
	}
	return u
}

func (r *rig) ask(method string, u *url.URL) *httptest.ResponseRecorder {
	r.Helper()
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, httptest.NewRequestWithContext(r.Context(), method, u.String(), nil))
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
	} {
		if got := w.Header().Get(name); got != want {
			r.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		r.Errorf("the policy is %q", policy)
	}
	page := w.Body.String()
	for _, foreign := range []string{"<script", "<img", "<link", "<b>", " href=", " src=", " onload="} {
		if strings.Contains(page, foreign) {
			r.Errorf("the page has %q", foreign)
		}
	}
	for _, name := range []string{"code", "state"} {
		if value := u.Query().Get(name); len(value) > 8 && (strings.Contains(page, value) || strings.Contains(r.log.String(), value)) {
			r.Errorf("the %s is shown or logged", name)
		}
	}
	return w
}

func wantPage(t *testing.T, w *httptest.ResponseRecorder, status int, parts ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("the status is %d, want %d", w.Code, status)
	}
	for _, part := range parts {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("the page lacks %q:\n%s", part, w.Body)
		}
	}
}

func TestConnected(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	back := r.comesBack(false)
	wantPage(t, r.ask(http.MethodGet, back), http.StatusOK, "<h1>Connected</h1>", project, "Publish the project")
	if s, err := r.connections.Status(t.Context(), project); err != nil || s.State != connection.Connected {
		t.Errorf("the project is %v, %v", s.State, err)
	}
	wantPage(t, r.ask(http.MethodGet, back), http.StatusOK, "<h1>Connected</h1>")
}

func TestNotConnected(t *testing.T) {
	set := func(name, value string) func(*rig, *url.URL) {
		return func(_ *rig, u *url.URL) {
			q := u.Query()
			q.Set(name, value)
			u.RawQuery = q.Encode()
		}
	}
	for name, c := range map[string]struct {
		reject bool
		spoil  func(*rig, *url.URL)
		status int
		parts  []string
	}{
		"rejected":     {true, func(*rig, *url.URL) {}, 400, []string{"Access was refused on Zoho&#39;s consent page.", "accept what is asked for"}},
		"bad state":    {false, set("state", "<script>alert(1)</script>"), 403, []string{"not made by this server", "new authorization link"}},
		"expired":      {false, func(r *rig, _ *url.URL) { r.sim.Sim.Advance(11 * time.Minute) }, 400, []string{"older than ten minutes"}},
		"evil server":  {false, set("accounts-server", "https://evil.example"), 403, []string{"not Zoho&#39;s"}},
		"error markup": {false, set("error", "<b>x</b>"), 400, []string{"without a code"}},
		"a used code": {false, func(r *rig, _ *url.URL) { r.sim.Sim.Advance(5 * time.Minute) }, 400,
			[]string{"does not accept the authorization code", "new authorization link"}},
		"switched off": {false, func(r *rig, _ *url.URL) { r.off = true }, 409, []string{"switched off", "Ask the administrator."}},
		"nothing":      {false, func(_ *rig, u *url.URL) { u.RawQuery = "" }, 403, []string{"not made by this server"}},
		"twice":        {false, func(_ *rig, u *url.URL) { u.RawQuery += "&code=another" }, 400, []string{"not a redirect of Zoho&#39;s"}},
		"too long":     {false, func(_ *rig, u *url.URL) { u.RawQuery += "&x=" + strings.Repeat("a", 5000) }, 400, []string{"not a redirect"}},
		"garbled":      {false, func(_ *rig, u *url.URL) { u.RawQuery += "&x=%zz" }, 400, []string{"not a redirect"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			back := r.comesBack(c.reject)
			c.spoil(r, back)
			w := r.ask(http.MethodGet, back)
			wantPage(t, w, c.status, append(c.parts, "<h1>Not connected</h1>")...)
			if s, err := r.connections.Status(t.Context(), project); err != nil || s.State != connection.NotConnected {
				t.Errorf("the project is %v, %v", s.State, err)
			}
		})
	}
}

// What looks ahead must not use the code up.
func TestOnlyGET(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	back := r.comesBack(false)
	for _, method := range []string{http.MethodHead, http.MethodPost, http.MethodOptions} {
		if w := r.ask(method, back); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET" {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	wantPage(t, r.ask(http.MethodGet, back), http.StatusOK, "Connected")
}

package connection_test

import (
	"crypto/rand"
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// ownConnection connects with an application of the project's own, and leaves a
// second grant aside.
func (r *rig) ownConnection() connection.Connection {
	r.Helper()
	own, err := r.sim.Sim.AddClient(zohosim.ClientRequest{})
	if err != nil {
		r.Fatal(err)
	}
	r.wants(func(a *connection.Application) { a.ClientID, a.ClientSecret = own.ClientID, own.ClientSecret })
	if err := r.exchange(r.code(zohosim.GrantRequest{ClientID: own.ClientID}), r.sim.Sim.Now()); err != nil {
		r.Fatal(err)
	}
	if err := r.exchange(r.code(zohosim.GrantRequest{ClientID: own.ClientID, Environment: "sandbox"}), r.sim.Sim.Now()); !fault.Is(err, fault.Refused) {
		r.Fatalf("the second grant: %v", err)
	}
	return r.live()
}

func TestNothingIsStoredInTheClear(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.ownConnection()
	all, err := r.db.Connections().All(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	for _, sealed := range all {
		for _, at := range []string{sealed.RefreshToken, sealed.AccessToken, sealed.ClientSecret} {
			if at == "" || strings.Contains(at, c.RefreshToken) || strings.Contains(at, c.AccessToken) || strings.Contains(at, c.ClientSecret) {
				t.Errorf("a secret is stored as %q", at)
			}
		}
	}
}

func TestSealedValuesServeNoOtherPlace(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ownConnection()
	for name, move := range map[string]func(*connection.Sealed){
		"another project": func(c *connection.Sealed) { c.Project = "p2" },
		"another field":   func(c *connection.Sealed) { c.AccessToken = c.RefreshToken },
		"another secret":  func(c *connection.Sealed) { c.ClientSecret = c.AccessToken },
	} {
		sealed, err := r.db.Connections().Load(t.Context(), project, false)
		if err != nil {
			t.Fatal(err)
		}
		move(&sealed)
		if err := r.db.Connections().Save(t.Context(), sealed); err != nil {
			t.Fatal(err)
		}
		if _, err := r.service.Get(t.Context(), sealed.Project); err == nil {
			t.Errorf("a row copied to %s opens", name)
		}
	}
}

// The key is rotated: what was sealed with the former opens without it after
// Reseal, and nothing else has changed.
func TestReseal(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	before := r.ownConnection()
	if n, err := r.service.Reseal(t.Context()); n != 0 || err != nil {
		t.Errorf("with one key %d values were resealed, %v", n, err)
	}
	old, err := os.ReadFile(r.keyFile)
	if err != nil {
		t.Fatal(err)
	}
	fresh := make([]byte, vault.KeySize)
	rand.Read(fresh)
	first := base64.StdEncoding.EncodeToString(fresh) + "\n"
	if err := os.WriteFile(r.keyFile, append([]byte(first), old...), 0o600); err != nil {
		t.Fatal(err)
	}
	if r.vault, _, err = vault.Load(vault.Config{File: r.keyFile}); err != nil {
		t.Fatal(err)
	}
	r.service = r.boot(r.db)
	for _, want := range []int{6, 0} { // two rows with three values each; then all is done
		if n, err := r.service.Reseal(t.Context()); n != want || err != nil {
			t.Errorf("%d values were resealed, want %d, %v", n, want, err)
		}
	}
	if r.vault, err = vault.New(fresh); err != nil {
		t.Fatal(err)
	}
	r.service = r.boot(r.db)
	if r.live() != before {
		t.Error("the connection is another")
	}
	r.wants(func(a *connection.Application) { a.Environment = "sandbox" })
	if err := r.adopt(); err != nil {
		t.Errorf("what waited aside: %v", err)
	}
}

func TestTenantsAreApart(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	mine := r.ownConnection()
	theirs, err := r.sim.Sim.AddClient(zohosim.ClientRequest{})
	if err != nil {
		t.Fatal(err)
	}
	app := connection.Application{ClientID: theirs.ClientID, ClientSecret: theirs.ClientSecret, Region: "com"}
	code := r.code(zohosim.GrantRequest{ClientID: theirs.ClientID})
	if err := r.service.Exchange(t.Context(), "another-y2", app, code, r.sim.Sim.Now()); err != nil {
		t.Fatal(err)
	}
	if err := r.sim.Sim.RemoveClient(theirs.ClientID); err != nil {
		t.Fatal(err)
	}
	other, err := r.service.Get(t.Context(), "another-y2")
	if err != nil || other.ClientID != theirs.ClientID || other.RefreshToken == mine.RefreshToken {
		t.Fatalf("the other tenant's connection: %v", err)
	}
	if _, err := r.service.Renew(t.Context(), other); err == nil {
		t.Error("a deleted application refreshes")
	}
	s, err := r.service.Status(t.Context(), "another-y2")
	if err != nil || !strings.Contains(s.LastError, "no longer knows the application") || !strings.Contains(s.Remedy, "API console") {
		t.Errorf("the status is %+v, %v", s, err)
	}
	if _, err := renews(t.Context(), r.service, mine); err != nil || r.status().LastError != "" {
		t.Errorf("one tenant's trouble is another's: %v", err)
	}
}

package connection_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
)

var now = time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)

func open(t *testing.T) (*connection.Service, connection.Store) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "c.db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	v, _, err := vault.Load(vault.Config{File: filepath.Join(t.TempDir(), "key"), Create: true})
	if err != nil {
		t.Fatal(err)
	}
	return connection.NewService(db.Connections(), v, func() time.Time { return now }), db.Connections()
}

func granted(refresh string) connection.Connection {
	return connection.Connection{
		Project: "p1", Region: "eu", APIDomain: "https://www.zohoapis.eu", RefreshToken: refresh, AccessToken: "access of " + refresh,
		AccessExpiry: now.Add(time.Hour), Scopes: "ZohoCRM.modules.ALL", UpdatedAt: now,
	}
}

func save(t *testing.T, s *connection.Service, c connection.Connection) {
	t.Helper()
	if err := s.Save(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, s *connection.Service, want connection.Connection) {
	t.Helper()
	got, err := s.Get(t.Context(), want.Project)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("the connection is %+v, want %+v", got, want)
	}
}

func TestTokensComeBackAndAreSealedAtRest(t *testing.T) {
	s, store := open(t)
	c := granted("one")
	c.LastError = "none of it"
	save(t, s, c)
	want(t, s, c)
	sealed, err := store.Load(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{sealed.RefreshToken, sealed.AccessToken} {
		if at == "" || strings.Contains(at, "one") {
			t.Errorf("a token is stored as %q", at)
		}
	}
}

func TestSealedTokensServeNoOtherProjectOrPurpose(t *testing.T) {
	s, store := open(t)
	save(t, s, granted("one"))
	for name, move := range map[string]func(*connection.Sealed){
		"another project": func(c *connection.Sealed) { c.Project = "p2" },
		"another field":   func(c *connection.Sealed) { c.AccessToken = c.RefreshToken },
	} {
		sealed, err := store.Load(t.Context(), "p1")
		if err != nil {
			t.Fatal(err)
		}
		move(&sealed)
		if err := store.Save(t.Context(), sealed); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(t.Context(), sealed.Project); err == nil {
			t.Errorf("a row copied to %s opens", name)
		}
	}
}

func TestNeverConnected(t *testing.T) {
	s, _ := open(t)
	if _, err := s.Get(t.Context(), "p1"); !fault.Is(err, fault.NotConnected) {
		t.Errorf("got %v, want not connected", err)
	}
}

func TestRefreshedTokenAndFailure(t *testing.T) {
	s, _ := open(t)
	c := granted("one")
	save(t, s, c)
	if err := s.Fail(t.Context(), "p1", "one", "connect again"); err != nil {
		t.Fatal(err)
	}
	c.LastError = "connect again"
	want(t, s, c)
	if err := s.SaveAccess(t.Context(), "p1", "one", "renewed", now.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.AccessToken, c.AccessExpiry, c.LastError = "renewed", now.Add(2*time.Hour), ""
	want(t, s, c)
}

// A publish may replace the grant while the old one is being refreshed: what
// comes of the old one must not undo the new.
func TestOldGrantCannotUndoNew(t *testing.T) {
	s, _ := open(t)
	save(t, s, granted("old"))
	save(t, s, granted("new"))
	for name, late := range map[string]func(context.Context) error{
		"a refreshed token": func(ctx context.Context) error { return s.SaveAccess(ctx, "p1", "old", "late", now) },
		"a failure":         func(ctx context.Context) error { return s.Fail(ctx, "p1", "old", "late") },
	} {
		if err := late(t.Context()); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s of the old grant: %v, want a conflict", name, err)
		}
		want(t, s, granted("new"))
	}
}

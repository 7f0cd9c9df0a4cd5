package sqlite

import (
	"database/sql"
	"io/fs"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
)

// A connection from before grants had an application of their own is still
// there after the schema was brought up to date, and again after going back.
func TestOlderConnectionsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ringbook.db")
	pool, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	const row = `('one', 'eu', 'https://www.zohoapis.eu', 'A B', 'sealed refresh', 'sealed access', 1803909600000, 'trouble', 1803906000000)`
	if _, err := pool.ExecContext(t.Context(), `INSERT INTO connections VALUES `+row); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), Config{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Connections().Load(t.Context(), "one", false)
	if err != nil {
		t.Fatal(err)
	}
	at := time.UnixMilli(1803906000000).UTC()
	if got.Region != "eu" || got.Environment != "production" || got.RefreshToken != "sealed refresh" || got.AccessToken != "sealed access" ||
		got.Scopes != "A B" || got.LastError != "trouble" || got.ClientID != "" || got.Revoked || got.LeaseHolder != "" ||
		!got.AccessExpiry.Equal(at.Add(time.Hour)) || !got.ConnectedAt.Equal(at) || !got.UpdatedAt.Equal(at) {
		t.Errorf("kept is %+v", got)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := steps.DownTo(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	var same int
	if err := pool.QueryRowContext(t.Context(), `SELECT count(*) FROM connections WHERE (project, region, api_domain, scopes,
		refresh_token, access_token, access_expiry, last_error, updated_at) = `+row).Scan(&same); err != nil || same != 1 {
		t.Errorf("%d rows are as before, %v", same, err)
	}
}

package sqlite

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"
)

// What was stored before conversations kept their revision, and drafts when a
// code was typed, is still there and has neither.
func TestRowsFromBeforeRevisions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	pool, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
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
	for _, query := range []string{
		`INSERT INTO conversations (project, id, body, created_at) VALUES ('p1', 'call', '{"project":"p1","id":"call","line":"+12125550143"}', 1)`,
		`INSERT INTO attribute_drafts (project, revision, vals, updated_at, updated_by) VALUES ('p1', 7, '{"zoho_oauth_code":"sealed"}', 1, '')`,
	} {
		if _, err := pool.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	db := openAt(t, path)
	defer db.Close()
	c, err := db.Conversations().Get(t.Context(), "p1", "call")
	if err != nil || c.Revision != 0 || c.Line != "+12125550143" {
		t.Errorf("the conversation is %+v, %v", c, err)
	}
	d, err := db.Attributes().Draft(t.Context(), "p1")
	if err != nil || d.Revision != 7 || len(d.Values) != 1 || len(d.SetAt) != 0 {
		t.Errorf("the draft is %+v, %v", d, err)
	}
}

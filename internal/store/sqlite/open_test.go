package sqlite

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func openAt(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(context.Background(), Config{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestOpenAgain(t *testing.T) {
	// Characters that mean something in a URI, and a folder that is not there.
	path := filepath.Join(t.TempDir(), "new folder", "a?b#c%20 d.db")
	db := openAt(t, path)
	n := notes{t, db}
	n.do(`CREATE TABLE notes (word TEXT PRIMARY KEY) STRICT`)
	n.do(`INSERT INTO notes VALUES ('kept')`)
	for _, name := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file%s: %v, %v; want mode 0600", name, info, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again := openAt(t, path)
	defer again.Close()
	notes{t, again}.want("kept")
}

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	db := open(t, nil)
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"}
	look := func(ctx context.Context, tx *tx) error {
		for pragma, value := range want {
			got, err := one(ctx, tx, scanString, `PRAGMA `+pragma)
			if err != nil || got != value {
				t.Errorf("%s is %s, %v; want %s", pragma, got, err, value)
			}
		}
		return nil
	}
	if err := db.write(t.Context(), look); err != nil {
		t.Error(err)
	}
	if err := db.read(t.Context(), look); err != nil {
		t.Error(err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db := openAt(t, path)
	notes{t, db}.do(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Config{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "schema 99999") || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("opening a newer schema: %v", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]Config{
		"no path": {Logger: log}, "no logger": {Path: file},
		"a folder": {Path: t.TempDir(), Logger: log}, "not a database": {Path: file, Logger: log},
	} {
		if db, err := Open(t.Context(), c); err == nil {
			db.Close()
			t.Errorf("%s: no error", name)
		} else if !strings.HasPrefix(err.Error(), "sqlite: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every table must be STRICT, or SQLite would store text in a column of times.
func TestTablesAreStrict(t *testing.T) {
	db := open(t, nil)
	err := db.read(t.Context(), func(ctx context.Context, tx *tx) error {
		loose, err := all(ctx, tx, scanString, `
			SELECT name FROM pragma_table_list
			WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`)
		if len(loose) > 0 {
			t.Errorf("not STRICT: %v", loose)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

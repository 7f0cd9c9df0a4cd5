package sqlite

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A database that was restored by hand is often readable by all.
func TestFilesThatOthersCanReadAreClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	first := openAt(t, path)
	defer first.Close() // it keeps the companions there
	notes{t, first}.do(`CREATE TABLE notes (word TEXT PRIMARY KEY) STRICT`)
	for _, name := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(path+name, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, warnings := range []int{3, 0} {
		var log bytes.Buffer
		db, err := Open(t.Context(), Config{Path: path, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if n := strings.Count(log.String(), "open to others"); n != warnings {
			t.Errorf("%d warnings, want %d:\n%s", n, warnings, log.String())
		}
	}
	for _, name := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(path + name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file%s: %v, %v; want mode 0600", name, info, err)
		}
	}
}

package sqlite

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/store/storetest"
)

func open(t testing.TB, now func() time.Time) *DB {
	t.Helper()
	db, err := Open(t.Context(), Config{
		Path: filepath.Join(t.TempDir(), "ringbook.db"), Now: now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestJobs(t *testing.T) {
	storetest.Jobs(t, func(t *testing.T, now func() time.Time) job.Store { return open(t, now).Jobs() })
}

func TestIntents(t *testing.T) {
	storetest.Intents(t, func(t *testing.T, now func() time.Time) intent.Store { return open(t, now).Intents() })
}

func TestAttributes(t *testing.T) {
	storetest.Attributes(t, func(t *testing.T) attribute.Store { return open(t, time.Now).Attributes() })
}

func TestProjects(t *testing.T) {
	storetest.Projects(t, func(t *testing.T) project.Store { return open(t, time.Now).Projects() })
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

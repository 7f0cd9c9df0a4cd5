package sqlite

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
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

func TestMain(m *testing.M) {
	if path := os.Getenv(scribeEnv); path != "" {
		fmt.Fprintln(os.Stderr, scribe(path)) // returns only where it failed
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

func TestAttributes(t *testing.T) {
	storetest.Attributes(t, func(t *testing.T) attribute.Store { return open(t, time.Now).Attributes() })
}

func TestProjects(t *testing.T) {
	storetest.Projects(t, func(t *testing.T) project.Store { return open(t, time.Now).Projects() })
}

func TestConversations(t *testing.T) {
	storetest.Conversations(t, func(t *testing.T, now func() time.Time) (conversation.Store, job.Queue) {
		db := open(t, now)
		return db.Conversations(), db.Jobs()
	})
}

func TestBookings(t *testing.T) {
	storetest.Bookings(t, func(t *testing.T, now func() time.Time) (booking.Store, job.Queue) {
		db := open(t, now)
		return db.Bookings(), db.Jobs()
	})
}

func TestConnections(t *testing.T) {
	storetest.Connections(t, func(t *testing.T) connection.Store { return open(t, time.Now).Connections() })
}

func TestDirectory(t *testing.T) {
	storetest.Directory(t, func(t *testing.T, now func() time.Time) contact.Store { return open(t, now).Directory() })
}

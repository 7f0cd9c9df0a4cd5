package app_test

import (
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/app"
)

// TestTwoAppsInOneProcess books in both, ends one and goes on with the other.
func TestTwoAppsInOneProcess(t *testing.T) {
	one, two := newWorld(t, nil), newWorld(t, nil)
	booked := func(w *world, conversation, day string) {
		t.Helper()
		w.starts(conversation, danaPhone)
		res := call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: conversation, SlotId: w.slots(day)[0].GetSlotId()})
		wantStatus(t, res.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
	}
	booked(one, "call-1", "2027-03-03")
	booked(two, "call-1", "2027-03-03")
	for _, key := range []string{one.keys.AgentKey, one.keys.BuilderKey, one.keys.AdminKey} {
		if got := two.posts("CheckSlots", `{}`, "Authorization", "Bearer "+key); got.status != http.StatusUnauthorized {
			t.Errorf("a key of the first opens the second: %s", got)
		}
	}
	one.stop()
	booked(two, "call-2", "2027-03-04")
	if a, b := len(one.events()), len(two.events()); a != 1 || b != 2 {
		t.Errorf("%d and %d events, want 1 and 2", a, b)
	}
	one.quiet()
	two.quiet()
}

// TestNothingIsLeftOfAnApp ends an app that has worked: its connections to
// Zoho end with it.
func TestNothingIsLeftOfAnApp(t *testing.T) {
	w := newWorld(t, nil)
	w.stop()
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	w.start()
	w.starts("call-1", danaPhone)
	call(w, w.agent.Book, &ringbookv1.BookRequest{ConversationId: "call-1", SlotId: w.slots("2027-03-03")[0].GetSlotId()})
	w.stop()
	// Of the simulator one goroutine is left for each connection that the app
	// leaves open.
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

// TestAppWithoutAFolder says what is wrong with the folder.
func TestAppWithoutAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(dir, "closed")
	if err := os.Mkdir(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	rubbish := filepath.Join(dir, "rubbish")
	if err := os.Mkdir(rubbish, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(rubbish, "ringbook.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for folder, says := range map[string]string{
		"": "data folder", file: "data folder", filepath.Join(file, "below"): "data folder", filepath.Join(closed, "below"): "data folder", rubbish: "sealing",
	} {
		if folder == filepath.Join(closed, "below") && os.Geteuid() == 0 {
			continue // root may write anywhere
		}
		a, err := app.New(t.Context(), app.Config{Data: folder})
		if err == nil {
			_ = a.Close()
			t.Errorf("an app on %q", folder)
			continue
		}
		if !strings.Contains(err.Error(), says) || folder != "" && !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", folder, err)
		}
	}
}

// TestAppOnAnotherData refuses a database of a newer program, one that is none,
// and one whose sealing key is gone, and leaves the data as it is.
func TestAppOnAnotherData(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		spoil func(t *testing.T, dir string)
		says  []string
	}{
		"newer": {func(t *testing.T, dir string) {
			db, err := sql.Open("sqlite", filepath.Join(dir, "ringbook.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
				t.Fatal(err)
			}
		}, []string{"9999", "newer program"}},
		"no key": {func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "sealing.key")); err != nil {
				t.Fatal(err)
			}
		}, []string{"sealing.key"}},
		"rubbish": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "ringbook.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, []string{"not a database"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a, err := app.New(t.Context(), app.Config{Data: dir})
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			tt.spoil(t, dir)
			a, err = app.New(t.Context(), app.Config{Data: dir})
			if err == nil {
				_ = a.Close()
				t.Fatal("it opens")
			}
			for _, piece := range tt.says {
				if !strings.Contains(err.Error(), piece) {
					t.Errorf("the error does not say %q: %v", piece, err)
				}
			}
		})
	}
}

package attribute_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
)

// rotation is a key file and a database over which processes work.
type rotation struct {
	*testing.T
	key   string
	store attribute.Store
}

func newRotation(t *testing.T) *rotation {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(folder, "a.db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &rotation{t, filepath.Join(folder, "key"), db.Attributes()}
}

func (r *rotation) process() (*attribute.Service, *vault.Vault) {
	r.Helper()
	sealing, _, err := vault.Load(vault.Config{File: r.key, Create: true})
	if err != nil {
		r.Fatal(err)
	}
	return attribute.NewService(attribute.Config{
		Store: r.store, Sealer: sealing, Now: time.Now,
		ProjectZone: func(context.Context, string) (string, error) { return "UTC", nil },
	}), sealing
}

// rotate puts a new key on top and returns its id.
func (r *rotation) rotate() string {
	r.Helper()
	id, err := vault.AddKey(r.key)
	if err != nil {
		r.Fatal(err)
	}
	return id
}

func (r *rotation) set(s *attribute.Service, project string, values map[string]string) {
	r.Helper()
	if _, err := s.UpdateDraft(r.Context(), project, values, attribute.AnyRevision, ""); err != nil {
		r.Fatal(err)
	}
}

func (r *rotation) publish(s *attribute.Service, project string) {
	r.Helper()
	c, err := s.Candidate(r.Context(), project)
	if err == nil {
		_, err = s.Activate(r.Context(), c, "", "")
	}
	if err != nil {
		r.Fatal(err)
	}
}

// sealed returns all texts that are stored of secrets.
func (r *rotation) sealed() (texts []string) {
	r.Helper()
	projects, err := r.store.Projects(r.Context(), "", 1000)
	if err != nil {
		r.Fatal(err)
	}
	for _, project := range projects {
		draft, err := r.store.Draft(r.Context(), project)
		if err != nil {
			r.Fatal(err)
		}
		revisions, err := r.store.Revisions(r.Context(), project, 0, 1000)
		if err != nil {
			r.Fatal(err)
		}
		all := []map[string]string{draft.Values}
		for _, revision := range revisions {
			all = append(all, revision.Values)
		}
		for _, values := range all {
			for _, value := range values {
				if strings.HasPrefix(value, "v1.") {
					texts = append(texts, value)
				}
			}
		}
	}
	return texts
}

func TestResealLeavesNothingOfTheOldKey(t *testing.T) {
	r := newRotation(t)
	server, _ := r.process()
	const projects, revisions = 23, 3 // more than a page
	for p := range projects {
		project := fmt.Sprint("p", p)
		for n := range revisions {
			r.set(server, project, map[string]string{"vapi_secret": fmt.Sprint("secret ", project, n), "zoho_duration": "45"})
			r.publish(server, project)
		}
		r.set(server, project, map[string]string{"zoho_oauth_code": "1000." + project})
	}
	listed, err := server.List(t.Context(), "p7", attribute.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before := r.sealed()
	id := r.rotate()
	command, _ := r.process()
	n, err := command.Reseal(t.Context())
	if want := projects * (revisions + 2); err != nil || n != want || len(before) != want {
		t.Fatalf("%d of %d resealed, want %d: %v", n, len(before), want, err)
	}
	for _, text := range r.sealed() {
		if !strings.HasPrefix(text, "v1."+id+".") {
			t.Fatalf("%.20s... is not sealed with %s", text, id)
		}
	}
	if n, err := command.Reseal(t.Context()); n != 0 || err != nil {
		t.Errorf("once more: %d, %v", n, err)
	}

	// The server that ran all the while opens what was resealed, and nobody
	// sees a difference.
	c, err := server.Candidate(t.Context(), "p7")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := server.Reveal("p7", c.Secret("vapi_secret")); got != "secret p72" || err != nil {
		t.Errorf("revealed %q, %v", got, err)
	}
	after, err := server.List(t.Context(), "p7", attribute.ListOptions{})
	if err != nil || fmt.Sprint(after) != fmt.Sprint(listed) {
		t.Errorf("the listing became %v, %v", after, err)
	}
	for from := int64(2); from < 4; from++ {
		if changes, err := server.Compare(t.Context(), "p7", from, from+1); err != nil || len(changes) != 1 {
			t.Errorf("revision %d differs from the next by %v, %v", from, changes, err)
		}
	}
	if changes, err := server.DiffDraft(t.Context(), "p7"); err != nil || len(changes) != 1 || changes[0].IDN != "zoho_oauth_code" {
		t.Errorf("the draft differs by %v, %v", changes, err)
	}
}

// A publish that took its candidate before the rotation blanks the code all
// the same.
func TestBlankAfterReseal(t *testing.T) {
	r := newRotation(t)
	server, _ := r.process()
	r.set(server, "p1", map[string]string{"zoho_oauth_code": "1000.x"})
	c, err := server.Candidate(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	r.rotate()
	command, _ := r.process()
	if n, err := command.Reseal(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if err := server.Blank(t.Context(), "p1", c.Secret("zoho_oauth_code")); err != nil {
		t.Fatal(err)
	}
	if left := r.sealed(); len(left) != 0 {
		t.Errorf("the used code is still there: %v", left)
	}
}

func TestResealKeepsWhatCannotBeOpened(t *testing.T) {
	r := newRotation(t)
	server, _ := r.process()
	for _, project := range []string{"p1", "p2"} {
		r.set(server, project, map[string]string{"vapi_secret": "hidden", "retell_api_key": "key"})
		r.publish(server, project)
	}
	// p1's secret was sealed with a key that nobody has any more.
	stranger, err := vault.New([]byte(strings.Repeat("x", vault.KeySize)))
	if err != nil {
		t.Fatal(err)
	}
	lost := stranger.Seal("attribute/p1/vapi_secret", "hidden")
	revision, err := r.store.Revision(t.Context(), "p1", 2)
	if err != nil {
		t.Fatal(err)
	}
	revision.Values["vapi_secret"] = lost
	if err := r.store.ResealRevision(t.Context(), "p1", 2, revision.Values); err != nil {
		t.Fatal(err)
	}
	r.rotate()
	command, _ := r.process()
	n, err := command.Reseal(t.Context())
	if n != 7 || err == nil || !strings.Contains(err.Error(), "vapi_secret of project p1") || strings.Contains(err.Error(), "retell") {
		t.Errorf("%d resealed, %v", n, err)
	}
	if fault.RemedyOf(err) == "" || strings.Contains(err.Error(), "hidden") || strings.Contains(err.Error(), lost) {
		t.Errorf("told is %v, to do is %q", err, fault.RemedyOf(err))
	}
	if revision, err = r.store.Revision(t.Context(), "p1", 2); err != nil || revision.Values["vapi_secret"] != lost {
		t.Errorf("what could not be opened is %v, %v", revision.Values, err)
	}
}

// Beside running servers a rotation loses nothing that is saved or published
// meanwhile, brings no editor a conflict, and in the end nothing is left of the
// old keys.
func TestResealBesideRunningServers(t *testing.T) {
	r := newRotation(t)
	const edits = 30
	var all sync.WaitGroup
	ids := make(chan string, edits)
	for e := range 3 {
		server, _ := r.process()
		project := fmt.Sprint("p", e)
		r.set(server, project, map[string]string{"vapi_secret": "first"})
		all.Go(func() {
			for n := range edits {
				draft, err := server.List(t.Context(), project, attribute.ListOptions{})
				if err == nil {
					_, err = server.UpdateDraft(t.Context(), project, map[string]string{"vapi_secret": fmt.Sprint("secret ", n)}, draft.DraftRevision, "")
				}
				if err != nil {
					t.Errorf("%s, edit %d: %v", project, n, err)
				}
				if n%5 == 0 {
					c, err := server.Candidate(t.Context(), project)
					if err == nil {
						_, err = server.Activate(t.Context(), c, "", "")
					}
					if err != nil {
						t.Errorf("%s, publish %d: %v", project, n, err)
					}
				}
			}
		})
	}
	for range 2 {
		all.Go(func() {
			id, err := vault.AddKey(r.key)
			if err != nil {
				return // the other one was at it
			}
			ids <- id
			command, _ := r.process()
			if _, err := command.Reseal(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	command, sealing := r.process()
	if _, err := command.Reseal(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, text := range r.sealed() {
		if sealing.Stale(text) {
			t.Errorf("%.20s... is stale", text)
		}
	}
	if len(ids) == 0 {
		t.Fatal("nothing was rotated")
	}
	for e := range 3 {
		project := fmt.Sprint("p", e)
		c, err := command.Candidate(t.Context(), project)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := command.Reveal(project, c.Secret("vapi_secret")); got != fmt.Sprint("secret ", edits-1) || err != nil {
			t.Errorf("%s: the last edit is %q, %v", project, got, err)
		}
	}
}

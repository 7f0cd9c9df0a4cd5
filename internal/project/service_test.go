package project_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

const remember = 10 * time.Second

type bench struct {
	*project.Service
	store *memory
	mu    sync.Mutex
	now   time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{store: newMemory(), now: time.Date(2027, 3, 14, 9, 0, 0, 0, time.UTC)}
	b.Service = b.process(t, "")
	return b
}

// process returns another Service over the same store, as a second server
// would have.
func (b *bench) process(t *testing.T, adminKey string) *project.Service {
	t.Helper()
	s, err := project.NewService(project.Config{Store: b.store, AdminKey: adminKey, Remember: remember, Now: func() time.Time {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.now
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bench) project(t *testing.T, name string) project.Project {
	t.Helper()
	p, err := b.CreateProject(t.Context(), name, "Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (b *bench) key(t *testing.T, of string, role principal.Role) (string, project.Key) {
	t.Helper()
	text, key, err := b.CreateKey(t.Context(), of, role)
	if err != nil {
		t.Fatal(err)
	}
	return text, key
}

func TestCreateProject(t *testing.T) {
	b := newBench(t)
	p := b.project(t, "  Acme Dental, Inc. ")
	if !regexp.MustCompile(`^acme-dental-inc-[0-9a-z]{6}$`).MatchString(p.ID) {
		t.Errorf("id %q", p.ID)
	}
	if p.Name != "Acme Dental, Inc." || p.TimeZone != "Europe/Berlin" || !p.CRMEnabled || !p.CreatedAt.Equal(b.now) {
		t.Errorf("project %+v", p)
	}
	if got, err := b.Project(t.Context(), p.ID); err != nil || got != p {
		t.Errorf("stored %+v, %v", got, err)
	}
	if again := b.project(t, "Acme Dental, Inc."); again.ID == p.ID {
		t.Error("two projects of one name have one id")
	}
}

func TestProjectIDsAreFitForAPath(t *testing.T) {
	b := newBench(t)
	for name, begins := range map[string]string{
		"Zoë's Söhne": "zos-shne-", "株式会社": "project-", "../../etc": "etc-", "A": "a-",
		strings.Repeat("very long word ", 6): "very-long-word-very-long-",
		strings.Repeat("x", 100):             strings.Repeat("x", 24) + "-",
		"O'Brien & Sons — Plumbing/Heating":  "obrien-sons-",
	} {
		p := b.project(t, name)
		if !strings.HasPrefix(p.ID, begins) || !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(p.ID) || len(p.ID) > 40 {
			t.Errorf("%q has the id %q, want it to begin with %q", name, p.ID, begins)
		}
	}
}

func TestCreateProjectRefuses(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ name, zone, field string }{
		{"", "UTC", "name"}, {" \t", "UTC", "name"}, {strings.Repeat("é", 101), "UTC", "name"}, {"a\nb", "UTC", "name"}, {"a\xff", "UTC", "name"},
		{"Acme", "", "time_zone"}, {"Acme", "Local", "time_zone"}, {"Acme", "Berlin", "time_zone"}, {"Acme", "../UTC", "time_zone"},
	} {
		_, err := b.CreateProject(t.Context(), c.name, c.zone)
		f, ok := err.(*fault.Error)
		if !ok || f.Kind != fault.Invalid || f.Field != c.field {
			t.Errorf("%q in %q: %v, want %s refused", c.name, c.zone, err, c.field)
		}
	}
	if _, err := b.CreateProject(t.Context(), strings.Repeat("é", 100), "UTC"); err != nil {
		t.Errorf("100 characters: %v", err)
	}
}

func TestATakenIDIsDrawnAgain(t *testing.T) {
	b := newBench(t)
	b.store.taken = 2
	b.project(t, "Acme")
	b.store.taken = 3
	if _, err := b.CreateProject(t.Context(), "Acme", "UTC"); !fault.Is(err, fault.Conflict) {
		t.Errorf("no free id: %v", err)
	}
}

func TestUpdateProject(t *testing.T) {
	b := newBench(t)
	p, other := b.project(t, "Acme"), b.project(t, "Other")
	if got, _ := b.Project(t.Context(), p.ID); !got.CRMEnabled {
		t.Fatal("the CRM is off at first")
	}
	if got, err := b.UpdateProject(t.Context(), p.ID, project.Change{CRMEnabled: new(false)}); err != nil || got.CRMEnabled || got.Name != "Acme" {
		t.Errorf("switched to %+v, %v", got, err)
	}
	if got, _ := b.Project(t.Context(), p.ID); got.CRMEnabled {
		t.Error("the switch is not seen at once")
	}
	name, long := " Renamed ", strings.Repeat("x", 101)
	if got, err := b.UpdateProject(t.Context(), p.ID, project.Change{Name: &name}); err != nil || got.Name != "Renamed" || got.CRMEnabled {
		t.Errorf("renamed to %+v, %v", got, err)
	}
	if _, err := b.UpdateProject(t.Context(), p.ID, project.Change{Name: &long}); !fault.Is(err, fault.Invalid) {
		t.Errorf("long name: %v", err)
	}
	if got, _ := b.Project(t.Context(), other.ID); got != other {
		t.Errorf("the other project became %+v", got)
	}
	if _, err := b.UpdateProject(t.Context(), "none", project.Change{CRMEnabled: new(true)}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no project: %v", err)
	}
	if all, err := b.Projects(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("projects %v, %v", all, err)
	}
}

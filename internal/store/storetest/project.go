package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

// OpenProjects returns an empty store, and sees to it that the store is closed
// when the test ends.
type OpenProjects func(t *testing.T) project.Store

// Projects tests a project.Store.
func Projects(t *testing.T, open OpenProjects) {
	for name, test := range map[string]func(*testing.T, project.Store){
		"projects are listed as created, ids taken once": projectCreate,
		"an update touches one project":                  projectUpdate,
		"a refused update changes nothing":               projectRefusedUpdate,
		"racing updates are all kept":                    projectRacingUpdates,
		"racing creations of an id have one winner":      projectRacingCreation,
		"keys are found by hash and listed by project":   projectKeys,
		"ids and hashes of keys are taken once":          projectKeyConflicts,
		"a key is revoked once and stays listed":         projectRevoke,
		"a refused revocation changes nothing":           projectRefusedRevocation,
		"racing revocations see each other":              projectRacingRevocations,
		"what is not there is not found":                 projectNothingThere,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

var projectTime = time.Date(2027, 3, 14, 9, 26, 53, 589_000_000, time.UTC)

// createProject makes a project that differs from others by its order.
func createProject(t *testing.T, store project.Store, id string, order int) project.Project {
	t.Helper()
	p := project.Project{ID: id, Name: "Name of " + id + " 株式会社", TimeZone: "Europe/Berlin", CRMEnabled: order%2 == 0,
		CreatedAt: projectTime.Add(time.Duration(order) * time.Second)}
	if err := store.CreateProject(t.Context(), p); err != nil {
		t.Fatalf("create %s: %v", id, err)
	}
	return p
}

func createKey(t *testing.T, store project.Store, id, of string, order int) (project.Key, project.Hash) {
	t.Helper()
	role := principal.Agent
	if of == "" {
		role = principal.Admin
	}
	k := project.Key{ID: id, Project: of, Role: role, CreatedAt: projectTime.Add(time.Duration(order) * time.Second)}
	hash := project.HashOf("text of " + id)
	if err := store.CreateKey(t.Context(), k, hash); err != nil {
		t.Fatalf("create key %s: %v", id, err)
	}
	return k, hash
}

func sameProject(t *testing.T, got, want project.Project) {
	t.Helper()
	if !got.CreatedAt.Equal(want.CreatedAt) {
		t.Errorf("created at %v, want %v", got.CreatedAt, want.CreatedAt)
	}
	got.CreatedAt, want.CreatedAt = time.Time{}, time.Time{}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func sameKey(t *testing.T, got, want project.Key) {
	t.Helper()
	if !got.CreatedAt.Equal(want.CreatedAt) || !got.RevokedAt.Equal(want.RevokedAt) || got.Revoked() != want.Revoked() {
		t.Errorf("times of %+v, want %+v", got, want)
	}
	got.CreatedAt, want.CreatedAt, got.RevokedAt, want.RevokedAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func projectCreate(t *testing.T, store project.Store) {
	ctx := t.Context()
	later, earlier := createProject(t, store, "a-later", 2), createProject(t, store, "b-earlier", 1)
	sameProject(t, must[project.Project](t)(store.Project(ctx, "a-later")), later)
	all := must[[]project.Project](t)(store.Projects(ctx))
	if len(all) != 2 {
		t.Fatalf("%d projects, want 2", len(all))
	}
	sameProject(t, all[0], earlier)
	sameProject(t, all[1], later)
	twice := later
	twice.Name = "another of the same id"
	mustBe(t, store.CreateProject(ctx, twice), fault.Conflict, "creating an id that is taken")
	sameProject(t, must[project.Project](t)(store.Project(ctx, "a-later")), later)
}

func projectUpdate(t *testing.T, store project.Store) {
	ctx := t.Context()
	want, other := createProject(t, store, "one", 0), createProject(t, store, "two", 1)
	want.Name, want.CRMEnabled = "Renamed", false
	got := must[project.Project](t)(store.UpdateProject(ctx, "one", func(p project.Project) (project.Project, error) {
		p.Name, p.CRMEnabled = "Renamed", false
		return p, nil
	}))
	sameProject(t, got, want)
	sameProject(t, must[project.Project](t)(store.Project(ctx, "one")), want)
	sameProject(t, must[project.Project](t)(store.Project(ctx, "two")), other)
}

func projectRefusedUpdate(t *testing.T, store project.Store) {
	ctx := t.Context()
	want := createProject(t, store, "one", 0)
	refusal := errors.New("refused")
	_, err := store.UpdateProject(ctx, "one", func(p project.Project) (project.Project, error) {
		p.Name = "changed all the same"
		return p, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v, want the refusal", err)
	}
	sameProject(t, must[project.Project](t)(store.Project(ctx, "one")), want)
	_, err = store.UpdateProject(ctx, "none", func(p project.Project) (project.Project, error) { return p, nil })
	mustBe(t, err, fault.NotFound, "updating no project")
}

// No update may be lost between another's read and its write.
func projectRacingUpdates(t *testing.T, store project.Store) {
	createProject(t, store, "one", 0)
	reset := func(p project.Project) (project.Project, error) { p.Name = ""; return p, nil }
	must[project.Project](t)(store.UpdateProject(t.Context(), "one", reset))
	const racers = 16
	won := contend(t, racers, func(ctx context.Context, i int) error {
		_, err := store.UpdateProject(ctx, "one", func(p project.Project) (project.Project, error) {
			p.Name += "x"
			return p, nil
		})
		return err
	})
	p := must[project.Project](t)(store.Project(t.Context(), "one"))
	if won != racers || len(p.Name) != racers {
		t.Errorf("%d of %d updates succeeded, %d are there", won, racers, len(p.Name))
	}
}

func projectRacingCreation(t *testing.T, store project.Store) {
	won := contend(t, 8, func(ctx context.Context, i int) error {
		return store.CreateProject(ctx, project.Project{ID: "one", Name: fmt.Sprint(i), TimeZone: "UTC", CreatedAt: projectTime})
	})
	if won != 1 {
		t.Errorf("one id was created %d times", won)
	}
}

func projectKeys(t *testing.T, store project.Store) {
	ctx := t.Context()
	createProject(t, store, "one", 0)
	createProject(t, store, "two", 1)
	later, laterHash := createKey(t, store, "a-later", "one", 2)
	earlier, _ := createKey(t, store, "b-earlier", "one", 1)
	other, otherHash := createKey(t, store, "other", "two", 3)
	admin, adminHash := createKey(t, store, "admin", "", 4)
	for hash, want := range map[project.Hash]project.Key{laterHash: later, otherHash: other, adminHash: admin} {
		sameKey(t, must[project.Key](t)(store.KeyByHash(ctx, hash)), want)
	}
	for of, want := range map[string][]project.Key{"one": {earlier, later}, "two": {other}, "": {admin}, "none": nil} {
		got := must[[]project.Key](t)(store.Keys(ctx, of))
		if len(got) != len(want) {
			t.Errorf("keys of %q: %v, want %v", of, got, want)
			continue
		}
		for i := range got {
			sameKey(t, got[i], want[i])
		}
	}
}

func projectKeyConflicts(t *testing.T, store project.Store) {
	ctx := t.Context()
	createProject(t, store, "one", 0)
	k, hash := createKey(t, store, "key", "one", 1)
	mustBe(t, store.CreateKey(ctx, k, project.HashOf("another text")), fault.Conflict, "an id that is taken")
	k.ID = "another"
	mustBe(t, store.CreateKey(ctx, k, hash), fault.Conflict, "a hash that is taken")
	k.ID, k.Project = "homeless", "none"
	mustBe(t, store.CreateKey(ctx, k, project.HashOf("homeless")), fault.NotFound, "a key of no project")
	if keys := must[[]project.Key](t)(store.Keys(ctx, "one")); len(keys) != 1 {
		t.Errorf("%d keys, want 1", len(keys))
	}
}

func projectRevoke(t *testing.T, store project.Store) {
	ctx := t.Context()
	createProject(t, store, "one", 0)
	want, hash := createKey(t, store, "key", "one", 1)
	kept, keptHash := createKey(t, store, "kept", "one", 2)
	want.RevokedAt = projectTime.Add(time.Hour)
	sameKey(t, must[project.Key](t)(store.RevokeKey(ctx, "key", want.RevokedAt, allowed)), want)
	sameKey(t, must[project.Key](t)(store.RevokeKey(ctx, "key", want.RevokedAt.Add(time.Hour), func(project.Key, int) error {
		return errors.New("asked about a key that was revoked before")
	})), want)
	sameKey(t, must[project.Key](t)(store.KeyByHash(ctx, hash)), want)
	sameKey(t, must[project.Key](t)(store.KeyByHash(ctx, keptHash)), kept)
}

func allowed(project.Key, int) error { return nil }

func projectRefusedRevocation(t *testing.T, store project.Store) {
	ctx := t.Context()
	createProject(t, store, "one", 0)
	want, hash := createKey(t, store, "key", "one", 1)
	createKey(t, store, "good", "one", 2)
	createKey(t, store, "revoked", "one", 3)
	createKey(t, store, "another's", "", 4)
	must[project.Key](t)(store.RevokeKey(ctx, "revoked", projectTime, allowed))
	refusal := errors.New("refused")
	_, err := store.RevokeKey(ctx, "key", projectTime, func(k project.Key, otherGood int) error {
		sameKey(t, k, want)
		if otherGood != 1 {
			t.Errorf("%d other good keys, want 1", otherGood)
		}
		return refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v, want the refusal", err)
	}
	sameKey(t, must[project.Key](t)(store.KeyByHash(ctx, hash)), want)
}

// Of keys that are all revoked at once, unless it is the last, one is left.
func projectRacingRevocations(t *testing.T, store project.Store) {
	const racers = 8
	for i := range racers {
		createKey(t, store, fmt.Sprint(i), "", i)
	}
	won := contend(t, racers, func(ctx context.Context, i int) error {
		_, err := store.RevokeKey(ctx, fmt.Sprint(i), projectTime, func(_ project.Key, otherGood int) error {
			if otherGood == 0 {
				return fault.New(fault.Conflict, "the last one")
			}
			return nil
		})
		return err
	})
	if won != racers-1 {
		t.Errorf("%d of %d keys were revoked, want all but one", won, racers)
	}
}

func projectNothingThere(t *testing.T, store project.Store) {
	ctx := t.Context()
	_, err := store.Project(ctx, "none")
	mustBe(t, err, fault.NotFound, "project")
	_, err = store.KeyByHash(ctx, project.HashOf("none"))
	mustBe(t, err, fault.NotFound, "key by hash")
	_, err = store.RevokeKey(ctx, "none", projectTime, allowed)
	mustBe(t, err, fault.NotFound, "revoke")
	if all := must[[]project.Project](t)(store.Projects(ctx)); len(all) != 0 {
		t.Errorf("projects of an empty store: %v", all)
	}
}

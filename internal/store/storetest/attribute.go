package storetest

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

// OpenAttributes returns a store that knows the projects "one" and "two" and
// none of their attributes, and sees to it that the store is closed when the
// test ends.
type OpenAttributes func(t *testing.T) attribute.Store

// Attributes tests an attribute.Store.
func Attributes(t *testing.T, open OpenAttributes) {
	for name, test := range map[string]func(*testing.T, attribute.Store){
		"a seed is revision 1 and happens once":   attributeSeed,
		"what is not there is not found":          attributeNothingThere,
		"a draft is replaced as a whole":          attributeDraft,
		"a stale save changes nothing":            attributeStaleDraft,
		"an activated revision is the active one": attributeActivate,
		"revisions have no gap and no double":     attributeActivateTooLate,
		"revisions are paged newest first":        attributeRevisions,
		"projects are kept apart":                 attributeProjectsApart,
		"values come back as given":               attributeValuesAsGiven,
		"racing saves have one winner":            attributeRacingSaves,
		"racing activations have one winner":      attributeRacingActivation,
		"racing seeds have one winner":            attributeRacingSeeds,
		"a draft saved anew keeps its revision":   attributeDraftInPlace,
		"a resealed revision keeps all else":      attributeReseal,
		"resealing races with everything else":    attributeRacingReseal,
		"projects are listed in pages":            attributeProjects,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

var attributeTime = time.Date(2027, 3, 14, 9, 26, 53, 589_000_000, time.UTC)

func seedAttributes(t *testing.T, store attribute.Store, project string) {
	t.Helper()
	if err := store.Seed(t.Context(), revisionOf(project, 1), draftOf(project, 1)); err != nil {
		t.Fatalf("seed %s: %v", project, err)
	}
}

// revisionOf and draftOf differ in every value by project and number.
func revisionOf(project string, number int64) attribute.Revision {
	return attribute.Revision{Project: project, Number: number, Author: "key-1", Note: fmt.Sprintf("note %d", number),
		Values:    map[string]string{"zoho_duration": fmt.Sprint(number), "zoho_event_title": project},
		CreatedAt: attributeTime.Add(time.Duration(number) * time.Minute)}
}

func draftOf(project string, revision int64) attribute.Draft {
	return attribute.Draft{Project: project, Revision: revision, UpdatedBy: "key-2",
		Values:    map[string]string{"zoho_duration": fmt.Sprint(revision), "zoho_event_title": project},
		SetAt:     map[string]time.Time{"zoho_oauth_code": attributeTime.Add(time.Duration(revision) * time.Millisecond)},
		UpdatedAt: attributeTime.Add(time.Duration(revision) * time.Second)}
}

func sameRevision(t *testing.T, got, want attribute.Revision) {
	t.Helper()
	if !got.CreatedAt.Equal(want.CreatedAt) || !maps.Equal(got.Values, want.Values) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got.Project != want.Project || got.Number != want.Number || got.Author != want.Author || got.Note != want.Note {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func sameDraft(t *testing.T, got, want attribute.Draft) {
	t.Helper()
	if !got.UpdatedAt.Equal(want.UpdatedAt) || !maps.Equal(got.Values, want.Values) || !maps.EqualFunc(got.SetAt, want.SetAt, time.Time.Equal) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got.Project != want.Project || got.Revision != want.Revision || got.UpdatedBy != want.UpdatedBy {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// mustBe fails unless err is a fault of the kind.
func mustBe(t *testing.T, err error, kind fault.Kind, doing string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: got %v, want a fault of kind %q", doing, err, kind)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func attributeSeed(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), revisionOf("one", 1))
	sameDraft(t, must[attribute.Draft](t)(store.Draft(ctx, "one")), draftOf("one", 1))
	if n := must[int64](t)(store.ActiveNumber(ctx, "one")); n != 1 {
		t.Errorf("active number %d, want 1", n)
	}
	again := revisionOf("one", 1)
	again.Note = "second seed"
	mustBe(t, store.Seed(ctx, again, draftOf("one", 1)), fault.Conflict, "seeding twice")
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), revisionOf("one", 1))
}

func attributeNothingThere(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	_, err := store.Draft(ctx, "one")
	mustBe(t, err, fault.NotFound, "draft")
	_, err = store.Active(ctx, "one")
	mustBe(t, err, fault.NotFound, "active")
	_, err = store.ActiveNumber(ctx, "one")
	mustBe(t, err, fault.NotFound, "active number")
	_, err = store.Revision(ctx, "one", 1)
	mustBe(t, err, fault.NotFound, "revision")
	if list := must[[]attribute.Revision](t)(store.Revisions(ctx, "one", 0, 10)); len(list) != 0 {
		t.Errorf("revisions of nothing: %v", list)
	}
	if err := store.SaveDraft(ctx, 1, draftOf("one", 2)); err == nil {
		t.Error("a draft was saved where none was")
	}
}

func attributeDraft(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	next := draftOf("one", 2)
	delete(next.Values, "zoho_event_title")
	next.SetAt = nil
	next.UpdatedBy = ""
	if err := store.SaveDraft(ctx, 1, next); err != nil {
		t.Fatal(err)
	}
	sameDraft(t, must[attribute.Draft](t)(store.Draft(ctx, "one")), next)
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), revisionOf("one", 1))
}

func attributeStaleDraft(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	if err := store.SaveDraft(ctx, 1, draftOf("one", 2)); err != nil {
		t.Fatal(err)
	}
	late := draftOf("one", 2)
	late.Values = map[string]string{"zoho_duration": "99"}
	mustBe(t, store.SaveDraft(ctx, 1, late), fault.Conflict, "saving over a newer draft")
	mustBe(t, store.SaveDraft(ctx, 3, late), fault.Conflict, "saving over a draft to come")
	sameDraft(t, must[attribute.Draft](t)(store.Draft(ctx, "one")), draftOf("one", 2))
}

func attributeActivate(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	if err := store.Activate(ctx, revisionOf("one", 2)); err != nil {
		t.Fatal(err)
	}
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), revisionOf("one", 2))
	sameRevision(t, must[attribute.Revision](t)(store.Revision(ctx, "one", 1)), revisionOf("one", 1))
	sameDraft(t, must[attribute.Draft](t)(store.Draft(ctx, "one")), draftOf("one", 1))
	if n := must[int64](t)(store.ActiveNumber(ctx, "one")); n != 2 {
		t.Errorf("active number %d, want 2", n)
	}
}

func attributeActivateTooLate(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	if err := store.Activate(ctx, revisionOf("one", 2)); err != nil {
		t.Fatal(err)
	}
	late := revisionOf("one", 2)
	late.Note = "late"
	mustBe(t, store.Activate(ctx, late), fault.Conflict, "activating a number that is taken")
	mustBe(t, store.Activate(ctx, revisionOf("one", 4)), fault.Conflict, "activating beyond a gap")
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), revisionOf("one", 2))
	if err := store.Activate(ctx, revisionOf("two", 1)); err == nil {
		t.Error("a project without a seed was activated")
	}
}

func attributeRevisions(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	for n := int64(2); n <= 5; n++ {
		if err := store.Activate(ctx, revisionOf("one", n)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		before int64
		limit  int
		want   []int64
	}{{0, 2, []int64{5, 4}}, {4, 2, []int64{3, 2}}, {2, 2, []int64{1}}, {1, 2, nil}, {0, 10, []int64{5, 4, 3, 2, 1}}} {
		list := must[[]attribute.Revision](t)(store.Revisions(ctx, "one", c.before, c.limit))
		if len(list) != len(c.want) {
			t.Errorf("before %d, limit %d: %d revisions, want %v", c.before, c.limit, len(list), c.want)
			continue
		}
		for i, r := range list {
			sameRevision(t, r, revisionOf("one", c.want[i]))
		}
	}
	_, err := store.Revision(ctx, "one", 6)
	mustBe(t, err, fault.NotFound, "a revision to come")
}

func attributeProjectsApart(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	seedAttributes(t, store, "one")
	seedAttributes(t, store, "two")
	if err := store.Activate(ctx, revisionOf("one", 2)); err != nil {
		t.Fatal(err)
	}
	if err := store.SaveDraft(ctx, 1, draftOf("one", 2)); err != nil {
		t.Fatal(err)
	}
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "two")), revisionOf("two", 1))
	sameDraft(t, must[attribute.Draft](t)(store.Draft(ctx, "two")), draftOf("two", 1))
	_, err := store.Revision(ctx, "two", 2)
	mustBe(t, err, fault.NotFound, "the other project's revision")
	if list := must[[]attribute.Revision](t)(store.Revisions(ctx, "two", 0, 10)); len(list) != 1 {
		t.Errorf("the other project has %d revisions, want 1", len(list))
	}
}

func attributeValuesAsGiven(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	first := revisionOf("one", 1)
	first.Values = map[string]string{
		"zoho_pipeline_criteria": "rule: booked => \"Qualification\"\n\tand, 'so' on; -- %s \\ \u2028",
		"zoho_lead_company":      "Zoë & Söhne 株式会社 <b>",
		"zoho_org":               `{"a":"\u0000","b":[1,null]}`,
	}
	draft := draftOf("one", 1)
	draft.Values = map[string]string{}
	if err := store.Seed(ctx, first, draft); err != nil {
		t.Fatal(err)
	}
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), first)
	got := must[attribute.Draft](t)(store.Draft(ctx, "one"))
	sameDraft(t, got, draft)
	if got.Values == nil {
		t.Error("a draft without values came back with a nil map")
	}
}

// contend runs n attempts at once and returns how many succeeded; every other
// must have failed with a Conflict.
func contend(t *testing.T, n int, attempt func(ctx context.Context, i int) error) int {
	t.Helper()
	var won atomic.Int64
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			err := attempt(t.Context(), i)
			if err == nil {
				won.Add(1)
			} else if !fault.Is(err, fault.Conflict) {
				t.Errorf("racer %d: %v", i, err)
			}
		})
	}
	close(start)
	group.Wait()
	return int(won.Load())
}

func attributeRacingSaves(t *testing.T, store attribute.Store) {
	seedAttributes(t, store, "one")
	for round := int64(1); round <= 5; round++ {
		won := contend(t, 8, func(ctx context.Context, i int) error {
			return store.SaveDraft(ctx, round, draftOf("one", round+1))
		})
		if won != 1 {
			t.Fatalf("round %d: %d saves over one draft succeeded, want 1", round, won)
		}
	}
}

func attributeRacingActivation(t *testing.T, store attribute.Store) {
	seedAttributes(t, store, "one")
	for number := int64(2); number <= 6; number++ {
		won := contend(t, 8, func(ctx context.Context, i int) error {
			return store.Activate(ctx, revisionOf("one", number))
		})
		if won != 1 {
			t.Fatalf("revision %d was activated %d times, want 1", number, won)
		}
	}
	if list := must[[]attribute.Revision](t)(store.Revisions(t.Context(), "one", 0, 10)); len(list) != 6 {
		t.Errorf("%d revisions, want 6", len(list))
	}
}

func attributeRacingSeeds(t *testing.T, store attribute.Store) {
	won := contend(t, 8, func(ctx context.Context, i int) error {
		return store.Seed(ctx, revisionOf("one", 1), draftOf("one", 1))
	})
	if won != 1 {
		t.Errorf("%d seeds succeeded, want 1", won)
	}
}

package storetest

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

// resealed is a revision with another text in the place of one of its values.
func resealed(r attribute.Revision, text string) attribute.Revision {
	values := map[string]string{}
	for idn, value := range r.Values {
		values[idn] = value
	}
	values["zoho_event_title"] = text
	r.Values = values
	return r
}

func attributeDraftInPlace(t *testing.T, store attribute.Store) {
	seedAttributes(t, store, "one")
	same := draftOf("one", 1)
	same.Values["zoho_event_title"] = "sealed anew"
	if err := store.SaveDraft(t.Context(), 1, same); err != nil {
		t.Fatal(err)
	}
	sameDraft(t, must[attribute.Draft](t)(store.Draft(t.Context(), "one")), same)
	mustBe(t, store.SaveDraft(t.Context(), 2, draftOf("one", 2)), fault.Conflict, "saving over a draft to come")
}

func attributeReseal(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	for _, project := range []string{"one", "two"} {
		seedAttributes(t, store, project)
		if err := store.Activate(ctx, revisionOf(project, 2)); err != nil {
			t.Fatal(err)
		}
	}
	want := resealed(revisionOf("one", 1), "sealed anew")
	if err := store.ResealRevision(ctx, "one", 1, want.Values); err != nil {
		t.Fatal(err)
	}
	sameRevision(t, must[attribute.Revision](t)(store.Revision(ctx, "one", 1)), want)
	sameRevision(t, must[attribute.Revision](t)(store.Active(ctx, "one")), revisionOf("one", 2))
	sameRevision(t, must[attribute.Revision](t)(store.Revision(ctx, "two", 1)), revisionOf("two", 1))
	sameDraft(t, must[attribute.Draft](t)(store.Draft(ctx, "one")), draftOf("one", 1))
	mustBe(t, store.ResealRevision(ctx, "one", 3, want.Values), fault.NotFound, "resealing a revision to come")
	_, err := store.Revision(ctx, "one", 3)
	mustBe(t, err, fault.NotFound, "what resealing would have made")
	mustBe(t, store.ResealRevision(ctx, "three", 1, want.Values), fault.NotFound, "resealing what is not there")
}

// attributeRacingReseal reseals revisions and the draft while others save
// drafts and activate. Every save with an expectation that held must be there
// in the end, and no revision may be lost or doubled.
func attributeRacingReseal(t *testing.T, store attribute.Store) {
	const rounds = 20
	ctx := t.Context()
	seedAttributes(t, store, "one")
	var all sync.WaitGroup
	all.Go(func() {
		for n := int64(2); n <= rounds; n++ {
			report(t, store.Activate(ctx, revisionOf("one", n)))
		}
	})
	all.Go(func() {
		for n := int64(1); n < rounds; n++ {
			report(t, store.SaveDraft(ctx, n, draftOf("one", n+1)))
		}
	})
	for range 3 {
		all.Go(func() {
			for range rounds {
				report(t, store.ResealRevision(ctx, "one", 1, resealed(revisionOf("one", 1), "sealed anew").Values))
				report(t, resealAnyDraft(ctx, store))
			}
		})
	}
	all.Wait()
	if n := must[int64](t)(store.ActiveNumber(ctx, "one")); n != rounds {
		t.Errorf("revision %d is active, want %d", n, rounds)
	}
	sameRevision(t, must[attribute.Revision](t)(store.Revision(ctx, "one", 1)), resealed(revisionOf("one", 1), "sealed anew"))
	got, want := must[attribute.Draft](t)(store.Draft(ctx, "one")), draftOf("one", rounds)
	if want.Values["zoho_event_title"] = got.Values["zoho_event_title"]; got.Values["zoho_event_title"] == "" {
		t.Errorf("the draft lost a value: %+v", got)
	}
	sameDraft(t, got, want)
}

// resealAnyDraft writes the draft back in place, giving way to who was first.
func resealAnyDraft(ctx context.Context, store attribute.Store) error {
	draft, err := store.Draft(ctx, "one")
	if err != nil {
		return err
	}
	draft.Values["zoho_event_title"] = "sealed anew"
	if err = store.SaveDraft(ctx, draft.Revision, draft); fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

func attributeProjects(t *testing.T, store attribute.Store) {
	ctx := t.Context()
	if none := must[[]string](t)(store.Projects(ctx, "", 10)); len(none) != 0 {
		t.Errorf("projects of nothing: %v", none)
	}
	seedAttributes(t, store, "two")
	seedAttributes(t, store, "one")
	for _, c := range []struct {
		after string
		limit int
		want  []string
	}{{"", 10, []string{"one", "two"}}, {"", 1, []string{"one"}}, {"one", 10, []string{"two"}}, {"two", 10, nil}} {
		if got := must[[]string](t)(store.Projects(ctx, c.after, c.limit)); !slices.Equal(got, c.want) {
			t.Errorf("%d above %q: %v, want %v", c.limit, c.after, got, c.want)
		}
	}
}

package app_test

import (
	"fmt"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// durations publishes one revision for each and returns the numbers.
func (w *world) durations(by desk, minutes ...string) (numbers []int32) {
	w.t.Helper()
	for _, m := range minutes {
		w.sets(by, map[string]string{"zoho_duration": m})
		numbers = append(numbers, w.live(by))
	}
	return numbers
}

// went is what a change says of one attribute; empty where it says nothing.
func went(changes []*ringbookv1.AttributeChange, idn string) string {
	for _, c := range changes {
		if c.GetIdn() == idn {
			return fmt.Sprintf("%s to %s", c.GetBefore(), c.GetAfter())
		}
	}
	return ""
}

// TestRevisionsAreComparedAndRestored walks through a history.
func TestRevisionsAreComparedAndRestored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder, ctx := w.builder(), t.Context()
	n := w.durations(builder, "20", "40", "60")
	for _, tt := range []struct {
		revision, with int32
		want           string
	}{
		{0, 0, "40 to 60"},       // the active one with the one before
		{n[1], 0, "20 to 40"},    // another with the one before
		{n[2], n[0], "20 to 60"}, // two, from the older to the newer
		{n[0], n[2], "20 to 60"}, // whichever is named first
		{n[2], n[2], ""},         // one with itself
	} {
		res := call(w, builder.GetRevision, &ringbookv1.GetRevisionRequest{Revision: tt.revision, CompareWith: tt.with})
		if got := went(res.GetChanges(), "zoho_duration"); got != tt.want {
			t.Errorf("%d with %d: the duration went from %q, want %q", tt.revision, tt.with, got, tt.want)
		}
	}
	old := call(w, builder.GetRevision, &ringbookv1.GetRevisionRequest{Revision: n[0]})
	if old.GetValues()["zoho_duration"] != "20" || old.GetRevision().GetActive() || old.GetRevision().GetNumber() != n[0] {
		t.Errorf("the old one is %v", old)
	}

	restored := call(w, builder.RestoreRevision, &ringbookv1.RestoreRevisionRequest{Revision: n[0]})
	if got := went(restored.GetChanges(), "zoho_duration"); got != "60 to 20" || len(restored.GetChanges()) != 1 {
		t.Errorf("restoring would change %v", restored.GetChanges())
	}
	if a := w.attribute(builder, "zoho_duration"); a.GetValue() != "20" || a.GetPublishedValue() != "60" || !a.GetChanged() {
		t.Errorf("in the draft it is %v", a)
	}
	discarded := call(w, builder.DiscardDraft, &ringbookv1.DiscardDraftRequest{ExpectedRevision: restored.GetDraftRevision()})
	if a := w.attribute(builder, "zoho_duration"); a.GetValue() != "60" || a.GetChanged() || discarded.GetDraftRevision() != restored.GetDraftRevision()+1 {
		t.Errorf("discarded it is %v", a)
	}

	_, err := builder.GetRevision(ctx, &ringbookv1.GetRevisionRequest{Revision: 99})
	wantCode(t, err, connect.CodeNotFound)
	_, err = builder.GetRevision(ctx, &ringbookv1.GetRevisionRequest{CompareWith: 99})
	wantCode(t, err, connect.CodeNotFound)
	_, err = builder.RestoreRevision(ctx, &ringbookv1.RestoreRevisionRequest{Revision: 99})
	wantCode(t, err, connect.CodeNotFound)
	_, err = builder.RestoreRevision(ctx, &ringbookv1.RestoreRevisionRequest{})
	wantCode(t, err, connect.CodeInvalidArgument)
	w.quiet()
}

// TestRevisionsArePaged reads a history page by page: nothing twice, nothing
// left out, newest first, one of them active.
func TestRevisionsArePaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	builder := w.builder()
	newest := w.durations(builder, "20", "25", "35")[2]
	var numbers []int32
	active := 0
	for before, pages := int32(0), 0; ; pages++ {
		page := call(w, builder.ListRevisions, &ringbookv1.ListRevisionsRequest{Before: before, Limit: 2})
		for _, r := range page.GetRevisions() {
			numbers = append(numbers, r.GetNumber())
			if r.GetActive() {
				active++
			}
			if r.GetActive() != (r.GetNumber() == newest) {
				t.Errorf("%v, the newest is %d", r, newest)
			}
		}
		if before = page.GetNextBefore(); before == 0 {
			break
		}
		if len(page.GetRevisions()) != 2 || pages > 5 {
			t.Fatalf("page %d is %v", pages, page)
		}
	}
	if len(numbers) != int(newest) || active != 1 {
		t.Fatalf("listed are %v, %d active", numbers, active)
	}
	for i, number := range numbers {
		if number != newest-int32(i) {
			t.Errorf("listed are %v", numbers)
		}
	}
	all := call(w, builder.ListRevisions, &ringbookv1.ListRevisionsRequest{})
	if len(all.GetRevisions()) != int(newest) || all.GetNextBefore() != 0 {
		t.Errorf("without a limit %v", all)
	}
	_, err := builder.ListRevisions(t.Context(), &ringbookv1.ListRevisionsRequest{Limit: 101})
	wantCode(t, err, connect.CodeInvalidArgument)
}

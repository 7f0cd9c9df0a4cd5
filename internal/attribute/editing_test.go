package attribute_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

func TestUpdateKeepsOthersAndUnsets(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45", "zoho_buffer_after": "10"})
	draft := b.update(t, "one", map[string]string{"zoho_duration": ""})
	if len(draft.Values) != 1 || draft.Values["zoho_buffer_after"] != "10" || draft.Revision != 3 || draft.UpdatedBy != "key-1" {
		t.Errorf("draft %+v", draft)
	}
	if same := b.update(t, "one", map[string]string{"zoho_buffer_after": " 10"}); same.Revision != 3 {
		t.Errorf("a change of nothing was saved as revision %d", same.Revision)
	}
}

func TestUpdateRefusesAsAWhole(t *testing.T) {
	b := newBench(t)
	_, err := b.UpdateDraft(t.Context(), "one", map[string]string{
		"zoho_buffer_after": "10", "zoho_duration": "ten", "zoho_regoin": "eu", "zoho_user_id": "5", "zoho_access_token": "x",
	}, attribute.AnyRevision, "")
	for _, says := range []string{"zoho_duration: write a whole number", "zoho_regoin: there is no attribute of this name; did you mean zoho_region?",
		"zoho_user_id: this is filled on publish", "zoho_access_token: this is filled on publish"} {
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v\ndoes not say %q", err, says)
		}
	}
	if l := b.list(t, "one", attribute.ListOptions{})["zoho_buffer_after"]; l.Value != "" {
		t.Errorf("part of a refused change was saved: %+v", l)
	}
}

func TestStaleChangesConflict(t *testing.T) {
	b := newBench(t)
	first := b.update(t, "one", map[string]string{"zoho_duration": "45"})
	b.update(t, "one", map[string]string{"zoho_duration": "50"})
	ctx := t.Context()
	_, err := b.UpdateDraft(ctx, "one", map[string]string{"zoho_duration": "60"}, first.Revision, "")
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("update of a stale draft: %v", err)
	}
	if _, err := b.DiscardDraft(ctx, "one", first.Revision, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("discard of a stale draft: %v", err)
	}
	if _, err := b.Restore(ctx, "one", 1, first.Revision, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("restore over a stale draft: %v", err)
	}
	if _, err := b.UpdateDraft(ctx, "one", map[string]string{"zoho_duration": "60"}, first.Revision+1, ""); err != nil {
		t.Errorf("update of the draft as it is: %v", err)
	}
}

// A change without an expected revision is laid over what another saved
// between its read and its write; one with an expectation is not.
func TestChangesBetweenReadAndWrite(t *testing.T) {
	b := newBench(t)
	other := b.process(time.Second)
	between := func() {
		if _, err := other.UpdateDraft(context.Background(), "one", map[string]string{"zoho_buffer_after": "10"}, attribute.AnyRevision, ""); err != nil {
			t.Error(err)
		}
	}
	b.store.beforeSave = between
	draft := b.update(t, "one", map[string]string{"zoho_duration": "45"})
	if draft.Values["zoho_duration"] != "45" || draft.Values["zoho_buffer_after"] != "10" || draft.Revision != 3 {
		t.Errorf("one of two changes was lost: %+v", draft)
	}
	b.store.beforeSave = func() {
		if _, err := other.UpdateDraft(context.Background(), "one", map[string]string{"zoho_buffer_after": "20"}, attribute.AnyRevision, ""); err != nil {
			t.Error(err)
		}
	}
	_, err := b.UpdateDraft(t.Context(), "one", map[string]string{"zoho_duration": "50"}, draft.Revision, "")
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("overtaken change: %v", err)
	}
}

func TestDiscardAndRestore(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "11"})
	b.update(t, "one", map[string]string{"zoho_duration": "50", "zoho_buffer_after": "5"})
	draft, err := b.DiscardDraft(t.Context(), "one", attribute.AnyRevision, "key-2")
	if err != nil || len(draft.Values) != 1 || draft.Values["zoho_duration"] != "45" {
		t.Errorf("discarded to %+v, %v (no system-owned value belongs here)", draft, err)
	}
	b.update(t, "one", map[string]string{"zoho_duration": "60"})
	b.publish(t, "one", nil)
	draft, err = b.Restore(t.Context(), "one", 2, attribute.AnyRevision, "key-2")
	if err != nil || draft.Values["zoho_duration"] != "45" {
		t.Errorf("restored %+v, %v", draft, err)
	}
	if got := b.minutes(t, b.Service, "one"); got != 60 {
		t.Errorf("restoring published by itself: %d", got)
	}
	if _, err := b.Restore(t.Context(), "one", 9, attribute.AnyRevision, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("restore of no revision: %v", err)
	}
}

package attribute_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

// Another process, of a version with another catalogue, activates what this one
// cannot read: it serves on what it knows. One that starts then has nothing to
// serve and says which attribute is in the way.
func TestProofAnotherProcessActivatesWhatCannotBeRead(t *testing.T) {
	b := newBench(t)
	other := b.process(time.Second)
	before := b.minutes(t, other, "one")
	b.lengths(t, 40)
	b.store.revisions["one"][1].Values["zoho_duration"] = "3"
	for range 2 {
		b.pass(2 * time.Second)
		if got := b.minutes(t, other, "one"); got != before {
			t.Errorf("it serves %d minutes, want %d", got, before)
		}
	}
	_, err := b.process(0).Settings(t.Context(), "one")
	unreadable, is := errors.AsType[*attribute.UnreadableError](err)
	if !is || unreadable.Revision != 2 || !strings.Contains(unreadable.Problems.Error(), "zoho_duration") || !fault.Is(err, fault.Internal) {
		t.Errorf("a process that starts says %v", err)
	}
}

// What a publish chose for the builder never replaces what stands in the draft,
// and saves nothing where it adds nothing.
func TestProofFillDraft(t *testing.T) {
	b := newBench(t)
	draft := b.proofDraft(t)
	for _, c := range []struct {
		fill, want string
		saves      int64
	}{{"Online", "Online", 1}, {"In-office", "Online", 0}} {
		if err := b.FillDraft(t.Context(), "one", map[string]string{"zoho_meeting_venue": c.fill}); err != nil {
			t.Fatal(err)
		}
		now := b.proofDraft(t)
		if got := b.store.drafts["one"].Values["zoho_meeting_venue"]; got != c.want || now != draft+c.saves {
			t.Errorf("filled with %s the draft has %s, revision %d after %d", c.fill, got, now, draft)
		}
		draft = now
	}
}

// proofDraft is the revision of the draft.
func (b *bench) proofDraft(t *testing.T) int64 {
	t.Helper()
	c, err := b.Candidate(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	return c.DraftRevision
}

package publish_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/publish"
)

// Two processes over one file publish one draft with one code at the same time.
// The code is used once, at least one of them goes live, the other is told to
// publish again, and doing so succeeds.
func TestProofTwoProcessesPublish(t *testing.T) {
	r := newRig(t)
	other := r.site.build(t, r.sim.Sim.Now)
	live := int64(1)
	for round := range 6 {
		r.sim.Sim.Advance(11 * time.Minute) // Zoho grants ten tokens in ten minutes
		r.set("zoho_oauth_code", r.code(), "zoho_duration", fmt.Sprint(20+round))
		var all sync.WaitGroup
		errs := make([]error, 2)
		for i, p := range []*publish.Service{r.publisher, other.publisher} {
			all.Go(func() {
				_, errs[i] = p.Publish(t.Context(), principal.Principal{KeyID: fmt.Sprint("key-", i)}, r.project, publish.Options{}, func(publish.Step) {})
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case fault.RemedyOf(err) == "":
				t.Errorf("round %d: %v, without a remedy", round, err)
			}
		}
		if won == 0 {
			t.Errorf("round %d: nobody went live: %v", round, errs)
		}
		now, err := r.attributes.ActiveRevision(t.Context(), r.project)
		if err != nil || now != live+int64(won) {
			t.Errorf("round %d: revision %d after %d and %d who went live (%v)", round, now, live, won, err)
		}
		listed, err := r.attributes.List(t.Context(), r.project, listAll)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range listed.Attributes {
			if a.IDN == "zoho_oauth_code" && a.Value != "" {
				t.Errorf("round %d: the code is still in the draft", round)
			}
		}
		if _, live = r.published(); live != now+1 {
			t.Errorf("round %d: the next publish made %d of %d", round, live, now)
		}
	}
}

// A builder types another code, restores an older revision or discards the draft
// while a publish is under way: what goes live is what was taken, and the draft
// is what the builder made of it.
func TestProofTheDraftChangesUnderAPublish(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_duration", "25", "zoho_meeting_venue", "Online")
	_, first := r.published()
	draft := func(idn string) string {
		t.Helper()
		c, err := r.attributes.Candidate(t.Context(), r.project)
		if err != nil {
			t.Fatal(err)
		}
		return c.Values[idn]
	}
	for name, change := range map[string]func(){
		"another code": func() { r.set("zoho_oauth_code", r.code()) },
		"restored": func() {
			if _, err := r.attributes.Restore(t.Context(), r.project, first, attribute.AnyRevision, ""); err != nil {
				t.Error(err)
			}
		},
		"discarded": func() {
			if _, err := r.attributes.DiscardDraft(t.Context(), r.project, attribute.AnyRevision, ""); err != nil {
				t.Error(err)
			}
		},
	} {
		for _, step := range []string{"validate", "exchange", "users", "references", "activate"} {
			r.sim.Sim.Advance(11 * time.Minute) // Zoho grants ten tokens in ten minutes
			r.set("zoho_oauth_code", r.code(), "zoho_duration", "45")
			changed := false
			_, err := r.publisher.Publish(t.Context(), principal.Principal{}, r.project, publish.Options{}, func(s publish.Step) {
				if s.Name == step && s.State == publish.Running && !changed {
					changed = true
					change()
				}
			})
			if err != nil {
				t.Fatalf("%s during %s: %v", name, step, err)
			}
			if got := r.settings().Scheduling.Slots.Duration.Minutes(); got != 45 {
				t.Errorf("%s during %s: live are %g minutes", name, step, got)
			}
			if want := name == "another code"; (draft("zoho_oauth_code") != "") != want {
				t.Errorf("%s during %s: a code in the draft: %t, want %t", name, step, !want, want)
			}
			if name == "restored" && draft("zoho_duration") != "25" {
				t.Errorf("%s during %s: the draft has %s", name, step, draft("zoho_duration"))
			}
			r.published() // with the other code, or none
		}
	}
}

package publish_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// slow makes the simulated Zoho take its time over the organisation.
func (r *rig) slow() {
	r.Helper()
	r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: "/crm/v8/org", Kind: "latency", LatencyMs: 400, Times: 1}}})
}

// goesLive waits until a revision is live.
func (r *rig) goesLive(revision int64) {
	r.Helper()
	for deadline := time.Now().Add(10 * time.Second); r.settings().Revision != revision; {
		if time.Now().After(deadline) {
			r.Fatalf("revision %d is live, not %d", r.settings().Revision, revision)
		}
		time.Sleep(10 * time.Millisecond) // polling what goes on in the background
	}
}

func TestAnotherDraftThanExpected(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.published()
	r.set("zoho_duration", "45")
	listed, err := r.attributes.List(t.Context(), r.project, listAll)
	if err != nil {
		t.Fatal(err)
	}
	seen := listed.DraftRevision
	r.set("zoho_duration", "60")
	steps, revision, err := r.publishAs(publish.Options{Expected: seen})
	if !fault.Is(err, fault.Conflict) || fault.RemedyOf(err) == "" || len(steps) > 0 || revision != 0 {
		t.Errorf("revision %d, %v, after %v", revision, err, steps)
	}
	if _, revision, err = r.publishAs(publish.Options{Expected: seen + 1, Note: "longer visits"}); err != nil || revision != 3 {
		t.Errorf("revision %d, %v", revision, err)
	}
	active, _, err := r.attributes.Revision(t.Context(), r.project, 3)
	if err != nil || active.Note != "longer visits" || active.Author != "key-1" || active.Values["zoho_duration"] != "60" {
		t.Errorf("the revision is %+v, %v", active, err)
	}
}

func TestTwoAtOnce(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.published()
	r.slow()
	var second error
	told := 0
	_, err := r.publisher.Publish(t.Context(), principal.Principal{}, r.project, publish.Options{}, func(s publish.Step) {
		if s.Name == "organisation" && s.State == publish.Running {
			_, second = r.publisher.Publish(t.Context(), principal.Principal{}, r.project, publish.Options{}, func(publish.Step) { told++ })
		}
	})
	if err != nil || !fault.Is(second, fault.Conflict) || fault.RemedyOf(second) == "" || told > 0 {
		t.Errorf("the first %v; the second %v after %d steps", err, second, told)
	}
	if _, revision := r.published(); revision != 4 {
		t.Errorf("revision %d when both had ended", revision)
	}
}

// Who asked for a publish may leave; it goes on.
func TestTheListenerLeaves(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code(), "zoho_duration", "45")
	r.slow()
	ctx, leave := context.WithCancel(t.Context())
	_, err := r.publisher.Publish(ctx, principal.Principal{}, r.project, publish.Options{}, func(publish.Step) { leave() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the listener hears %v", err)
	}
	r.goesLive(2)
}

// A listener who does not listen holds nothing up.
func TestADeafListener(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	deaf, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = r.publisher.Publish(context.Background(), principal.Principal{}, r.project, publish.Options{}, func(publish.Step) { <-deaf })
	}()
	r.goesLive(2)
	close(deaf)
	<-ended
}

// A service that closes waits for what goes on, but not for ever.
func TestClosing(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.control("faults", map[string]any{"faults": []zohosim.Fault{{Path: "/crm/v8/org", Kind: "latency", LatencyMs: 5000}}})
	began := time.Now()
	var last publish.Step
	_, err := r.publisher.Publish(t.Context(), principal.Principal{}, r.project, publish.Options{}, func(s publish.Step) {
		if last = s; s.Name == "organisation" && s.State == publish.Running {
			go r.publisher.Close(50 * time.Millisecond)
		}
	})
	if err == nil || last.Name != "organisation" || last.State != publish.Failed || time.Since(began) > 3*time.Second {
		t.Errorf("%v after %v and %+v", err, time.Since(began), last)
	}
	if r.settings().Revision != 1 || r.connection().RefreshToken == "" {
		t.Error("more than the tokens was kept")
	}
}

// A value that is new in Zoho since the last publish is no mistake.
func TestNewColleague(t *testing.T) {
	r := newRig(t)
	r.set("zoho_oauth_code", r.code())
	r.published()
	r.set("zoho_staff", "Nora Field, Helen Osgood")
	if steps, _, err := r.publish(); !fault.Is(err, fault.Invalid) {
		t.Fatalf("%v after %v", err, steps)
	}
	users := r.get("/crm/v8/users?type=ActiveUsers&page=1&per_page=200")
	r.instead["/crm/v8/users?page=1&per_page=200&type=ActiveUsers"] = strings.Replace(users, "Marcus Vale", "Nora Field", 1)
	r.published()
	if people := r.settings().Scheduling.Staff.People; len(people) != 2 || people[0].Name != "Nora Field" {
		t.Errorf("booked are %v", people)
	}
}

package attribute_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

// bench is a Service over a memory store, with a clock that tests move.
type bench struct {
	*attribute.Service
	store *memory
	mu    sync.Mutex
	now   time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{store: newMemory(), now: time.Date(2027, 3, 14, 9, 0, 0, 0, time.UTC)}
	b.Service = b.process(time.Second)
	for _, project := range []string{"one", "two"} {
		if err := b.Seed(t.Context(), project); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// process returns another Service over the same store, as a second server
// would have.
func (b *bench) process(recheck time.Duration) *attribute.Service {
	return attribute.NewService(attribute.Config{
		Store: b.store, Sealer: &plainSealer{}, Recheck: recheck,
		ProjectZone: func(_ context.Context, project string) (string, error) {
			if project == "nobody's" {
				return "", fault.New(fault.NotFound, "no such project")
			}
			return "Europe/Berlin", nil
		},
		Now: func() time.Time {
			b.mu.Lock()
			defer b.mu.Unlock()
			return b.now
		},
	})
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bench) update(t *testing.T, project string, values map[string]string) attribute.Draft {
	t.Helper()
	draft, err := b.UpdateDraft(t.Context(), project, values, attribute.AnyRevision, "key-1")
	if err != nil {
		t.Fatal(err)
	}
	return draft
}

func (b *bench) publish(t *testing.T, project string, system map[string]string) attribute.Revision {
	t.Helper()
	c, err := b.Candidate(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	for idn, value := range system {
		c.System[idn] = value
	}
	r, err := b.Activate(t.Context(), c, "key-1", "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (b *bench) minutes(t *testing.T, s *attribute.Service, project string) int {
	t.Helper()
	settings, err := s.Settings(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	return int(settings.Scheduling.Slots.Duration.Minutes())
}

func (b *bench) list(t *testing.T, project string, options attribute.ListOptions) map[string]attribute.Listed {
	t.Helper()
	listing, err := b.List(t.Context(), project, options)
	if err != nil {
		t.Fatal(err)
	}
	byIDN := map[string]attribute.Listed{}
	for _, l := range listing.Attributes {
		byIDN[l.IDN] = l
	}
	return byIDN
}

func TestSeedIsRevisionOneAndHarmlessTwice(t *testing.T) {
	b := newBench(t)
	settings, err := b.Settings(t.Context(), "one")
	if err != nil || settings.Revision != 1 || settings.Scheduling.Zone.String() != "Europe/Berlin" {
		t.Fatalf("%+v, %v", settings, err)
	}
	b.update(t, "one", map[string]string{"zoho_duration": "45"})
	b.publish(t, "one", nil)
	if err := b.Seed(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if got := b.minutes(t, b.Service, "one"); got != 45 {
		t.Errorf("a second seed undid what was published: %d", got)
	}
	if _, err := b.Settings(t.Context(), "nobody's"); !fault.Is(err, fault.NotFound) {
		t.Errorf("settings of no project: %v", err)
	}
}

func TestDraftAppliesOnlyWhenPublished(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": " 045 "})
	if got := b.minutes(t, b.Service, "one"); got != 30 {
		t.Errorf("a draft applies before it is published: %d", got)
	}
	if r := b.publish(t, "one", nil); r.Number != 2 || r.Values["zoho_duration"] != "45" || r.Author != "key-1" {
		t.Errorf("revision %+v", r)
	}
	if got := b.minutes(t, b.Service, "one"); got != 45 {
		t.Errorf("published, yet %d", got)
	}
	if got := b.minutes(t, b.Service, "two"); got != 30 {
		t.Errorf("the other project changed too: %d", got)
	}
}

func TestActivateConflictsWithAnother(t *testing.T) {
	b := newBench(t)
	mine, err := b.Candidate(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	b.update(t, "one", map[string]string{"zoho_duration": "45"})
	b.publish(t, "one", nil)
	if _, err := b.Activate(t.Context(), mine, "", ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("an older candidate was activated: %v", err)
	}
	if got := b.minutes(t, b.Service, "one"); got != 45 {
		t.Errorf("what was live did not stay live: %d", got)
	}
}

func TestActivateRefusesWhatCannotApply(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_staff": "Dan"})
	c, err := b.Candidate(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	c.System["zoho_users"] = `[ {"id":"11","full_name":"Ann Lee"} ]`
	if _, err := b.Check(t.Context(), c); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "zoho_staff") {
		t.Errorf("check: %v", err)
	}
	if _, err := b.Activate(t.Context(), c, "", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("activate: %v", err)
	}
	for idn, value := range map[string]string{"zoho_access_token": "1000.x", "zoho_duration": "45", "zoho_nothing": "1", "zoho_users": "[[]]"} {
		c.System = map[string]string{idn: value}
		if _, err := b.Check(t.Context(), c); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), idn) {
			t.Errorf("system value %s: %v", idn, err)
		}
	}
	settings, err := b.Settings(t.Context(), "one")
	if err != nil || settings.Revision != 1 {
		t.Errorf("revision %d is active, %v", settings.Revision, err)
	}
}

func TestSystemValuesCarryOver(t *testing.T) {
	b := newBench(t)
	r := b.publish(t, "one", map[string]string{"zoho_user_id": "11", "zoho_org": ` {"company_name": "Lee"} `})
	if r.Values["zoho_org"] != `{"company_name":"Lee"}` {
		t.Errorf("not canonical: %v", r.Values)
	}
	r = b.publish(t, "one", map[string]string{"zoho_user_id": "12"})
	if r.Values["zoho_user_id"] != "12" || r.Values["zoho_org"] == "" {
		t.Errorf("what was not fetched anew is gone: %v", r.Values)
	}
}

func TestSettingsComeFromMemory(t *testing.T) {
	b := newBench(t)
	b.minutes(t, b.Service, "one")
	before := b.store.reads
	for range 100 {
		b.minutes(t, b.Service, "one")
	}
	if b.store.reads != before {
		t.Errorf("%d reads for settings in memory", b.store.reads-before)
	}
	b.pass(time.Second)
	b.minutes(t, b.Service, "one")
	b.minutes(t, b.Service, "one")
	if b.store.reads != before+1 {
		t.Errorf("%d reads for one recheck, want 1", b.store.reads-before)
	}
}

func TestAnotherProcessActivates(t *testing.T) {
	b := newBench(t)
	other, alone := b.process(time.Second), b.process(0)
	for _, s := range []*attribute.Service{other, alone} {
		b.minutes(t, s, "one")
	}
	b.update(t, "one", map[string]string{"zoho_duration": "45"})
	b.publish(t, "one", nil)
	if got := b.minutes(t, other, "one"); got != 30 {
		t.Errorf("seen before the recheck is due: %d", got)
	}
	b.pass(time.Second)
	if got := b.minutes(t, other, "one"); got != 45 {
		t.Errorf("not seen after the recheck: %d", got)
	}
	if got := b.minutes(t, alone, "one"); got != 30 {
		t.Errorf("a service without recheck asked the store: %d", got)
	}
}

// A read that began before an activation and ends after it must not bring
// the older settings back.
func TestActivationDuringALoad(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45"})
	b.store.afterActive = func() { b.publish(t, "one", nil) }
	for range 2 {
		if got := b.minutes(t, b.Service, "one"); got != 45 {
			t.Errorf("%d, want what was activated meanwhile", got)
		}
	}
}

func TestSettingsOutliveTheStore(t *testing.T) {
	b := newBench(t)
	b.minutes(t, b.Service, "one")
	b.store.broken = true
	b.pass(time.Hour)
	if got := b.minutes(t, b.Service, "one"); got != 30 {
		t.Errorf("%d", got)
	}
	if _, err := b.Settings(t.Context(), "two"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("settings that were never read: %v", err)
	}
}

func TestManyReadersWhilePublishing(t *testing.T) {
	b := newBench(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			last := int64(0)
			for range 200 {
				settings, err := b.Settings(t.Context(), "one")
				if err != nil || settings.Revision < last {
					t.Errorf("revision %d after %d, %v", settings.Revision, last, err)
					return
				}
				last = settings.Revision
				b.pass(10 * time.Millisecond)
			}
		})
	}
	for i := range 20 {
		b.update(t, "one", map[string]string{"zoho_duration": fmt.Sprint(30 + i)})
		b.publish(t, "one", nil)
	}
	group.Wait()
	if got := b.minutes(t, b.Service, "one"); got != 49 {
		t.Errorf("in the end %d", got)
	}
}

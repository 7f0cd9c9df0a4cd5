package attribute_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
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
		ProjectZone: func(context.Context, string) (string, error) { return "Europe/Berlin", nil },
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
	if _, err := b.Settings(t.Context(), "three"); !fault.Is(err, fault.NotFound) {
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

func TestSecretsAreSealedMaskedAndWriteOnly(t *testing.T) {
	b := newBench(t)
	const plain = "s3cr3t-plain"
	b.update(t, "one", map[string]string{"vapi_secret": " " + plain + " "})
	stored := b.store.drafts["one"].Values["vapi_secret"]
	if !strings.HasPrefix(stored, "sealed|attribute/one/vapi_secret|") {
		t.Fatalf("stored unsealed: %q", stored)
	}
	b.publish(t, "one", nil)
	if draft := b.update(t, "one", map[string]string{"vapi_secret": attribute.Mask}); draft.Values["vapi_secret"] != stored {
		t.Error("a mask that came back changed the secret")
	}
	settings, err := b.Settings(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.Reveal("one", settings.Voice.VapiSecret); err != nil || got != plain {
		t.Errorf("revealed %q, %v", got, err)
	}
	if _, err := b.Reveal("two", settings.Voice.VapiSecret); err == nil || strings.Contains(err.Error(), plain) {
		t.Errorf("opened in another project: %v", err)
	}
	if got, err := b.Reveal("one", settings.Voice.RetellAPIKey); err != nil || got != "" {
		t.Errorf("a secret that is not set: %q, %v", got, err)
	}

	revision, changes, err := b.Revision(t.Context(), "one", 2)
	if err != nil {
		t.Fatal(err)
	}
	listed := b.list(t, "one", attribute.ListOptions{IncludeHidden: true})
	asJSON, err := json.Marshal(settings.Voice)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "secret", settings.Voice.VapiSecret)
	history, err := b.Revisions(t.Context(), "one", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	seen := fmt.Sprintf("%+v %#v %v %v %v %v %s %s", settings.Voice, settings.Voice.VapiSecret, revision, changes, history, listed["vapi_secret"], asJSON, &log)
	if strings.Contains(seen, "sealed|") || strings.Contains(seen, plain) {
		t.Errorf("a secret shows: %s", seen)
	}
	if l := listed["vapi_secret"]; l.Value != attribute.Mask || l.Published != attribute.Mask || l.Effective != attribute.Mask {
		t.Errorf("listed as %+v", l)
	}
}

func TestOneTimeCodeIsPublishedByNobody(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_oauth_code": "1000.first"})
	c, err := b.Candidate(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	code := c.Secret("zoho_oauth_code")
	if plain, err := b.Reveal("one", code); err != nil || plain != "1000.first" {
		t.Fatalf("code %q, %v", plain, err)
	}
	r, err := b.Activate(t.Context(), c, "", "")
	if err != nil || len(r.Values) != 0 {
		t.Errorf("revision holds %v, %v", r.Values, err)
	}
	b.update(t, "one", map[string]string{"zoho_oauth_code": "1000.second"})
	if err := b.Blank(t.Context(), "one", code); err != nil {
		t.Fatal(err)
	}
	if l := b.list(t, "one", attribute.ListOptions{})["zoho_oauth_code"]; l.Value != attribute.Mask {
		t.Error("blanking the used code blanked a newer one")
	}
	if c, err = b.Candidate(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if err := b.Blank(t.Context(), "one", c.Secret("zoho_oauth_code")); err != nil {
		t.Fatal(err)
	}
	if l := b.list(t, "one", attribute.ListOptions{})["zoho_oauth_code"]; l.Value != "" {
		t.Error("the used code is still there")
	}
}

func TestListing(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45", "zoho_region": "eu"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "11",
		"zoho_users": `[{"id":"11","full_name":"Ann Lee"}]`, "zoho_org": `{"country_code":"DE"}`})
	b.update(t, "one", map[string]string{"zoho_duration": "50"})
	all := b.list(t, "one", attribute.ListOptions{IncludeHidden: true, Kept: map[string]bool{"zoho_access_token": true}})
	for _, c := range []struct {
		idn, value, published, effective string
		source                           attribute.Source
	}{
		{"zoho_duration", "50", "45", "45", attribute.SourceSet},
		{"zoho_region", "eu", "eu", "eu", attribute.SourceSet},
		{"zoho_buffer_after", "", "", "0", attribute.SourceDefault},
		{"zoho_timezone", "", "", "Europe/Berlin", attribute.SourceDefault},
		{"zoho_slot_interval", "", "", "45", attribute.SourceDefault},
		{"zoho_staff", "", "", "Ann Lee", attribute.SourceDefault},
		{"zoho_phone_region", "", "", "DE", attribute.SourceDefault},
		{"zoho_daily_limit", "", "", "", attribute.SourceDefault},
		{"zoho_user_id", "", "11", "11", attribute.SourceSystem},
		{"zoho_access_token", "", attribute.Mask, attribute.Mask, attribute.SourceSystem},
		{"zoho_refresh_token", "", "", "", attribute.SourceSystem},
	} {
		l := all[c.idn]
		if l.Value != c.value || l.Published != c.published || l.Effective != c.effective || l.Source != c.source {
			t.Errorf("%s: value %q, published %q, effective %q, %s; want %+v", c.idn, l.Value, l.Published, l.Effective, l.Source, c)
		}
	}
	if got := all["zoho_working_hours"].Effective; !strings.HasPrefix(got, `{"mon":[["09:00","17:00"]]`) {
		t.Errorf("working hours in effect: %s", got)
	}
	if _, hidden := b.list(t, "one", attribute.ListOptions{})["zoho_users"]; hidden {
		t.Error("a hidden attribute is listed")
	}
	found := b.list(t, "one", attribute.ListOptions{Query: "BUFFER after"})
	if _, ok := found["zoho_buffer_after"]; !ok || len(found) != 1 {
		t.Errorf("query found %v", found)
	}
}

func TestDiffs(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45", "vapi_secret": "a"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "11"})
	b.update(t, "one", map[string]string{"zoho_duration": "", "vapi_secret": "b", "zoho_region": "eu"})
	changes, err := b.DiffDraft(t.Context(), "one")
	want := []attribute.Change{{IDN: "zoho_region", After: "eu"}, {IDN: "zoho_duration", Before: "45"},
		{IDN: "vapi_secret", Before: attribute.Mask, After: attribute.Mask}}
	if err != nil || fmt.Sprint(changes) != fmt.Sprint(want) {
		t.Errorf("draft: %v, %v, want %v", changes, err, want)
	}
	_, changes, err = b.Revision(t.Context(), "one", 2)
	want = []attribute.Change{{IDN: "zoho_duration", After: "45"}, {IDN: "zoho_user_id", After: "11"}, {IDN: "vapi_secret", After: attribute.Mask}}
	if err != nil || fmt.Sprint(changes) != fmt.Sprint(want) {
		t.Errorf("revision 2: %v, %v, want %v", changes, err, want)
	}
	if _, changes, err = b.Revision(t.Context(), "one", 1); err != nil || len(changes) != 0 {
		t.Errorf("revision 1: %v, %v", changes, err)
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

package attribute_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

func (b *bench) minutesAt(t *testing.T, s *attribute.Service, revision int64) int {
	t.Helper()
	settings, err := s.SettingsAt(t.Context(), "one", revision)
	if err != nil {
		t.Fatal(err)
	}
	return int(settings.Scheduling.Slots.Duration.Minutes())
}

// lengths publishes slot lengths, one revision each.
func (b *bench) lengths(t *testing.T, minutes ...int) {
	t.Helper()
	for _, m := range minutes {
		b.update(t, "one", map[string]string{"zoho_duration": fmt.Sprint(m)})
		b.publish(t, "one", nil)
	}
}

func TestSettingsOfAPastRevision(t *testing.T) {
	b := newBench(t)
	b.lengths(t, 40, 50)
	restarted := b.process(time.Second)
	for _, s := range []*attribute.Service{b.Service, restarted} {
		for revision, want := range map[int64]int{0: 50, 1: 30, 2: 40, 3: 50, 9: 50} {
			if got := b.minutesAt(t, s, revision); got != want {
				t.Errorf("at revision %d %d minutes apply, want %d", revision, got, want)
			}
		}
	}
	settings, err := b.SettingsAt(t.Context(), "one", 2)
	if err != nil || settings.Revision != 2 {
		t.Errorf("revision %d, %v", settings.Revision, err)
	}
}

func TestPastSettingsComeFromMemory(t *testing.T) {
	b := newBench(t)
	b.minutes(t, b.Service, "one")
	b.lengths(t, 40, 50)
	// What was active in this process stays in memory.
	before := b.store.reads
	for revision := int64(1); revision <= 3; revision++ {
		b.minutesAt(t, b.Service, revision)
	}
	if b.store.reads != before {
		t.Errorf("%d reads for settings that were active here", b.store.reads-before)
	}
	restarted := b.process(0)
	b.minutes(t, restarted, "one")
	before = b.store.reads
	for range 100 {
		b.minutesAt(t, restarted, 1)
	}
	if b.store.reads != before+1 {
		t.Errorf("%d reads for one past revision, want 1", b.store.reads-before)
	}
}

// The memory for past revisions is bounded, and what falls out of it is read
// again.
func TestManyPastRevisions(t *testing.T) {
	b := newBench(t)
	const most = 256
	for n := range most + 20 {
		b.lengths(t, 30+n%2*15)
	}
	other := b.process(0)
	for round := range 2 {
		before := b.store.reads
		for revision := int64(1); revision <= most+10; revision++ {
			want := 30 + int(revision%2)*15
			if revision == 1 {
				want = 30
			}
			if got := b.minutesAt(t, other, revision); got != want {
				t.Fatalf("round %d: at revision %d %d minutes, want %d", round, revision, got, want)
			}
		}
		if read := b.store.reads - before; read < most+10 || read > most+12 {
			t.Errorf("round %d: %d reads for %d revisions that do not fit", round, read, most+10)
		}
	}
	before := b.store.reads
	for revision := int64(most + 10); revision > 20; revision-- {
		b.minutesAt(t, other, revision)
	}
	if b.store.reads != before {
		t.Errorf("%d reads for the newest revisions", b.store.reads-before)
	}
}

// A conversation that began in another process, under a revision that this one
// has not seen, is served under it at once.
func TestARevisionOfAnotherProcess(t *testing.T) {
	b := newBench(t)
	other := b.process(time.Minute)
	b.minutes(t, other, "one")
	b.lengths(t, 40, 50)
	for revision, want := range map[int64]int{2: 40, 3: 50} {
		if got := b.minutesAt(t, other, revision); got != want {
			t.Errorf("at revision %d %d minutes apply, want %d", revision, got, want)
		}
	}
	if got := b.minutes(t, other, "one"); got != 50 {
		t.Errorf("having seen the newer revision, it serves %d minutes", got)
	}
}

// A catalogue may become stricter than it was when a revision was published.
func TestAPastRevisionThatCannotBeReadAnyMore(t *testing.T) {
	b := newBench(t)
	b.lengths(t, 40)
	b.store.revisions["one"][0].Values["zoho_duration"] = "3"
	if got := b.minutesAt(t, b.process(0), 1); got != 40 {
		t.Errorf("%d minutes apply, want those of the active revision", got)
	}
	restarted := b.process(0)
	b.minutes(t, restarted, "one")
	b.store.broken = true
	if _, err := restarted.SettingsAt(t.Context(), "one", 1); !fault.Is(err, fault.Unavailable) {
		t.Errorf("while the store is away: %v", err)
	}
}

func TestAClockThatWasSetBack(t *testing.T) {
	b := newBench(t)
	other := b.process(time.Second)
	b.minutes(t, other, "one")
	b.lengths(t, 40)
	b.pass(-time.Hour)
	if got := b.minutes(t, other, "one"); got != 40 {
		t.Errorf("%d minutes: the store is not asked for an hour", got)
	}
}

// A project whose maker died before it could seed works all the same.
func TestAProjectWithoutAttributesIsSeeded(t *testing.T) {
	ctx := t.Context()
	for name, use := range map[string]func(b *bench) error{
		"settings":  func(b *bench) error { _, err := b.Settings(ctx, "three"); return err },
		"listing":   func(b *bench) error { _, err := b.List(ctx, "three", attribute.ListOptions{}); return err },
		"candidate": func(b *bench) error { _, err := b.Candidate(ctx, "three"); return err },
		"discard":   func(b *bench) error { _, err := b.DiscardDraft(ctx, "three", 0, ""); return err },
		"the active number": func(b *bench) error {
			n, err := b.ActiveRevision(ctx, "three")
			if n != 1 {
				t.Errorf("revision %d is active", n)
			}
			return err
		},
		"update": func(b *bench) error {
			_, err := b.UpdateDraft(ctx, "three", map[string]string{"zoho_duration": "45"}, 1, "")
			return err
		},
	} {
		b := newBench(t)
		if err := use(b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r := b.publish(t, "three", nil); r.Number != 2 {
			t.Errorf("%s: revision %d", name, r.Number)
		}
	}
	b := newBench(t)
	if _, err := b.Candidate(ctx, "nobody's"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a project that does not exist: %v", err)
	}
	if _, there := b.store.drafts["nobody's"]; there {
		t.Error("a project that does not exist was seeded")
	}
}

func TestCompareAnyTwo(t *testing.T) {
	b := newBench(t)
	b.update(t, "one", map[string]string{"zoho_duration": "45", "vapi_secret": "a"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "11"})
	b.update(t, "one", map[string]string{"zoho_duration": "", "retell_api_key": "b"})
	b.publish(t, "one", map[string]string{"zoho_user_id": "12"})
	const masked = attribute.Mask
	for _, c := range []struct {
		from, to int64
		want     []attribute.Change
	}{
		{1, 3, []attribute.Change{{IDN: "zoho_user_id", After: "12"}, {IDN: "vapi_secret", After: masked}, {IDN: "retell_api_key", After: masked}}},
		{3, 2, []attribute.Change{{IDN: "zoho_duration", After: "45"}, {IDN: "zoho_user_id", Before: "12", After: "11"}, {IDN: "retell_api_key", Before: masked}}},
		{0, 2, []attribute.Change{{IDN: "zoho_duration", After: "45"}, {IDN: "zoho_user_id", After: "11"}, {IDN: "vapi_secret", After: masked}}},
		{2, 2, nil},
	} {
		got, err := b.Compare(t.Context(), "one", c.from, c.to)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%d to %d: %v, %v, want %v", c.from, c.to, got, err, c.want)
		}
	}
	for _, pair := range [][2]int64{{1, 4}, {4, 1}, {-1, 1}} {
		if _, err := b.Compare(t.Context(), "one", pair[0], pair[1]); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v: %v", pair, err)
		}
	}
}

func TestChanged(t *testing.T) {
	b := newBench(t)
	changed := func() (names []string) {
		for idn, l := range b.list(t, "one", attribute.ListOptions{IncludeHidden: true}) {
			if l.Changed {
				names = append(names, idn)
			}
		}
		return names
	}
	b.update(t, "one", map[string]string{"zoho_duration": "45", "vapi_secret": "a"})
	if got := changed(); len(got) != 2 {
		t.Errorf("before publishing: %v", got)
	}
	b.publish(t, "one", map[string]string{"zoho_user_id": "11"})
	if got := changed(); len(got) != 0 {
		t.Errorf("after publishing: %v", got)
	}
	before := b.store.drafts["one"]
	if same := b.update(t, "one", map[string]string{"vapi_secret": "a"}); same.Revision != before.Revision {
		t.Errorf("the same secret typed again made draft %d of %d", same.Revision, before.Revision)
	}
	b.update(t, "one", map[string]string{"vapi_secret": "b"})
	if got := changed(); len(got) != 1 || got[0] != "vapi_secret" {
		t.Errorf("after another secret: %v", got)
	}
	// Another text of the same secret, as after a change and its undoing.
	b.update(t, "one", map[string]string{"vapi_secret": "a"})
	if b.store.drafts["one"].Values["vapi_secret"] == before.Values["vapi_secret"] {
		t.Fatal("the test needs two texts of one secret")
	}
	if got := changed(); len(got) != 0 {
		t.Errorf("the secret that is published, typed again: %v", got)
	}
	if changes, err := b.DiffDraft(t.Context(), "one"); err != nil || len(changes) != 0 {
		t.Errorf("it differs by %v, %v", changes, err)
	}
	b.update(t, "one", map[string]string{"vapi_secret": "", "zoho_oauth_code": "1000.x"})
	if got := changed(); len(got) != 2 {
		t.Errorf("a secret taken away and a code typed: %v", got)
	}
}

func TestWhenACodeWasTyped(t *testing.T) {
	const code = "zoho_oauth_code"
	b := newBench(t)
	typed := b.now
	first := b.update(t, "one", map[string]string{code: "1000.first", "vapi_secret": "a"})
	candidate := func() attribute.Candidate {
		t.Helper()
		c, err := b.Candidate(t.Context(), "one")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	b.pass(time.Minute)
	b.update(t, "one", map[string]string{code: "1000.first", "zoho_duration": "45"})
	c := candidate()
	if !c.SetAt(code).Equal(typed) || c.DraftRevision != first.Revision+1 {
		t.Errorf("typed at %v, draft %d: typing it again makes it no younger", c.SetAt(code), c.DraftRevision)
	}
	if !c.SetAt("vapi_secret").IsZero() {
		t.Error("a secret that lasts has a time")
	}
	b.update(t, "one", map[string]string{code: "1000.second"})
	if got := candidate().SetAt(code); !got.Equal(typed.Add(time.Minute)) {
		t.Errorf("the second code was typed at %v", got)
	}
	for name, drop := range map[string]func() error{
		"unset":   func() error { b.update(t, "one", map[string]string{code: ""}); return nil },
		"blank":   func() error { return b.Blank(t.Context(), "one", candidate().Secret(code)) },
		"discard": func() error { _, err := b.DiscardDraft(t.Context(), "one", 0, ""); return err },
		"restore": func() error { _, err := b.Restore(t.Context(), "one", 1, 0, ""); return err },
	} {
		b.update(t, "one", map[string]string{code: "1000.again"})
		if err := drop(); err != nil {
			t.Fatal(err)
		}
		if draft := b.store.drafts["one"]; draft.Values[code] != "" || len(draft.SetAt) != 0 || !candidate().SetAt(code).IsZero() {
			t.Errorf("%s: the draft is %+v", name, draft)
		}
	}
}

package project_test

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

func TestKeysAuthenticateAsWhatTheyAre(t *testing.T) {
	b := newBench(t)
	one, two := b.project(t, "One"), b.project(t, "Two")
	seen := map[string]bool{}
	for _, c := range []struct {
		of   string
		role principal.Role
	}{{one.ID, principal.Agent}, {one.ID, principal.Builder}, {two.ID, principal.Agent}, {"", principal.Admin}} {
		text, key := b.key(t, c.of, c.role)
		if !regexp.MustCompile(`^rk_` + string(c.role) + `_[0-9A-Za-z]{24}$`).MatchString(text) {
			t.Errorf("key text %q", text)
		}
		if seen[text] || seen[key.ID] || strings.Contains(text, key.ID) {
			t.Errorf("key %q %q is not its own", text, key.ID)
		}
		seen[text], seen[key.ID] = true, true
		want := principal.Principal{Role: c.role, Project: c.of, KeyID: key.ID}
		for range 2 { // from the store, then from memory
			if got, err := b.Authenticate(t.Context(), text); err != nil || got != want {
				t.Errorf("%v, %v, want %v", got, err, want)
			}
		}
	}
}

func TestKeyTextIsNotStored(t *testing.T) {
	b := newBench(t)
	text, key := b.key(t, "", principal.Admin)
	for hash, k := range b.store.keys {
		if bytes.Contains(hash[:], []byte(text[:8])) || k != key {
			t.Errorf("stored %v", k)
		}
	}
	if _, there := b.store.keys[project.HashOf(text)]; !there {
		t.Error("not stored by the hash of its text")
	}
}

func TestCreateKeyRefuses(t *testing.T) {
	b := newBench(t)
	p := b.project(t, "One")
	for _, c := range []struct {
		of   string
		role principal.Role
		kind fault.Kind
	}{
		{p.ID, principal.Admin, fault.Invalid}, {"", principal.Agent, fault.Invalid}, {"", principal.Builder, fault.Invalid},
		{p.ID, principal.Job, fault.Invalid}, {p.ID, "", fault.Invalid}, {"none", principal.Agent, fault.NotFound},
	} {
		if text, _, err := b.CreateKey(t.Context(), c.of, c.role); !fault.Is(err, c.kind) || text != "" {
			t.Errorf("%q for %q: %q, %v", c.role, c.of, text, err)
		}
	}
}

func TestWrongKeysAllSoundTheSame(t *testing.T) {
	b := newBench(t)
	p := b.project(t, "One")
	revoked, key := b.key(t, p.ID, principal.Agent)
	good, _ := b.key(t, p.ID, principal.Agent)
	if _, err := b.RevokeKey(t.Context(), key.ID); err != nil {
		t.Fatal(err)
	}
	texts := map[string]bool{}
	for name, text := range map[string]string{
		"empty": "", "a word": "secret", "unknown": "rk_agent_" + strings.Repeat("0", 24), "revoked": revoked,
		"another role": strings.Replace(good, "agent", "admin", 1), "short": good[:len(good)-1], "long": good + "0",
		"blank": " " + good, "no role": "rk__" + good[9:], "job": "rk_job_" + good[9:], "other letters": good[:len(good)-1] + "-",
	} {
		got, err := b.Authenticate(t.Context(), text)
		if !fault.Is(err, fault.Unauthenticated) || got != (principal.Principal{}) {
			t.Errorf("%s: %v, %v", name, got, err)
			continue
		}
		texts[err.Error()] = true
	}
	if len(texts) != 1 {
		t.Errorf("wrong keys can be told apart: %v", texts)
	}
}

func TestAStoreThatIsAwayIsNoWrongKey(t *testing.T) {
	b := newBench(t)
	text, _ := b.key(t, "", principal.Admin)
	b.store.broken = true
	if _, err := b.Authenticate(t.Context(), text); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	b.store.broken = false
	if _, err := b.Authenticate(t.Context(), text); err != nil {
		t.Errorf("the failure was remembered: %v", err)
	}
}

func TestRightAnswersAreRememberedForAShortTime(t *testing.T) {
	b := newBench(t)
	text, _ := b.key(t, "", principal.Admin)
	authenticate := func() {
		t.Helper()
		if _, err := b.Authenticate(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		authenticate()
	}
	if b.store.reads != 1 {
		t.Errorf("%d reads, want 1", b.store.reads)
	}
	b.pass(remember)
	authenticate()
	if b.store.reads != 2 {
		t.Errorf("%d reads after the time, want 2", b.store.reads)
	}
}

func TestRevocation(t *testing.T) {
	b := newBench(t)
	p := b.project(t, "One")
	text, key := b.key(t, p.ID, principal.Agent)
	kept, _ := b.key(t, p.ID, principal.Agent)
	other := b.process(t, "")
	for _, s := range []*project.Service{b.Service, other} {
		if _, err := s.Authenticate(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	at := b.now
	if got, err := b.RevokeKey(t.Context(), key.ID); err != nil || !got.RevokedAt.Equal(at) {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := b.Authenticate(t.Context(), text); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("good after its revocation: %v", err)
	}
	if _, err := b.Authenticate(t.Context(), kept); err != nil {
		t.Errorf("another key fell too: %v", err)
	}
	b.pass(remember)
	if _, err := other.Authenticate(t.Context(), text); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("good in another process after the time: %v", err)
	}
	if got, err := b.RevokeKey(t.Context(), key.ID); err != nil || !got.RevokedAt.Equal(at) {
		t.Errorf("revoked twice: %+v, %v", got, err)
	}
	if _, err := b.RevokeKey(t.Context(), "key_none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("no key: %v", err)
	}
}

// A key that was read before it was revoked must not be remembered after.
func TestRevocationDuringAuthentication(t *testing.T) {
	b := newBench(t)
	text, key := b.key(t, "", principal.Admin)
	b.key(t, "", principal.Admin)
	b.store.afterRead = func() {
		if _, err := b.RevokeKey(t.Context(), key.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Authenticate(t.Context(), text); err != nil {
		t.Fatalf("it was good when it was read: %v", err)
	}
	if _, err := b.Authenticate(t.Context(), text); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("a revoked key is remembered as good: %v", err)
	}
}

// An administrator must not lock all of them out, but other keys may go to the
// last.
func TestLastAdminKeyIsKept(t *testing.T) {
	b := newBench(t)
	p := b.project(t, "One")
	_, agent := b.key(t, p.ID, principal.Agent)
	_, first := b.key(t, "", principal.Admin)
	_, second := b.key(t, "", principal.Admin)
	for _, key := range []project.Key{agent, first} {
		if _, err := b.RevokeKey(t.Context(), key.ID); err != nil {
			t.Errorf("revoking a key of the role %s: %v", key.Role, err)
		}
	}
	_, err := b.RevokeKey(t.Context(), second.ID)
	if !fault.Is(err, fault.Conflict) || fault.RemedyOf(err) == "" {
		t.Errorf("revoking the last one: %v", err)
	}
	if _, err := b.RevokeKey(t.Context(), first.ID); err != nil {
		t.Errorf("repeating a revocation: %v", err)
	}
	if _, err := b.process(t, "the-operator-chose-this").RevokeKey(t.Context(), second.ID); err != nil {
		t.Errorf("where the operator chose one: %v", err)
	}
}

func TestKeysAreListedApart(t *testing.T) {
	b := newBench(t)
	one, two := b.project(t, "One"), b.project(t, "Two")
	_, first := b.key(t, one.ID, principal.Agent)
	b.pass(time.Second)
	_, second := b.key(t, one.ID, principal.Builder)
	_, admin := b.key(t, "", principal.Admin)
	revoked, err := b.RevokeKey(t.Context(), second.ID)
	if err != nil {
		t.Fatal(err)
	}
	for of, want := range map[string][]project.Key{one.ID: {first, revoked}, two.ID: nil, "": {admin}} {
		got, err := b.ListKeys(t.Context(), of)
		if err != nil || len(got) != len(want) {
			t.Errorf("keys of %q: %v, %v", of, got, err)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("keys of %q: %v, want %v", of, got, want)
			}
		}
	}
	if _, err := b.ListKeys(t.Context(), "none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("keys of no project: %v", err)
	}
}

func TestFirstAdminKey(t *testing.T) {
	b := newBench(t)
	first := func() string {
		t.Helper()
		text, err := b.FirstAdminKey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	text := first()
	who, err := b.Authenticate(t.Context(), text)
	if err != nil || who.Role != principal.Admin || who.Project != "" {
		t.Fatalf("%v, %v", who, err)
	}
	if again := first(); again != "" {
		t.Error("a second first key was made")
	}
	// Only an operator with a key of their own can leave no other.
	if _, err := b.process(t, "the-operator-chose-this").RevokeKey(t.Context(), who.KeyID); err != nil {
		t.Fatal(err)
	}
	if text := first(); text == "" {
		t.Error("with every key revoked nobody gets in again")
	}
}

func TestTheOperatorsOwnAdminKey(t *testing.T) {
	b := newBench(t)
	const chosen = "chosen-by-the-operator"
	s := b.process(t, chosen)
	want := principal.Principal{Role: principal.Admin, KeyID: project.OperatorKeyID}
	if who, err := s.Authenticate(t.Context(), chosen); err != nil || who != want {
		t.Errorf("%v, %v", who, err)
	}
	if text, err := s.FirstAdminKey(t.Context()); err != nil || text != "" || len(b.store.keys) != 0 {
		t.Errorf("a key was made beside the chosen one: %v, %d stored", err, len(b.store.keys))
	}
	if _, err := b.Authenticate(t.Context(), chosen); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("good where it was not chosen: %v", err)
	}
	for _, weak := range []string{"short", "with blanks in its text x"} {
		_, err := project.NewService(project.Config{Store: b.store, Now: time.Now, AdminKey: weak})
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), weak) {
			t.Errorf("%q: %v", weak, err)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	b := newBench(t)
	p := b.project(t, "One")
	text, key := b.key(t, p.ID, principal.Agent)
	var group sync.WaitGroup
	var revoked sync.Once
	for i := range 8 {
		group.Go(func() {
			for n := range 200 {
				if i == 0 && n == 100 {
					revoked.Do(func() {
						if _, err := b.RevokeKey(t.Context(), key.ID); err != nil {
							t.Error(err)
						}
					})
				}
				_, err := b.Authenticate(t.Context(), text)
				if err != nil && !fault.Is(err, fault.Unauthenticated) {
					t.Error(err)
				}
				b.pass(time.Millisecond)
			}
		})
	}
	group.Wait()
	if _, err := b.Authenticate(t.Context(), text); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("in the end: %v", err)
	}
}

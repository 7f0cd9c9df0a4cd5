package storetest

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

func connectionAside(t *testing.T, store connection.Store) {
	live := saveConnection(t, store, connectionOf("one", "live"))
	waiting := filled[connection.Sealed](t)
	waiting.Project, waiting.Aside = "one", true
	saveConnection(t, store, waiting)
	wantSame(t, loadConnection(t, store, "one"), live)
	wantSame(t, must[connection.Sealed](t)(store.Load(t.Context(), "one", true)), waiting)
	err := store.Update(t.Context(), "one", true, func(c connection.Sealed) (connection.Sealed, error) {
		c.AccessToken = "renewed"
		return c, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, loadConnection(t, store, "one"), live)
}

func connectionAll(t *testing.T, store connection.Store) {
	if got := must[[]connection.Sealed](t)(store.All(t.Context())); len(got) != 0 {
		t.Errorf("an empty store lists %v", got)
	}
	aside := connectionOf("one", "2")
	aside.Aside = true
	want := map[string]connection.Sealed{}
	for _, c := range []connection.Sealed{connectionOf("one", "1"), aside, connectionOf("two", "3")} {
		want[c.RefreshToken] = saveConnection(t, store, c)
	}
	got := must[[]connection.Sealed](t)(store.All(t.Context()))
	if len(got) != len(want) {
		t.Fatalf("%d connections are listed, want %d", len(got), len(want))
	}
	for _, c := range got {
		wantSame(t, c, want[c.RefreshToken])
	}
}

func connectionPromote(t *testing.T, store connection.Store) {
	aside := connectionOf("one", "waiting")
	aside.Aside = true
	live := connectionOf("one", "waiting, resealed")
	mustBe(t, store.Promote(t.Context(), aside, live), fault.NotFound, "promoting nothing")
	saveConnection(t, store, connectionOf("one", "old"))
	saveConnection(t, store, aside)
	other := aside
	other.RefreshToken = "another"
	mustBe(t, store.Promote(t.Context(), other, live), fault.Conflict, "promoting another grant")
	if got := loadConnection(t, store, "one"); got.RefreshToken != "old" {
		t.Errorf("a refused promotion put %q in use", got.RefreshToken)
	}
	report(t, store.Promote(t.Context(), aside, live))
	wantSame(t, loadConnection(t, store, "one"), live)
	_, err := store.Load(t.Context(), "one", true)
	mustBe(t, err, fault.NotFound, "what was promoted")
}

func connectionForget(t *testing.T, store connection.Store) {
	live := saveConnection(t, store, connectionOf("one", "live"))
	aside := connectionOf("one", "aside")
	aside.Aside = true
	saveConnection(t, store, aside)
	other := saveConnection(t, store, connectionOf("two", "live"))
	former := live
	former.RefreshToken = "former"
	report(t, store.Forget(t.Context(), former))
	wantSame(t, loadConnection(t, store, "one"), live)
	report(t, store.Forget(t.Context(), live))
	_, err := store.Load(t.Context(), "one", false)
	mustBe(t, err, fault.NotFound, "what was forgotten")
	report(t, store.Forget(t.Context(), live))
	wantSame(t, must[connection.Sealed](t)(store.Load(t.Context(), "one", true)), aside)
	wantSame(t, loadConnection(t, store, "two"), other)
}

// Whoever refreshes writes it into the row, and only one may.
func connectionLease(t *testing.T, store connection.Store) {
	saveConnection(t, store, connectionOf("one", "1"))
	var holders atomic.Int32
	race(func(racer int) {
		err := store.Update(t.Context(), "one", false, func(c connection.Sealed) (connection.Sealed, error) {
			if c.LeaseHolder != "" {
				return c, fault.New(fault.Conflict, "held")
			}
			c.LeaseHolder = string(rune('a' + racer))
			return c, nil
		})
		switch {
		case err == nil:
			holders.Add(1)
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	})
	if n := holders.Load(); n != 1 {
		t.Errorf("%d hold the lease", n)
	}
}

func attemptOf(t *testing.T, store connection.Store, project, code string) (found connection.Attempt) {
	t.Helper()
	err := store.UpdateAttempt(t.Context(), project, code, func(a connection.Attempt) (connection.Attempt, error) {
		found = a
		return a, fault.New(fault.Conflict, "only looking")
	})
	mustBe(t, err, fault.Conflict, "looking at an attempt")
	wantSame(t, must[connection.Attempt](t)(store.Attempt(t.Context(), project, code)), found)
	return found
}

func attemptKept(t *testing.T, store connection.Store) {
	want := filled[connection.Attempt](t)
	wantSame(t, attemptOf(t, store, want.Project, want.Code), connection.Attempt{Project: want.Project, Code: want.Code})
	set := func(a connection.Attempt) {
		report(t, store.UpdateAttempt(t.Context(), a.Project, a.Code, func(connection.Attempt) (connection.Attempt, error) { return a, nil }))
	}
	set(want)
	wantSame(t, attemptOf(t, store, want.Project, want.Code), want)
	for _, other := range [][2]string{{want.Project, "another"}, {"another", want.Code}} {
		if got := attemptOf(t, store, other[0], other[1]); !got.BegunAt.IsZero() {
			t.Errorf("an attempt of %v is known: %v", other, got)
		}
	}
	want.EndedAt, want.Outcome = time.Time{}, connection.Unknown
	set(want)
	wantSame(t, attemptOf(t, store, want.Project, want.Code), want)
}

func attemptRefused(t *testing.T, store connection.Store) {
	if got := attemptOf(t, store, "one", "code"); !got.BegunAt.IsZero() {
		t.Fatalf("an attempt is there: %v", got)
	}
	if got := attemptOf(t, store, "one", "code"); !got.BegunAt.IsZero() {
		t.Errorf("looking at it began it: %v", got)
	}
}

func attemptRace(t *testing.T, store connection.Store) {
	var begun atomic.Int32
	race(func(int) {
		err := store.UpdateAttempt(t.Context(), "one", "code", func(a connection.Attempt) (connection.Attempt, error) {
			if !a.BegunAt.IsZero() {
				return a, fault.New(fault.Conflict, "begun")
			}
			a.BegunAt = time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)
			return a, nil
		})
		switch {
		case err == nil:
			begun.Add(1)
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	})
	if n := begun.Load(); n != 1 {
		t.Errorf("%d began the attempt", n)
	}
}

package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

// OpenConnections returns an empty store, and sees to it that the store is
// closed when the test ends.
type OpenConnections func(t *testing.T) connection.Store

// Connections tests a connection.Store.
func Connections(t *testing.T, open OpenConnections) {
	for name, test := range map[string]func(*testing.T, connection.Store){
		"no field is forgotten":              connectionRoundTrip,
		"saving again replaces all":          connectionReplace,
		"projects are apart":                 connectionScoped,
		"what was never saved is not found":  connectionNothingThere,
		"an update changes what is there":    connectionUpdate,
		"a refused update changes nothing":   connectionRefusedUpdate,
		"racing saves leave one of them":     connectionRacingSaves,
		"racing updates are all kept":        connectionRacingUpdates,
		"an update never undoes a new grant": connectionUpdateAgainstSave,
		"what is aside is apart":             connectionAside,
		"all are listed":                     connectionAll,
		"what was aside is promoted":         connectionPromote,
		"only what is meant is forgotten":    connectionForget,
		"one of many takes a lease":          connectionLease,
		"an attempt is kept":                 attemptKept,
		"a refused attempt is not begun":     attemptRefused,
		"one of many begins an attempt":      attemptRace,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func connectionOf(project, token string) connection.Sealed {
	return connection.Sealed{
		Project: project, Region: "eu", APIDomain: "https://www.zohoapis.eu", RefreshToken: token, AccessToken: token,
		UpdatedAt: time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC),
	}
}

// filledConnection has something in every field and is in use.
func filledConnection(t *testing.T) connection.Sealed {
	c := filled[connection.Sealed](t)
	c.Aside = false
	return c
}

func saveConnection(t *testing.T, store connection.Store, c connection.Sealed) connection.Sealed {
	t.Helper()
	if err := store.Save(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

func loadConnection(t *testing.T, store connection.Store, project string) connection.Sealed {
	t.Helper()
	return must[connection.Sealed](t)(store.Load(t.Context(), project, false))
}

func connectionRoundTrip(t *testing.T, store connection.Store) {
	want := saveConnection(t, store, filledConnection(t))
	wantSame(t, loadConnection(t, store, want.Project), want)
}

func connectionReplace(t *testing.T, store connection.Store) {
	first := filledConnection(t)
	saveConnection(t, store, first)
	second := saveConnection(t, store, connectionOf(first.Project, "second"))
	got := loadConnection(t, store, first.Project)
	wantSame(t, got, second)
	if !got.AccessExpiry.IsZero() {
		t.Errorf("an expiry that was not saved: %v", got.AccessExpiry)
	}
}

func connectionScoped(t *testing.T, store connection.Store) {
	one := saveConnection(t, store, connectionOf("one", "1"))
	two := saveConnection(t, store, connectionOf("two", "2"))
	wantSame(t, loadConnection(t, store, "one"), one)
	wantSame(t, loadConnection(t, store, "two"), two)
}

func connectionNothingThere(t *testing.T, store connection.Store) {
	saveConnection(t, store, connectionOf("one", "1"))
	_, err := store.Load(t.Context(), "none", false)
	mustBe(t, err, fault.NotFound, "no connection")
	err = store.Update(t.Context(), "none", false, func(c connection.Sealed) (connection.Sealed, error) { return c, nil })
	mustBe(t, err, fault.NotFound, "updating no connection")
}

func connectionUpdate(t *testing.T, store connection.Store) {
	want := saveConnection(t, store, filledConnection(t))
	other := saveConnection(t, store, connectionOf("other", "1"))
	want.AccessToken, want.AccessExpiry = "renewed", want.AccessExpiry.Add(time.Hour)
	err := store.Update(t.Context(), want.Project, false, func(c connection.Sealed) (connection.Sealed, error) {
		c.AccessToken, c.AccessExpiry = want.AccessToken, want.AccessExpiry
		return c, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, loadConnection(t, store, want.Project), want)
	wantSame(t, loadConnection(t, store, "other"), other)
}

func connectionRefusedUpdate(t *testing.T, store connection.Store) {
	want := saveConnection(t, store, connectionOf("one", "1"))
	err := store.Update(t.Context(), "one", false, func(c connection.Sealed) (connection.Sealed, error) {
		c.AccessToken = "changed all the same"
		return c, fault.New(fault.Conflict, "no")
	})
	mustBe(t, err, fault.Conflict, "a refused update")
	wantSame(t, loadConnection(t, store, "one"), want)
}

func connectionRacingSaves(t *testing.T, store connection.Store) {
	race(func(racer int) { report(t, store.Save(t.Context(), connectionOf("one", fmt.Sprint(racer)))) })
	if got := loadConnection(t, store, "one"); got.AccessToken != got.RefreshToken {
		t.Errorf("the tokens of two saves are mixed: %q and %q", got.RefreshToken, got.AccessToken)
	}
}

func connectionRacingUpdates(t *testing.T, store connection.Store) {
	c := connectionOf("one", "1")
	c.Scopes = ""
	saveConnection(t, store, c)
	race(func(int) {
		for range 10 {
			report(t, store.Update(t.Context(), "one", false, func(c connection.Sealed) (connection.Sealed, error) {
				c.Scopes += "x"
				return c, nil
			}))
		}
	})
	if got := loadConnection(t, store, "one").Scopes; len(got) != 10*racers {
		t.Errorf("of %d updates %d are there", 10*racers, len(got))
	}
}

// A refreshed access token is saved while a new grant is: whichever comes
// first, the new grant is what remains.
func connectionUpdateAgainstSave(t *testing.T, store connection.Store) {
	for round := range 10 {
		saveConnection(t, store, connectionOf("one", "old"))
		race(func(racer int) {
			if racer == 0 {
				report(t, store.Save(t.Context(), connectionOf("one", "new")))
				return
			}
			err := store.Update(t.Context(), "one", false, func(c connection.Sealed) (connection.Sealed, error) {
				if c.RefreshToken != "old" {
					return c, fault.New(fault.Conflict, "another grant")
				}
				c.AccessToken = "renewed"
				return c, nil
			})
			if err != nil && !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		})
		if got := loadConnection(t, store, "one"); got.RefreshToken != "new" || got.AccessToken != "new" {
			t.Fatalf("round %d: the new grant is lost: %q, %q", round, got.RefreshToken, got.AccessToken)
		}
	}
}

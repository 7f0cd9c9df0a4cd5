package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/phone"
)

// OpenDirectory returns an empty store that reads the clock, and sees to it
// that the store is closed when the test ends.
type OpenDirectory func(t *testing.T, now func() time.Time) contact.Store

// Directory tests a contact.Store.
func Directory(t *testing.T, open OpenDirectory) {
	tests := map[string]func(directoryTest){
		"records come back newest first":        directoryTest.newestFirst,
		"no field is forgotten":                 directoryTest.roundTrip,
		"a record is remembered once":           directoryTest.twice,
		"numbers and projects are apart":        directoryTest.scoped,
		"an unknown number has no record":       directoryTest.nothingThere,
		"racing to remember keeps every record": directoryTest.race,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			test(directoryTest{T: t, clock: c, store: open(t, c.now)})
		})
	}
}

type directoryTest struct {
	*testing.T
	clock *clock
	store contact.Store
}

const listed phone.Number = "+12125550143"

func (t directoryTest) remember(project string, n phone.Number, module contact.Module, id, name string) {
	t.Helper()
	if err := t.store.Remember(t.Context(), project, n, contact.Record{Module: module, ID: id, Name: name}); err != nil {
		t.Fatal(err)
	}
	t.clock.pass(time.Second)
}

func (t directoryTest) want(project string, n phone.Number, names ...string) {
	t.Helper()
	var got []string
	for _, r := range must[[]contact.Record](t.T)(t.store.Recall(t.Context(), project, n)) {
		got = append(got, r.Name)
	}
	if fmt.Sprint(got) != fmt.Sprint(names) {
		t.Errorf("%s has %v, want %v", n, got, names)
	}
}

func (t directoryTest) newestFirst() {
	t.remember("p1", listed, contact.Leads, "9", "first")
	t.remember("p1", listed, contact.Contacts, "1", "second")
	t.remember("p1", listed, contact.Contacts, "5", "third")
	t.want("p1", listed, "third", "second", "first")
}

func (t directoryTest) roundTrip() {
	want := filled[contact.Record](t.T)
	want.Numbers = []string{string(listed)} // by which it is asked for
	if err := t.store.Remember(t.Context(), "p1", listed, want); err != nil {
		t.Fatal(err)
	}
	got := must[[]contact.Record](t.T)(t.store.Recall(t.Context(), "p1", listed))
	wantSame(t.T, got, []contact.Record{want})
}

func (t directoryTest) twice() {
	t.remember("p1", listed, contact.Leads, "1", "Ann")
	t.remember("p1", listed, contact.Leads, "2", "Bob")
	t.remember("p1", listed, contact.Leads, "1", "Ann Lee")
	t.want("p1", listed, "Bob", "Ann Lee")
}

func (t directoryTest) scoped() {
	t.remember("p1", listed, contact.Leads, "1", "mine")
	t.remember("p2", listed, contact.Leads, "1", "theirs")
	t.remember("p1", "+12125550144", contact.Leads, "1", "another number")
	t.want("p1", listed, "mine")
	t.want("p2", listed, "theirs")
	t.want("p1", "+12125550144", "another number")
}

func (t directoryTest) nothingThere() { t.want("p1", listed) }

func (t directoryTest) race() {
	race(func(racer int) {
		for i := range 5 {
			r := contact.Record{Module: contact.Leads, ID: fmt.Sprint(i), Name: fmt.Sprint("of ", racer)}
			report(t.T, t.store.Remember(t.Context(), "p1", listed, r))
		}
	})
	if got := must[[]contact.Record](t.T)(t.store.Recall(t.Context(), "p1", listed)); len(got) != 5 {
		t.Errorf("%d records of 5", len(got))
	}
}

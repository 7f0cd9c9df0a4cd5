package booking

import (
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/slot"
)

// noon is when the appointments of these tests begin, and ten when they are
// asked for.
var (
	ten  = time.Date(2027, time.March, 9, 10, 0, 0, 0, time.UTC)
	noon = ten.Add(2 * time.Hour)
)

const (
	ada phone.Number = "+19175550166"
	bo  phone.Number = "+19175550167"
)

// at makes a booking of half an hour, with buffers of a quarter where asked.
func at(start time.Time, minutes, buffer int) Booking {
	when := slot.Interval{Start: start, End: start.Add(time.Duration(minutes) * time.Minute)}
	room := time.Duration(buffer) * time.Minute
	return Booking{
		Project: "p1", ID: "new", State: Pending, Conversation: "call-1", Phone: ada, Staff: "helen", Interval: when,
		Block: slot.Interval{Start: when.Start.Add(-room), End: when.End.Add(room)}, CreatedAt: ten, UpdatedAt: ten,
	}
}

// as changes a booking that is there already.
func as(state State, who phone.Number, conversation string) Booking {
	b := at(noon, 30, 0)
	b.ID, b.State, b.Phone, b.Conversation, b.Code = "old", state, who, conversation, "HKLMQ"
	if state == Held {
		b.ExpiresAt = ten.Add(time.Minute)
	}
	return b
}

func known(fingerprint string) *Memory {
	return &Memory{Key: "k", Fingerprint: fingerprint, Booking: "old"}
}

// TestDecide judges claims on every ground there is, in the contract's order.
func TestDecide(t *testing.T) {
	for name, c := range map[string]struct {
		ground   Ground
		status   Status
		booking  string
		replayed bool
		written  bool
	}{
		"nothing in the way": {Ground{}, Booked, "new", false, true},
		"the key's own answer": {
			Ground{Memory: known("same"), Remembered: as(Confirmed, ada, "call-1")}, Booked, "old", true, false},
		"the key's own answer, still pending": {
			Ground{Memory: known("same"), Remembered: as(Pending, ada, "call-1")}, Booked, "old", true, false},
		"the key's own answer, cancelled since": {
			Ground{Memory: known("same"), Remembered: as(Cancelled, ada, "call-1")}, Booked, "old", true, false},
		"the key of another request": {
			Ground{Memory: known("other"), Remembered: as(Confirmed, ada, "call-1")}, KeyReused, "", false, false},
		"a key that came to nothing": {
			Ground{Memory: known("other"), Remembered: as(Released, ada, "call-1")}, Booked, "new", false, true},
		"a key that was asked back": {
			Ground{Memory: known("other"), Remembered: as(Held, ada, "call-1")}, Booked, "new", false, true},
		"the key before the caller's own": {
			Ground{Memory: known("other"), Remembered: as(Confirmed, ada, "call-1"), Same: []Booking{as(Confirmed, ada, "call-1")}},
			KeyReused, "", false, false},
		"their own, same conversation": {
			Ground{Same: []Booking{as(Confirmed, ada, "call-1")}, Overlapping: []Booking{as(Confirmed, ada, "call-1")}}, Booked, "old", true, false},
		"their own, still pending": {
			Ground{Same: []Booking{as(Pending, ada, "call-1")}, Overlapping: []Booking{as(Pending, ada, "call-1")}}, Booked, "old", true, false},
		"their own, another conversation": {
			Ground{Same: []Booking{as(Confirmed, ada, "call-2")}, Overlapping: []Booking{as(Confirmed, ada, "call-2")}}, AlreadyBooked, "old", false, false},
		"their own hold, without an answer to its question": {
			Ground{Same: []Booking{as(Held, ada, "call-1")}, Overlapping: []Booking{as(Held, ada, "call-1")}}, CallerAmbiguous, "old", false, false},
		"their own appointment on its way out": {
			Ground{Same: []Booking{as(Cancelling, ada, "call-1")}, Overlapping: []Booking{as(Cancelling, ada, "call-1")}}, RetryLater, "", false, false},
		"somebody's booking": {Ground{Overlapping: []Booking{as(Confirmed, bo, "call-2")}}, SlotTaken, "old", false, false},
		"somebody's claim":   {Ground{Overlapping: []Booking{as(Pending, bo, "call-2")}}, SlotTaken, "old", false, false},
		"somebody's hold":    {Ground{Overlapping: []Booking{as(Held, bo, "call-2")}}, SlotTaken, "old", false, false},
		"an event on its way out": {
			Ground{Overlapping: []Booking{as(Cancelling, bo, "call-2")}}, SlotTaken, "old", false, false},
	} {
		c.ground.Code = "WXY24"
		v, d := decide(c.ground, at(noon, 30, 0), quota{}, memory("k", "same", "new", ten), ten)
		if v.status != c.status || v.booking.ID != c.booking || v.replayed != c.replayed || (d.Write != nil) != c.written {
			t.Errorf("%s: %s of %q, replayed %t, written %v", name, v.status, v.booking.ID, v.replayed, d.Write)
		}
		if c.written {
			wantCommitted(t, name, d, c.booking)
		} else if d.Effects.Remember != nil || len(d.Effects.Jobs) > 0 {
			t.Errorf("%s: nothing is written, but %v", name, d.Effects)
		}
	}
}

// TestDecideOnAChosenCandidate: who says which of several people they are takes
// the hold over.
func TestDecideOnAChosenCandidate(t *testing.T) {
	want := at(noon, 30, 0)
	want.Attendee = &contact.Record{Module: contact.Contacts, ID: "1"}
	held := as(Held, ada, "call-1")
	v, d := decide(Ground{Same: []Booking{held}, Overlapping: []Booking{held}}, want, quota{}, memory("k", "same", "new", ten), ten)
	if v.status != Booked || v.replayed || d.Write == nil {
		t.Fatalf("it came to %+v, written %v", v, d.Write)
	}
	wantCommitted(t, "a chosen candidate", d, "old")
}

// wantCommitted demands that a claim is written whole: pending, with a code, its
// key and the job that finishes it.
func wantCommitted(t *testing.T, name string, d Decision, id string) {
	t.Helper()
	b := *d.Write
	code := "WXY24"
	if id == "old" {
		code = "HKLMQ" // a hold keeps what it was given
	}
	if b.ID != id || b.State != Pending || b.Code != code || !b.ExpiresAt.IsZero() {
		t.Errorf("%s: written is %+v", name, b)
	}
	if m := d.Effects.Remember; m == nil || m.Booking != id || m.Key != "k" || m.Fingerprint != "same" {
		t.Errorf("%s: remembered is %+v", name, d.Effects.Remember)
	}
	if j := d.Effects.Jobs; len(j) != 1 || j[0].Kind != JobSettle || j[0].Key != id || !j[0].RunAt.Equal(ten.Add(settleAfter)) {
		t.Errorf("%s: the jobs are %+v", name, d.Effects.Jobs)
	}
}

// TestDecideWithoutKey remembers nothing.
func TestDecideWithoutKey(t *testing.T) {
	_, d := decide(Ground{Code: "WXY24"}, at(noon, 30, 0), quota{}, memory("", "same", "new", ten), ten)
	if d.Write == nil || d.Effects.Remember != nil {
		t.Errorf("the decision is %+v", d)
	}
}

// TestDecideIsRepeatable, since a store may run it again: the ground stays as
// it was, and the second decision is the first.
func TestDecideIsRepeatable(t *testing.T) {
	ground := Ground{Same: []Booking{as(Held, ada, "call-1")}, Overlapping: []Booking{as(Held, ada, "call-1")}}
	want, remember := at(noon, 30, 0), memory("k", "same", "new", ten)
	want.Attendee = &contact.Record{Module: contact.Contacts, ID: "1"}
	_, first := decide(ground, want, quota{}, remember, ten)
	_, second := decide(ground, want, quota{}, remember, ten)
	if *first.Write != *second.Write || *first.Effects.Remember != *second.Effects.Remember || want.ID != "new" {
		t.Errorf("first %+v, then %+v", first, second)
	}
}

// TestCollide: neither may lie in the other's buffers, but two buffers may
// share their time; and the order does not matter.
func TestCollide(t *testing.T) {
	for name, c := range map[string]struct {
		a, b Booking
		want bool
	}{
		"the same time":                 {at(noon, 30, 0), at(noon, 30, 0), true},
		"one after the other":           {at(noon, 30, 0), at(noon.Add(30*time.Minute), 30, 0), false},
		"overlapping by a minute":       {at(noon, 31, 0), at(noon.Add(30*time.Minute), 30, 0), true},
		"one inside the other":          {at(noon, 120, 0), at(noon.Add(30*time.Minute), 15, 0), true},
		"in the buffer":                 {at(noon, 30, 15), at(noon.Add(30*time.Minute), 30, 0), true},
		"buffers that touch":            {at(noon, 30, 15), at(noon.Add(60*time.Minute), 30, 15), false},
		"buffers that share their time": {at(noon, 30, 15), at(noon.Add(45*time.Minute), 30, 15), false},
		"a minute into the buffer":      {at(noon, 30, 15), at(noon.Add(44*time.Minute), 30, 15), true},
		"unequal buffers":               {at(noon, 30, 0), at(noon.Add(40*time.Minute), 30, 15), true},
	} {
		if got, other := collide(c.a, c.b), collide(c.b, c.a); got != c.want || other != c.want {
			t.Errorf("%s: %t and %t, want %t", name, got, other, c.want)
		}
	}
}

package storetest

import (
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/slot"
)

const another phone.Number = "+12125550199"

// inEveryState puts a booking of every state into one hour; a hold that lives
// and one that has expired. Their ids are their states.
func (t bookingsTest) inEveryState(hour int) {
	for _, state := range []booking.State{
		booking.Pending, booking.Confirmed, booking.Cancelling, booking.Cancelled, booking.Released,
	} {
		b := t.booked(string(state), hour)
		b.State = state
		t.put(b)
	}
	for id, expires := range map[string]time.Duration{"held": time.Millisecond, "expired": 0} {
		b := t.booked(id, hour)
		b.State, b.ExpiresAt = booking.Held, t.clock.now().Add(expires)
		t.put(b)
	}
}

func (t bookingsTest) overlapping() {
	t.inEveryState(9)
	q := t.query(t.booked("q", 9))
	t.wantIDs("in every state", t.ground(q).Overlapping, "cancelling", "confirmed", "held", "pending")
	t.clock.pass(time.Millisecond)
	q.Now = t.clock.now()
	t.wantIDs("after the hold", t.ground(q).Overlapping, "cancelling", "confirmed", "pending")
	// The blocks, 8:45 to 10:15, count; they are half-open.
	for _, c := range []struct {
		from, to time.Time
		want     int
	}{
		{t.at(8, 0), t.at(8, 45), 0}, {t.at(8, 0), t.at(8, 46), 3}, {t.at(10, 14), t.at(11, 0), 3},
		{t.at(10, 15), t.at(11, 0), 0}, {t.at(9, 20), t.at(9, 25), 3}, {t.at(0, 0), t.at(23, 0), 3},
	} {
		q.Within = slot.Interval{Start: c.from, End: c.to}
		if got := t.ground(q).Overlapping; len(got) != c.want {
			t.Errorf("%v overlaps %d, want %d", q.Within, len(got), c.want)
		}
	}
	q = t.query(t.booked("q", 9))
	q.Staff = "s2"
	t.wantIDs("another member of staff", t.ground(q).Overlapping)
}

func (t bookingsTest) same() {
	t.inEveryState(9)
	q := t.query(t.booked("q", 9))
	if got := t.ground(q).Same; len(got) != 4 {
		t.Errorf("%d bookings of the caller at that start, want the 4 live ones", len(got))
	}
	elsewhere := t.booked("elsewhere", 9)
	elsewhere.Staff = "s2"
	t.put(elsewhere)
	byLine := t.booked("by line", 9)
	byLine.Phone, byLine.Line, byLine.Staff = another, listed, "s3"
	t.put(byLine)
	if got := t.ground(q).Same; len(got) != 5 {
		t.Errorf("%d bookings under the number at that start, want 5 with any staff and none of its line", len(got))
	}
	q.Start = q.Start.Add(time.Minute)
	t.wantIDs("another start", t.ground(q).Same)
	q = t.query(t.booked("q", 9))
	q.Phone = "+12125550100"
	t.wantIDs("another caller", t.ground(q).Same)
}

func (t bookingsTest) memory() {
	b := t.put(t.booked("a", 9), booking.Effects{Remember: &booking.Memory{Key: "k", Fingerprint: "f", Booking: "a", CreatedAt: t.clock.now()}})
	for key, want := range map[string]bool{"k": true, "other": false, "": false} {
		q := t.query(b)
		q.Key = key
		g := t.ground(q)
		if (g.Memory != nil) != want {
			t.Errorf("the key %q: %v, want a memory: %t", key, g.Memory, want)
		}
		if want && g.Memory != nil {
			wantSame(t.T, g.Remembered, b)
			wantSame(t.T, *g.Memory, booking.Memory{Key: "k", Fingerprint: "f", Booking: "a", CreatedAt: t.clock.now()})
		}
	}
}

func (t bookingsTest) codes() {
	t.inEveryState(9)
	q := t.query(t.booked("q", 15))
	for _, c := range []struct {
		codes []string
		want  string
	}{
		{[]string{"new", "other"}, "new"},
		{[]string{"code-confirmed", "code-pending", "new"}, "new"},
		{[]string{"code-confirmed", "code-cancelling"}, ""},
		{[]string{"code-cancelled"}, "code-cancelled"},
		{[]string{"code-released"}, "code-released"},
		{nil, ""},
	} {
		q.Codes = c.codes
		if got := t.ground(q).Code; got != c.want {
			t.Errorf("of %v the code %q is free, want %q", c.codes, got, c.want)
		}
	}
}

func (t bookingsTest) codeFreed() {
	past := t.put(t.booked("a", 9))
	q := t.query(t.booked("b", 12))
	q.Codes, q.Now = []string{past.Code}, past.End.Add(-time.Minute)
	if got := t.ground(q).Code; got != "" {
		t.Errorf("the code %q of a booking that is not over counts as free", got)
	}
	q.Now = past.End
	if got := t.ground(q).Code; got != past.Code {
		t.Error("the code of a booking that is over is not free")
	}
}

func (t bookingsTest) scoped() {
	mine := t.put(t.booked("a", 9), booking.Effects{Remember: &booking.Memory{Key: "k", Booking: "a"}})
	theirs := mine
	theirs.Project, theirs.Notes = "p2", "theirs"
	q := t.query(theirs)
	q.Key, q.Codes = "k", []string{mine.Code}
	g := t.ground(q)
	if g.Memory != nil || len(g.Overlapping) > 0 || len(g.Same) > 0 || g.Code != mine.Code {
		t.Errorf("one project's ground shows another's: %+v", g)
	}
	t.put(theirs)
	t.want(mine)
	t.want(theirs)
	_, err := t.store.Update(t.Context(), "p2", "a", func(b booking.Booking) (booking.Booking, booking.Effects, error) {
		b.State = booking.Cancelled
		return b, booking.Effects{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.want(mine)
}

func (t bookingsTest) live() {
	t.inEveryState(9)
	other := t.booked("other staff", 12)
	other.Staff = "s2"
	t.put(other)
	list := func(what string, staff []string, from, to time.Time, want ...string) {
		t.Helper()
		got, err := t.store.Live(t.Context(), "p1", staff, slot.Interval{Start: from, End: to}, t.clock.now())
		if err != nil {
			t.Fatal(err)
		}
		t.wantIDs(what, got, want...)
	}
	list("the day", []string{"s1"}, t.at(0, 0), t.at(23, 0), "cancelling", "confirmed", "held", "pending")
	t.clock.pass(time.Millisecond)
	list("after the hold", []string{"s1"}, t.at(0, 0), t.at(23, 0), "cancelling", "confirmed", "pending")
	list("two members of staff", []string{"s1", "s2"}, t.at(0, 0), t.at(23, 0), "cancelling", "confirmed", "pending", "other staff")
	list("nobody", nil, t.at(0, 0), t.at(23, 0))
	list("up to the block", []string{"s1"}, t.at(0, 0), t.at(8, 45))
	list("into the buffer", []string{"s2"}, t.at(13, 14), t.at(14, 0), "other staff")
	list("from the block's end", []string{"s2"}, t.at(13, 15), t.at(14, 0))
}

func (t bookingsTest) ofNumber() {
	for _, b := range []struct {
		id          string
		hour        int
		phone, line phone.Number
		state       booking.State
	}{
		{"phone", 12, listed, "", booking.Confirmed}, {"line", 9, another, listed, booking.Pending},
		{"both", 15, listed, listed, booking.Confirmed}, {"cancelled", 14, listed, "", booking.Cancelled},
		{"neither", 10, another, another, booking.Confirmed}, {"past", 7, listed, listed, booking.Confirmed},
	} {
		made := t.booked(b.id, b.hour)
		made.Phone, made.Line, made.State = b.phone, b.line, b.state
		t.put(made)
	}
	foreign := t.booked("foreign", 16)
	foreign.Project = "p2"
	t.put(foreign)
	list := func(n phone.Number, after time.Time, want ...string) {
		t.Helper()
		t.wantIDs(string(n), must[[]booking.Booking](t.T)(t.store.OfNumber(t.Context(), "p1", n, after)), want...)
	}
	list(listed, t.at(8, 0), "line", "phone", "cancelled", "both")
	list(listed, t.at(9, 59), "line", "phone", "cancelled", "both")
	list(listed, t.at(10, 0), "phone", "cancelled", "both")
	list(another, t.at(8, 0), "line", "neither")
	list("+12125550100", t.at(0, 0))
}

func (t bookingsTest) withCode() {
	for i, state := range []booking.State{booking.Cancelled, booking.Released, booking.Confirmed} {
		b := t.booked(string(state), 9+i)
		b.Code, b.State = "K4QRX", state
		t.put(b)
		t.clock.pass(time.Minute)
	}
	foreign := t.booked("foreign", 9)
	foreign.Project, foreign.Code = "p2", "K4QRX"
	t.put(foreign)
	list := func(code string, after time.Time, want ...string) {
		t.Helper()
		t.wantIDs(code, must[[]booking.Booking](t.T)(t.store.WithCode(t.Context(), "p1", code, after)), want...)
	}
	list("K4QRX", t.at(8, 0), "confirmed", "released", "cancelled")
	list("K4QRX", t.at(10, 0), "confirmed", "released")
	list("K4QRX", t.at(12, 0))
	list("k4qrx", t.at(8, 0))
}

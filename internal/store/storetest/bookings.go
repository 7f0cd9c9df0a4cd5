package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/slot"
)

// OpenBookings returns an empty store that reads the clock, with the queue
// that its jobs go to, and sees to it that both are closed when the test ends.
type OpenBookings func(t *testing.T, now func() time.Time) (booking.Store, job.Queue)

// Bookings tests a booking.Store.
func Bookings(t *testing.T, open OpenBookings) {
	tests := map[string]func(bookingsTest){
		"no field is forgotten":                        bookingsTest.roundTrip,
		"an update keeps every field too":              bookingsTest.updateRoundTrip,
		"a claim that decides nothing writes nothing":  bookingsTest.undecided,
		"a claim commits with its jobs and its memory": bookingsTest.effects,
		"a claim whose job is impossible is undone":    bookingsTest.impossibleJob,
		"the ground shows what overlaps":               bookingsTest.overlapping,
		"the ground shows the caller's own":            bookingsTest.same,
		"the ground shows what the key answered":       bookingsTest.memory,
		"the ground has a code that is free":           bookingsTest.codes,
		"the code of a past booking is free again":     bookingsTest.codeFreed,
		"projects are apart":                           bookingsTest.scoped,
		"an update needs a booking":                    bookingsTest.updateNothing,
		"a refused update changes nothing":             bookingsTest.refusedUpdate,
		"a key is recalled until it is given anew":     bookingsTest.recall,
		"live bookings own their interval":             bookingsTest.live,
		"bookings are found by number":                 bookingsTest.ofNumber,
		"bookings are found by conversation":           bookingsTest.ofConversation,
		"bookings are found by code":                   bookingsTest.withCode,
		"of racing claims none overlap":                bookingsTest.raceClaims,
		"of racing claims of one key one is written":   bookingsTest.raceKey,
		"of racing claims of one code one is written":  bookingsTest.raceCodes,
		"racing updates are all kept":                  bookingsTest.raceUpdates,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			store, queue := open(t, c.now)
			test(bookingsTest{T: t, clock: c, store: store, queue: queue})
		})
	}
}

type bookingsTest struct {
	*testing.T
	clock *clock
	store booking.Store
	queue job.Queue
}

// at is an instant of the test's day.
func (t bookingsTest) at(hour, minute int) time.Time {
	return time.Date(2026, time.March, 3, hour, minute, 0, 0, time.UTC)
}

// booked is a confirmed hour with a quarter of buffer on both sides.
func (t bookingsTest) booked(id string, hour int) booking.Booking {
	b := booking.Booking{
		Project: "p1", ID: id, State: booking.Confirmed, Conversation: "c-" + id, Phone: listed, Staff: "s1",
		Interval: slot.Interval{Start: t.at(hour, 0), End: t.at(hour+1, 0)}, Code: "code-" + id,
		CreatedAt: t.clock.now(), UpdatedAt: t.clock.now(),
	}
	b.Block = slot.Interval{Start: b.Start.Add(-15 * time.Minute), End: b.End.Add(15 * time.Minute)}
	return b
}

// put writes a booking by a claim that asks for nothing.
func (t bookingsTest) put(b booking.Booking, effects ...booking.Effects) booking.Booking {
	t.Helper()
	d := booking.Decision{Write: &b}
	if len(effects) > 0 {
		d.Effects = effects[0]
	}
	if err := t.store.Claim(t.Context(), t.query(b), func(booking.Ground) booking.Decision { return d }); err != nil {
		t.Fatal(err)
	}
	return b
}

func (t bookingsTest) query(b booking.Booking) booking.ClaimQuery {
	return booking.ClaimQuery{
		Project: b.Project, Staff: b.Staff, Within: b.Block, Start: b.Start, Phone: b.Phone,
		Codes: []string{"free"}, Now: t.clock.now(),
	}
}

// ground is what a claim would be judged on.
func (t bookingsTest) ground(q booking.ClaimQuery) (g booking.Ground) {
	t.Helper()
	err := t.store.Claim(t.Context(), q, func(ground booking.Ground) booking.Decision {
		g = ground
		return booking.Decision{}
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (t bookingsTest) want(want booking.Booking) {
	t.Helper()
	wantSame(t.T, must[booking.Booking](t.T)(t.store.Get(t.Context(), want.Project, want.ID)), want)
}

func (t bookingsTest) wantIDs(what string, got []booking.Booking, want ...string) {
	t.Helper()
	var ids []string
	for _, b := range got {
		ids = append(ids, b.ID)
	}
	if fmt.Sprint(ids) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, ids, want)
	}
}

func (t bookingsTest) wantNone(project, id string) {
	t.Helper()
	_, err := t.store.Get(t.Context(), project, id)
	mustBe(t.T, err, fault.NotFound, "the booking "+id)
}

// whole is a booking with something in every field. The attendee's numbers are
// the CRM's and are not kept with a booking.
func (t bookingsTest) whole() booking.Booking {
	b := filled[booking.Booking](t.T)
	b.Attendee.Numbers = nil
	return b
}

func (t bookingsTest) roundTrip() {
	t.want(t.put(t.whole()))
	bare := t.put(booking.Booking{Project: "p1", ID: "bare", CreatedAt: t.clock.now(), UpdatedAt: t.clock.now()})
	got := must[booking.Booking](t.T)(t.store.Get(t.Context(), "p1", "bare"))
	if got.Attendee != nil || !got.ExpiresAt.IsZero() || got.Code != bare.Code {
		t.Errorf("something came of nothing: %+v", got)
	}
}

func (t bookingsTest) updateRoundTrip() {
	want := t.whole()
	made := t.booked(want.ID, 9)
	made.Project = want.Project
	t.put(made)
	want.CreatedAt = made.CreatedAt // never changes
	got, err := t.store.Update(t.Context(), want.Project, want.ID, func(booking.Booking) (booking.Booking, booking.Effects, error) {
		return want, booking.Effects{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t.T, got, want)
	t.want(want)
}

func (t bookingsTest) undecided() {
	b := t.booked("a", 9)
	d := booking.Decision{Effects: booking.Effects{
		Jobs:     []job.New{{Kind: "settle", Project: "p1", Key: "a"}},
		Remember: &booking.Memory{Key: "k", Booking: "a"},
	}}
	if err := t.store.Claim(t.Context(), t.query(b), func(booking.Ground) booking.Decision { return d }); err != nil {
		t.Fatal(err)
	}
	t.wantNone("p1", "a")
	t.wantEffects(false)
}

func (t bookingsTest) wantEffects(want bool) {
	t.Helper()
	_, noJob := t.queue.Get(t.Context(), "p1", "settle", "a")
	_, noMemory := t.store.Recall(t.Context(), "p1", "k")
	if (noJob == nil) != want || (noMemory == nil) != want {
		t.Errorf("the job: %v, the memory: %v; want them: %t", noJob, noMemory, want)
	}
}

func (t bookingsTest) effects() {
	memory := booking.Memory{Key: "k", Fingerprint: "f", Booking: "a", CreatedAt: t.clock.now()}
	t.want(t.put(t.booked("a", 9), booking.Effects{
		Jobs: []job.New{{Kind: "settle", Project: "p1", Key: "a"}}, Remember: &memory,
	}))
	t.wantEffects(true)
}

func (t bookingsTest) impossibleJob() {
	b := t.booked("a", 9)
	err := t.store.Claim(t.Context(), t.query(b), func(booking.Ground) booking.Decision {
		return booking.Decision{Write: &b, Effects: booking.Effects{
			Jobs:     []job.New{{Kind: "settle", Project: "p1", Key: "a"}, {Project: "p1"}},
			Remember: &booking.Memory{Key: "k", Booking: "a"},
		}}
	})
	mustBe(t.T, err, fault.Internal, "enqueueing a job without a kind")
	t.wantNone("p1", "a")
	t.wantEffects(false)
}

func (t bookingsTest) updateNothing() {
	_, err := t.store.Update(t.Context(), "p1", "none", func(b booking.Booking) (booking.Booking, booking.Effects, error) {
		return b, booking.Effects{}, nil
	})
	mustBe(t.T, err, fault.NotFound, "updating no booking")
	t.wantNone("p1", "none")
}

func (t bookingsTest) refusedUpdate() {
	before := t.put(t.booked("a", 9))
	refusal := errors.New("refused")
	_, err := t.store.Update(t.Context(), "p1", "a", func(b booking.Booking) (booking.Booking, booking.Effects, error) {
		b.State = booking.Cancelled
		return b, booking.Effects{Jobs: []job.New{{Kind: "settle", Project: "p1", Key: "a"}}, Remember: &booking.Memory{Key: "k"}}, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v, want the refusal", err)
	}
	t.want(before)
	t.wantEffects(false)
}

func (t bookingsTest) recall() {
	first := booking.Memory{Key: "k", Fingerprint: "f1", Booking: "a", CreatedAt: t.clock.now()}
	t.put(t.booked("a", 9), booking.Effects{Remember: &first})
	wantSame(t.T, must[booking.Memory](t.T)(t.store.Recall(t.Context(), "p1", "k")), first)
	t.clock.pass(time.Hour)
	second := booking.Memory{Key: "k", Fingerprint: "f2", Booking: "b", CreatedAt: t.clock.now()}
	t.put(t.booked("b", 12), booking.Effects{Remember: &second})
	wantSame(t.T, must[booking.Memory](t.T)(t.store.Recall(t.Context(), "p1", "k")), second)
	for _, other := range [][2]string{{"p1", "none"}, {"p2", "k"}} {
		_, err := t.store.Recall(t.Context(), other[0], other[1])
		mustBe(t.T, err, fault.NotFound, fmt.Sprint("the key of ", other))
	}
}

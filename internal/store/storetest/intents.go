package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

// OpenIntents returns an empty intent store that reads the clock, and sees to
// it that the store is closed when the test ends.
type OpenIntents func(t *testing.T, now func() time.Time) intent.Store

// Intents tests an intent.Store.
func Intents(t *testing.T, open OpenIntents) {
	tests := map[string]func(intentsTest){
		"an intention comes back as it was recorded":    intentsTest.roundTrip,
		"recording twice keeps the first":               intentsTest.recordTwice,
		"ids are the project's own":                     intentsTest.scoped,
		"an intention advances from what was read":      intentsTest.advance,
		"who read something older changes nothing":      intentsTest.stale,
		"what never changes does not":                   intentsTest.fixed,
		"the unsettled are listed oldest first":         intentsTest.unsettled,
		"racing to record gives one intention":          intentsTest.raceRecord,
		"racing to begin an attempt has one winner":     intentsTest.raceBegin,
		"an unknown intention is not found":             intentsTest.notFound,
		"every state and refusal survives being stored": intentsTest.states,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			test(intentsTest{T: t, clock: c, store: open(t, c.now)})
		})
	}
}

type intentsTest struct {
	*testing.T
	clock *clock
	store intent.Store
}

func (t intentsTest) ready(id string) intent.Intent {
	return intent.Intent{
		ID: id, Project: "p1", Kind: "event.create", Marker: "ref:" + id,
		State: intent.Ready, RecordedAt: t.clock.now(),
	}
}

func (t intentsTest) record(in intent.Intent) intent.Intent {
	t.Helper()
	got, err := t.store.Record(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (t intentsTest) want(want intent.Intent) {
	t.Helper()
	got, err := t.store.Get(t.Context(), want.Project, want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("stored is\n%+v, want\n%+v", got, want)
	}
}

func (t intentsTest) advance1(from, to intent.Intent) {
	t.Helper()
	if err := t.store.Advance(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
}

func (t intentsTest) sending(from intent.Intent) intent.Intent {
	from.State, from.Attempts, from.AttemptedAt = intent.Sending, from.Attempts+1, t.clock.now()
	return from
}

func (t intentsTest) roundTrip() {
	in := t.ready("a")
	if got := t.record(in); got != in {
		t.Errorf("recorded as\n%+v, want\n%+v", got, in)
	}
	t.want(in)
}

func (t intentsTest) recordTwice() {
	first := t.record(t.ready("a"))
	sending := t.sending(first)
	t.advance1(first, sending)
	t.clock.pass(time.Minute)
	again := t.ready("a")
	again.Kind, again.Marker = "other", "other"
	if got := t.record(again); got != sending {
		t.Errorf("recording again gives\n%+v, want what is stored,\n%+v", got, sending)
	}
	t.want(sending)
}

func (t intentsTest) scoped() {
	mine, theirs := t.ready("a"), t.ready("a")
	theirs.Project, theirs.Marker = "p2", "theirs"
	t.record(mine)
	t.record(theirs)
	t.advance1(mine, t.sending(mine))
	t.want(t.sending(mine))
	t.want(theirs)
}

func (t intentsTest) advance() {
	ready := t.record(t.ready("a"))
	t.clock.pass(time.Second)
	sending := t.sending(ready)
	t.advance1(ready, sending)
	t.want(sending)
	done := sending
	done.State, done.Record, done.SettledAt = intent.Done, "4001", t.clock.now()
	t.advance1(sending, done)
	t.want(done)
}

func (t intentsTest) stale() {
	ready := t.record(t.ready("a"))
	first := t.sending(ready)
	t.advance1(ready, first)
	back := first
	back.State = intent.Ready
	t.advance1(first, back)
	// ready again, but after one attempt: whoever read it before that is late.
	for _, from := range []intent.Intent{ready, first} {
		if err := t.store.Advance(t.Context(), from, t.sending(from)); !fault.Is(err, fault.Conflict) {
			t.Errorf("advancing from %s after %d attempts gives %v, want a conflict", from.State, from.Attempts, err)
		}
	}
	t.want(back)
	missing := t.ready("missing")
	if err := t.store.Advance(t.Context(), missing, t.sending(missing)); !fault.Is(err, fault.Conflict) {
		t.Errorf("advancing what is not recorded gives %v, want a conflict", err)
	}
}

func (t intentsTest) fixed() {
	ready := t.record(t.ready("a"))
	other := t.sending(ready)
	other.Kind, other.Marker, other.RecordedAt = "other", "other", t.clock.now().Add(time.Hour)
	t.advance1(ready, other)
	t.want(t.sending(ready))
}

func (t intentsTest) unsettled() {
	begin := t.clock.now()
	for i, state := range []intent.State{intent.Ready, intent.Sending, intent.Unknown, intent.Done, intent.Refused, intent.Ready} {
		in := t.ready(fmt.Sprint(i))
		t.record(in)
		if state != intent.Ready {
			next := in
			next.State, next.AttemptedAt, next.Attempts = state, begin.Add(time.Hour-time.Duration(i)*time.Minute), 1
			t.advance1(in, next)
		}
		t.clock.pass(time.Second)
	}
	list := func(before time.Duration, limit int, want ...string) {
		t.Helper()
		got, err := t.store.Unsettled(t.Context(), begin.Add(before), limit)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, in := range got {
			ids = append(ids, in.ID)
		}
		if fmt.Sprint(ids) != fmt.Sprint(want) {
			t.Errorf("unsettled before +%s: %v, want %v", before, ids, want)
		}
	}
	list(0, 10)
	list(time.Minute, 10, "0", "5")
	list(58*time.Minute, 10, "0", "5")
	list(2*time.Hour, 10, "0", "5", "2", "1")
	list(2*time.Hour, 3, "0", "5", "2")
}

func (t intentsTest) notFound() {
	if _, err := t.store.Get(t.Context(), "p1", "none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v, want not found", err)
	}
}

func (t intentsTest) states() {
	for kind := fault.Internal; kind <= fault.Uncertain; kind++ {
		in := t.record(t.ready(kind.String()))
		refused := t.sending(in)
		refused.State, refused.Refusal, refused.Detail, refused.SettledAt = intent.Refused, kind, "no “such” field\n", t.clock.now()
		t.advance1(in, refused)
		t.want(refused)
	}
}

func (t intentsTest) raceRecord() {
	race(func(racer int) {
		in := t.ready("a")
		in.Marker = fmt.Sprint(racer)
		got, err := t.store.Record(t.Context(), in)
		if !report(t.T, err) {
			return
		}
		again, err := t.store.Get(t.Context(), "p1", "a")
		if report(t.T, err) && got != again {
			t.Errorf("recording gave %+v, stored is %+v", got, again)
		}
	})
}

func (t intentsTest) raceBegin() {
	ready := t.record(t.ready("a"))
	var winners atomic.Int32
	race(func(int) {
		switch err := t.store.Advance(t.Context(), ready, t.sending(ready)); {
		case err == nil:
			winners.Add(1)
		case !fault.Is(err, fault.Conflict):
			t.Errorf("losing gives %v, want a conflict", err)
		}
	})
	if winners.Load() != 1 {
		t.Errorf("%d racers began the attempt", winners.Load())
	}
}

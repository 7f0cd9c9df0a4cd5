package zoho

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var light, heavy = load{credits: 1, places: 1}, load{credits: 1, places: 1, heavy: true}

// door is a gate with the names of those who wait at it, in a bubble of
// pinned time.
type door struct {
	*testing.T
	*gate
	mu      sync.Mutex
	entered []string
	inside  map[string]ticket
	asking  sync.WaitGroup
}

func atDoor(t *testing.T, places int, visit func(*door)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &door{T: t, gate: newGate(places), inside: map[string]ticket{}}
		visit(d)
		for name := range d.inside {
			d.leaves(name, answered)
		}
		d.asking.Wait()
		d.wantEmpty()
	})
}

// asks lets somebody ask to enter and go on waiting.
func (d *door) asks(name string, l load, p Priority) {
	d.asking.Go(func() {
		t, err := d.enter(d.Context(), l, p)
		if err != nil {
			d.Errorf("%s: %v", name, err)
			return
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.entered, d.inside[name] = append(d.entered, name), t
	})
	synctest.Wait()
}

func (d *door) leaves(name string, how verdict) {
	d.Helper()
	d.mu.Lock()
	t, in := d.inside[name]
	delete(d.inside, name)
	d.mu.Unlock()
	if !in {
		d.Fatalf("%s is not inside", name)
	}
	d.leave(t, how)
	synctest.Wait()
}

func (d *door) somebody() string {
	for name := range d.inside {
		return name
	}
	return ""
}

// wants demands who has entered so far, in their order.
func (d *door) wants(names ...string) {
	d.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Equal(d.entered, names) {
		d.Errorf("entered %v, want %v", d.entered, names)
	}
}

func (d *door) wantEmpty() {
	d.Helper()
	d.gate.mu.Lock()
	defer d.gate.mu.Unlock()
	if d.taken != (places{}) || d.behind != (places{}) || !d.nobodyWaits() {
		d.Errorf("left behind: taken %+v, behind %+v, waiting %v", d.taken, d.behind, d.waiting)
	}
}

func TestLiveCallsEnterFirst(t *testing.T) {
	atDoor(t, 1, func(d *door) {
		d.asks("first", light, Live)
		d.asks("job", light, Background)
		d.asks("publish", light, Attended)
		d.asks("call 1", light, Live)
		d.asks("call 2", light, Live)
		d.asks("job 2", light, Background)
		for _, name := range []string{"first", "call 1", "call 2", "publish", "job"} {
			d.leaves(name, answered)
		}
		d.wants("first", "call 1", "call 2", "publish", "job", "job 2")
	})
}

func TestAQuarterStaysFreeForLiveCalls(t *testing.T) {
	for full, want := range map[int]int{1: 1, 2: 1, 3: 2, 4: 3, 5: 3, 9: 6, 14: 10, 19: 14, 24: 18} {
		atDoor(t, full, func(d *door) {
			for n := range full + 1 {
				d.asks(fmt.Sprint("job ", n), light, []Priority{Attended, Background}[n%2])
			}
			if got := len(d.inside); got != want {
				t.Errorf("of %d places others than live calls took %d, want %d", full, got, want)
			}
			for n := range full - want {
				d.asks(fmt.Sprint("call ", n), light, Live)
			}
			if got := len(d.inside); got != full {
				t.Errorf("of %d places %d are taken", full, got)
			}
			for len(d.inside) > 0 {
				d.leaves(d.somebody(), answered)
			}
		})
	}
}

// Fidelity: sub-concurrency-list
func TestHeavyCallsHaveALimitOfTheirOwn(t *testing.T) {
	atDoor(t, 24, func(d *door) {
		for n := range 8 {
			d.asks(fmt.Sprint("job ", n), heavy, Background)
		}
		if got := len(d.inside); got != 6 {
			t.Errorf("%d heavy background calls are inside, want 6", got)
		}
		for n := range 5 {
			d.asks(fmt.Sprint("call ", n), heavy, Live)
		}
		if d.taken.heavy != 9 {
			t.Errorf("%d heavy calls are inside, want 9: Zoho allows 10", d.taken.heavy)
		}
		d.asks("light call", light, Live)
		d.asks("light job", light, Background)
		if _, in := d.inside["light call"]; !in {
			t.Error("a light call waits behind heavy ones")
		}
		if _, in := d.inside["light job"]; !in {
			t.Error("a light job waits behind heavy ones")
		}
		d.leaves("job 0", answered)
		if _, in := d.inside["call 3"]; !in {
			t.Error("a waiting live call did not get the heavy place")
		}
		for len(d.inside) > 0 {
			d.leaves(d.somebody(), answered)
		}
	})
}

// A call that takes several places is not overtaken until it has them, and one
// that takes more than there are goes alone.
func TestACallThatNeedsSeveralPlacesGetsThem(t *testing.T) {
	composite := load{credits: 1, places: 5, heavy: true}
	for _, full := range []int{4, 5} {
		atDoor(t, full, func(d *door) {
			d.asks("a", light, Live)
			d.asks("b", light, Live)
			d.asks("composite", composite, Live)
			d.asks("c", light, Live)
			d.asks("job", light, Background)
			d.wants("a", "b")
			d.leaves("a", answered)
			d.wants("a", "b")
			d.leaves("b", answered)
			d.wants("a", "b", "composite")
			d.leaves("composite", answered)
		})
	}
}

func TestAnEndedContextLeavesNoPlaceTaken(t *testing.T) {
	atDoor(t, 1, func(d *door) {
		d.asks("first", light, Live)
		short, cancel := context.WithTimeout(d.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := d.enter(short, light, Live); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		if _, err := d.enter(short, light, Live); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with an ended context: %v", err)
		}
		d.asks("next", light, Live)
		d.leaves("first", answered)
		d.wants("first", "next")
	})
}

// Whoever goes at the very moment of their turn hands it on.
func TestATurnAtTheLastMomentIsHandedOn(t *testing.T) {
	g := newGate(1)
	first, err := g.enter(t.Context(), light, Live)
	if err != nil {
		t.Fatal(err)
	}
	leaving, next := &waiter{light, make(chan ticket, 1)}, &waiter{light, make(chan ticket, 1)}
	g.waiting[Live] = []*waiter{leaving, next}
	g.leave(first, answered) // gives the place to the one who leaves
	g.withdraw(leaving, Live)
	select {
	case <-next.turn:
	default:
		t.Errorf("the place is lost: %+v", g.taken)
	}
}

func TestManyWhoGiveUpLeaveNothingBehind(t *testing.T) {
	g := newGate(2)
	var all sync.WaitGroup
	for n := range 3000 {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(n%7)*50*time.Microsecond)
			defer cancel()
			if t, err := g.enter(ctx, []load{light, heavy, {places: 2}}[n%3], Priority(n%3)); err == nil {
				g.leave(t, []verdict{unheard, answered, tooMany}[n%3])
			}
		})
	}
	all.Wait()
	if g.taken != (places{}) || g.behind != (places{}) || !g.nobodyWaits() || g.open < 1 || g.open > 2 {
		t.Errorf("left behind: %+v", g)
	}
}

// After a 429 half of the places are left, whoever else was in flight; they come
// back one by one with the answers.
func TestTheGateNarrowsAndWidens(t *testing.T) {
	atDoor(t, 8, func(d *door) {
		for n := range 8 {
			d.asks(fmt.Sprint(n), light, Live)
		}
		for n := range 8 {
			d.leaves(fmt.Sprint(n), tooMany)
		}
		for _, want := range []int{4, 4, 4, 4, 5, 5, 5, 5, 5, 6} {
			if d.open != want {
				t.Fatalf("%d places are open, want %d", d.open, want)
			}
			d.asks("one", light, Live)
			d.leaves("one", answered)
		}
		for range 5 {
			d.asks("one", light, Live)
			d.leaves("one", tooMany)
		}
		if d.open != 1 {
			t.Errorf("after five more refusals %d places are open", d.open)
		}
		for range 100 {
			d.asks("one", light, Live)
			d.leaves("one", answered)
		}
		if d.open != 8 {
			t.Errorf("after a hundred answers %d places are open", d.open)
		}
	})
}

func TestResizingKeepsCallsInFlight(t *testing.T) {
	atDoor(t, 4, func(d *door) {
		for n := range 6 {
			d.asks(fmt.Sprint(n), light, Live)
		}
		d.wants("0", "1", "2", "3")
		d.resize(5)
		synctest.Wait()
		d.wants("0", "1", "2", "3", "4")
		d.resize(2)
		for n := range 3 {
			d.leaves(fmt.Sprint(n), answered)
			d.wants("0", "1", "2", "3", "4")
		}
		d.leaves("3", answered)
		d.wants("0", "1", "2", "3", "4", "5")
	})
}

// What the gate costs beside a plain channel of places.
func BenchmarkGate(b *testing.B) {
	b.Run("channel", func(b *testing.B) {
		places := make(chan struct{}, 4)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				select {
				case places <- struct{}{}:
				case <-b.Context().Done():
				}
				<-places
			}
		})
	})
	b.Run("gate", func(b *testing.B) {
		g := newGate(4)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				t, err := g.enter(b.Context(), light, Live)
				if err != nil {
					return
				}
				g.leave(t, answered)
			}
		})
	})
	b.Run("crowded channel", func(b *testing.B) {
		places := make(chan struct{}, 1)
		b.SetParallelism(50)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				select {
				case places <- struct{}{}:
				case <-b.Context().Done():
				}
				<-places
			}
		})
	})
	b.Run("crowded gate", func(b *testing.B) {
		g := newGate(1)
		b.SetParallelism(50)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				t, err := g.enter(b.Context(), light, Live)
				if err != nil {
					return
				}
				g.leave(t, answered)
			}
		})
	})
}

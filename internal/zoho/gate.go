package zoho

import (
	"context"
	"slices"
	"sync"
)

// gate bounds the calls in flight, and decides who is next.
//
// Who waits at a higher priority always enters first; within one, who came
// first. Nobody overtakes a call that waits for a place, so that one which needs
// several gets them; but light calls do pass those that wait for a heavy place
// only. Calls that are not live never hold all places: a quarter, and at least
// one, stays free for live ones. Where that leaves none, a single one may enter.
//
// After a 429 the gate narrows to half, once for all calls that were in flight
// together, and opens by one place after as many answers as it has places: Zoho
// counts the calls of one organisation and application, which other processes
// may make as well.
type gate struct {
	mu      sync.Mutex
	full    int // places when all is well
	open    int // places now
	heavy   int // places of heavy calls among them
	taken   places
	behind  places // what of taken is not live
	waiting [priorities][]*waiter

	narrowed int // how often it was
	smooth   int // answers since open changed
}

type places struct{ all, heavy int }

// ticket is a place in flight; it is given back by leave.
type ticket struct {
	places   int
	heavy    bool
	priority Priority
	narrowed int // of the gate, when the ticket was given
}

type waiter struct {
	load load
	turn chan ticket
}

// heavyPlaces is one less than Zoho allows of heavy calls (zoho-crm-api §6),
// see [Edition.places].
const heavyPlaces = 9

func newGate(full int) *gate { return &gate{full: full, open: full, heavy: heavyPlaces} }

// enter waits for a place, or for the context to end. A context that has
// ended already never gets a place.
func (g *gate) enter(ctx context.Context, l load, p Priority) (ticket, error) {
	if err := ctx.Err(); err != nil {
		return ticket{}, err
	}
	g.mu.Lock()
	if g.nobodyWaits() && g.obstacle(l, p) == noObstacle {
		t := g.take(l, p)
		g.mu.Unlock()
		return t, nil
	}
	w := &waiter{load: l, turn: make(chan ticket, 1)}
	g.waiting[p] = append(g.waiting[p], w)
	g.admit()
	g.mu.Unlock()

	select {
	case t := <-w.turn:
		return t, nil
	case <-ctx.Done():
		g.withdraw(w, p)
		return ticket{}, ctx.Err()
	}
}

func (g *gate) nobodyWaits() bool {
	for _, queue := range g.waiting {
		if len(queue) > 0 {
			return false
		}
	}
	return true
}

// withdraw takes back a waiter, or the place that it got at the last moment.
// Either may let others in.
func (g *gate) withdraw(w *waiter, p Priority) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.waiting[p], w); i >= 0 {
		g.waiting[p] = slices.Delete(g.waiting[p], i, i+1)
	} else {
		g.giveBack(<-w.turn)
	}
	g.admit()
}

// leave gives a place back.
func (g *gate) leave(t ticket, how verdict) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.giveBack(t)
	switch how {
	case tooMany:
		g.narrow(t)
	case answered:
		g.widen()
	}
	g.admit()
}

// admit lets in all who may enter.
func (g *gate) admit() {
	for p := range g.waiting {
		for i := 0; i < len(g.waiting[p]); {
			w := g.waiting[p][i]
			switch g.obstacle(w.load, Priority(p)) {
			case noPlace:
				return
			case noHeavyPlace:
				i++
			case noObstacle:
				g.waiting[p] = slices.Delete(g.waiting[p], i, i+1)
				w.turn <- g.take(w.load, Priority(p))
			}
		}
	}
}

// obstacle is what keeps a call out.
type obstacle int

const (
	noObstacle obstacle = iota
	noPlace
	noHeavyPlace
)

func (g *gate) obstacle(l load, p Priority) obstacle {
	if !fits(g.taken.all, g.behind.all, g.need(l), g.open, p) {
		return noPlace
	}
	if l.heavy && !fits(g.taken.heavy, g.behind.heavy, 1, g.heavy, p) {
		return noHeavyPlace
	}
	return noObstacle
}

// fits reports whether need more places may be taken of so many.
func fits(taken, behind, need, of int, p Priority) bool {
	if taken+need > of {
		return false
	}
	return p == Live || behind == 0 || behind+need <= of-keptForLive(of)
}

// keptForLive is a quarter, rounded up.
func keptForLive(places int) int { return (places + 3) / 4 }

// need is how many places a call takes: a call that needs more than there are
// goes alone.
func (g *gate) need(l load) int { return min(l.places, g.open) }

func (g *gate) take(l load, p Priority) ticket {
	t := ticket{places: g.need(l), heavy: l.heavy, priority: p, narrowed: g.narrowed}
	g.count(t, 1)
	return t
}

func (g *gate) giveBack(t ticket) { g.count(t, -1) }

func (g *gate) count(t ticket, sign int) {
	weight := places{all: sign * t.places}
	if t.heavy {
		weight.heavy = sign
	}
	g.taken.add(weight)
	if t.priority != Live {
		g.behind.add(weight)
	}
}

func (p *places) add(q places) { p.all, p.heavy = p.all+q.all, p.heavy+q.heavy }

package calendar

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// verdicts remembers of events whether they are cancelled.
type verdicts struct {
	// ask is how events are asked about that nobody waits for.
	ask func(ctx context.Context, project string, events []string) ([]string, error)
	now func() time.Time

	mu    sync.Mutex
	known map[string]map[string]verdict // by project and event
	// waiting are the events to be asked about next, of each project of which
	// somebody is asking.
	waiting map[string][]Event
}

// verdict holds for an event as long as that does not change; until is its end.
type verdict struct {
	changed, until time.Time
	cancelled      bool
}

// standing leaves out the events that are known to be cancelled.
func (v *verdicts) standing(project string, events []Event) []Event {
	v.mu.Lock()
	defer v.mu.Unlock()
	known := v.known[project]
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool {
		of, ok := known[e.ID]
		return ok && of.cancelled && of.changed.Equal(e.Changed)
	})
}

// unknown returns the events without a verdict.
func (v *verdicts) unknown(project string, events []Event) []Event {
	v.mu.Lock()
	defer v.mu.Unlock()
	known := v.known[project]
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool {
		of, ok := known[e.ID]
		return ok && of.changed.Equal(e.Changed)
	})
}

// findOut asks about the events without a verdict, one project's at a time and
// without anybody waiting. Those of the latest view come next; what cannot be
// found out now is asked for again with another.
func (v *verdicts) findOut(ctx context.Context, project string, events []Event) {
	unknown := v.unknown(project, events)
	if len(unknown) == 0 || v.put(project, unknown) {
		return
	}
	go func() {
		for next := v.take(project); len(next) > 0; next = v.take(project) {
			v.tryToLearn(ctx, project, v.unknown(project, next))
		}
	}()
}

// put leaves events to be asked about, and reports whether somebody is at it.
func (v *verdicts) put(project string, events []Event) (asking bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.waiting == nil {
		v.waiting = make(map[string][]Event)
	}
	_, asking = v.waiting[project]
	v.waiting[project] = events
	return asking
}

// take gives what was put last, once; after nothing, nobody is at it any more.
func (v *verdicts) take(project string) []Event {
	v.mu.Lock()
	defer v.mu.Unlock()
	events := v.waiting[project]
	if len(events) == 0 {
		delete(v.waiting, project)
		return nil
	}
	v.waiting[project] = nil
	return events
}

// tryToLearn may fail: what is not known counts as busy.
func (v *verdicts) tryToLearn(ctx context.Context, project string, events []Event) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readLimit)
	defer cancel()
	_ = fault.Safely(func() error { return v.learn(ctx, v.ask, project, events) })
}

// askAtOnce is about how many events is asked in one go.
const askAtOnce = 50

// learn asks about events and keeps what it hears, also where it does not get
// to the end.
func (v *verdicts) learn(ctx context.Context, ask func(context.Context, string, []string) ([]string, error), project string, events []Event) error {
	for some := range slices.Chunk(events, askAtOnce) {
		ids := make([]string, len(some))
		for i, e := range some {
			ids[i] = e.ID
		}
		cancelled, err := ask(ctx, project, ids)
		if err != nil {
			return err
		}
		v.keep(project, some, cancelled)
	}
	return nil
}

// keep notes the verdicts, and forgets those about events that are over.
func (v *verdicts) keep(project string, events []Event, cancelled []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known == nil {
		v.known = make(map[string]map[string]verdict)
	}
	known := v.known[project]
	if known == nil {
		known = make(map[string]verdict)
		v.known[project] = known
	}
	now := v.now()
	for id, of := range known {
		if of.until.Before(now) {
			delete(known, id)
		}
	}
	for _, e := range events {
		known[e.ID] = verdict{changed: e.Changed, until: e.End, cancelled: slices.Contains(cancelled, e.ID)}
	}
}

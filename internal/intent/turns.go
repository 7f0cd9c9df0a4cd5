package intent

import (
	"context"
	"sync"

	"github.com/ringbook/ringbook/internal/fault"
)

// turn names an intention.
type turn struct{ project, id string }

// turns lets one goroutine at a time into each intention.
type turns struct {
	mu    sync.Mutex
	taken map[turn]*line
}

// line is those who are in an intention or wait for it.
type line struct {
	door   chan struct{} // holds a token while someone is inside
	people int
}

// enter waits for the turn and returns how to give it back. Whoever runs out
// of time while waiting cannot know what the one inside has done.
func (t *turns) enter(ctx context.Context, who turn) (leave func(), err error) {
	l := t.join(who)
	leave = func() { <-l.door; t.part(who, l) }
	select {
	case l.door <- struct{}{}:
		return leave, nil
	default:
	}
	select {
	case l.door <- struct{}{}:
		return leave, nil
	case <-ctx.Done():
		t.part(who, l)
		return nil, fault.Wrap(fault.Uncertain, ctx.Err(), "another attempt of this write is under way")
	}
}

func (t *turns) join(who turn) *line {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.taken[who]
	if !ok {
		l = &line{door: make(chan struct{}, 1)}
		t.taken[who] = l
	}
	l.people++
	return l
}

func (t *turns) part(who turn, l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.people--; l.people == 0 {
		delete(t.taken, who)
	}
}

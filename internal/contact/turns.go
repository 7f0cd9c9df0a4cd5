package contact

import (
	"context"
	"sync"

	"github.com/ringbook/ringbook/internal/fault"
)

// turns lets one goroutine at a time make a record for a caller's number. Its
// zero value is ready.
type turns struct {
	mu    sync.Mutex
	lines map[caller]*line
}

// line is those who make a record for one number or wait for it.
type line struct {
	door   chan struct{} // holds a token while someone is inside
	people int
}

// enter waits for the turn and returns how to give it back. Whoever runs out
// of time while waiting has surely written nothing.
func (t *turns) enter(ctx context.Context, who caller) (leave func(), err error) {
	l := t.join(who)
	select {
	case l.door <- struct{}{}:
		return func() { <-l.door; t.part(who, l) }, nil
	case <-ctx.Done():
		t.part(who, l)
		return nil, fault.Wrap(fault.Unavailable, ctx.Err(), "a record for this caller is being made")
	}
}

func (t *turns) join(who caller) *line {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.lines[who]
	if !ok {
		if t.lines == nil {
			t.lines = make(map[caller]*line)
		}
		l = &line{door: make(chan struct{}, 1)}
		t.lines[who] = l
	}
	l.people++
	return l
}

func (t *turns) part(who caller, l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.people--; l.people == 0 {
		delete(t.lines, who)
	}
}

package intent_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

// grace is the ledger's in every test. Whatever the CRM here does late, it
// does within the grace.
const grace = 90 * time.Second

// world is a pinned clock, a store, and a CRM that can misbehave.
type world struct {
	*testing.T
	store intent.Store
	crm   *crm

	mu sync.Mutex
	at time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, at: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)}
	w.crm = &crm{now: w.now, made: map[string][]made{}}
	db, err := sqlite.Open(t.Context(), sqlite.Config{
		Path: filepath.Join(t.TempDir(), "intents.db"), Now: w.now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	w.store = db.Intents()
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// ledger is that of a process that has just started.
func (w *world) ledger() *intent.Ledger { return w.ledgerOver(w.store) }

func (w *world) ledgerOver(s intent.Store) *intent.Ledger {
	return intent.NewLedger(intent.Config{Store: s, Now: w.now, Grace: grace})
}

func (w *world) get(id string) intent.Intent {
	w.Helper()
	in, err := w.store.Get(w.Context(), "p1", id)
	if err != nil {
		w.Fatal(err)
	}
	return in
}

func (w *world) wantState(id string, want intent.State) {
	w.Helper()
	if got := w.get(id); got.State != want {
		w.Errorf("the intention is %+v, want it %s", got, want)
	}
}

func event(id string) intent.Intent {
	return intent.Intent{ID: id, Project: "p1", Kind: "event.create", Marker: "ref:" + id}
}

// behaviour is what the CRM does with one request.
type behaviour string

const (
	applies        behaviour = "applies and answers"
	appliesUnseen  behaviour = "applies, answers nothing, and shows it late"
	appliesLate    behaviour = "answers nothing and applies late"
	appliesLost    behaviour = "applies, and the answer is lost"
	neverArrives   behaviour = "never gets the request, and no answer comes"
	isDown         behaviour = "is surely not reached"
	refuses        behaviour = "refuses"
	processDies    behaviour = "never gets the request because the process dies"
	diesAfterwards behaviour = "applies, and the process dies"
)

var behaviours = []behaviour{
	applies, appliesUnseen, appliesLate, appliesLost, neverArrives, isDown, refuses, processDies, diesAfterwards,
}

// errKilled is the panic that stands for SIGKILL: it unwinds past the ledger
// without letting it record anything.
var errKilled = errors.New("killed")

// crm makes events that carry a marker.
type crm struct {
	now func() time.Time

	mu      sync.Mutex
	script  []behaviour // for the next requests; afterwards it applies
	made    map[string][]made
	creates int
	finds   int
	blind   error // what finding answers, if not nil
}

type made struct {
	id      string
	visible time.Time
}

func (c *crm) write(marker string) intent.Write {
	return intent.Write{
		Do:   func(context.Context) (string, error) { return c.create(marker) },
		Find: func(context.Context) (string, bool, error) { return c.find(marker) },
	}
}

func (c *crm) create(marker string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.creates++
	does := applies
	if len(c.script) > 0 {
		does, c.script = c.script[0], c.script[1:]
	}
	switch does {
	case neverArrives:
		return "", context.DeadlineExceeded
	case isDown:
		return "", fault.New(fault.Unavailable, "the CRM cannot be reached")
	case refuses:
		return "", fault.New(fault.Refused, "the CRM wants a subject")
	case processDies:
		panic(errKilled)
	}
	visible := c.now()
	if does == appliesLate || does == appliesUnseen {
		visible = visible.Add(grace - time.Millisecond)
	}
	id := fmt.Sprintf("id%d", c.creates)
	c.made[marker] = append(c.made[marker], made{id, visible})
	switch does {
	case applies:
		return id, nil
	case diesAfterwards:
		panic(errKilled)
	case appliesLost:
		return "", errors.New("unexpected EOF")
	}
	return "", fault.New(fault.Uncertain, "no answer")
}

func (c *crm) find(marker string) (string, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.finds++
	if c.blind != nil {
		return "", false, c.blind
	}
	for _, m := range c.made[marker] {
		if !c.now().Before(m.visible) {
			return m.id, true, nil
		}
	}
	return "", false, nil
}

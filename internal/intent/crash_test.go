package intent_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

// mortal is a store whose process dies at one of its operations.
type mortal struct {
	intent.Store
	// steps counts operations down; at the last the process dies before it.
	// Dying right after one is dying before the next, or while the CRM is
	// being asked, which behaviours have.
	steps int
}

func (m *mortal) step(operation func() error) error {
	if m.steps--; m.steps == 0 {
		panic(errKilled)
	}
	return operation()
}

func (m *mortal) Record(ctx context.Context, in intent.Intent) (out intent.Intent, err error) {
	err = m.step(func() error { out, err = m.Store.Record(ctx, in); return err })
	return out, err
}

func (m *mortal) Advance(ctx context.Context, from, to intent.Intent) error {
	return m.step(func() error { return m.Store.Advance(ctx, from, to) })
}

// life is one process that works on an intention: what the CRM does in it, and
// at which step of its store it dies; zero for never.
type life struct {
	does  behaviour
	steps int
}

func (l life) String() string {
	if l.steps == 0 {
		return string(l.does)
	}
	return fmt.Sprintf("%s; dies at step %d", l.does, l.steps)
}

// lives are all that a process can go through in one run, which has at most
// four steps; before the first, the CRM does not matter.
func lives() []life {
	all := []life{{applies, 1}}
	for _, does := range behaviours {
		all = append(all, life{does, 0}, life{does, 2}, life{does, 3}, life{does, 4})
	}
	return all
}

// run is one call of Run in a process of its own.
func (w *world) run(l life, in intent.Intent) (record string, err error) {
	defer func() {
		if p := recover(); p != nil {
			if e, ok := p.(error); !ok || !errors.Is(e, errKilled) {
				panic(p)
			}
			err = errKilled
		}
	}()
	w.crm.script = []behaviour{l.does}
	store := &mortal{Store: w.store, steps: l.steps}
	return w.ledgerOver(store).Run(w.Context(), in, w.crm.write(in.Marker))
}

// TestEveryCrashLeavesOneEffect lets two processes, one after the other, meet
// every misbehaviour of the CRM and die at every step; then one that meets
// none works until the write is settled. Nothing may be applied twice, and
// nothing that the ledger calls done may be missing.
func TestEveryCrashLeavesOneEffect(t *testing.T) {
	w := newWorld(t)
	count, refused := 0, 0
	for _, first := range lives() {
		for _, second := range lives() {
			count++
			in := event(fmt.Sprint(count))
			story := fmt.Sprintf("%s\n  then %s", first, second)
			record, err := w.run(first, in)
			for n, l := 0, second; err != nil && !w.over(in.ID); n++ {
				if n == 10 {
					t.Fatalf("%s\nis not settled: %v, %+v", story, err, w.get(in.ID))
				}
				w.pass(fault.RetryAfter(err) + time.Second)
				record, err = w.run(l, in)
				l = life{does: applies}
			}
			if err != nil {
				refused++
			}
			w.check(story, in, record, err)
		}
	}
	t.Logf("%d stories, %d of them ended refused", count, refused)
}

func (w *world) over(id string) bool {
	in, err := w.store.Get(w.Context(), "p1", id)
	return err == nil && in.State == intent.Refused
}

// check looks once everything late has come to light.
func (w *world) check(story string, in intent.Intent, record string, err error) {
	w.Helper()
	w.pass(grace)
	stored, effects := w.get(in.ID), w.crm.made[in.Marker]
	switch stored.State {
	case intent.Done:
		if len(effects) != 1 || effects[0].id != stored.Record || record != stored.Record || err != nil {
			w.Errorf("%s\nis done as %q, answered %q, %v, and has the effects %v", story, stored.Record, record, err, effects)
		}
	case intent.Refused:
		if len(effects) != 0 || err == nil {
			w.Errorf("%s\nis refused, answered %v, and has the effects %v", story, err, effects)
		}
	default:
		w.Errorf("%s\nends %s", story, stored.State)
	}
}

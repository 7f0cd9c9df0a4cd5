package intent

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// Resolve finds out what became of an intention without attempting it, for a
// subject that no longer wants it, and withdraws it if it was not applied: a
// later Run answers a refusal. It returns the record of an applied write, and
// nothing for one that was not and now never will be. While that cannot be
// told it answers fault.Uncertain, as Run does.
//
// An intention that was never recorded cannot be withdrawn; it answers nothing.
// With a nil find an attempt whose answer was lost counts as not applied.
func (l *Ledger) Resolve(ctx context.Context, project, id string, find Find) (record string, err error) {
	leave, err := l.turns.enter(ctx, turn{project, id})
	if err != nil {
		return "", err
	}
	defer leave()
	at, err := l.Store.Get(ctx, project, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	switch at.State {
	case Done, Refused:
		return at.Record, nil
	case Sending, Unknown:
		if record, found, err := l.lookUp(ctx, at, find); found || err != nil {
			return record, err
		}
	}
	gone := at
	gone.State, gone.Refusal, gone.Detail = Refused, fault.Refused, "it was withdrawn before it was made"
	return l.settle(ctx, at, gone)
}

// Unsettled returns at most limit intentions that have been neither done nor
// refused for longer than a time, oldest first: what a sweep must look at.
func (l *Ledger) Unsettled(ctx context.Context, olderThan time.Duration, limit int) ([]Intent, error) {
	return l.Store.Unsettled(ctx, l.Now().Add(-olderThan), limit)
}

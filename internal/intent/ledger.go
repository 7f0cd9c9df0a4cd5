package intent

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// Config is what a Ledger is made of.
type Config struct {
	Store Store            // required
	Now   func() time.Time // required
	// Grace is how long after an attempt began its result may still come to
	// light. It must exceed twice the longest request plus the delay with
	// which the CRM shows a new record; zero means 90 s.
	Grace time.Duration
}

// Ledger makes outside writes that happen once. It may be used by several
// goroutines.
type Ledger struct {
	Config
	turns turns
}

// NewLedger returns a ledger over a store.
func NewLedger(c Config) *Ledger {
	c.Grace = cmp.Or(c.Grace, 90*time.Second)
	return &Ledger{Config: c, turns: turns{taken: map[turn]*line{}}}
}

// settleWithin bounds how long an outcome may take to store.
const settleWithin = 5 * time.Second

// Run makes the write unless it was made before, and returns its record.
//
// Only ID, Project, Kind and Marker of the intention are read. A done write
// answers its record, a refused one its refusal, both without any call. What
// Do answers decides:
//
//   - nil: done;
//   - fault Refused, Invalid or NotFound: refused for good, unless the write may
//     be repeated freely (Find is nil): then the next Run attempts again;
//   - fault Unavailable, NotConnected, Exhausted, Unauthenticated or Denied:
//     surely not applied; the error is returned, and the next Run attempts
//     again, since a person may have mended the connection meanwhile;
//   - anything else, a cancelled context included: unknown. It is looked for
//     once more and otherwise answered as fault.Uncertain, whose RetryAfter is
//     when a look will be conclusive.
//
// An id that was recorded with another kind or marker answers fault.Conflict.
// A panic of Do leaves what a crash leaves.
func (l *Ledger) Run(ctx context.Context, in Intent, w Write) (record string, err error) {
	leave, err := l.turns.enter(ctx, turn{in.Project, in.ID})
	if err != nil {
		return "", err
	}
	defer leave()
	at, err := l.Store.Record(ctx, Intent{
		ID: in.ID, Project: in.Project, Kind: in.Kind, Marker: in.Marker, State: Ready, RecordedAt: l.Now(),
	})
	if err != nil {
		return "", err
	}
	if at.Kind != in.Kind || at.Marker != in.Marker {
		return "", fault.New(fault.Conflict, "the intention %s was recorded for another write", in.ID)
	}
	switch at.State {
	case Done:
		return at.Record, nil
	case Refused:
		return "", at.refusal()
	case Sending, Unknown:
		if record, found, err := l.lookUp(ctx, at, w.Find); found || err != nil {
			return record, err
		}
	}
	return l.attempt(ctx, at, w)
}

// attempt makes the write. The state sending is committed first: from then on
// a crash cannot hide that a request may have left.
func (l *Ledger) attempt(ctx context.Context, at Intent, w Write) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "there was no time left to begin the write")
	}
	sending := at
	sending.State, sending.Attempts, sending.AttemptedAt, sending.Detail = Sending, at.Attempts+1, l.Now(), ""
	if err := l.Store.Advance(ctx, at, sending); err != nil {
		return "", err
	}
	bounded, cancel := context.WithTimeout(ctx, l.Grace/2)
	record, err := w.Do(bounded)
	cancel()
	next := sending.after(record, err)
	if next.State == Refused && w.Find == nil {
		next.State, next.Refusal = Ready, 0
	}
	switch next.State {
	case Done:
		return l.settle(ctx, sending, next)
	case Unknown:
		return l.doubt(ctx, sending, next, w.Find, err)
	}
	_, lost := l.settle(ctx, sending, next)
	return "", errors.Join(err, lost)
}

// doubt records that the answer was lost and looks once at once: most lost
// answers were applied, and the caller may still be on the line.
func (l *Ledger) doubt(ctx context.Context, sending, unknown Intent, find Find, cause error) (string, error) {
	if _, err := l.settle(ctx, sending, unknown); err != nil {
		return "", uncertain(0, errors.Join(cause, err))
	}
	if ctx.Err() != nil || find == nil {
		return "", uncertain(l.rest(unknown, find), cause)
	}
	record, found, err := l.lookUp(ctx, unknown, find)
	switch {
	case err != nil:
		return "", errors.Join(err, cause)
	case found:
		return record, nil
	}
	return "", uncertain(0, cause)
}

// lookUp finds out whether an earlier attempt was applied, and settles it if
// so. Neither found nor an error means that it surely was not.
func (l *Ledger) lookUp(ctx context.Context, at Intent, find Find) (record string, found bool, err error) {
	if find == nil {
		return "", false, nil
	}
	record, found, err = find(ctx)
	if err != nil {
		return "", false, uncertain(max(l.rest(at, find), fault.RetryAfter(err)), err)
	}
	if found {
		record, err = l.settle(ctx, at, at.done(record))
		return record, err == nil, err
	}
	if rest := l.rest(at, find); rest > 0 {
		return "", false, uncertain(rest, nil)
	}
	return "", false, nil
}

// rest is how long a look that finds nothing remains inconclusive.
func (l *Ledger) rest(at Intent, find Find) time.Duration {
	if find == nil {
		return 0
	}
	return max(0, at.AttemptedAt.Add(l.Grace).Sub(l.Now()))
}

// settle commits what an attempt came to, even for a caller who has gone, and
// returns the record that the ledger holds for the write from now on.
func (l *Ledger) settle(ctx context.Context, from, to Intent) (string, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if to.State.Settled() {
		to.SettledAt = l.Now()
	}
	err := l.Store.Advance(ctx, from, to)
	if fault.Is(err, fault.Conflict) {
		// Another process looked meanwhile and settled it.
		if now, failed := l.Store.Get(ctx, to.Project, to.ID); failed == nil && now.State == Done {
			return now.Record, nil
		}
	}
	if err != nil {
		return "", uncertain(0, err)
	}
	return to.Record, nil
}

func uncertain(wait time.Duration, cause error) error {
	return &fault.Error{
		Kind: fault.Uncertain, Text: "it is not known yet whether the write was applied",
		RetryAfter: wait, Cause: cause,
	}
}

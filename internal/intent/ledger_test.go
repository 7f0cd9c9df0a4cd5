package intent_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

func TestDoneIsAnsweredWithoutACall(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		record, err := w.ledger().Run(t.Context(), event("a"), w.crm.write("ref:a"))
		if record != "id1" || err != nil {
			t.Fatalf("Run: %q, %v", record, err)
		}
	}
	if w.crm.creates != 1 || w.crm.finds != 0 {
		t.Errorf("%d creates and %d finds, want 1 and 0", w.crm.creates, w.crm.finds)
	}
	got, want := w.get("a"), event("a")
	want.State, want.Attempts, want.Record = intent.Done, 1, "id1"
	want.RecordedAt, want.AttemptedAt, want.SettledAt = w.now(), w.now(), w.now()
	if got != want {
		t.Errorf("stored is\n%+v, want\n%+v", got, want)
	}
}

func TestErrorsAreClassified(t *testing.T) {
	states := map[fault.Kind]intent.State{
		fault.Refused: intent.Refused, fault.Invalid: intent.Refused, fault.NotFound: intent.Refused,
		fault.Unavailable: intent.Ready, fault.NotConnected: intent.Ready, fault.Exhausted: intent.Ready, fault.Unauthenticated: intent.Ready, fault.Denied: intent.Ready,
		fault.Internal: intent.Unknown, fault.Conflict: intent.Unknown, fault.Uncertain: intent.Unknown,
	}
	for kind, want := range states {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			calls := 0
			cause := &fault.Error{Kind: kind, Text: "for the user", Cause: errors.New("for the log"), RetryAfter: time.Hour}
			write := w.crm.write("ref:a")
			write.Do = func(context.Context) (string, error) { calls++; return "", cause }
			_, err := w.ledger().Run(t.Context(), event("a"), write)
			w.wantState("a", want)
			if want == intent.Unknown {
				if !fault.Is(err, fault.Uncertain) || fault.RetryAfter(err) != grace || !errors.Is(err, cause) {
					t.Errorf("answered %v after %s, want uncertain after the grace, and the cause", err, fault.RetryAfter(err))
				}
				return
			}
			if !errors.Is(err, cause) || fault.RetryAfter(err) != time.Hour {
				t.Errorf("answered %v, want the error itself", err)
			}
			_, again := w.ledger().Run(t.Context(), event("a"), write)
			switch want {
			case intent.Refused:
				if fault.KindOf(again) != kind || calls != 1 {
					t.Errorf("a repeat answers %v after %d calls, want the refusal after one", again, calls)
				}
				if got := w.get("a"); got.Detail != "for the user" || got.SettledAt.IsZero() {
					t.Errorf("stored is %+v", got)
				}
			case intent.Ready:
				if got := w.get("a"); calls != 2 || got.Attempts != 2 {
					t.Errorf("%d calls, stored is %+v, want a second attempt", calls, got)
				}
			}
		})
	}
}

// TestRefusedRepeatableWriteIsTriedAgain: a deletion that a locked record
// refused must not be refused for ever.
func TestRefusedRepeatableWriteIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	calls := 0
	write := intent.Write{Do: func(context.Context) (string, error) {
		if calls++; calls == 1 {
			return "", fault.New(fault.Refused, "the record is locked")
		}
		return "id1", nil
	}}
	if _, err := w.ledger().Run(t.Context(), event("a"), write); !fault.Is(err, fault.Refused) {
		t.Errorf("the first answer is %v, want the refusal", err)
	}
	w.wantState("a", intent.Ready)
	if record, err := w.ledger().Run(t.Context(), event("a"), write); err != nil || record != "id1" {
		t.Errorf("the second answer is %q, %v", record, err)
	}
	w.wantState("a", intent.Done)
}

func TestLostAnswerIsLookedUpAtOnce(t *testing.T) {
	w := newWorld(t)
	w.crm.script = []behaviour{appliesLost}
	record, err := w.ledger().Run(t.Context(), event("a"), w.crm.write("ref:a"))
	if record != "id1" || err != nil || w.crm.creates != 1 {
		t.Errorf("Run: %q, %v after %d creates; want the applied one", record, err, w.crm.creates)
	}
	w.wantState("a", intent.Done)
}

func TestNotFoundCountsOnlyAfterTheGrace(t *testing.T) {
	w := newWorld(t)
	w.crm.script = []behaviour{neverArrives}
	run := func() error {
		_, err := w.ledger().Run(t.Context(), event("a"), w.crm.write("ref:a"))
		return err
	}
	if err := run(); !fault.Is(err, fault.Uncertain) || fault.RetryAfter(err) != grace {
		t.Fatalf("at first: %v, again after %s", err, fault.RetryAfter(err))
	}
	w.pass(grace - time.Second)
	if err := run(); !fault.Is(err, fault.Uncertain) || fault.RetryAfter(err) != time.Second || w.crm.creates != 1 {
		t.Fatalf("within the grace: %v, again after %s, %d creates", err, fault.RetryAfter(err), w.crm.creates)
	}
	w.pass(time.Second)
	if err := run(); err != nil || w.crm.creates != 2 {
		t.Fatalf("after the grace: %v, %d creates", err, w.crm.creates)
	}
	w.wantState("a", intent.Done)
}

func TestFindingThatFailsDecidesNothing(t *testing.T) {
	w := newWorld(t)
	w.crm.script = []behaviour{neverArrives}
	w.crm.blind = &fault.Error{Kind: fault.Unavailable, RetryAfter: time.Hour}
	for range 2 {
		_, err := w.ledger().Run(t.Context(), event("a"), w.crm.write("ref:a"))
		if !fault.Is(err, fault.Uncertain) || fault.RetryAfter(err) != time.Hour || !errors.Is(err, w.crm.blind) {
			t.Errorf("answered %v after %s", err, fault.RetryAfter(err))
		}
		w.pass(2 * grace)
	}
	if w.crm.creates != 1 {
		t.Errorf("%d creates although nothing could be found out", w.crm.creates)
	}
	w.wantState("a", intent.Unknown)
}

func TestRepeatableWriteIsNotLookedUp(t *testing.T) {
	w := newWorld(t)
	calls := 0
	write := intent.Write{Do: func(context.Context) (string, error) {
		if calls++; calls == 1 {
			return "", context.DeadlineExceeded
		}
		return "gone", nil
	}}
	_, err := w.ledger().Run(t.Context(), event("a"), write)
	if !fault.Is(err, fault.Uncertain) || fault.RetryAfter(err) != 0 {
		t.Errorf("answered %v after %s, want uncertain without a wait", err, fault.RetryAfter(err))
	}
	if record, err := w.ledger().Run(t.Context(), event("a"), write); record != "gone" || err != nil {
		t.Errorf("repeated: %q, %v", record, err)
	}
}

func TestOutcomeIsRecordedForACallerWhoHasGone(t *testing.T) {
	w := newWorld(t)
	ctx, hangUp := context.WithCancel(t.Context())
	write := w.crm.write("ref:a")
	create := write.Do
	write.Do = func(ctx context.Context) (string, error) { hangUp(); return create(ctx) }
	if record, err := w.ledger().Run(ctx, event("a"), write); record != "id1" || err != nil {
		t.Errorf("Run: %q, %v", record, err)
	}
	w.wantState("a", intent.Done)

	ctx, hangUp = context.WithCancel(t.Context())
	write = w.crm.write("ref:b")
	write.Do = func(ctx context.Context) (string, error) { hangUp(); return "", ctx.Err() }
	if _, err := w.ledger().Run(ctx, event("b"), write); !fault.Is(err, fault.Uncertain) || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in the middle: %v", err)
	}
	w.wantState("b", intent.Unknown)
	if w.crm.finds != 0 {
		t.Errorf("%d look-ups for a caller who has gone", w.crm.finds)
	}
}

func TestAttemptIsBoundedToHalfTheGrace(t *testing.T) {
	w := newWorld(t)
	write := w.crm.write("ref:a")
	write.Do = func(ctx context.Context) (string, error) {
		end, ok := ctx.Deadline()
		if left := time.Until(end); !ok || left > grace/2 || left < grace/2-10*time.Second {
			t.Errorf("the attempt has %s", left)
		}
		return "x", nil
	}
	if _, err := w.ledger().Run(t.Context(), event("a"), write); err != nil {
		t.Error(err)
	}
}

func TestIdIsOneWrite(t *testing.T) {
	w := newWorld(t)
	if _, err := w.ledger().Run(t.Context(), event("a"), w.crm.write("ref:a")); err != nil {
		t.Fatal(err)
	}
	other := event("a")
	other.Marker = "another"
	if _, err := w.ledger().Run(t.Context(), other, w.crm.write("another")); !fault.Is(err, fault.Conflict) {
		t.Errorf("another write under one id: %v, want a conflict", err)
	}
}

func TestUnsettled(t *testing.T) {
	w := newWorld(t)
	w.crm.script = []behaviour{neverArrives, isDown, refuses, applies}
	for _, id := range []string{"lost", "down", "refused", "done"} {
		_, _ = w.ledger().Run(t.Context(), event(id), w.crm.write("ref:"+id))
		w.pass(time.Second)
	}
	w.pass(time.Minute)
	list, err := w.ledger().Unsettled(t.Context(), time.Minute, 10)
	if err != nil || len(list) != 2 || list[0].ID != "lost" || list[1].ID != "down" {
		t.Errorf("unsettled for a minute: %+v, %v", list, err)
	}
	if list, _ := w.ledger().Unsettled(t.Context(), time.Hour, 10); len(list) != 0 {
		t.Errorf("unsettled for an hour: %+v", list)
	}
}

package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
)

// What a subject's store will do: change its own rows, and enqueue and record
// in the same transaction.
func TestEffectsCommitTogether(t *testing.T) {
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	db := open(t, func() time.Time { return now })
	woken := 0
	db.Jobs().OnEnqueued(func() { woken++ })
	change := func(id string, runAt time.Time, outcome error) error {
		return db.write(t.Context(), func(ctx context.Context, tx *tx) error {
			jobs := []job.New{{Kind: "work", Project: "p1", Key: id, RunAt: runAt}}
			in := intent.Intent{ID: id, Project: "p1", Kind: "event.create", Marker: id}
			return errors.Join(insertJobs(ctx, tx, jobs), insertIntent(ctx, tx, in), outcome)
		})
	}
	if err := change("a", time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	if err := change("b", time.Time{}, errors.New("no")); err == nil {
		t.Fatal("the error was lost")
	}
	if err := change("c", now.Add(time.Minute), nil); err != nil {
		t.Fatal(err)
	}
	if woken != 1 {
		t.Errorf("woken %d times, want once: for what committed and is due", woken)
	}
	for id, want := range map[string]bool{"a": true, "b": false, "c": true} {
		_, err := db.Jobs().Get(t.Context(), "p1", "work", id)
		in, err2 := db.Intents().Get(t.Context(), "p1", id)
		if (err == nil) != want || (err2 == nil) != want {
			t.Errorf("%s: the job gives %v and the intention %v", id, err, err2)
		}
		if want && (in.State != intent.Ready || !in.RecordedAt.Equal(now)) {
			t.Errorf("the intention is %+v, want it ready as of now", in)
		}
	}
}

func TestTranslate(t *testing.T) {
	own := fault.New(fault.Denied, "no")
	for _, test := range []struct {
		err  error
		want fault.Kind
	}{
		{own, fault.Denied}, {errors.New("x"), fault.Internal},
	} {
		if got := fault.KindOf(translate(test.err)); got != test.want {
			t.Errorf("%v becomes %s, want %s", test.err, got, test.want)
		}
	}
	if translate(nil) != nil || translate(context.Canceled) != context.Canceled {
		t.Error("no error and a cancelled context must stay what they are")
	}
}

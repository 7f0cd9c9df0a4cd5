package storetest

import (
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/job"
)

func (t jobsTest) leaseExpires() {
	t.enqueue(keyed("k"))
	crashed := t.claimOne()
	t.enqueue(keyed("k")) // news for the crashed worker, covered by the next
	t.clock.pass(lease - time.Millisecond)
	t.claimNone()
	t.clock.pass(time.Millisecond)
	next := t.claimOne()
	if next.ID != crashed.ID || next.Attempt != 2 || next.Token == crashed.Token {
		t.Errorf("after %+v the lease handed on %+v", crashed, next)
	}
	t.must(t.store.Finish(t.Context(), next, t.clock.now()))
	t.wantState("k", job.Done)
}

func (t jobsTest) leaseExtended() {
	t.enqueue(keyed("k"))
	j := t.claimOne()
	t.clock.pass(lease - time.Second)
	t.must(t.store.Extend(t.Context(), j, t.clock.now().Add(lease)))
	t.clock.pass(lease - time.Second)
	t.claimNone()
	t.must(t.store.Finish(t.Context(), j, t.clock.now()))
}

func (t jobsTest) lostLease() {
	t.enqueue(keyed("k"))
	lost := t.claimOne()
	t.clock.pass(lease)
	current := t.claimOne()
	t.wantLost(lost)
	if got := t.get("k"); got.State != job.Running || got.Reason != "" || !got.DueAt.Equal(current.DueAt) {
		t.Errorf("a lost lease changed the job: %+v", got)
	}
	t.must(t.store.Finish(t.Context(), current, t.clock.now()))
	t.wantLost(lost)
	t.wantLost(current)
	if got := t.get("k"); got.State != job.Done || got.Reason != "" {
		t.Errorf("a lost lease changed the finished job: %+v", got)
	}
}

// wantLost tries all that a worker can do with a job.
func (t jobsTest) wantLost(j job.Job) {
	t.Helper()
	ctx, now := t.Context(), t.clock.now()
	for what, err := range map[string]error{
		"Extend": t.store.Extend(ctx, j, now.Add(time.Hour)),
		"Finish": t.store.Finish(ctx, j, now),
		"Retry":  t.store.Retry(ctx, j, now, 7, "late"),
		"Bury":   t.store.Bury(ctx, j, now, "late"),
	} {
		if !errors.Is(err, job.ErrLost) {
			t.Errorf("%s without the lease gives %v, want ErrLost", what, err)
		}
	}
}

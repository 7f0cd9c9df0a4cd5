package storetest

import (
	"time"

	"github.com/ringbook/ringbook/internal/job"
)

func (t jobsTest) mergeWaiting() {
	later, sooner := keyed("k"), keyed("k")
	later.RunAt, later.Payload = t.clock.now().Add(time.Hour), []byte("first")
	sooner.RunAt, sooner.Payload = t.clock.now().Add(time.Minute), []byte("second")
	t.enqueue(later)
	t.enqueue(sooner)
	t.enqueue(later)
	if got := t.get("k"); !got.DueAt.Equal(sooner.RunAt) {
		t.Errorf("due at %s, want the earlier %s", got.DueAt, sooner.RunAt)
	}
	t.clock.pass(time.Minute)
	j := t.claimOne()
	if string(j.Payload) != "first" {
		t.Errorf("payload %q, want the first one's", j.Payload)
	}
	t.must(t.store.Finish(t.Context(), j, t.clock.now()))
	t.clock.pass(2 * time.Hour)
	t.claimNone()
}

func (t jobsTest) keyIsScoped() {
	t.enqueue(keyed("k"), job.New{Kind: "work", Project: "p2", Key: "k"}, job.New{Kind: "other", Project: "p1", Key: "k"})
	if n := len(t.claim()); n != 2 {
		t.Errorf("claimed %d, want one for each project", n)
	}
}

func (t jobsTest) againAfterDone() {
	t.enqueue(keyed("k"))
	j := t.claimOne()
	again := keyed("k")
	again.RunAt = t.clock.now().Add(time.Minute)
	t.enqueue(again)
	t.wantState("k", job.Running)
	t.claimNone()
	t.must(t.store.Finish(t.Context(), j, t.clock.now()))
	t.wantState("k", job.Queued)
	t.claimNone()
	t.clock.pass(time.Minute)
	next := t.claimOne()
	if next.Attempt != 1 {
		t.Errorf("the job that runs again is at attempt %d, want 1", next.Attempt)
	}
	t.must(t.store.Finish(t.Context(), next, t.clock.now()))
	t.wantState("k", job.Done)
	t.clock.pass(time.Hour)
	t.claimNone()
}

func (t jobsTest) againAfterRetry() {
	t.enqueue(keyed("k"))
	j := t.claimOne()
	t.enqueue(keyed("k"))
	t.must(t.store.Retry(t.Context(), j, t.clock.now().Add(time.Hour), j.Attempt, "no answer"))
	j = t.claimOne() // the news pulled the retry forward
	t.must(t.store.Finish(t.Context(), j, t.clock.now()))
	t.wantState("k", job.Done)
	t.clock.pass(2 * time.Hour)
	t.claimNone()
}

func (t jobsTest) againAfterDeath() {
	t.enqueue(keyed("k"))
	j := t.claimOne()
	t.enqueue(keyed("k"))
	t.must(t.store.Bury(t.Context(), j, t.clock.now(), "hopeless"))
	t.wantState("k", job.Queued)
	if next := t.claimOne(); next.ID == j.ID {
		t.Error("the dead job came back instead of a new one")
	}
	if dead, err := t.store.Dead(t.Context(), "p1", 10); err != nil || len(dead) != 1 {
		t.Errorf("%d dead jobs and %v, want the one that was buried", len(dead), err)
	}
}

func (t jobsTest) anewAfterDone() {
	t.enqueue(keyed("k"))
	j := t.claimOne()
	t.must(t.store.Finish(t.Context(), j, t.clock.now()))
	t.enqueue(keyed("k"))
	t.wantState("k", job.Queued)
	if next := t.claimOne(); next.ID == j.ID {
		t.Error("the finished job came back instead of a new one")
	}
}

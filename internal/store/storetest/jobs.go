package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
)

// OpenJobs returns an empty job store that reads the clock, and sees to it
// that the store is closed when the test ends.
type OpenJobs func(t *testing.T, now func() time.Time) job.Store

// Jobs tests a job.Store.
func Jobs(t *testing.T, open OpenJobs) {
	tests := map[string]func(jobsTest){
		"a job lives from enqueueing to done":         jobsTest.life,
		"no job runs before its time":                 jobsTest.notBeforeTime,
		"the earliest due is claimed first":           jobsTest.earliestFirst,
		"only the kinds asked for are claimed":        jobsTest.kindsOnly,
		"jobs without a key stand alone":              jobsTest.withoutKey,
		"a key is merged into the job that waits":     jobsTest.mergeWaiting,
		"a key is one per kind and project":           jobsTest.keyIsScoped,
		"a key enqueued while it runs runs again":     jobsTest.againAfterDone,
		"a key enqueued while it fails is merged":     jobsTest.againAfterRetry,
		"a key enqueued while it dies runs again":     jobsTest.againAfterDeath,
		"a finished key can be enqueued anew":         jobsTest.anewAfterDone,
		"a retried job waits and counts":              jobsTest.retry,
		"a lease that runs out hands the job on":      jobsTest.leaseExpires,
		"an extended lease holds":                     jobsTest.leaseExtended,
		"who lost the lease changes nothing":          jobsTest.lostLease,
		"dead jobs stay visible":                      jobsTest.dead,
		"pruning takes only what is old and ended":    jobsTest.prune,
		"jobs that cannot be are refused as a whole":  jobsTest.refused,
		"racing claims never share a job":             jobsTest.raceClaims,
		"racing enqueues of a key make one job":       jobsTest.raceEnqueue,
		"racing takeovers of a lease have one winner": jobsTest.raceTakeover,
		"enqueueing races with finishing, none lost":  jobsTest.raceFinish,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			test(jobsTest{T: t, clock: c, store: open(t, c.now)})
		})
	}
}

// lease is the length of every lease in the suite.
const lease = 30 * time.Second

type jobsTest struct {
	*testing.T
	clock *clock
	store job.Store
}

func (t jobsTest) enqueue(jobs ...job.New) {
	t.Helper()
	t.must(t.store.Enqueue(t.Context(), jobs...))
}

func (t jobsTest) must(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// claim claims all that is due of the kind "work".
func (t jobsTest) claim() []job.Job {
	t.Helper()
	jobs, err := t.store.Claim(t.Context(), t.clock.now(), lease, []string{"work"}, 1000)
	t.must(err)
	return jobs
}

// claimOne claims and expects exactly one job.
func (t jobsTest) claimOne() job.Job {
	t.Helper()
	jobs := t.claim()
	if len(jobs) != 1 {
		t.Fatalf("claimed %d jobs, want 1: %+v", len(jobs), jobs)
	}
	return jobs[0]
}

func (t jobsTest) claimNone() {
	t.Helper()
	if jobs := t.claim(); len(jobs) != 0 {
		t.Fatalf("claimed %d jobs, want none: %+v", len(jobs), jobs)
	}
}

func (t jobsTest) get(key string) job.Job {
	t.Helper()
	j, err := t.store.Get(t.Context(), "p1", "work", key)
	t.must(err)
	return j
}

func (t jobsTest) wantState(key string, want job.State) {
	t.Helper()
	if got := t.get(key).State; got != want {
		t.Fatalf("the job %q is %s, want %s", key, got, want)
	}
}

func keyed(key string) job.New { return job.New{Kind: "work", Project: "p1", Key: key} }

func (t jobsTest) life() {
	payload := []byte{0, 1, 255}
	n := keyed("k")
	n.Payload = payload
	t.enqueue(n)
	t.wantState("k", job.Queued)
	j := t.claimOne()
	if j.Kind != "work" || j.Project != "p1" || j.Key != "k" || !slices.Equal(j.Payload, payload) {
		t.Errorf("claimed %+v, want what was enqueued", j)
	}
	if j.Attempt != 1 || j.State != job.Running || j.Token == "" || !j.DueAt.Equal(t.clock.now().Add(lease)) {
		t.Errorf("claimed %+v, want a first attempt with a lease of %s", j, lease)
	}
	t.wantState("k", job.Running)
	t.clock.pass(time.Second)
	t.must(t.store.Finish(t.Context(), j, t.clock.now()))
	done := t.get("k")
	if done.State != job.Done || !done.FinishedAt.Equal(t.clock.now()) || !done.EnqueuedAt.Equal(t.clock.now().Add(-time.Second)) {
		t.Errorf("finished as %+v", done)
	}
	t.clock.pass(time.Hour)
	t.claimNone()
	if _, err := t.store.Get(t.Context(), "p1", "work", "other"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown key gives %v, want not found", err)
	}
}

func (t jobsTest) notBeforeTime() {
	n := keyed("k")
	n.RunAt = t.clock.now().Add(time.Minute)
	t.enqueue(n)
	t.clock.pass(time.Minute - time.Millisecond)
	t.claimNone()
	t.clock.pass(time.Millisecond)
	t.claimOne()
}

func (t jobsTest) earliestFirst() {
	for i, key := range []string{"third", "first", "second"} {
		n := keyed(key)
		n.RunAt = t.clock.now().Add([]time.Duration{3, 1, 2}[i] * time.Second)
		t.enqueue(n)
	}
	t.clock.pass(time.Minute)
	for _, want := range []string{"first", "second", "third"} {
		jobs, err := t.store.Claim(t.Context(), t.clock.now(), lease, []string{"work"}, 1)
		t.must(err)
		if len(jobs) != 1 || jobs[0].Key != want {
			t.Fatalf("claimed %+v, want %q alone", jobs, want)
		}
	}
}

func (t jobsTest) kindsOnly() {
	t.enqueue(job.New{Kind: "other"}, job.New{Kind: "third"}, keyed(""))
	if j := t.claimOne(); j.Kind != "work" {
		t.Errorf("claimed the kind %q", j.Kind)
	}
	jobs, err := t.store.Claim(t.Context(), t.clock.now(), lease, []string{"third", "other"}, 10)
	t.must(err)
	if len(jobs) != 2 {
		t.Errorf("claimed %d jobs of two kinds, want 2", len(jobs))
	}
}

func (t jobsTest) withoutKey() {
	t.enqueue(keyed(""), keyed(""))
	if n := len(t.claim()); n != 2 {
		t.Errorf("claimed %d, want both", n)
	}
	if _, err := t.store.Get(t.Context(), "p1", "work", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("the empty key gives %v, want not found", err)
	}
}

func (t jobsTest) retry() {
	t.enqueue(keyed("k"))
	j := t.claimOne()
	t.must(t.store.Retry(t.Context(), j, t.clock.now().Add(time.Minute), j.Attempt, "no answer"))
	if got := t.get("k"); got.State != job.Queued || got.Reason != "no answer" || got.Attempt != 1 {
		t.Errorf("after a retry: %+v", got)
	}
	t.claimNone()
	t.clock.pass(time.Minute)
	if j = t.claimOne(); j.Attempt != 2 {
		t.Errorf("attempt %d, want 2", j.Attempt)
	}
	t.must(t.store.Retry(t.Context(), j, t.clock.now(), 0, ""))
	if j = t.claimOne(); j.Attempt != 1 {
		t.Errorf("attempt %d after the count was reset, want 1", j.Attempt)
	}
}

func (t jobsTest) dead() {
	t.enqueue(keyed("a"), keyed("b"), job.New{Kind: "work", Project: "p2", Key: "c"})
	for _, j := range t.claim() {
		t.clock.pass(time.Second)
		t.must(t.store.Bury(t.Context(), j, t.clock.now(), "hopeless "+j.Key))
	}
	t.wantState("a", job.Dead)
	t.claimNone()
	for project, want := range map[string][]string{"": {"c", "b", "a"}, "p1": {"b", "a"}, "p3": nil} {
		jobs, err := t.store.Dead(t.Context(), project, 10)
		t.must(err)
		var keys []string
		for _, j := range jobs {
			keys = append(keys, j.Key)
			if j.Reason != "hopeless "+j.Key || j.State != job.Dead {
				t.Errorf("a dead job shows as %+v", j)
			}
		}
		if !slices.Equal(keys, want) {
			t.Errorf("dead jobs of %q: %v, want %v", project, keys, want)
		}
	}
	if jobs, err := t.store.Dead(t.Context(), "", 1); err != nil || len(jobs) != 1 {
		t.Errorf("a limit of 1 gives %d jobs and %v", len(jobs), err)
	}
}

func (t jobsTest) prune() {
	t.enqueue(keyed("old"), keyed("dead"), keyed("running"))
	for _, j := range t.claim() {
		switch j.Key {
		case "old":
			t.must(t.store.Finish(t.Context(), j, t.clock.now()))
		case "dead":
			t.must(t.store.Bury(t.Context(), j, t.clock.now(), "x"))
		}
	}
	t.clock.pass(time.Hour)
	t.enqueue(keyed("new"), keyed("queued"))
	jobs := t.claim() // running's lease is over as well
	for _, j := range jobs {
		if j.Key == "new" {
			t.must(t.store.Finish(t.Context(), j, t.clock.now()))
		}
	}
	prune := func(state job.State, want int) {
		t.Helper()
		n, err := t.store.Prune(t.Context(), state, t.clock.now(), 10)
		if err != nil || n != want {
			t.Errorf("pruned %d %s and %v, want %d", n, state, err, want)
		}
	}
	prune(job.Done, 1)
	prune(job.Done, 0)
	for _, key := range []string{"dead", "running", "new", "queued"} {
		t.get(key)
	}
	prune(job.Dead, 1)
	prune(job.Running, 0)
	prune(job.Queued, 0)
}

func (t jobsTest) refused() {
	if err := t.store.Enqueue(t.Context(), keyed("k"), job.New{Project: "p1"}); err == nil {
		t.Error("a job without a kind was enqueued")
	}
	t.claimNone()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := t.store.Enqueue(ctx, keyed("k")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled enqueue gives %v", err)
	}
	t.claimNone()
}

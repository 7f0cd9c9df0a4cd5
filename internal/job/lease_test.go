package job_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringbook/ringbook/internal/job"
)

// crashed claims the job as a worker that dies right afterwards.
func (b *bench) crashed(lease time.Duration) job.Job {
	b.Helper()
	jobs, err := b.store.Claim(b.Context(), time.Now(), lease, []string{"work"}, 1)
	if err != nil || len(jobs) != 1 {
		b.Fatalf("claimed %d jobs, %v", len(jobs), err)
	}
	return jobs[0]
}

// The sleeps of these tests pass in a synctest bubble, in no real time.

func TestCrashedWorkersJobIsTakenOver(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.crashed(30 * time.Second)
		b.handle(job.Policy{}, func(context.Context, job.Job) error { return nil })
		time.Sleep(29 * time.Second)
		b.want("k", job.Running, 1)
		time.Sleep(2 * time.Second)
		b.want("k", job.Done, 2)
	})
}

func TestJobThatAlwaysCrashesIsBuriedUntouched(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		for range 3 {
			b.crashed(time.Second)
			time.Sleep(time.Second)
		}
		b.handle(job.Policy{MaxAttempts: 3}, func(context.Context, job.Job) error {
			b.Error("the handler was called once more")
			return nil
		})
		time.Sleep(time.Second)
		b.want("k", job.Dead, 4)
	})
}

func TestLivingWorkerKeepsItsLease(t *testing.T) {
	inBubble(t, func(b *bench) {
		var calls atomic.Int32
		b.enqueue("k")
		b.handle(job.Policy{Timeout: time.Hour}, func(ctx context.Context, _ job.Job) error {
			calls.Add(1)
			time.Sleep(10 * time.Minute) // twenty leases
			return ctx.Err()
		})
		time.Sleep(9 * time.Minute)
		b.want("k", job.Running, 1)
		time.Sleep(2 * time.Minute)
		b.want("k", job.Done, 1)
		if calls.Load() != 1 {
			b.Errorf("the handler was called %d times", calls.Load())
		}
	})
}

func TestLostLeaseCancelsTheHandler(t *testing.T) {
	inBubble(t, func(b *bench) {
		var cause atomic.Value
		b.enqueue("k")
		b.handle(job.Policy{Timeout: time.Hour}, func(ctx context.Context, j job.Job) error {
			// Another worker ends the job behind this one's back.
			if err := b.store.Finish(context.Background(), j, time.Now()); err != nil {
				b.Error(err)
			}
			<-ctx.Done()
			cause.Store(context.Cause(ctx))
			return errors.New("this outcome must not be stored")
		})
		time.Sleep(time.Minute)
		if got, _ := cause.Load().(error); !errors.Is(got, job.ErrLost) {
			b.Errorf("the handler was cancelled because of %v", got)
		}
		if j := b.get("k"); j.State != job.Done || j.Reason != "" {
			b.Errorf("the job is %+v", j)
		}
	})
}

// deaf is a store that cannot be reached for extending.
type deaf struct{ job.Store }

func (deaf) Extend(context.Context, job.Job, time.Time) error { return errors.New("no connection") }

func TestWorkerThatCannotExtendGivesUpInTime(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.config.Store = deaf{b.config.Store}
		b.runner = job.NewRunner(b.config)
		b.enqueue("k")
		began, gaveUp := time.Now(), make(chan time.Duration, 10)
		b.handle(job.Policy{Timeout: time.Hour}, func(ctx context.Context, j job.Job) error {
			if j.Attempt == 1 {
				<-ctx.Done()
				gaveUp <- time.Since(began)
			}
			return nil
		})
		time.Sleep(2 * time.Minute)
		if after := <-gaveUp; after < 20*time.Second || after > 30*time.Second {
			b.Errorf("gave up after %s, want at the end of the lease of 30s", after)
		}
		b.want("k", job.Done, 2)
	})
}

func TestDrainLetsHandlersFinish(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{}, func(ctx context.Context, _ job.Job) error {
			time.Sleep(5 * time.Second)
			return ctx.Err()
		})
		time.Sleep(time.Second)
		b.enqueue("late")
		b.stop()
		b.want("k", job.Done, 1)
	})
}

func TestDrainLosesPatience(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{}, func(ctx context.Context, _ job.Job) error {
			<-ctx.Done()
			return ctx.Err()
		})
		time.Sleep(time.Second)
		began := time.Now()
		b.stop()
		if took := time.Since(began); took != 10*time.Second {
			b.Errorf("draining took %s, want 10s", took)
		}
		b.want("k", job.Queued, 0) // at once for the next process, and not its fault
	})
}

func TestEndedJobsArePruned(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.config.Poll = time.Hour
		b.runner = job.NewRunner(b.config)
		b.enqueue("done", "dead")
		b.handle(job.Policy{}, func(_ context.Context, j job.Job) error {
			if j.Key == "dead" {
				return job.Stop(nil)
			}
			return nil
		})
		time.Sleep(6 * 24 * time.Hour)
		b.want("done", job.Done, 1)
		time.Sleep(2 * 24 * time.Hour)
		synctest.Wait()
		if _, err := b.store.Get(b.Context(), "p1", "work", "done"); err == nil {
			b.Error("the job that was done is still there after eight days")
		}
		b.want("dead", job.Dead, 1)
	})
}

package job_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a runner over a real store, in a bubble whose time passes as fast
// as everybody waits.
type bench struct {
	*testing.T
	store  *sqlite.Jobs
	config job.Config
	runner *job.Runner
	cancel context.CancelFunc
	ended  chan error
}

// inBubble runs a test with an unstarted runner.
func inBubble(t *testing.T, test func(b *bench)) {
	synctest.Test(t, func(t *testing.T) {
		log := slog.New(slog.DiscardHandler)
		db, err := sqlite.Open(context.Background(), sqlite.Config{Path: filepath.Join(t.TempDir(), "jobs.db"), Logger: log})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		b := &bench{T: t, store: db.Jobs(), config: job.Config{Store: db.Jobs(), Now: time.Now, Logger: log}}
		b.runner = job.NewRunner(b.config)
		defer b.stop()
		test(b)
	})
}

// handle registers the handler of "work" and starts the runner.
func (b *bench) handle(p job.Policy, h job.Handler) {
	b.runner.Register("work", h, p)
	var ctx context.Context
	ctx, b.cancel = context.WithCancel(context.Background())
	b.ended = make(chan error, 1)
	go func() { b.ended <- b.runner.Run(ctx) }()
}

// stop ends the runner and waits until it has drained.
func (b *bench) stop() {
	if b.cancel == nil {
		return
	}
	b.cancel()
	if err := <-b.ended; err != nil {
		b.Errorf("Run: %v", err)
	}
	b.cancel = nil
}

func (b *bench) enqueue(keys ...string) {
	b.Helper()
	for _, key := range keys {
		if err := b.store.Enqueue(b.Context(), job.New{Kind: "work", Project: "p1", Key: key}); err != nil {
			b.Fatal(err)
		}
	}
}

func (b *bench) get(key string) job.Job {
	b.Helper()
	j, err := b.store.Get(b.Context(), "p1", "work", key)
	if err != nil {
		b.Fatal(err)
	}
	return j
}

func (b *bench) want(key string, state job.State, attempt int) {
	b.Helper()
	if j := b.get(key); j.State != state || j.Attempt != attempt {
		b.Errorf("the job is %s after attempt %d, want %s after %d", j.State, j.Attempt, state, attempt)
	}
}

func TestRunnerWorksOffAll(t *testing.T) {
	inBubble(t, func(b *bench) {
		var worked atomic.Int32
		b.handle(job.Policy{}, func(_ context.Context, j job.Job) error {
			if j.Kind != "work" || j.Project != "p1" || j.Attempt != 1 {
				b.Errorf("handed %+v", j)
			}
			worked.Add(1)
			return nil
		})
		for i := range 100 {
			b.enqueue(fmt.Sprint(i))
		}
		time.Sleep(time.Second)
		if worked.Load() != 100 {
			b.Errorf("%d jobs were worked, want 100", worked.Load())
		}
		b.want("99", job.Done, 1)
	})
}

func TestWakeIsFasterThanPolling(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.config.Poll = time.Hour
		b.runner = job.NewRunner(b.config)
		b.store.OnEnqueued(b.runner.Wake)
		b.handle(job.Policy{}, func(context.Context, job.Job) error { return nil })
		time.Sleep(time.Minute)
		b.enqueue("k")
		time.Sleep(time.Millisecond)
		b.want("k", job.Done, 1)
	})
}

func TestWorkersBoundWhatRunsAtOnce(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.config.Workers, b.config.Poll = 3, time.Hour
		b.runner = job.NewRunner(b.config)
		var now, worked atomic.Int32
		var tooMany, full atomic.Bool
		b.enqueue("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
		b.handle(job.Policy{}, func(context.Context, job.Job) error {
			switch n := now.Add(1); {
			case n > 3:
				tooMany.Store(true)
			case n == 3:
				full.Store(true)
			}
			time.Sleep(time.Second)
			now.Add(-1)
			worked.Add(1)
			return nil
		})
		time.Sleep(5 * time.Second)
		if tooMany.Load() || !full.Load() || worked.Load() != 10 {
			b.Errorf("more than 3 at once: %t; ever 3: %t; %d in all within 4 rounds, want 10", tooMany.Load(), full.Load(), worked.Load())
		}
	})
}

func TestFailureIsRetriedWithBackoff(t *testing.T) {
	inBubble(t, func(b *bench) {
		var starts []time.Time
		b.enqueue("k")
		b.handle(job.Policy{FirstWait: 4 * time.Second, MaxWait: 10 * time.Second}, func(context.Context, job.Job) error {
			if starts = append(starts, time.Now()); len(starts) < 5 {
				return errors.New("no answer")
			}
			return nil
		})
		time.Sleep(time.Second)
		if j := b.get("k"); j.State != job.Queued || j.Reason != "no answer" {
			b.Errorf("after a failure: %+v", j)
		}
		time.Sleep(time.Minute)
		b.want("k", job.Done, 5)
		const poll = 200 * time.Millisecond
		for i, most := range []time.Duration{4 * time.Second, 8 * time.Second, 10 * time.Second, 10 * time.Second} {
			if wait := starts[i+1].Sub(starts[i]); wait < most/2 || wait > most+poll {
				b.Errorf("the wait after failure %d was %s, want %s to %s", i+1, wait, most/2, most)
			}
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{}, func(_ context.Context, j job.Job) error {
			if j.Attempt == 1 {
				return fmt.Errorf("writing: %w", &fault.Error{Kind: fault.Unavailable, RetryAfter: 10 * time.Minute})
			}
			return nil
		})
		time.Sleep(10*time.Minute - time.Second)
		b.want("k", job.Queued, 1)
		time.Sleep(time.Minute + 2*time.Second)
		b.want("k", job.Done, 2)
	})
}

func TestSnoozeIsNoAttempt(t *testing.T) {
	inBubble(t, func(b *bench) {
		var calls atomic.Int32
		b.enqueue("k")
		b.handle(job.Policy{MaxAttempts: 2, FirstWait: time.Second}, func(_ context.Context, j job.Job) error {
			if calls.Add(1)%2 == 1 {
				return errors.New("no answer")
			}
			return job.Snooze(time.Minute)
		})
		time.Sleep(10*time.Minute + 30*time.Second)
		if n := calls.Load(); n != 22 {
			b.Errorf("%d calls, want 22: a failure and a snooze each minute", n)
		}
		b.want("k", job.Queued, 0)
	})
}

func TestStopBuries(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{}, func(context.Context, job.Job) error {
			return fmt.Errorf("writing: %w", job.Stop(errors.New("the record is gone")))
		})
		time.Sleep(time.Hour)
		b.want("k", job.Dead, 1)
		dead, err := b.store.Dead(b.Context(), "p1", 10)
		if err != nil || len(dead) != 1 || dead[0].Reason != "writing: job: stopped: the record is gone" {
			b.Errorf("the dead are %+v, %v", dead, err)
		}
	})
}

func TestAttemptsRunOut(t *testing.T) {
	inBubble(t, func(b *bench) {
		var calls atomic.Int32
		b.enqueue("k")
		b.handle(job.Policy{MaxAttempts: 3}, func(context.Context, job.Job) error {
			calls.Add(1)
			return errors.New("no answer")
		})
		time.Sleep(time.Hour)
		b.want("k", job.Dead, 3)
		if calls.Load() != 3 {
			b.Errorf("%d calls, want 3", calls.Load())
		}
	})
}

func TestForeverNeverRunsOut(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{MaxAttempts: job.Forever, MaxWait: time.Second}, func(context.Context, job.Job) error {
			return errors.New("no answer")
		})
		time.Sleep(2 * time.Minute)
		if j := b.get("k"); j.State == job.Dead || j.Attempt < 100 {
			b.Errorf("the job is %s after attempt %d", j.State, j.Attempt)
		}
	})
}

func TestPanicIsAFailure(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{}, func(_ context.Context, j job.Job) error {
			if j.Attempt == 1 {
				panic("a mistake")
			}
			return nil
		})
		time.Sleep(time.Minute)
		b.want("k", job.Done, 2)
	})
}

func TestTimeoutEndsTheAttempt(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.enqueue("k")
		b.handle(job.Policy{Timeout: 5 * time.Second}, func(ctx context.Context, j job.Job) error {
			if j.Attempt == 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		time.Sleep(4900 * time.Millisecond)
		b.want("k", job.Running, 1)
		time.Sleep(5 * time.Second)
		b.want("k", job.Done, 2)
	})
}

func TestMistakesAreReportedByRun(t *testing.T) {
	h := func(context.Context, job.Job) error { return nil }
	good := job.Config{Store: (*sqlite.Jobs)(nil), Now: time.Now, Logger: slog.New(slog.DiscardHandler)}
	for name, set := range map[string]func() *job.Runner{
		"no store":   func() *job.Runner { return job.NewRunner(job.Config{}) },
		"no name":    func() *job.Runner { r := job.NewRunner(good); r.Register("", h, job.Policy{}); return r },
		"no handler": func() *job.Runner { r := job.NewRunner(good); r.Register("a", nil, job.Policy{}); return r },
		"twice": func() *job.Runner {
			r := job.NewRunner(good)
			r.Register("a", h, job.Policy{})
			r.Register("a", h, job.Policy{})
			return r
		},
	} {
		if err := set().Run(t.Context()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

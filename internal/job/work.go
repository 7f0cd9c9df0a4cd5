package job

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// settleWithin bounds how long the outcome of an attempt may take to store.
const settleWithin = 5 * time.Second

// work does one attempt of a claimed job and stores what came of it.
func (c *crew) work(ctx context.Context, j Job) {
	r := c.routes[j.Kind]
	if r.policy.MaxAttempts != Forever && j.Attempt > r.policy.MaxAttempts {
		// Every attempt before ended without an outcome: the handler must be
		// bringing the process down with it.
		c.settle(ctx, j, r.policy, Stop(errors.New("no attempt ever ended")))
		return
	}
	attempt, cancel := context.WithCancelCause(ctx)
	limited, release := context.WithTimeout(attempt, r.policy.Timeout)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		c.keepLease(attempt, j, cancel)
	}()
	err := fault.Safely(func() error { return r.handle(limited, j) })
	lost := errors.Is(context.Cause(attempt), ErrLost)
	release()
	cancel(nil)
	<-kept
	if lost {
		c.Logger.Warn("a job was lost to another worker", "kind", j.Kind, "job", j.ID, "project", j.Project)
		return
	}
	c.settle(ctx, j, r.policy, err)
}

// keepLease extends the lease until ctx ends. A worker that could not do so
// for a whole lease must assume that another one has the job.
func (c *crew) keepLease(ctx context.Context, j Job, lose context.CancelCauseFunc) {
	beat := time.NewTicker(c.Lease / 3)
	defer beat.Stop()
	until := j.DueAt
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		}
		now := c.Now()
		err := c.Store.Extend(ctx, j, now.Add(c.Lease))
		switch {
		case err == nil:
			until = now.Add(c.Lease)
		case errors.Is(err, ErrLost), !now.Before(until):
			lose(ErrLost)
			return
		}
	}
}

// settle stores the outcome, also when the runner is being stopped. Where that
// fails the lease runs out and the job is done again.
func (c *crew) settle(ctx context.Context, j Job, p Policy, outcome error) {
	stopping := errors.Is(context.Cause(ctx), errStopping)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	now := c.Now()
	log := c.Logger.With("kind", j.Kind, "job", j.ID, "project", j.Project, "attempt", j.Attempt)
	var err error
	if nap, ok := errors.AsType[*snooze](outcome); ok {
		err = c.Store.Retry(ctx, j, now.Add(nap.delay), 0, "")
	} else if _, ok := errors.AsType[*stop](outcome); ok {
		log.Error("a job was given up", "error", outcome)
		err = c.Store.Bury(ctx, j, now, reasonOf(outcome))
	} else if outcome == nil {
		err = c.Store.Finish(ctx, j, now)
	} else if stopping {
		err = c.Store.Retry(ctx, j, now, j.Attempt-1, errStopping.Error())
	} else if p.spent(j.Attempt) {
		log.Error("a job is out of attempts", "error", outcome)
		err = c.Store.Bury(ctx, j, now, reasonOf(outcome))
	} else {
		wait := p.wait(j.Attempt, outcome)
		log.Warn("a job failed and will be retried", "error", outcome, "wait", wait)
		err = c.Store.Retry(ctx, j, now.Add(wait), j.Attempt, reasonOf(outcome))
	}
	if err != nil {
		log.Error("a job's outcome cannot be stored", "error", err)
	}
}

package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Config is what a Runner is made of.
type Config struct {
	Store  Store            // required
	Now    func() time.Time // required
	Logger *slog.Logger     // required

	// Workers is how many jobs run at once; zero means 16. Jobs mostly wait
	// for the network.
	Workers int
	// Poll is how often the store is asked for due jobs; zero means 200 ms.
	Poll time.Duration
	// Lease is how long a crashed worker's job waits for another; zero means
	// 30 s. A living worker extends its lease in time.
	Lease time.Duration
	// Drain is how long Run lets handlers finish once it was told to end,
	// before it cancels them; zero means 10 s.
	Drain time.Duration
	// Keep and KeepDead are how long ended jobs stay visible; zero means 7
	// and 90 days.
	Keep, KeepDead time.Duration
}

func (c Config) withDefaults() Config {
	c.Workers = cmp.Or(c.Workers, 16)
	c.Poll = cmp.Or(c.Poll, 200*time.Millisecond)
	c.Lease = cmp.Or(c.Lease, 30*time.Second)
	c.Drain = cmp.Or(c.Drain, 10*time.Second)
	c.Keep = cmp.Or(c.Keep, 7*24*time.Hour)
	c.KeepDead = cmp.Or(c.KeepDead, 90*24*time.Hour)
	return c
}

type route struct {
	handle Handler
	policy Policy
}

// Runner claims jobs of its kinds and works them off.
type Runner struct {
	Config
	routes   map[string]route
	mistakes []error
	wake     chan struct{}
}

// NewRunner returns a runner that has no kinds yet. What is wrong with the
// configuration is reported by Run.
func NewRunner(c Config) *Runner {
	r := &Runner{Config: c.withDefaults(), routes: map[string]route{}, wake: make(chan struct{}, 1)}
	if c.Store == nil || c.Now == nil || c.Logger == nil {
		r.mistakes = append(r.mistakes, errors.New("job: a runner needs a store, a clock and a logger"))
	}
	return r
}

// Register makes the handler the one of a kind. All kinds are registered
// before Run; a kind without a name, without a handler or registered twice is
// reported by Run.
func (r *Runner) Register(kind string, h Handler, p Policy) {
	if _, twice := r.routes[kind]; twice || kind == "" || h == nil {
		r.mistakes = append(r.mistakes, fmt.Errorf("job: kind %q is empty, has no handler or is registered twice", kind))
		return
	}
	r.routes[kind] = route{handle: h, policy: p.withDefaults()}
}

// Wake makes the runner look for due jobs at once instead of at its next poll.
// It never blocks and may be called at any time.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run works until the context is cancelled, then lets running handlers finish
// and returns nil. It returns an error only for mistakes made before it.
func (r *Runner) Run(ctx context.Context) error {
	if err := errors.Join(r.mistakes...); err != nil {
		return err
	}
	c := &crew{
		Runner: r, kinds: r.kinds(),
		free: make(chan struct{}, r.Workers), left: make(chan struct{}, 1),
	}
	work, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	c.dispatch(ctx, work)
	impatience := time.AfterFunc(r.Drain, func() { stop(errStopping) })
	defer impatience.Stop()
	c.busy.Wait()
	return nil
}

func (r *Runner) kinds() []string {
	kinds := make([]string, 0, len(r.routes))
	for kind := range r.routes {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// errStopping is why handlers are cancelled when draining takes too long.
var errStopping = errors.New("job: the runner is stopping")

// crew is the workers of one Run.
type crew struct {
	*Runner
	kinds []string
	// free holds one token for each job in work, left tells that one ended.
	free, left chan struct{}
	busy       sync.WaitGroup
	prunedAt   time.Time
}

// dispatch hands due jobs to workers until ctx ends.
func (c *crew) dispatch(ctx, work context.Context) {
	beat := time.NewTicker(c.Poll)
	defer beat.Stop()
	for ctx.Err() == nil {
		// Only a crew that took all it could has reason to ask again as soon
		// as a worker is free.
		var left chan struct{}
		if c.take(ctx, work) {
			left = c.left
		}
		c.prune(ctx)
		select {
		case <-ctx.Done():
		case <-left:
		case <-c.wake:
		case <-beat.C:
		}
	}
}

// take claims as many jobs as there are free workers and reports whether there
// may be more.
func (c *crew) take(ctx, work context.Context) (more bool) {
	room := cap(c.free) - len(c.free)
	if room == 0 {
		return true
	}
	jobs, err := c.Store.Claim(ctx, c.Now(), c.Lease, c.kinds, room)
	if err != nil {
		if ctx.Err() == nil {
			c.Logger.Error("jobs cannot be claimed", "error", err)
		}
		return false
	}
	for _, j := range jobs {
		c.free <- struct{}{}
		c.busy.Go(func() {
			c.work(work, j)
			<-c.free
			select {
			case c.left <- struct{}{}:
			default:
			}
		})
	}
	return len(jobs) == room
}

// pruneEvery is how often ended jobs are looked through, and pruneAtOnce how
// many go in one transaction.
const (
	pruneEvery  = 10 * time.Minute
	pruneAtOnce = 1000
)

func (c *crew) prune(ctx context.Context) {
	now := c.Now()
	if now.Sub(c.prunedAt) < pruneEvery {
		return
	}
	c.prunedAt = now
	for state, keep := range map[State]time.Duration{Done: c.Keep, Dead: c.KeepDead} {
		if _, err := c.Store.Prune(ctx, state, now.Add(-keep), pruneAtOnce); err != nil && ctx.Err() == nil {
			c.Logger.Error("ended jobs cannot be pruned", "error", err)
		}
	}
}

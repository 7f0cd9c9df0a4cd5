package job

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// New is work to enqueue.
type New struct {
	// Kind chooses the handler, such as "booking.settle".
	Kind string
	// Project is the project that the work is for; empty for the server's own.
	Project string
	// Key makes the job the only unfinished one of its kind and project; empty
	// for a job that stands alone.
	Key string
	// Payload is the handler's own; it may be nil.
	Payload []byte
	// RunAt is the earliest start; zero means at once.
	RunAt time.Time
}

// Check returns an Internal fault for work that no runner could ever do.
func (n New) Check() error {
	if n.Kind == "" {
		return fault.New(fault.Internal, "a job needs a kind")
	}
	return nil
}

// State is how far a job has come.
type State string

const (
	// Queued waits for its time or for a worker.
	Queued State = "queued"
	// Running has been handed to a worker. It stays so after a crash, until
	// another worker takes the job over.
	Running State = "running"
	// Done is finished; the job is kept for a while so that it can be told.
	Done State = "done"
	// Dead is given up: stopped by its handler or out of attempts.
	Dead State = "dead"
)

// Job is stored work.
type Job struct {
	ID      int64
	Kind    string
	Project string
	Key     string
	Payload []byte
	State   State
	// Attempt counts the starts since the job was enqueued or last snoozed:
	// 1 in the handler of the first.
	Attempt int
	// DueAt is when a worker may take the job: its time to run while queued,
	// the end of the lease while running.
	DueAt time.Time
	// Token proves the lease of the worker that claimed the job; it is set
	// only in what Claim returns.
	Token string
	// Reason is the last failure, for people who look after the server.
	Reason string
	// EnqueuedAt is when the job came to be; FinishedAt when it ended as Done
	// or Dead, else zero.
	EnqueuedAt, FinishedAt time.Time
}

// ErrLost is answered to a worker whose lease is over: the job has been handed
// to another one or has ended.
var ErrLost = errors.New("job: the lease is lost")

// Queue is what subjects and operators need of the stored jobs.
type Queue interface {
	// Enqueue stores all jobs in one transaction. A job whose key has an
	// unfinished one already is merged into it: if that one waits, it becomes
	// due at the earlier of the two times; if it runs, it will be queued again
	// when it ends.
	Enqueue(ctx context.Context, jobs ...New) error
	// Get returns the newest job of a key, finished or not, or fault.NotFound.
	Get(ctx context.Context, project, kind, key string) (Job, error)
	// Dead returns dead jobs, latest first; an empty project means all.
	Dead(ctx context.Context, project string, limit int) ([]Job, error)
	// Prune deletes at most limit jobs that ended in the state, Done or Dead,
	// before the time, and returns how many it deleted.
	Prune(ctx context.Context, state State, before time.Time, limit int) (int, error)
}

// Store is a Queue that can hand out its jobs. A worker names the job it was
// given; each method that does so answers ErrLost when the job's Token is no
// longer the current one, and changes nothing then.
type Store interface {
	Queue
	// Claim takes at most limit due jobs of the kinds, earliest first, counts
	// an attempt for each and leases them until now plus lease. No job is
	// handed out twice before its lease is over, whoever asks.
	Claim(ctx context.Context, now time.Time, lease time.Duration, kinds []string, limit int) ([]Job, error)
	// Extend moves the end of the lease.
	Extend(ctx context.Context, j Job, until time.Time) error
	// Finish ends the job as Done.
	Finish(ctx context.Context, j Job, now time.Time) error
	// Retry queues the job again at a time, with a count of attempts and the
	// reason; enqueueing it meanwhile may have set an earlier time.
	Retry(ctx context.Context, j Job, at time.Time, attempt int, reason string) error
	// Bury ends the job as Dead.
	Bury(ctx context.Context, j Job, now time.Time, reason string) error
}

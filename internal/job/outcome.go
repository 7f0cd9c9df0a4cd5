package job

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Handler does the work of one kind. Its error decides what follows: nil ends
// the job; [Snooze] queues it again without blame; [Stop] gives it up; any
// other error is retried as the kind's [Policy] says, not before the
// RetryAfter of a fault in its chain. A panic counts as such an error.
//
// The context ends with the attempt's time limit, when the lease is lost, and
// when a runner that is shutting down has lost patience.
type Handler func(ctx context.Context, j Job) error

type snooze struct{ delay time.Duration }

func (s *snooze) Error() string { return fmt.Sprintf("job: again in %s", s.delay) }

// Snooze makes a handler's job run again after a delay. It says that nothing
// is wrong, so the count of attempts starts anew.
func Snooze(delay time.Duration) error { return &snooze{delay} }

type stop struct{ cause error }

func (s *stop) Error() string { return fmt.Sprintf("job: stopped: %v", s.cause) }
func (s *stop) Unwrap() error { return s.cause }

// Stop gives a handler's job up because repeating it is pointless. The job
// stays visible as Dead, with the cause as its reason.
func Stop(cause error) error {
	if cause == nil {
		cause = errors.New("no reason given")
	}
	return &stop{cause}
}

// longestReason bounds what is stored of an error, in bytes.
const longestReason = 500

func reasonOf(err error) string {
	text := err.Error()
	if len(text) > longestReason {
		text = strings.ToValidUTF8(text[:longestReason], "")
	}
	return text
}

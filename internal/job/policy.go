package job

import (
	"cmp"
	"math/rand/v2"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// Forever as Policy.MaxAttempts means that a job is never given up.
const Forever = -1

// Policy says how a kind is retried. Its zero value is a sensible one.
type Policy struct {
	// MaxAttempts is how often a job may be started before it is dead; zero
	// means 20, which with the default waits is about two hours.
	MaxAttempts int
	// FirstWait is the wait after the first failure; each further one doubles
	// it up to MaxWait. Zero means 1 s and 10 min. The wait is shortened at
	// random by up to a half, so that what failed together does not come back
	// together.
	FirstWait, MaxWait time.Duration
	// Timeout bounds one attempt; zero means 2 min.
	Timeout time.Duration
}

func (p Policy) withDefaults() Policy {
	p.MaxAttempts = cmp.Or(p.MaxAttempts, 20)
	p.FirstWait = cmp.Or(p.FirstWait, time.Second)
	p.MaxWait = cmp.Or(p.MaxWait, 10*time.Minute)
	p.Timeout = cmp.Or(p.Timeout, 2*time.Minute)
	return p
}

// spent reports whether the attempt was the last that is allowed.
func (p Policy) spent(attempt int) bool {
	return p.MaxAttempts != Forever && attempt >= p.MaxAttempts
}

// wait is the time between a failed attempt and the next.
func (p Policy) wait(attempt int, cause error) time.Duration {
	wait := p.FirstWait
	for n := 1; n < attempt && wait < p.MaxWait; n++ {
		wait *= 2
	}
	wait = min(wait, p.MaxWait)
	wait -= rand.N(wait/2 + 1)
	// Who asked us to stay away is obeyed, and not by all in one instant.
	if asked := fault.RetryAfter(cause); asked > 0 {
		wait = max(wait, asked+rand.N(asked/10+1))
	}
	return wait
}

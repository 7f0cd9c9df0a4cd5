package zoho

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// A repeated call waits between half and all of repeatDelay. Zoho's limit on
// concurrent calls, the usual cause of a 429, clears within milliseconds.
const repeatDelay = 400 * time.Millisecond

// A call is repeated this often where Zoho refused it for the number of calls,
// twice as late each time, and this often after any other trouble.
const (
	repeatsOfRefused = 2
	repeatsOfFailed  = 1
)

// repeatable says whether an outcome makes it worth sending the request again,
// which was repeated so often, and after which delay. A write is only where it
// surely was not applied.
func repeatable(r request, ans answer, err error, repeats int) (time.Duration, bool) {
	if err == nil && ans.status == http.StatusTooManyRequests {
		return ans.retryAfter() << repeats, repeats < repeatsOfRefused
	}
	if repeats >= repeatsOfFailed {
		return 0, false
	}
	if err == nil {
		return ans.retryAfter(), r.read && ans.busy()
	}
	if _, noToken := errors.AsType[*OAuthError](err); noToken || errors.Is(err, context.Canceled) {
		return 0, false
	}
	e, ours := errors.AsType[*Error](err)
	return jitter(), ours && e.Applied == NotApplied
}

func jitter() time.Duration {
	return repeatDelay/2 + rand.N(repeatDelay/2)
}

// pause waits, or reports false at once if the context would end first.
func pause(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ctx.Err() != nil || ok && time.Until(deadline) <= d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// busy reports an answer that may be better a moment later.
func (a answer) busy() bool {
	return a.status == http.StatusTooManyRequests || a.status >= 500
}

// retryAfter is the pause that the answer asks for, in seconds as gateways do and
// a day at most, or the client's own.
func (a answer) retryAfter() time.Duration {
	const day = 24 * 60 * 60
	if s, err := strconv.Atoi(a.header.Get("Retry-After")); err == nil && s > 0 {
		return time.Duration(min(s, day)) * time.Second
	}
	if a.dry > 0 {
		return a.dry
	}
	return jitter()
}

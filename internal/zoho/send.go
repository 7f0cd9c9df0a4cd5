package zoho

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// A repeated read waits between half and all of repeatDelay. Zoho's limit on
// concurrent calls, the usual cause of a 429, clears within milliseconds.
const repeatDelay = 400 * time.Millisecond

// send makes a call and returns its answer, whatever its status.
func (c *Client) send(ctx context.Context, r request) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	ans, err := c.authorized(ctx, r)
	delay, worth := repeatable(r, ans, err)
	if !worth || !pause(ctx, delay) {
		return ans, err
	}
	return c.authorized(ctx, r)
}

// authorized makes one attempt, and a second one with a renewed token where
// Zoho does not accept the first one's.
func (c *Client) authorized(ctx context.Context, r request) (answer, error) {
	token, err := c.tokens.Token(ctx)
	if err != nil {
		return answer{}, r.tokenless(err)
	}
	ans, err := c.exchange(ctx, r, token.AccessToken)
	if err != nil || !ans.rejectsToken() {
		return ans, err
	}
	token, err = c.tokens.Renew(ctx, token.AccessToken)
	if err != nil {
		failure := ans.failure()
		failure.Cause = err
		failure.RetryAfter = retryAfterOf(err)
		return answer{}, failure
	}
	return c.exchange(ctx, r, token.AccessToken)
}

// tokenless is the failure of a request for want of an access token.
func (r request) tokenless(err error) *Error {
	e := r.unsent(err)
	e.RetryAfter = retryAfterOf(err)
	return e
}

func retryAfterOf(err error) time.Duration {
	if oauth, ok := errors.AsType[*OAuthError](err); ok {
		return oauth.RetryAfter
	}
	return 0
}

// repeatable says whether an outcome makes it worth sending the request again,
// and after which delay. Writes never are.
func repeatable(r request, ans answer, err error) (time.Duration, bool) {
	if !r.read {
		return 0, false
	}
	if err != nil {
		_, noToken := errors.AsType[*OAuthError](err)
		return jitter(), !noToken && !errors.Is(err, context.Canceled)
	}
	return ans.retryAfter(), ans.busy()
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

// retryAfter is the pause that the answer asks for, in seconds as gateways do,
// or the client's own.
func (a answer) retryAfter() time.Duration {
	if s, err := strconv.Atoi(a.header.Get("Retry-After")); err == nil && s > 0 {
		return time.Duration(s) * time.Second
	}
	return jitter()
}

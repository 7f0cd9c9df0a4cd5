package zoho

import (
	"context"
	"errors"
	"time"
)

// send makes a call and returns its answer, whatever its status.
func (c *Client) send(ctx context.Context, r request) (answer, error) {
	left := budget{c.timeout}
	if wait, err := c.limits.purse.allows(c.priority); err != nil {
		return answer{}, r.refused(err, wait)
	}
	for repeats := 0; ; repeats++ {
		ans, err := c.authorized(ctx, r, &left)
		delay, worth := repeatable(r, ans, err, repeats)
		if !worth || !left.pause(ctx, delay) {
			return ans, err
		}
	}
}

// refused is the failure of a request for which nothing is to be spent now.
func (r request) refused(cause error, wait time.Duration) *Error {
	e := r.unsent(cause)
	e.RetryAfter = wait
	return e
}

// authorized makes one attempt, and a second one with a renewed token where
// Zoho does not accept the first one's.
func (c *Client) authorized(ctx context.Context, r request, left *budget) (answer, error) {
	token, err := within(ctx, left, c.tokens.Token)
	if err != nil {
		return answer{}, r.refused(err, retryAfterOf(err))
	}
	ans, err := c.exchange(ctx, r, token.AccessToken, left)
	if err != nil || !ans.rejectsToken() {
		return ans, err
	}
	token, err = within(ctx, left, func(ctx context.Context) (Token, error) { return c.tokens.Renew(ctx, token.AccessToken) })
	if err != nil && left.over(ctx) {
		return answer{}, r.unsent(err) // a new token may be on its way: this is no refusal
	}
	if err != nil {
		failure := ans.failure()
		failure.Cause = err
		failure.RetryAfter = retryAfterOf(err)
		return answer{}, failure
	}
	return c.exchange(ctx, r, token.AccessToken, left)
}

// within gets a token in the time that is left.
func within(ctx context.Context, left *budget, get func(context.Context) (Token, error)) (Token, error) {
	ctx, done := left.spending(ctx)
	defer done()
	return get(ctx)
}

func retryAfterOf(err error) time.Duration {
	if oauth, ok := errors.AsType[*OAuthError](err); ok {
		return oauth.RetryAfter
	}
	return 0
}

package zoho

import (
	"context"
	"time"
)

// budget is what is left of the time that a call may take, [Config.Timeout] at
// first. It is spent by all that the call does itself, the renewal of its token
// and its repetition included, and not by waiting for a place: else calls that
// waited long would be made just to be given up, while Zoho works on them, and
// the fewer would be answered the more there are.
type budget struct{ left time.Duration }

// spending bounds ctx by what is left. done must be called when that is over.
func (b *budget) spending(ctx context.Context) (_ context.Context, done func()) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, b.left)
	return ctx, func() {
		cancel()
		b.left -= time.Since(began)
	}
}

// over reports that no time is left, or that nobody waits any more.
func (b *budget) over(ctx context.Context) bool { return b.left <= 0 || ctx.Err() != nil }

// pause waits, or reports false at once if there is no time left for that.
func (b *budget) pause(ctx context.Context, d time.Duration) bool {
	if d >= b.left {
		return false
	}
	ctx, done := b.spending(ctx)
	defer done()
	return pause(ctx, d)
}

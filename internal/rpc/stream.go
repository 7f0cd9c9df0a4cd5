package rpc

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
)

// untilStopping gives a stream a context that ends with the server as well: a
// server that drains would otherwise wait for it. context.Cause then is the
// fault to end the stream with.
func untilStopping(ctx context.Context, stopping <-chan struct{}) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-stopping:
			cancel(fault.New(fault.Unavailable, "the server is shutting down").WithRemedy("look in a moment at what became of it"))
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

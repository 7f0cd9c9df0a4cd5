package rpc

import (
	"context"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/publish"
)

// Publish implements the RPC. An error of the stream means that nothing was
// begun, or that the server is ending and does not know how it will end; a step
// that fails is told as such.
func (a *attributeService) Publish(ctx context.Context, req *ringbookv1.PublishRequest, stream *connect.ServerStream[ringbookv1.PublishResponse]) error {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return err
	}
	ctx, leave := untilStopping(ctx, a.stopping)
	defer leave()
	news := publishNews{stream: stream}
	o := publish.Options{Expected: int64(req.GetExpectedRevision()), Note: req.GetNote()}
	revision, err := a.publisher.Publish(ctx, at.by, at.project, o, news.tell)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && !news.begun:
		return err
	}
	return news.end(revision)
}

// publishNews sends what a publish tells. The end of a step is held back until
// the next begins, which is at once, since the last one brings the revision. A
// client that is gone is no reason to stop: its context tells.
type publishNews struct {
	stream *connect.ServerStream[ringbookv1.PublishResponse]
	begun  bool
	held   *ringbookv1.PublishResponse
}

func (n *publishNews) tell(s publish.Step) {
	n.begun = true
	_ = n.release()
	n.held = &ringbookv1.PublishResponse{Step: publishStep(s)}
	if s.State == publish.Running {
		_ = n.release()
	}
}

// end sends what is held back, with the revision that is active then, or 0
// where a step failed.
func (n *publishNews) end(revision int64) error {
	if n.held != nil {
		n.held.Revision = int32(revision)
	}
	return n.release()
}

func (n *publishNews) release() error {
	if n.held == nil {
		return nil
	}
	held := n.held
	n.held = nil
	return n.stream.Send(held)
}

package rpc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"connectrpc.com/connect"
)

// answerWithin is how long a handler may take that an agent waits for. The
// strictest voice platform hangs up after 5 s and the contract promises 3.5 s;
// the rest is for the way.
const answerWithin = 3200 * time.Millisecond

// workWithin is how long any other handler may take, but for streams, which
// end with what they tell of. A person waits, and Zoho may be slow.
const workWithin = 20 * time.Second

// watch recovers from panics, translates errors and writes one line to the log
// for each request.
type watch struct {
	log *slog.Logger
}

func (w watch) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (res connect.AnyResponse, err error) {
		seen := begun(ctx, req.Spec().Procedure)
		seen.note(req.Any())
		defer func() {
			if p := recover(); p != nil {
				res, err = nil, w.judge(ctx, seen, panicked(p))
			}
		}()
		res, err = next(ctx, req)
		if err != nil {
			return nil, w.judge(ctx, seen, err)
		}
		w.line(ctx, seen, nil)
		return res, nil
	}
}

func (w watch) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) (err error) {
		seen := begun(ctx, conn.Spec().Procedure)
		defer func() {
			if p := recover(); p != nil {
				err = w.judge(ctx, seen, panicked(p))
			}
		}()
		if err := next(ctx, &listening{conn, &seen}); err != nil {
			return w.judge(ctx, seen, err)
		}
		w.line(ctx, seen, nil)
		return nil
	}
}

func (w watch) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

func panicked(p any) error { return fmt.Errorf("the handler panicked: %v\n%s", p, debug.Stack()) }

// judge turns a handler's error into the client's and writes it to the log.
func (w watch) judge(ctx context.Context, seen request, err error) *connect.Error {
	told := translate(seen.procedure, err)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		// Its own time limit, which the client may set shorter than ours.
		told = connect.NewError(connect.CodeDeadlineExceeded, errors.New("the time that the request allows was over"))
	}
	switch told.Code() {
	case connect.CodeInternal:
		w.log.Error("a request failed", "procedure", seen.procedure, "error", err)
	case connect.CodeUnavailable, connect.CodeFailedPrecondition: // the cause may be of use to the operator
		w.log.Warn("a request could not be served", "procedure", seen.procedure, "error", err)
	}
	w.line(ctx, seen, told)
	return told
}

func (w watch) line(ctx context.Context, seen request, err error) {
	code := "ok"
	if err != nil {
		code = connect.CodeOf(err).String()
	}
	attributes := []slog.Attr{
		slog.String("procedure", seen.procedure), slog.String("code", code), slog.Duration("took", time.Since(seen.began)),
	}
	if seen.by.KeyID != "" {
		attributes = append(attributes, slog.String("key", seen.by.KeyID))
	}
	if seen.project != "" {
		attributes = append(attributes, slog.String("project", seen.project))
	}
	w.log.LogAttrs(ctx, slog.LevelInfo, "request", attributes...)
}

// limit ends a unary handler's wait in time.
func limit(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		within := workWithin
		if forAgents(req.Spec().Procedure) {
			within = answerWithin
		}
		ctx, cancel := context.WithTimeout(ctx, within)
		defer cancel()
		return next(ctx, req)
	}
}

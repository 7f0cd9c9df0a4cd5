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

// answerWithin is how long a handler may take. The strictest voice platform
// hangs up after 5 s and the contract promises 3.5 s; the rest is for the way.
const answerWithin = 3200 * time.Millisecond

// watch recovers from panics, translates errors and writes one line to the log
// for each request.
type watch struct {
	log *slog.Logger
}

func (w watch) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (res connect.AnyResponse, err error) {
		began := time.Now()
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("the handler panicked: %v\n%s", p, debug.Stack())
				res, err = nil, w.judge(ctx, req.Spec().Procedure, began, err)
			}
		}()
		res, err = next(ctx, req)
		if err != nil {
			return nil, w.judge(ctx, req.Spec().Procedure, began, err)
		}
		w.line(ctx, req.Spec().Procedure, began, nil)
		return res, nil
	}
}

// judge turns a handler's error into the client's and writes it to the log.
func (w watch) judge(ctx context.Context, procedure string, began time.Time, err error) *connect.Error {
	told := translate(err)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		// Its own time limit, which the client may set shorter than ours.
		told = connect.NewError(connect.CodeDeadlineExceeded, errors.New("the time that the request allows was over"))
	}
	if told.Code() == connect.CodeInternal {
		w.log.Error("a request failed", "procedure", procedure, "error", err)
	}
	w.line(ctx, procedure, began, told)
	return told
}

func (w watch) line(ctx context.Context, procedure string, began time.Time, err error) {
	code := "ok"
	if err != nil {
		code = connect.CodeOf(err).String()
	}
	w.log.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("procedure", procedure), slog.String("code", code),
		slog.Duration("took", time.Since(began)))
}

func (w watch) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		began := time.Now()
		err := next(ctx, conn)
		if err != nil {
			return w.judge(ctx, conn.Spec().Procedure, began, err)
		}
		w.line(ctx, conn.Spec().Procedure, began, nil)
		return nil
	}
}

func (w watch) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// limit ends a unary handler's wait in time.
func limit(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		ctx, cancel := context.WithTimeout(ctx, answerWithin)
		defer cancel()
		return next(ctx, req)
	}
}

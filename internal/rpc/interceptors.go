package rpc

import (
	"context"
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
				w.log.Error("a handler panicked", "procedure", req.Spec().Procedure, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				res, err = nil, translate(fmt.Errorf("panic"))
			}
			w.line(ctx, req.Spec().Procedure, began, err)
		}()
		res, err = next(ctx, req)
		if err != nil {
			ce := translate(err)
			if ce.Code() == connect.CodeInternal {
				w.log.Error("a request failed", "procedure", req.Spec().Procedure, "error", err)
			}
			return nil, ce
		}
		return res, nil
	}
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
			err = translate(err)
		}
		w.line(ctx, conn.Spec().Procedure, began, err)
		return err
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

package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/ringbook/ringbook/internal/app"
)

const (
	exitFailed = 1
	exitUsage  = 2
)

// usageError is a command line, an environment or a file that is wrong in
// itself; nothing was done.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errTold ends a command whose failure is on the screen already.
var errTold = errors.New("told already")

// conclude says what went wrong, if anything did, and returns the exit code.
func conclude(t *terminal, err error) int {
	if err == nil {
		return 0
	}
	if _, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintln(t.errs, "ringbook:", err)
		return exitUsage
	}
	if !errors.Is(err, errTold) {
		text := app.Explain(err)
		if errors.Is(err, context.Canceled) {
			text = "interrupted"
		}
		fmt.Fprintln(t.errs, "ringbook:", plain(text))
	}
	return exitFailed
}

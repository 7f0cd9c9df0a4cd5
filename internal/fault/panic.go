package fault

import (
	"fmt"
	"runtime/debug"
)

// PanicError is a panic that was recovered. It is our own fault, hence Internal,
// and for the log only. It unwraps to nothing: a fault that was panicked with is
// no outcome of the work.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.Value, e.Stack) }

// Safely runs f and turns a panic of it into a *PanicError. Every goroutine whose
// work may meet something unforeseen needs it: a panic that nobody recovers ends
// the whole process.
func Safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{p, debug.Stack()}
		}
	}()
	return f()
}

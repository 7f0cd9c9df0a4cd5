package rpc

import (
	"context"
	"errors"
	"strings"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/internal/fault"
)

// codes is the one translation of faults into Connect codes. What is missing
// is our own fault.
var codes = map[fault.Kind]connect.Code{
	fault.Invalid:         connect.CodeInvalidArgument,
	fault.NotFound:        connect.CodeNotFound,
	fault.Unauthenticated: connect.CodeUnauthenticated,
	fault.Denied:          connect.CodePermissionDenied,
	fault.Conflict:        connect.CodeAborted,
	fault.Exhausted:       connect.CodeResourceExhausted,
	fault.NotConnected:    connect.CodeFailedPrecondition,
	fault.Refused:         connect.CodeFailedPrecondition,
	fault.Unavailable:     connect.CodeUnavailable,
	fault.Uncertain:       connect.CodeUnavailable,
}

// outcomes are the kinds of a CRM that does not do as asked. For an agent they
// are outcomes with a status; if one gets as far as an error there, that is a
// mistake of ours.
var outcomes = map[fault.Kind]bool{fault.NotConnected: true, fault.Refused: true, fault.Unavailable: true, fault.Uncertain: true}

// translate turns any error of a procedure into one that a client may see. A
// Connect error was made for the client already.
func translate(procedure string, err error) *connect.Error {
	if ce, ok := errors.AsType[*connect.Error](err); ok {
		return ce
	}
	if all := faults(err); len(all) > 0 {
		kind := all[0].Kind
		if code, listed := codes[kind]; listed && !(outcomes[kind] && forAgents(procedure)) {
			return connect.NewError(code, errors.New(tell(all)))
		}
	}
	if errors.Is(err, context.Canceled) {
		return connect.NewError(connect.CodeCanceled, errors.New("the client went away"))
	}
	return connect.NewError(connect.CodeInternal, errors.New("ringbook failed; the cause is in its log"))
}

// faults are the outermost ones of err's tree, which has several where
// errors.Join put them together.
func faults(err error) []*fault.Error {
	switch e := err.(type) {
	case *fault.Error:
		return []*fault.Error{e}
	case interface{ Unwrap() error }:
		return faults(e.Unwrap())
	case interface{ Unwrap() []error }:
		var all []*fault.Error
		for _, one := range e.Unwrap() {
			all = append(all, faults(one)...)
		}
		return all
	}
	return nil
}

// tell says what is wrong and what to do about it: of several values that are
// wrong each, on a line of its own; of anything else the first alone.
func tell(all []*fault.Error) string {
	lines := []string{sentence(all[0])}
	if all[0].Kind == fault.Invalid {
		for _, f := range all[1:] {
			if f.Kind == fault.Invalid {
				lines = append(lines, sentence(f))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func sentence(f *fault.Error) string {
	text := f.Text
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.Remedy != "" {
		text += "; " + f.Remedy
	}
	return text
}

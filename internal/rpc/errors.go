package rpc

import (
	"context"
	"errors"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/internal/fault"
)

// codes is the one translation of faults into Connect codes. What is missing
// is our own fault. The kinds of a CRM that does not answer are missing on
// purpose: for an agent they are outcomes with a status, and if one gets this
// far that is a mistake of ours.
var codes = map[fault.Kind]connect.Code{
	fault.Invalid:         connect.CodeInvalidArgument,
	fault.NotFound:        connect.CodeNotFound,
	fault.Unauthenticated: connect.CodeUnauthenticated,
	fault.Denied:          connect.CodePermissionDenied,
	fault.Conflict:        connect.CodeAborted,
	fault.Exhausted:       connect.CodeResourceExhausted,
}

// translate turns any error into one that a client may see. A Connect error
// was made for the client already.
func translate(err error) *connect.Error {
	if ce, ok := errors.AsType[*connect.Error](err); ok {
		return ce
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		if code, listed := codes[f.Kind]; listed {
			text := f.Text
			if f.Field != "" {
				text = f.Field + ": " + text
			}
			if f.Remedy != "" {
				text += "; " + f.Remedy
			}
			return connect.NewError(code, errors.New(text))
		}
	}
	if errors.Is(err, context.Canceled) {
		return connect.NewError(connect.CodeCanceled, errors.New("the client went away"))
	}
	return connect.NewError(connect.CodeInternal, errors.New("ringbook failed; the cause is in its log"))
}

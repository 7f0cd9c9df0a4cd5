package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"

	"connectrpc.com/connect"
)

// trouble says of a failed call what is wrong and, where the server did not,
// what to do next.
func (r *remote) trouble(err error) error {
	ce, ok := errors.AsType[*connect.Error](err)
	switch {
	case err == nil || !ok:
		return err
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case !connect.IsWireError(err):
		return r.notAnswered(ce)
	}
	if ce.Code() == connect.CodeUnauthenticated && r.Key == "" {
		return errors.New("a key is needed; pass it with RINGBOOK_KEY or --key")
	}
	if what, found := strings.CutPrefix(ce.Message(), "project: "); found && ce.Code() == connect.CodeInvalidArgument {
		what, _, _ = strings.Cut(what, "; ")
		return fmt.Errorf("%s; pass the project's id with --project or RINGBOOK_PROJECT, see `ringbook projects list`", what)
	}
	if step := r.nextStep(ce.Code()); step != "" {
		return fmt.Errorf("%s; %s", ce.Message(), step)
	}
	return errors.New(ce.Message())
}

// troubleWith is trouble about revisions that are perhaps not there.
func (r *remote) troubleWith(err error, revisions ...int32) error {
	if connect.CodeOf(err) != connect.CodeNotFound || !connect.IsWireError(err) {
		return r.trouble(err)
	}
	numbers := make([]string, len(revisions))
	for i, number := range revisions {
		numbers[i] = fmt.Sprint(number)
	}
	return fmt.Errorf("there is no revision %s; see `ringbook attributes history`", strings.Join(numbers, " or no revision "))
}

// notAnswered is for errors that are not the server's words: it was not
// reached, or what answered there is something else.
func (r *remote) notAnswered(ce *connect.Error) error {
	switch code := ce.Code(); {
	case errors.Is(ce, io.ErrUnexpectedEOF):
		return fmt.Errorf("the connection to %s broke off; is the server still running? Look at its log, then repeat", r.Server)
	case code == connect.CodeUnavailable:
		return fmt.Errorf("the server at %s cannot be reached (%s); is it running? Start it with `ringbook serve`, or name another with --server or RINGBOOK_SERVER",
			r.Server, rootOf(ce))
	case code == connect.CodeDeadlineExceeded:
		return fmt.Errorf("the server at %s did not answer in time; look at its log, then repeat", r.Server)
	}
	return fmt.Errorf("what answers at %s is no ringbook of this version (%s); check --server or RINGBOOK_SERVER", r.Server, ce.Message())
}

// nextStep is for what the server cannot know: how this program is told.
func (r *remote) nextStep(code connect.Code) string {
	switch code {
	case connect.CodeUnauthenticated:
		return "the one in RINGBOOK_KEY or --key is unknown to " + r.Server + " or was revoked"
	case connect.CodePermissionDenied:
		return "give another key with RINGBOOK_KEY or --key"
	case connect.CodeUnimplemented:
		return "the server is of another version than this program"
	}
	return ""
}

// rootOf is the innermost reason of a failed connection, without the address
// that is told beside it.
func rootOf(err error) string {
	if ue, ok := errors.AsType[*url.Error](err); ok {
		err = ue.Err
	}
	if oe, ok := errors.AsType[*net.OpError](err); ok {
		err = oe.Err
	}
	if ce, ok := errors.AsType[*connect.Error](err); ok {
		return ce.Message()
	}
	return strings.TrimPrefix(err.Error(), "connect: ")
}

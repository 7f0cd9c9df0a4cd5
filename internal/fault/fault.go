// Package fault names the few kinds of failure that ringbook tells apart.
//
// Inside the program a caller branches on a [Kind], never on text; at the edge
// one table turns the kind into a Connect code. [Error.Text] is meant for a
// person and holds no secret, phone number or record id; the wrapped cause is
// for the log only. A business outcome ("that slot is taken") is not a fault:
// it is a status in the answer of the subject that judged it.
//
// The package knows no transport, no store and no CRM.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of failure happened, in the only distinctions that
// change what the program does next.
type Kind int

const (
	// Internal is our own fault, and what any unknown error counts as.
	Internal Kind = iota
	// Invalid is a malformed request or value; Field names it.
	Invalid
	// NotFound is a thing that is not there.
	NotFound
	// Unauthenticated is no key or a wrong one.
	Unauthenticated
	// Denied is a right key without the right to do this.
	Denied
	// Conflict is a write that lost against a newer one.
	Conflict
	// Exhausted is a limit of ours; RetryAfter says when to come back.
	Exhausted
	// NotConnected is a project without a working connection to its CRM: never
	// connected, revoked, or switched off.
	NotConnected
	// Refused is a write that the CRM rejected for good: it was surely not
	// applied and repeating it unchanged is pointless.
	Refused
	// Unavailable is a CRM or store that cannot answer now. A write that
	// failed this way was surely not applied and may be repeated.
	Unavailable
	// Uncertain is a write whose answer was lost: it may or may not have
	// been applied. It must be looked up before it is repeated.
	Uncertain
)

var kindNames = [...]string{
	Internal: "internal", Invalid: "invalid", NotFound: "not found", Unauthenticated: "unauthenticated",
	Denied: "denied", Conflict: "conflict", Exhausted: "exhausted", NotConnected: "not connected",
	Refused: "refused", Unavailable: "unavailable", Uncertain: "uncertain",
}

func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("fault.Kind(%d)", int(k))
	}
	return kindNames[k]
}

// Error is a failure with its kind.
type Error struct {
	Kind Kind
	// Text is safe to show to any user and says what to do next.
	Text string
	// Field names the offending input where Kind is Invalid, in the
	// spelling of the request or of the attribute.
	Field string
	// Remedy is what to do about it, where Text says only what is wrong; for a
	// builder or an operator, who see the two apart.
	Remedy string
	// RetryAfter is how long to wait before trying again; zero means unknown.
	RetryAfter time.Duration
	// Cause is for the log; it is never shown.
	Cause error
}

func (e *Error) Error() string {
	text := e.Text
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Kind, text, e.Cause)
	}
	return fmt.Sprintf("%s: %s", e.Kind, text)
}

func (e *Error) Unwrap() error { return e.Cause }

// New returns a failure of a kind with a user-safe text.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// Wrap returns a failure of a kind with a user-safe text and the cause behind it.
func Wrap(kind Kind, cause error, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...), Cause: cause}
}

// InvalidField returns an Invalid failure that names the field and the remedy.
func InvalidField(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Text: fmt.Sprintf(format, args...)}
}

// WithRemedy returns a copy of the failure that says what to do about it.
func (e *Error) WithRemedy(format string, args ...any) *Error {
	remedied := *e
	remedied.Remedy = fmt.Sprintf(format, args...)
	return &remedied
}

// KindOf returns the kind of the first fault in err's chain. Any other error
// is Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind
	}
	return Internal
}

// Is reports whether err carries a fault of the kind. Unlike KindOf it does
// not take a foreign error for an Internal one.
func Is(err error, kind Kind) bool {
	f, ok := errors.AsType[*Error](err)
	return ok && f.Kind == kind
}

// RemedyOf returns what err says is to be done, or "" where it does not say.
func RemedyOf(err error) string {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Remedy
	}
	return ""
}

// RetryAfter returns how long err asks to wait, or zero where it does not say.
func RetryAfter(err error) time.Duration {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.RetryAfter
	}
	return 0
}

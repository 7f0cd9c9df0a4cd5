package zoho

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Applied says whether a failed write may nevertheless have changed Zoho. The
// zero value is the careful one.
type Applied int

const (
	// MaybeApplied: the request may have reached Zoho and no trustworthy
	// answer came back. Look for the record before repeating the write.
	MaybeApplied Applied = iota
	// NotApplied: the request surely did not reach Zoho, or Zoho refused it
	// with an error of its own. Every failed read is NotApplied too.
	NotApplied
)

func (a Applied) String() string {
	if a == NotApplied {
		return "not applied"
	}
	return "maybe applied"
}

// Error is a failed call, or one failed item of a call over several records.
//
// Its text is fit for logs: it holds no token, no body, no query string and
// no value of a record. Details may hold values of records and is therefore
// not part of the text.
type Error struct {
	// Status is the HTTP status, zero if no answer came.
	Status int
	// Code is Zoho's code, empty if the failure is not one that Zoho named:
	// no answer, an answer from a gateway, or a call refused by this package.
	Code Code
	// Message is Zoho's sentence, or this package's where Code is empty.
	Message string
	// Details is the decoded "details" object; numbers are json.Number.
	Details map[string]any
	// Method and Path of the call; Path has no query.
	Method, Path string
	// Field is the API name of the offending field or parameter, if named.
	Field string
	// JSONPath locates the offending value, such as "$.data[0].End_DateTime".
	JSONPath string
	// Applied says whether a write may have happened.
	Applied Applied
	// RetryAfter is how long to wait before the call is worth repeating: what
	// the answer asked for or, since Zoho sends no Retry-After, what the
	// client would have waited itself. Zero where waiting does not help or
	// nothing is known.
	RetryAfter time.Duration
	// Others are the errors inside a CodeMultipleErrors.
	Others []*Error
	// Cause is the failure beneath, such as a context's or the network's, or
	// an *OAuthError if no access token could be had.
	Cause error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("zoho:")
	if e.Method != "" {
		fmt.Fprintf(&b, " %s %s:", e.Method, e.Path)
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, " %d", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " %s", loggable(string(e.Code)))
	}
	if e.Field != "" {
		fmt.Fprintf(&b, " (%s)", loggable(e.Field))
	}
	if e.Message != "" {
		fmt.Fprintf(&b, " %s", loggable(e.Message))
	}
	if e.Cause == nil {
		return b.String()
	}
	return strings.TrimSuffix(b.String(), ":") + ": " + e.Cause.Error()
}

// loggable is text of the server's as it goes into a line of a log: without
// control characters, and not without end.
func loggable(s string) string {
	const most = 300
	if len(s) > most {
		s = s[:most] + "..."
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
}

// Unwrap gives errors.Is and errors.As the cause and the errors inside.
func (e *Error) Unwrap() []error {
	inner := make([]error, 0, len(e.Others)+1)
	if e.Cause != nil {
		inner = append(inner, e.Cause)
	}
	for _, other := range e.Others {
		inner = append(inner, other)
	}
	return inner
}

// Is reports whether target is the error's [Code].
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code != "" && code == e.Code
}

// refuse is a call that this package does not send because it cannot be right.
func refuse(r request, format string, args ...any) *Error {
	return &Error{
		Method: r.method, Path: r.path, Applied: NotApplied,
		Message: fmt.Sprintf(format, args...),
	}
}

package publish

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

// problems is what a builder may read of a failure: every fault of it, each
// with the attribute that it is about.
func problems(err error) string {
	var all []string
	for _, one := range parts(err) {
		text := "ringbook failed; the cause is in its log"
		if f, ok := errors.AsType[*fault.Error](one); ok {
			text = f.Text
			if f.Field != "" && f.Kind == fault.Invalid {
				text = f.Field + ": " + text
			}
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

// parts are the errors that errors.Join put together, one in another included.
func parts(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, parts(one)...)
	}
	return all
}

// remedy says what a builder does about a failure. Most faults say so
// themselves; the others go by their kind.
func remedy(err error) string {
	if said := fault.RemedyOf(err); said != "" {
		return said
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return "correct the value and publish again"
	case fault.Conflict:
		return "look at what was published meanwhile and publish again"
	case fault.Refused:
		return "look into what Zoho says, mend it there, and publish again"
	case fault.NotConnected:
		return connection.ConnectAgain
	case fault.Denied:
		return "let somebody authorize who has that permission in Zoho, and consent to all the scopes that ringbook asks for"
	case fault.Unavailable, fault.Uncertain:
		return "wait a moment and publish again"
	}
	return "look into the server's log"
}

// count is a number of things in words that fit it.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

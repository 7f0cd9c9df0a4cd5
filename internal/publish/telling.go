package publish

import (
	"errors"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
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

// parts are the errors that errors.Join put together.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// remedy says what a builder does about a failure.
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
		return "authorize again in Zoho, put the new code in zoho_oauth_code and publish within three minutes"
	case fault.NotConnected:
		return "authorize in Zoho, put the code in zoho_oauth_code and publish within three minutes; where the CRM is switched off, ask the administrator first"
	case fault.Denied:
		return "authorize again and consent to all the scopes that ringbook asks for"
	case fault.Unavailable, fault.Uncertain:
		return "wait a moment and publish again"
	}
	return "look into the server's log"
}

func warnings(set attribute.Settings) string {
	var all []string
	for _, w := range set.Warnings {
		all = append(all, w.IDN+": "+w.Text)
	}
	return strings.Join(all, "\n")
}

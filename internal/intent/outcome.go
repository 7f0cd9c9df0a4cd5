package intent

import (
	"errors"
	"strings"

	"github.com/ringbook/ringbook/internal/fault"
)

// after is what is known once an attempt has answered.
func (i Intent) after(record string, err error) Intent {
	if err == nil {
		return i.done(record)
	}
	f, known := errors.AsType[*fault.Error](err)
	if !known {
		i.State, i.Detail = Unknown, short(err.Error())
		return i
	}
	i.Detail = short(err.Error())
	switch f.Kind {
	case fault.Refused, fault.Invalid, fault.NotFound:
		i.State, i.Refusal, i.Detail = Refused, f.Kind, short(f.Text)
	case fault.Unavailable, fault.NotConnected, fault.Exhausted, fault.Unauthenticated, fault.Denied:
		i.State = Ready
	default:
		i.State = Unknown
	}
	return i
}

func (i Intent) done(record string) Intent {
	i.State, i.Record, i.Detail = Done, record, ""
	return i
}

// longestDetail bounds what is stored of an error, in bytes.
const longestDetail = 500

func short(text string) string {
	if len(text) > longestDetail {
		return strings.ToValidUTF8(text[:longestDetail], "")
	}
	return text
}

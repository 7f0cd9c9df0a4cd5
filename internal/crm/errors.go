package crm

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
)

// translate turns a failed call into a fault. The distinctions that matter:
// a write that surely did not happen and may be repeated (Unavailable), one
// that was turned down for good (Refused), one that may have happened
// (Uncertain), and a connection that a person has to mend (NotConnected).
func translate(err error) error {
	if err == nil {
		return nil
	}
	if refusal, ok := errors.AsType[*zoho.OAuthError](err); ok {
		return translateOAuth(refusal, err)
	}
	e, ok := errors.AsType[*zoho.Error](err)
	if !ok {
		return err
	}
	inner, ours := errors.AsType[*fault.Error](e.Cause)
	kept, low := errors.AsType[*zoho.CreditsError](e.Cause)
	switch {
	case low:
		return &fault.Error{
			Kind: fault.Unavailable, RetryAfter: e.RetryAfter, Cause: err,
			Text:   fmt.Sprintf("Zoho has %d API credits left for the running 24 hours, which ringbook keeps for callers", kept.Left),
			Remedy: "find out in Zoho (Setup, APIs) who uses them up; they come back by the hour",
		}
	case ours && e.Applied != zoho.MaybeApplied: // it was not let through
		return inner
	case zoho.IsNotFound(err):
		return fault.Wrap(fault.NotFound, err, "Zoho has no such record")
	case e.Applied == zoho.MaybeApplied:
		return &fault.Error{Kind: fault.Uncertain, Text: "Zoho did not confirm the change", RetryAfter: e.RetryAfter, Cause: err}
	case e.Code == zoho.CodeScopeMismatch:
		return fault.Wrap(fault.Denied, err, "the grant lacks a scope that this needs").
			WithRemedy("connect again and consent to all that the authorization link asks for; a self client's code needs the same scopes")
	case errors.Is(err, zoho.CodeInactiveUser):
		return fault.Wrap(fault.NotConnected, err, "the user who granted the access is not active in Zoho").
			WithRemedy("activate that user in Zoho, or let another one connect the project; and publish")
	case zoho.IsUnauthorized(err):
		return fault.Wrap(fault.NotConnected, err, "Zoho no longer accepts the connection").WithRemedy("%s", connection.ConnectAgain)
	case zoho.IsRateLimited(err), zoho.IsUnavailable(err), e.Status == 0, e.Status >= http.StatusInternalServerError:
		return &fault.Error{Kind: fault.Unavailable, Text: "Zoho does not answer now", RetryAfter: e.RetryAfter, Cause: err}
	}
	return &fault.Error{Kind: fault.Refused, Text: "Zoho refused it: " + reason(e), Field: e.Field, Cause: err}
}

func reason(e *zoho.Error) string {
	if e.Message != "" {
		return string(e.Code) + ", " + e.Message
	}
	return string(e.Code)
}

// translateOAuth words that no access token can be had. A fault behind it says
// better than Zoho's word why it was not even asked for.
func translateOAuth(e *zoho.OAuthError, cause error) error {
	if inner, ok := errors.AsType[*fault.Error](e.Err); ok {
		return inner
	}
	if e.Permanent() {
		return fault.Wrap(fault.NotConnected, cause, "Zoho no longer accepts the connection (%s)", e.Reason).WithRemedy("%s", connection.ConnectAgain)
	}
	return &fault.Error{Kind: fault.Unavailable, Text: "Zoho gives no access token now", RetryAfter: e.RetryAfter, Cause: cause}
}

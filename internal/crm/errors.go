package crm

import (
	"errors"
	"net/http"

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
	switch {
	case !ok:
		return err
	case zoho.IsNotFound(err):
		return fault.Wrap(fault.NotFound, err, "Zoho has no such record")
	case e.Applied == zoho.MaybeApplied:
		return &fault.Error{Kind: fault.Uncertain, Text: "Zoho did not confirm the change", RetryAfter: e.RetryAfter, Cause: err}
	case e.Code == zoho.CodeScopeMismatch:
		return fault.Wrap(fault.Denied, err, "the grant lacks a scope that this needs; connect again and consent to all scopes")
	case zoho.IsUnauthorized(err):
		return fault.Wrap(fault.NotConnected, err, "Zoho no longer accepts the connection; connect again")
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

func translateOAuth(e *zoho.OAuthError, cause error) error {
	if e.Permanent() {
		return fault.Wrap(fault.NotConnected, cause, "Zoho no longer accepts the connection (%s); connect again", e.Reason)
	}
	return &fault.Error{Kind: fault.Unavailable, Text: "Zoho gives no access token now", RetryAfter: e.RetryAfter, Cause: cause}
}

// textOf is what of a fault a person may read.
func textOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Text
	}
	return "something went wrong inside the server"
}

// translateExchange words the failure of a code exchange for the builder who
// typed the code.
func translateExchange(err error) error {
	e, ok := errors.AsType[*zoho.OAuthError](err)
	if !ok {
		return translate(err)
	}
	texts := map[zoho.OAuthReason]string{
		zoho.InvalidCode:     "Zoho does not accept the authorization code: it was used before, is older than three minutes, or belongs to another region",
		zoho.InvalidClient:   "Zoho does not know the client id in this region",
		zoho.InvalidSecret:   "Zoho does not accept the client secret",
		zoho.InvalidRedirect: "the redirect address is not the one registered with Zoho",
	}
	if text, known := texts[e.Reason]; known {
		return fault.Wrap(fault.Refused, err, "%s", text)
	}
	return translateOAuth(e, err)
}

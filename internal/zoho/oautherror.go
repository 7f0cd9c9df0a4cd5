package zoho

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// OAuthReason says why no token could be had.
type OAuthReason int

// The reasons, by what heals them.
const (
	// Other is anything not listed: the network, a gateway, a new code.
	Other OAuthReason = iota
	// InvalidCode: the code was used or expired, or the refresh token was
	// revoked or belongs to another data centre. A person must consent again.
	InvalidCode
	// InvalidClient: the client id is unknown, perhaps in this data centre.
	InvalidClient
	// InvalidSecret: the client secret is wrong.
	InvalidSecret
	// InvalidRedirect: the redirect address is not the registered one.
	InvalidRedirect
	// Throttled: too many attempts. Each further attempt prolongs it.
	Throttled
	// Denied: the person refused consent.
	Denied
)

var reasonNames = [...]string{
	Other: "failed", InvalidCode: "invalid code or refresh token", InvalidClient: "invalid client",
	InvalidSecret: "invalid client secret", InvalidRedirect: "invalid redirect address",
	Throttled: "throttled", Denied: "access denied",
}

func (r OAuthReason) String() string {
	if r < 0 || int(r) >= len(reasonNames) {
		return fmt.Sprintf("zoho.OAuthReason(%d)", int(r))
	}
	return reasonNames[r]
}

// ThrottleWait is how long to leave a throttling accounts server alone. Zoho
// does not say; a quarter of an hour without attempts is what others report to
// be enough, mostly (zoho-crm-api §1.3).
const ThrottleWait = 15 * time.Minute

// OAuthError is a refusal by the accounts server, or a failure to reach it.
// Its text holds no token, code or secret.
type OAuthError struct {
	// Op is "exchange", "refresh" or "revoke".
	Op     string
	Reason OAuthReason
	// Code is the server's word, such as "invalid_code".
	Code string
	// Status is the HTTP status, 200 for most refusals and zero if there was
	// no answer or golang.org/x/oauth2 did not pass it on.
	Status int
	// RetryAfter is how long to wait before the next attempt; zero if
	// waiting does not help or nothing is known.
	RetryAfter time.Duration
	// Err is the failure of the network or of a context, if it was one.
	Err error
}

func (e *OAuthError) Error() string {
	text := fmt.Sprintf("zoho: oauth %s: %s", e.Op, e.Reason)
	if e.Code != "" {
		text += fmt.Sprintf(" (%.80q)", e.Code)
	}
	if e.Status >= 300 {
		text += fmt.Sprintf(" with status %d", e.Status)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *OAuthError) Unwrap() error { return e.Err }

// Permanent reports that no repetition helps until a person acts.
func (e *OAuthError) Permanent() bool {
	switch e.Reason {
	case InvalidCode, InvalidClient, InvalidSecret, InvalidRedirect, Denied:
		return true
	}
	return false
}

// Temporary reports that a later attempt may succeed unaided.
func (e *OAuthError) Temporary() bool { return !e.Permanent() }

// oauthAnswer is what the accounts server says when it refuses.
type oauthAnswer struct {
	Error  string `json:"error"`
	Status string `json:"status"`
}

// oauthFailure translates an error of x/oauth2, whose own text may quote the
// answer's body.
func oauthFailure(op string, err error) *OAuthError {
	refusal, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return &OAuthError{Op: op, Reason: Other, Err: transportCause(err)}
	}
	var said oauthAnswer
	_ = json.Unmarshal(refusal.Body, &said) // a web page says nothing
	if said.Error == "" {
		said.Error = refusal.ErrorCode
	}
	return said.failure(op, refusal.Response.StatusCode)
}

// transportCause keeps the failures of network and context. What else x/oauth2
// reports without a refusal is an answer that is no token.
func transportCause(err error) error {
	if cause := plainCause(err); cause != err {
		return cause
	}
	return errors.New("the answer is not a token")
}

func (a oauthAnswer) failure(op string, status int) *OAuthError {
	e := &OAuthError{Op: op, Reason: a.reason(status), Code: a.Error, Status: status}
	if e.Reason == Throttled {
		e.RetryAfter = ThrottleWait
	}
	return e
}

// reason reads the server's word. The refusal for too many attempts is
// "Access Denied" with a localised sentence, which only the space tells from
// a person's "access_denied" (zoho-crm-api §1.3).
func (a oauthAnswer) reason(status int) OAuthReason {
	switch strings.ToLower(a.Error) {
	case "invalid_code", "invalid_grant":
		return InvalidCode
	case "invalid_client":
		return InvalidClient
	case "invalid_client_secret":
		return InvalidSecret
	case "invalid_redirect_uri":
		return InvalidRedirect
	case "access_denied":
		return Denied
	case "access denied":
		return Throttled
	}
	if strings.EqualFold(a.Status, "failure") || status == http.StatusTooManyRequests {
		return Throttled
	}
	return Other
}

package zoho

import (
	"fmt"
	"time"
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
	// no answer.
	Status int
	// RetryAfter is how long to wait before the next attempt; zero if
	// waiting does not help or nothing is known.
	RetryAfter time.Duration
	// Unsent: the request surely did not reach the server. Without it, and
	// without an answer, what was asked may have been done.
	Unsent bool
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

package zoho

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// oauthAnswer is what the accounts server says, for better or worse.
type oauthAnswer struct {
	AccessToken  string          `json:"access_token"`
	RefreshToken string          `json:"refresh_token"`
	APIDomain    string          `json:"api_domain"`
	Scope        string          `json:"scope"`
	ExpiresIn    json.RawMessage `json:"expires_in"` // a number, or one as text
	ExpiresInSec json.RawMessage `json:"expires_in_sec"`
	Error        string          `json:"error"`
	Status       string          `json:"status"`
}

// token is the granted token. Its life is counted from the moment it was asked
// for, which errs on the safe side.
func (a oauthAnswer) token(asked time.Time) Token {
	return Token{
		AccessToken: a.AccessToken, RefreshToken: a.RefreshToken,
		APIDomain: a.APIDomain, Scope: a.Scope, Expiry: asked.Add(a.lifetime()),
	}
}

// lifetime reads how long an access token lives. Old servers send milliseconds
// as "expires_in" and seconds as "expires_in_sec". No token lives for more than
// a day, which tells the units apart where only the former comes. An hour is
// the documented life (zoho-crm-api §1.3, §1.4).
func (a oauthAnswer) lifetime() time.Duration {
	const day = 24 * 60 * 60
	if seconds := positive(a.ExpiresInSec); seconds > 0 {
		return time.Duration(min(seconds, day)) * time.Second
	}
	n := positive(a.ExpiresIn)
	switch {
	case n == 0:
		return time.Hour
	case n > day:
		return time.Duration(min(n, 1000*day)) * time.Millisecond
	}
	return time.Duration(n) * time.Second
}

// positive is a whole number above zero; zero for anything else.
func positive(raw json.RawMessage) int64 {
	n, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// refusal is the error for an answer without what was asked for.
func (a oauthAnswer) refusal(op string, status int) *OAuthError {
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

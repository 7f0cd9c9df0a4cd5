package connection

import (
	"context"
	"fmt"
	"time"
)

// Application is a registration with Zoho by which a project asks for consent.
type Application struct {
	// ClientID is empty for the server's own application, and ClientSecret
	// where it is to be looked up by the id among the server's.
	ClientID, ClientSecret string
	// Region is the data centre to ask in, Environment the environment that
	// the grant is wanted for.
	Region, Environment string
}

// Grant is what an authorization server gives.
type Grant struct {
	// APIDomain is the origin for API calls, one of the data centre's.
	APIDomain string
	// Environment is what APIDomain serves; empty where it does not tell.
	Environment string
	// RefreshToken is empty where no offline access was granted, and after a
	// refresh.
	RefreshToken string
	AccessToken  string
	AccessExpiry time.Time
	Scopes       string
}

// Authority is the CRM's authorization server, in all its data centres. What it
// fails with is a [*Refusal], or a fault where it could not be asked at all.
type Authority interface {
	// AuthorizationURL is where a person grants access.
	AuthorizationURL(app Application, state, redirectURL string) (string, error)
	// Exchange uses a code up. redirectURL is that of AuthorizationURL, or
	// empty for a self client's code.
	Exchange(ctx context.Context, app Application, code, redirectURL string) (Grant, error)
	// Refresh gets a new access token.
	Refresh(ctx context.Context, app Application, refreshToken string) (Grant, error)
	// Revoke makes a refresh token useless with all its access tokens.
	Revoke(ctx context.Context, app Application, token string) error
}

// Reason says why an authorization server gave nothing.
type Reason string

// The reasons, by what heals them.
const (
	// BadGrant: the code or refresh token is used up, expired, revoked, of
	// another application or of another data centre.
	BadGrant Reason = "bad grant"
	// UnknownClient: no such client id, at least in this data centre.
	UnknownClient Reason = "unknown client"
	// WrongSecret: the client secret is wrong.
	WrongSecret Reason = "wrong secret"
	// WrongRedirect: the redirect address is not the one of the code.
	WrongRedirect Reason = "wrong redirect address"
	// Throttled: asked too often. Each further attempt prolongs it.
	Throttled Reason = "throttled"
	// Foreign: the answer names an API host that is not the data centre's.
	Foreign Reason = "foreign API host"
	// Unheard: the server was surely not reached.
	Unheard Reason = "not reached"
	// Unanswered: no usable answer came; what was asked may have happened.
	Unanswered Reason = "no answer"
	// Unclear: a refusal in words that nobody knows.
	Unclear Reason = "refused"
)

// Refusal is why an authorization server gave nothing.
type Refusal struct {
	Reason Reason
	// RetryAfter is how long to leave a throttling server alone.
	RetryAfter time.Duration
	// Cause is for the log; it holds no secret.
	Cause error
}

func (r *Refusal) Error() string {
	if r.Cause == nil {
		return "authorization server: " + string(r.Reason)
	}
	return fmt.Sprintf("authorization server: %s: %v", r.Reason, r.Cause)
}

func (r *Refusal) Unwrap() error { return r.Cause }

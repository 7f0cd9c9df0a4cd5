// Package oauth is the simulator's account server: grant codes, refresh tokens,
// access tokens, their lifetimes and limits. It knows no HTTP; refusals are
// values that the HTTP layer writes the way Zoho does.
//
// Rules, all from zoho-crm-api §1.3 and §1.4: a grant code is good once and for
// three minutes; an access token lives one hour; a refresh token does not
// expire and is not rotated; it has at most 15 live access tokens (one more
// kills the oldest) and issues at most 10 in ten minutes; a user has at most 20
// refresh tokens per client (one more deletes the oldest with its access
// tokens), at most 10 new ones in ten minutes. Tokens that the operator makes
// through Grant are ready at once and count for no throttle.
package oauth

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"sync"
	"time"
)

// The documented lifetimes and limits (zoho-crm-api §1.4).
const (
	CodeLifetime     = 3 * time.Minute
	AccessLifetime   = time.Hour
	maxLiveAccess    = 15
	maxRefreshTokens = 20
	throttleCount    = 10
	throttleWindow   = 10 * time.Minute
)

// Client is the registered application.
type Client struct {
	ID     string
	Secret string
}

// NewClient makes an application with random credentials in Zoho's form.
func NewClient() Client {
	return Client{ID: "1000." + randomHex(15), Secret: randomHex(21)}
}

// Consent is what a user agreed to: whose data, and which scopes. Empty Scopes
// stand for everything. RedirectURI is empty for a self-client code.
type Consent struct {
	UserID      string
	Scopes      []string
	RedirectURI string
}

// Tokens are the outcome of an exchange; RefreshToken is empty on a refresh.
type Tokens struct {
	AccessToken  string
	RefreshToken string
	Scopes       []string
	ExpiresAt    time.Time
}

// Session is what an access token stands for.
type Session struct {
	UserID    string
	Scopes    []string
	ExpiresAt time.Time
}

// Refusal is an error of the token endpoint, with Zoho's word for it.
type Refusal struct {
	Code      string
	Throttled bool
}

func (r *Refusal) Error() string { return r.Code }

// The refusals of zoho-crm-api §1.3.
func refuse(code string) *Refusal { return &Refusal{Code: code} }

type code struct {
	consent Consent
	expires time.Time
}

type access struct {
	token   string
	expires time.Time
}

type grant struct {
	consent        Consent
	token          string
	live           []access
	issues         []time.Time
	throttledUntil time.Time
}

// Authority issues and checks tokens for one client. It is safe for concurrent
// use; its clock is the simulator's.
type Authority struct {
	client Client
	now    func() time.Time

	mu       sync.Mutex
	throttle bool
	codes    map[string]code
	grants   []*grant // oldest first
	consents map[string][]time.Time
}

// New returns an authority without grants. Throttling is on.
func New(client Client, now func() time.Time) *Authority {
	return &Authority{client: client, now: now, throttle: true, codes: map[string]code{}, consents: map[string][]time.Time{}}
}

// Client returns the registered application.
func (a *Authority) Client() Client { return a.client }

// SetThrottle switches the ten-in-ten-minutes limits on or off.
func (a *Authority) SetThrottle(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.throttle = on
}

// NewCode records a consent and returns the grant code for it.
func (a *Authority) NewCode(c Consent) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	value := newToken()
	a.codes[value] = code{c, a.now().Add(CodeLifetime)}
	return value
}

// Grant makes a refresh token and an access token without an exchange.
func (a *Authority) Grant(c Consent) Tokens {
	a.mu.Lock()
	defer a.mu.Unlock()
	g := a.addGrant(c)
	t := a.issue(g)
	t.RefreshToken = g.token
	return t
}

// ExpireAll makes every access token expire now.
func (a *Authority) ExpireAll() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, g := range a.grants {
		g.live = nil
	}
}

// RevokeAll withdraws every grant: codes, refresh and access tokens.
func (a *Authority) RevokeAll() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.grants = nil
	clear(a.codes)
}

// addGrant makes a refresh token, deleting the user's oldest beyond the limit.
func (a *Authority) addGrant(c Consent) *grant {
	g := &grant{consent: c, token: newToken()}
	a.grants = append(a.grants, g)
	ofUser := 0
	for _, other := range a.grants {
		if other.consent.UserID == c.UserID {
			ofUser++
		}
	}
	if ofUser > maxRefreshTokens {
		oldest := slices.IndexFunc(a.grants, func(o *grant) bool { return o.consent.UserID == c.UserID })
		a.grants = slices.Delete(a.grants, oldest, oldest+1)
	}
	return g
}

// issue makes an access token, killing the oldest live one beyond the limit.
func (a *Authority) issue(g *grant) Tokens {
	now := a.now()
	g.live = slices.DeleteFunc(g.live, func(t access) bool { return !now.Before(t.expires) })
	t := access{newToken(), now.Add(AccessLifetime)}
	g.live = append(g.live, t)
	if len(g.live) > maxLiveAccess {
		g.live = slices.Delete(g.live, 0, 1)
	}
	return Tokens{AccessToken: t.token, Scopes: g.consent.Scopes, ExpiresAt: t.expires}
}

// newToken has the form of Zoho's tokens: 1000.<32 hex>.<32 hex>.
func newToken() string { return "1000." + randomHex(16) + "." + randomHex(16) }

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}

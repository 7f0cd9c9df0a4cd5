// Package oauth is the simulator's account server: applications, grant codes,
// refresh tokens, access tokens, their lifetimes and limits. It knows no HTTP
// and no host names; refusals are values that the HTTP layer writes the way Zoho
// does.
//
// Rules, all from zoho-crm-api §1.3 and §1.4: a grant code is good once and for
// three minutes; an access token lives one hour; a refresh token does not
// expire and is not rotated; it has at most 15 live access tokens (one more
// kills the oldest) and issues at most 10 in ten minutes; a user has at most 20
// refresh tokens per application (one more deletes the oldest with its access
// tokens), at most 10 new ones in ten minutes. Tokens that the operator makes
// through Grant are ready at once and count for no throttle.
//
// Data centres are isolated (§1.2). In one where the application is not
// registered it is an invalid client; in one where it is, but the organisation
// is not, its codes and tokens are unknown. Codes and refresh tokens belong to
// the application they were issued to: others are told that they are invalid.
// Neither a wrong data centre nor a wrong application uses a code up, which the
// documents do not say.
package oauth

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
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

// Consent is what a user agreed to: for which application, whose data, which
// scopes, and where. Empty Scopes stand for everything. RedirectURI is empty for
// a self-client code.
type Consent struct {
	ClientID    string
	UserID      string
	Scopes      []string
	RedirectURI string
	// Environment is Production, Sandbox or Developer.
	Environment string
	// Online is a consent asked for without access_type=offline: its exchange
	// gives no refresh token (zoho-crm-api §1.1).
	Online bool
	// Unprompted is a consent asked for without prompt=consent: where the user
	// has granted the application a refresh token in this environment before, the
	// exchange gives no further one (zoho-crm-api §1.1, by implication).
	Unprompted bool
}

// The environments of an organisation; a token is bound to one of them
// (zoho-crm-api §1.5).
const (
	Production = "production"
	Sandbox    = "sandbox"
	Developer  = "developer"
)

// Tokens are the outcome of an exchange; RefreshToken is empty on a refresh.
type Tokens struct {
	AccessToken  string
	RefreshToken string
	Scopes       []string
	Environment  string
	ExpiresAt    time.Time
}

// Session is what an access token stands for.
type Session struct {
	UserID      string
	Scopes      []string
	Environment string
	ExpiresAt   time.Time
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

// grant is what one consent has led to. Its token, the refresh token, is empty
// where none was given.
type grant struct {
	consent        Consent
	token          string
	live           []access
	issues         []time.Time
	throttledUntil time.Time
}

// Rules are what the organisation's settings decide about tokens.
type Rules struct {
	// Throttle applies the ten-in-ten-minutes limits (zoho-crm-api §1.4).
	Throttle bool
	// DataCenter is the location in which the organisation lives, and with it
	// every code and token (zoho-crm-api §1.2).
	DataCenter string
	// MultiDC means that every application is enabled in all data centres.
	MultiDC bool
}

// Authority issues and checks the tokens of one organisation for any number of
// applications. It is safe for concurrent use; its clock is the simulator's.
//
// Where a method takes the data centre that is asked ("at", a location such as
// "eu"), an empty one stands for wherever the organisation lives.
type Authority struct {
	now func() time.Time

	mu           sync.Mutex
	rules        Rules
	applications []Application // oldest first
	codes        map[string]code
	grants       []*grant // oldest first
	consents     map[holder][]time.Time
}

// holder is whom the limits on refresh tokens count for: a user of an
// application (zoho-crm-api §1.4).
type holder struct{ userID, clientID string }

func (c Consent) holder() holder { return holder{c.UserID, c.ClientID} }

// New returns an authority that knows one application and no grants.
func New(first Client, now func() time.Time) *Authority {
	return &Authority{
		now: now, applications: []Application{{Client: first}},
		codes: map[string]code{}, consents: map[holder][]time.Time{},
	}
}

// SetRules puts rules into force for requests to come.
func (a *Authority) SetRules(r Rules) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rules = r
}

// NewCode records a consent and returns the grant code for it.
func (a *Authority) NewCode(c Consent) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget()
	value := newToken()
	a.codes[value] = code{c, a.now().Add(CodeLifetime)}
	return value
}

// Grant makes a refresh token and an access token without an exchange.
func (a *Authority) Grant(c Consent) Tokens {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.open(c, true)
}

// ExpireAll makes every access token expire now.
func (a *Authority) ExpireAll() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, g := range a.grants {
		g.live = nil
	}
}

// Withdraw takes back every consent that the function chooses: its code, its
// refresh token and its access tokens.
func (a *Authority) Withdraw(chosen func(Consent) bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.withdraw(chosen)
}

func (a *Authority) withdraw(chosen func(Consent) bool) {
	a.grants = slices.DeleteFunc(a.grants, func(g *grant) bool { return chosen(g.consent) })
	maps.DeleteFunc(a.codes, func(_ string, c code) bool { return chosen(c.consent) })
}

// open begins a grant with its first access token and, if it is to last, a
// refresh token, for which the holder's oldest goes beyond the limit.
func (a *Authority) open(c Consent, lasting bool) Tokens {
	a.forget()
	g := &grant{consent: c}
	if lasting {
		g.token = newToken()
		a.makeRoom(c.holder())
	}
	a.grants = append(a.grants, g)
	t := a.issue(g)
	t.RefreshToken = g.token
	return t
}

// forget drops codes that nobody used in time, and grants of which nothing is
// left: without a refresh token, and no access token live.
func (a *Authority) forget() {
	now := a.now()
	maps.DeleteFunc(a.codes, func(_ string, c code) bool { return !now.Before(c.expires) })
	a.grants = slices.DeleteFunc(a.grants, func(g *grant) bool { return g.token == "" && !g.isLive(now) })
}

func (g *grant) isLive(now time.Time) bool {
	return slices.ContainsFunc(g.live, func(t access) bool { return now.Before(t.expires) })
}

// makeRoom deletes a holder's oldest grant where one more would be too many.
func (a *Authority) makeRoom(h holder) {
	ofHolder := func(g *grant) bool { return g.token != "" && g.consent.holder() == h }
	held := 0
	for _, g := range a.grants {
		if ofHolder(g) {
			held++
		}
	}
	if held >= maxRefreshTokens {
		oldest := slices.IndexFunc(a.grants, ofHolder)
		a.grants = slices.Delete(a.grants, oldest, oldest+1)
	}
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
	return Tokens{AccessToken: t.token, Scopes: g.consent.Scopes, Environment: g.consent.Environment, ExpiresAt: t.expires}
}

// newToken has the form of Zoho's tokens: 1000.<32 hex>.<32 hex>.
func newToken() string { return "1000." + randomHex(16) + "." + randomHex(16) }

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}

package oauth

import (
	"crypto/subtle"
	"slices"
	"time"
)

// Exchange turns a grant code into tokens. The code is used up by any attempt
// of its client, successful or not. A self-client code takes any or no redirect
// address; others take theirs alone.
func (a *Authority) Exchange(client Client, value, redirectURI string) (Tokens, *Refusal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.checkClient(client); r != nil {
		return Tokens{}, r
	}
	c, known := a.codes[value]
	delete(a.codes, value)
	switch {
	case !known || !a.now().Before(c.expires):
		return Tokens{}, refuse("invalid_code")
	case c.consent.RedirectURI != "" && c.consent.RedirectURI != redirectURI:
		return Tokens{}, refuse("invalid_redirect_uri")
	case !a.mayConsent(c.consent.UserID):
		return Tokens{}, &Refusal{Code: "Access Denied", Throttled: true}
	}
	g := a.addGrant(c.consent)
	g.issues = append(g.issues, a.now())
	t := a.issue(g)
	t.RefreshToken = g.token
	return t, nil
}

// Refresh issues another access token of a refresh token.
func (a *Authority) Refresh(client Client, refreshToken string) (Tokens, *Refusal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.checkClient(client); r != nil {
		return Tokens{}, r
	}
	i := slices.IndexFunc(a.grants, func(g *grant) bool { return g.token == refreshToken })
	if i < 0 {
		return Tokens{}, refuse("invalid_code")
	}
	if g := a.grants[i]; a.mayIssue(g) {
		return a.issue(g), nil
	}
	return Tokens{}, &Refusal{Code: "Access Denied", Throttled: true}
}

// Revoke withdraws a refresh token with its access tokens, or one access token.
// It reports whether the token was known.
func (a *Authority) Revoke(token string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	before := len(a.grants)
	a.grants = slices.DeleteFunc(a.grants, func(g *grant) bool { return g.token == token })
	if len(a.grants) < before {
		return true
	}
	for _, g := range a.grants {
		live := len(g.live)
		g.live = slices.DeleteFunc(g.live, func(t access) bool { return t.token == token })
		if len(g.live) < live {
			return true
		}
	}
	return false
}

// Check finds the session of a live access token.
func (a *Authority) Check(accessToken string) (Session, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, g := range a.grants {
		for _, t := range g.live {
			if t.token == accessToken && a.now().Before(t.expires) {
				return Session{UserID: g.consent.UserID, Scopes: g.consent.Scopes, ExpiresAt: t.expires}, true
			}
		}
	}
	return Session{}, false
}

func (a *Authority) checkClient(c Client) *Refusal {
	if c.ID != a.client.ID {
		return refuse("invalid_client")
	}
	if subtle.ConstantTimeCompare([]byte(c.Secret), []byte(a.client.Secret)) != 1 {
		return refuse("invalid_client_secret")
	}
	return nil
}

// mayIssue applies "10 access tokens per refresh token per 10 minutes". Once
// refused, the limit clears only after ten minutes without another attempt
// (zoho-crm-api §1.3, throttle).
func (a *Authority) mayIssue(g *grant) bool {
	now := a.now()
	g.issues = recent(g.issues, now)
	if a.throttle && (now.Before(g.throttledUntil) || len(g.issues) >= throttleCount) {
		g.throttledUntil = now.Add(throttleWindow)
		return false
	}
	g.issues = append(g.issues, now)
	return true
}

// mayConsent applies "10 refresh tokens per user per client per 10 minutes".
func (a *Authority) mayConsent(userID string) bool {
	now := a.now()
	times := recent(a.consents[userID], now)
	if a.throttle && len(times) >= throttleCount {
		a.consents[userID] = times
		return false
	}
	a.consents[userID] = append(times, now)
	return true
}

func recent(times []time.Time, now time.Time) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= throttleWindow })
}

package oauth

import (
	"slices"
	"time"
)

// Exchange turns a grant code into tokens. The code is used up by any attempt
// of its application in its data centre, successful or not. A self-client code
// takes any or no redirect address; others take theirs alone.
func (a *Authority) Exchange(at string, client Client, value, redirectURI string) (Tokens, *Refusal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.checkClient(at, client); r != nil {
		return Tokens{}, r
	}
	c, known := a.codes[value]
	if !known || !a.livesAt(at) || c.consent.ClientID != client.ID {
		return Tokens{}, refuse("invalid_code")
	}
	delete(a.codes, value)
	lasting := a.lasting(c.consent)
	switch {
	case !a.now().Before(c.expires):
		return Tokens{}, refuse("invalid_code")
	case c.consent.RedirectURI != "" && c.consent.RedirectURI != redirectURI:
		return Tokens{}, refuse("invalid_redirect_uri")
	case lasting && !a.mayConsent(c.consent.holder()):
		return Tokens{}, &Refusal{Code: "Access Denied", Throttled: true}
	}
	t := a.open(c.consent, lasting)
	g := a.grants[len(a.grants)-1]
	g.issues = append(g.issues, a.now())
	return t, nil
}

// lasting tells whether the exchange of a consent gives a refresh token.
func (a *Authority) lasting(c Consent) bool {
	if c.Online || !c.Unprompted {
		return !c.Online
	}
	return !slices.ContainsFunc(a.grants, func(g *grant) bool {
		return g.token != "" && g.consent.holder() == c.holder() && g.consent.Environment == c.Environment
	})
}

// Refresh issues another access token of a refresh token.
func (a *Authority) Refresh(at string, client Client, refreshToken string) (Tokens, *Refusal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.checkClient(at, client); r != nil {
		return Tokens{}, r
	}
	i := a.grantOf(refreshToken)
	if i < 0 || !a.livesAt(at) || a.grants[i].consent.ClientID != client.ID {
		return Tokens{}, refuse("invalid_code")
	}
	if g := a.grants[i]; a.mayIssue(g) {
		return a.issue(g), nil
	}
	return Tokens{}, &Refusal{Code: "Access Denied", Throttled: true}
}

// grantOf is the index of a refresh token's grant; -1 where there is none.
func (a *Authority) grantOf(refreshToken string) int {
	if refreshToken == "" {
		return -1
	}
	return slices.IndexFunc(a.grants, func(g *grant) bool { return g.token == refreshToken })
}

// Revoke withdraws a refresh token with its access tokens, or one access token.
// It reports whether the data centre knew the token.
func (a *Authority) Revoke(at, token string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.livesAt(at) {
		return false
	}
	if i := a.grantOf(token); i >= 0 {
		a.grants = slices.Delete(a.grants, i, i+1)
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

// Check finds the session of a live access token. Whether it may be used at the
// host that was asked is for the caller to say.
func (a *Authority) Check(accessToken string) (Session, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, g := range a.grants {
		for _, t := range g.live {
			if t.token == accessToken && a.now().Before(t.expires) {
				return Session{UserID: g.consent.UserID, Scopes: g.consent.Scopes, Environment: g.consent.Environment, ExpiresAt: t.expires}, true
			}
		}
	}
	return Session{}, false
}

// mayIssue applies "10 access tokens per refresh token per 10 minutes". Once
// refused, the limit clears only after ten minutes without another attempt
// (zoho-crm-api §1.3, throttle).
func (a *Authority) mayIssue(g *grant) bool {
	now := a.now()
	g.issues = recent(g.issues, now)
	throttled := now.Before(g.throttledUntil) && g.throttledUntil.Sub(now) <= throttleWindow
	if a.rules.Throttle && (throttled || len(g.issues) >= throttleCount) {
		g.throttledUntil = now.Add(throttleWindow)
		return false
	}
	g.issues = append(g.issues, now)
	return true
}

// mayConsent applies "10 refresh tokens per user per client per 10 minutes".
func (a *Authority) mayConsent(h holder) bool {
	now := a.now()
	times := recent(a.consents[h], now)
	if a.rules.Throttle && len(times) >= throttleCount {
		a.consents[h] = times
		return false
	}
	a.consents[h] = append(times, now)
	return true
}

// recent drops what lies too far back, and what a clock moved backward has put
// into the future.
func recent(times []time.Time, now time.Time) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= throttleWindow || t.After(now) })
}

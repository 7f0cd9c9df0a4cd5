package oauth

import "time"

// Holding is what one consent has led to, as it may be shown: tokens masked.
type Holding struct {
	Consent Consent
	// Refresh is the refresh token, masked; empty where none was given.
	Refresh string
	// Access are the live access tokens, oldest first.
	Access []LiveToken
}

// LiveToken is an access token, masked, and when it ends.
type LiveToken struct {
	Masked    string
	ExpiresAt time.Time
}

// Holdings lists the grants in force, oldest first.
func (a *Authority) Holdings() []Holding {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget()
	now := a.now()
	all := make([]Holding, len(a.grants))
	for i, g := range a.grants {
		all[i] = Holding{Consent: g.consent, Refresh: Masked(g.token)}
		for _, t := range g.live {
			if now.Before(t.expires) {
				all[i].Access = append(all[i].Access, LiveToken{Masked(t.token), t.expires})
			}
		}
	}
	return all
}

// Masked is enough of a token or secret to tell it from others, and far from
// enough to use it.
func Masked(secret string) string {
	const shown = 4
	if len(secret) < 4*shown {
		return ""
	}
	head := 0
	if secret[4] == '.' { // tokens begin with "1000."
		head = 5
	}
	return secret[:head+shown] + "…" + secret[len(secret)-shown:]
}

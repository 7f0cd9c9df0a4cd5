package zohosim

import (
	"net/http"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// authenticate reads "Authorization: Zoho-oauthtoken <token>", the only scheme
// that is documented (zoho-crm-api §1.5). A missing or garbled header is
// AUTHENTICATION_FAILURE, an unknown, expired or revoked token INVALID_TOKEN
// (§7), and so is one of another data centre or environment (§1.5, §8).
func (v *visit) authenticate() (oauth.Session, *reply) {
	token, found := strings.CutPrefix(v.r.Header.Get("Authorization"), "Zoho-oauthtoken ")
	if token = strings.TrimSpace(token); !found || token == "" {
		return oauth.Session{}, unauthorized("AUTHENTICATION_FAILURE", "Authentication failed")
	}
	session, live := v.world.authority.Check(token)
	if !live || !v.place.holds(session, v.world.rules.Load().DataCenter) {
		return oauth.Session{}, unauthorized("INVALID_TOKEN", "invalid oauth token")
	}
	if u, known := v.world.directory().user(session.UserID); !known || !u.active() {
		return oauth.Session{}, new(flat(http.StatusForbidden, problem.New("INACTIVE_USER", "the user is inactive", nil)))
	}
	return session, nil
}

func unauthorized(code, message string) *reply {
	return new(flat(http.StatusUnauthorized, problem.New(code, message, nil)))
}

// scopeMismatch is the answer to a token without the scope (§1.6, §7).
func scopeMismatch() reply {
	return *unauthorized("OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL")
}

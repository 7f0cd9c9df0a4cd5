package zohosim

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// serveOAuth is the account server: the consent page, POST /oauth/v2/token and
// /oauth/v2/token/revoke. Refusals of the latter are HTTP 200 with {"error":
// code}, never an error status, save for the throttle (zoho-crm-api §1.3).
func (v *visit) serveOAuth() reply {
	v.r.Body = io.NopCloser(bytes.NewReader(v.body))
	var serve func() reply
	switch v.r.URL.Path {
	case authorizationPath:
		return v.authorize()
	case "/oauth/v2/token":
		serve = v.token
	case "/oauth/v2/token/revoke":
		serve = v.revoke
	default:
		return reply{status: http.StatusNotFound, body: envelope{"error": "general_error"}}
	}
	if v.r.Method != http.MethodPost {
		return oauthError("general_error")
	}
	return serve()
}

// token serves both grant types. Parameters come urlencoded, as multipart form
// (which Zoho's Node SDK sends, §12) or in the query.
func (v *visit) token() reply {
	client := oauth.Client{ID: v.form("client_id"), Secret: v.form("client_secret")}
	var tokens oauth.Tokens
	var refusal *oauth.Refusal
	switch v.form("grant_type") {
	case "authorization_code":
		tokens, refusal = v.world.authority.Exchange(v.place.location, client, v.form("code"), v.form("redirect_uri"))
	case "refresh_token":
		tokens, refusal = v.world.authority.Refresh(v.place.location, client, v.form("refresh_token"))
	default:
		return oauthError("general_error")
	}
	if refusal != nil {
		return v.refused(refusal)
	}
	v.applied = true
	return ok(v.tokenBody(tokens))
}

// tokenBody is the answer of §1.3: refresh_token only where one was made.
func (v *visit) tokenBody(t oauth.Tokens) envelope {
	scopes := t.Scopes
	if len(scopes) == 0 {
		scopes = everyScope()
	}
	body := envelope{
		"access_token": t.AccessToken,
		"api_domain":   v.apiDomain(t.Environment),
		"token_type":   "Bearer",
		"expires_in":   int(oauth.AccessLifetime.Seconds()),
		"scope":        strings.Join(scopes, " "),
	}
	if t.RefreshToken != "" {
		body["refresh_token"] = t.RefreshToken
	}
	return body
}

// everyScope is what a consent without named scopes covers (§1.6).
func everyScope() []string {
	return []string{
		"ZohoCRM.modules.ALL", "ZohoCRM.settings.ALL", "ZohoCRM.users.READ", "ZohoCRM.org.READ", "ZohoCRM.coql.READ",
		"ZohoSearch.securesearch.READ", "ZohoCRM.notifications.ALL", "ZohoCRM.composite_requests.CUSTOM",
	}
}

// revoke withdraws a refresh or access token (§1.5). What an unknown token gets
// is not documented; it is answered as the exchange answers one.
func (v *visit) revoke() reply {
	if !v.world.authority.Revoke(v.place.location, v.form("token")) {
		return oauthError("invalid_code")
	}
	v.applied = true
	return ok(envelope{"status": "success"})
}

// refused writes the throttle answer with its exact keys; sources disagree on
// its status, so a setting decides (§1.3).
func (v *visit) refused(r *oauth.Refusal) reply {
	if !r.Throttled {
		return oauthError(r.Code)
	}
	return reply{status: v.world.rules.Load().TokenThrottleStatus, body: envelope{
		"error_description": "You have made too many requests continuously. Please try again after some time.",
		"error":             r.Code,
		"status":            "failure",
	}}
}

func oauthError(code string) reply { return ok(envelope{"error": code}) }

func (v *visit) form(name string) string {
	if v.r.MultipartForm == nil && v.r.PostForm == nil {
		// A form that cannot be parsed is a form without parameters.
		_ = v.r.ParseMultipartForm(maxBody)
	}
	return v.r.FormValue(name)
}

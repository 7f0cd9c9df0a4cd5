package zoho

import (
	"log/slog"
	"time"
)

// Token is the right to call the API of one organisation and environment.
//
// Printing or logging a token shows no secret; encoding it as JSON does, so
// that it can be stored (sealed, one hopes).
type Token struct {
	// AccessToken authorises calls until Expiry, an hour from its issue.
	AccessToken string    `json:"access_token"`
	Expiry      time.Time `json:"expiry"`
	// RefreshToken gets new access tokens until it is revoked. It never
	// changes on a refresh and works only at the accounts server of its own
	// data centre.
	RefreshToken string `json:"refresh_token"`
	// APIDomain is the address that calls go to, as the server named it.
	APIDomain string `json:"api_domain"`
	// Scope is what was granted, as the server wrote it.
	Scope string `json:"scope,omitempty"`
}

// validAt reports whether the access token can be used at an instant.
func (t Token) validAt(now time.Time) bool {
	return t.AccessToken != "" && now.Before(t.Expiry)
}

// String shows when the token expires and nothing secret.
func (t Token) String() string {
	return "zoho.Token(expires " + t.Expiry.UTC().Format(time.RFC3339) + ")"
}

// GoString is String, for %#v.
func (t Token) GoString() string { return t.String() }

// LogValue is String, for log/slog.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// keep fills in what a refresh leaves out, from the token before it.
func (t Token) keep(before Token) Token {
	t.RefreshToken = orDefault(t.RefreshToken, before.RefreshToken)
	t.APIDomain = orDefault(t.APIDomain, before.APIDomain)
	t.Scope = orDefault(t.Scope, before.Scope)
	return t
}

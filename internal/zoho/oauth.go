package zoho

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// OAuth talks to Zoho's accounts server (zoho-crm-api §1).
//
// It stands on golang.org/x/oauth2, which copes with Zoho's habit of sending
// errors with status 200. Three things that package has no words for are done
// here: scopes joined by commas, lifetimes in "expires_in_sec" or in
// milliseconds, and revocation. Its own TokenSource is not used, because it
// renews only when a token has expired, holds every caller up while it does,
// and cannot be told that the server rejected a token; see [TokenSource].
type OAuth struct {
	// AccountsURL is the accounts server of the organisation's data centre,
	// such as "https://accounts.zoho.eu". It receives the client secret: take
	// it from a list of Zoho's hosts, not from the redirect's parameters.
	AccountsURL string
	// ClientID and ClientSecret as registered in Zoho's API console.
	ClientID     string
	ClientSecret string
	// HTTPClient carries the calls; nil means one over http.DefaultTransport.
	// Redirects are not followed, since they would repeat the secret.
	HTTPClient *http.Client
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// AuthorizationURL is where a person grants access. The redirect brings back
// the state, a code for [OAuth.Exchange] and, as "location", the data centre
// of the person's organisation. It asks for consent each time, because Zoho
// issues a refresh token only together with a consent.
func (o *OAuth) AuthorizationURL(state, redirectURL string, scopes []string) string {
	return o.config(redirectURL).AuthCodeURL(state,
		oauth2.AccessTypeOffline,
		oauth2.SetAuthURLParam("prompt", "consent"),
		oauth2.SetAuthURLParam("scope", strings.Join(scopes, ",")))
}

// Exchange turns a code into a token. A code can be used once and for a few
// minutes; a later attempt is an [*OAuthError] with [InvalidCode]. Do not
// repeat an exchange whose answer was lost: ask for a new code.
//
// RefreshToken is empty where access was not granted for offline use.
func (o *OAuth) Exchange(ctx context.Context, code, redirectURL string) (Token, error) {
	asked := o.now()
	t, err := o.config(redirectURL).Exchange(o.withClient(ctx), code)
	if err != nil {
		return Token{}, oauthFailure("exchange", err)
	}
	return tokenFrom(t, asked), nil
}

// Refresh gets a new access token. Zoho allows ten per refresh token in ten
// minutes and keeps fifteen alive, so keep the token and use it for its hour;
// [TokenSource] does.
func (o *OAuth) Refresh(ctx context.Context, refreshToken string) (Token, error) {
	if refreshToken == "" {
		return Token{}, &OAuthError{Op: "refresh", Reason: InvalidCode, Code: "no refresh token"}
	}
	asked := o.now()
	expired := &oauth2.Token{RefreshToken: refreshToken}
	t, err := o.config("").TokenSource(o.withClient(ctx), expired).Token()
	if err != nil {
		return Token{}, oauthFailure("refresh", err)
	}
	return tokenFrom(t, asked), nil
}

// Revoke makes a refresh token, with its access tokens, or a single access
// token useless.
func (o *OAuth) Revoke(ctx context.Context, token string) error {
	body := strings.NewReader(url.Values{"token": {token}}.Encode())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.address("/oauth/v2/token/revoke"), body)
	if err != nil {
		return &OAuthError{Op: "revoke", Reason: Other, Code: "bad accounts address"}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := withoutRedirects(o.HTTPClient).Do(req)
	if err != nil {
		return oauthFailure("revoke", err)
	}
	defer resp.Body.Close()
	answer, err := readBounded(resp.Body)
	if err != nil {
		return oauthFailure("revoke", err)
	}
	var said oauthAnswer
	if json.Unmarshal(answer, &said) == nil && said.Status == "success" && resp.StatusCode == http.StatusOK {
		return nil
	}
	return said.failure("revoke", resp.StatusCode)
}

// config names the parameters in the body explicitly: left to find out, x/oauth2
// would repeat each failed attempt in another style, at the cost of two
// attempts against Zoho's limit.
func (o *OAuth) config(redirectURL string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.ClientSecret, RedirectURL: redirectURL,
		Endpoint: oauth2.Endpoint{
			AuthURL:   o.address("/oauth/v2/auth"),
			TokenURL:  o.address("/oauth/v2/token"),
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

func (o *OAuth) address(path string) string { return strings.TrimRight(o.AccountsURL, "/") + path }

// withClient hands over the HTTP client in the only way that x/oauth2 takes it.
func (o *OAuth) withClient(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, withoutRedirects(o.HTTPClient))
}

// tokenFrom reads the parts of an answer that x/oauth2 leaves in the raw form.
func tokenFrom(t *oauth2.Token, asked time.Time) Token {
	domain, _ := t.Extra("api_domain").(string)
	scope, _ := t.Extra("scope").(string)
	return Token{
		AccessToken: t.AccessToken, RefreshToken: t.RefreshToken,
		Expiry: asked.Add(lifetime(t)), APIDomain: domain, Scope: scope,
	}
}

// lifetime reads how long an access token lives. Old servers send milliseconds
// as "expires_in" and seconds as "expires_in_sec"; where only the former
// comes, no token lives for more than a day. An hour is the documented life
// (zoho-crm-api §1.3, §1.4).
func lifetime(t *oauth2.Token) time.Duration {
	const day = 24 * 60 * 60
	seconds := t.ExpiresIn
	if exact, ok := t.Extra("expires_in_sec").(float64); ok && exact > 0 {
		seconds = int64(exact)
	}
	switch {
	case seconds <= 0:
		return time.Hour
	case seconds > day:
		return time.Duration(seconds) * time.Millisecond
	}
	return time.Duration(seconds) * time.Second
}

func (o *OAuth) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

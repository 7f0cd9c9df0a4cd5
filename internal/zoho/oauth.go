package zoho

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// OAuth talks to Zoho's accounts server (zoho-crm-api §1).
//
// The address of the consent page comes from golang.org/x/oauth2. The token
// endpoint does not fit that package and is called directly: its refusals come
// with status 200, not always with an "error" nor as application/json, and
// x/oauth2 then drops the body that tells a throttled client from a revoked
// one; lifetimes are in "expires_in_sec" or in milliseconds; and there is a
// revocation. The TokenSource of x/oauth2 renews only when a token has
// expired, lets one caller's context fail the others, and cannot be told that
// the server rejected a token; see [TokenSource] for the one here.
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

// String tells which application it is and not its secret.
func (o OAuth) String() string { return "zoho.OAuth(" + o.ClientID + " at " + o.AccountsURL + ")" }

// GoString is String, for %#v.
func (o OAuth) GoString() string { return o.String() }

// MarshalText is String, for JSON and log/slog.
func (o OAuth) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// AuthorizationURL is where a person grants access. The redirect brings back
// the state, a code for [OAuth.Exchange] and, as "location", the data centre
// of the person's organisation. It asks for consent each time, because Zoho
// issues a refresh token only together with a consent.
func (o *OAuth) AuthorizationURL(state, redirectURL string, scopes []string) string {
	config := oauth2.Config{
		ClientID: o.ClientID, RedirectURL: redirectURL,
		Endpoint: oauth2.Endpoint{AuthURL: o.address("/oauth/v2/auth")},
	}
	return config.AuthCodeURL(state,
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
	return o.grant(ctx, "exchange", url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirectURL},
		"client_id": {o.ClientID}, "client_secret": {o.ClientSecret},
	})
}

// Refresh gets a new access token. Zoho allows ten per refresh token in ten
// minutes and keeps fifteen alive, so keep the token and use it for its hour;
// [TokenSource] does.
func (o *OAuth) Refresh(ctx context.Context, refreshToken string) (Token, error) {
	if refreshToken == "" {
		return Token{}, &OAuthError{Op: "refresh", Reason: InvalidCode, Code: "no refresh token"}
	}
	t, err := o.grant(ctx, "refresh", url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {refreshToken},
		"client_id": {o.ClientID}, "client_secret": {o.ClientSecret},
	})
	if err != nil {
		return Token{}, err
	}
	return t.keep(Token{RefreshToken: refreshToken}), nil
}

// Revoke makes a refresh token, with its access tokens, or a single access
// token useless.
func (o *OAuth) Revoke(ctx context.Context, token string) error {
	said, status, err := o.post(ctx, "revoke", "/oauth/v2/token/revoke", url.Values{"token": {token}})
	if err != nil {
		return err
	}
	if status != http.StatusOK || said.Status != "success" {
		return said.refusal("revoke", status)
	}
	return nil
}

// grant asks for a token. What tells success is the token, not the status.
func (o *OAuth) grant(ctx context.Context, op string, form url.Values) (Token, error) {
	asked := o.now()
	said, status, err := o.post(ctx, op, "/oauth/v2/token", form)
	if err != nil {
		return Token{}, err
	}
	if said.AccessToken == "" || status != http.StatusOK {
		return Token{}, said.refusal(op, status)
	}
	return said.token(asked), nil
}

// post sends a form and reads the answer, of which nothing may be left if it
// is a web page.
func (o *OAuth) post(ctx context.Context, op, path string, form url.Values) (oauthAnswer, int, error) {
	var said oauthAnswer
	var way passage
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, way.trace()), http.MethodPost, o.address(path), strings.NewReader(form.Encode()))
	if err != nil {
		return said, 0, &OAuthError{Op: op, Unsent: true, Err: errors.New("the accounts address is not valid")}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := withoutRedirects(o.HTTPClient).Do(req)
	if err != nil {
		return said, 0, &OAuthError{Op: op, Unsent: way.closedTo(err), Err: plainCause(err)}
	}
	defer resp.Body.Close()
	body, err := readBounded(resp.Body)
	if err != nil {
		return said, 0, &OAuthError{Op: op, Status: resp.StatusCode, Err: err}
	}
	if json.Valid(body) {
		// A field of another type than documented is left out; the rest is kept,
		// since a code is good for one answer only.
		_ = json.Unmarshal(body, &said)
	}
	return said, resp.StatusCode, nil
}

func (o *OAuth) address(path string) string { return strings.TrimRight(o.AccountsURL, "/") + path }

func (o *OAuth) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

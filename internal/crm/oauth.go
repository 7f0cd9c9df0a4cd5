package crm

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
)

// Authority is Zoho's accounts servers, for package connection.
type Authority struct {
	// Hosts are the addresses that may be spoken to.
	Hosts Hosts
	// ClientID and ClientSecret are the server's own application; the secret
	// serves applications that name the id and no secret.
	ClientID, ClientSecret string
	// HTTPClient carries the calls; see Hosts.Transport.
	HTTPClient *http.Client
	// Now is the clock.
	Now func() time.Time
}

var _ connection.Authority = (*Authority)(nil)

// String tells whose application it is and not its secret.
func (a *Authority) String() string { return "crm.Authority(" + a.ClientID + ")" }

// GoString is String, for %#v.
func (a *Authority) GoString() string { return a.String() }

// MarshalText is String, for JSON and log/slog.
func (a *Authority) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// AuthorizationURL implements connection.Authority. It asks for the rights in
// Scopes, for offline access and for a new consent (zoho-crm-api §1.1).
func (a *Authority) AuthorizationURL(app connection.Application, state, redirectURL string) (string, error) {
	page, err := a.Hosts.consent(app.Region)
	if err != nil {
		return "", err
	}
	var names []string
	for _, s := range Scopes() {
		names = append(names, s.Name)
	}
	o := zoho.OAuth{AccountsURL: page, ClientID: app.ClientID}
	return o.AuthorizationURL(state, redirectURL, names), nil
}

// Exchange implements connection.Authority.
func (a *Authority) Exchange(ctx context.Context, app connection.Application, code, redirectURL string) (connection.Grant, error) {
	o, err := a.server(app)
	if err != nil {
		return connection.Grant{}, err
	}
	token, err := o.Exchange(ctx, code, redirectURL)
	if err != nil {
		return connection.Grant{}, refusalOf(err)
	}
	environment, ours := a.Hosts.environment(app.Region, token.APIDomain)
	if !ours {
		return connection.Grant{}, &connection.Refusal{Reason: connection.Foreign}
	}
	g := grant(token)
	g.Environment = environment
	return g, nil
}

// Refresh implements connection.Authority. The API domain of a grant does not
// change, so what the answer says of it is not looked at.
func (a *Authority) Refresh(ctx context.Context, app connection.Application, refreshToken string) (connection.Grant, error) {
	o, err := a.server(app)
	if err != nil {
		return connection.Grant{}, err
	}
	token, err := o.Refresh(ctx, refreshToken)
	if err != nil {
		return connection.Grant{}, refusalOf(err)
	}
	return grant(token), nil
}

// Revoke implements connection.Authority.
func (a *Authority) Revoke(ctx context.Context, app connection.Application, token string) error {
	o, err := a.server(app)
	if err != nil {
		return err
	}
	if err := o.Revoke(ctx, token); err != nil {
		return refusalOf(err)
	}
	return nil
}

// server is the accounts server of an application's data centre, which its
// secret goes to.
func (a *Authority) server(app connection.Application) (*zoho.OAuth, error) {
	accounts, err := a.Hosts.Accounts(app.Region)
	if err != nil {
		return nil, err
	}
	o := &zoho.OAuth{AccountsURL: accounts, ClientID: app.ClientID, ClientSecret: app.ClientSecret, HTTPClient: a.HTTPClient, Now: a.Now}
	if o.ClientID == "" {
		o.ClientID = a.ClientID
	}
	switch {
	case o.ClientSecret != "":
	case o.ClientID == a.ClientID && a.ClientSecret != "":
		o.ClientSecret = a.ClientSecret
	default:
		return nil, fault.New(fault.NotConnected, "the server no longer has the Zoho application that this project was connected with").
			WithRemedy("start the server with the former --zoho-client-id and --zoho-client-secret, or connect again")
	}
	return o, nil
}

func grant(t zoho.Token) connection.Grant {
	return connection.Grant{
		APIDomain: t.APIDomain, RefreshToken: t.RefreshToken, AccessToken: t.AccessToken, AccessExpiry: t.Expiry, Scopes: t.Scope,
	}
}

// reasons are Zoho's refusals as package connection tells them apart.
var reasons = map[zoho.OAuthReason]connection.Reason{
	zoho.InvalidCode: connection.BadGrant, zoho.InvalidClient: connection.UnknownClient, zoho.InvalidSecret: connection.WrongSecret,
	zoho.InvalidRedirect: connection.WrongRedirect, zoho.Throttled: connection.Throttled,
}

// refusalOf translates what an accounts server says.
func refusalOf(err error) error {
	e, ok := errors.AsType[*zoho.OAuthError](err)
	if !ok {
		return err
	}
	r := &connection.Refusal{Reason: reasons[e.Reason], RetryAfter: e.RetryAfter, Cause: err}
	switch {
	case r.Reason != "":
	case e.Unsent:
		r.Reason = connection.Unheard
	case e.Code == "" || e.Status >= http.StatusInternalServerError:
		r.Reason = connection.Unanswered
	default:
		r.Reason = connection.Unclear
	}
	return r
}

// oauthError is the way back, for the token source, which remembers a refusal
// that only a person can heal.
func oauthError(err error) error {
	r, ok := errors.AsType[*connection.Refusal](err)
	if !ok {
		return err
	}
	if e, ok := errors.AsType[*zoho.OAuthError](err); ok {
		return e
	}
	e := &zoho.OAuthError{Op: "refresh", Reason: zoho.Other, RetryAfter: r.RetryAfter, Err: r.Cause}
	for reason, as := range reasons {
		if as == r.Reason {
			e.Reason = reason
		}
	}
	return e
}

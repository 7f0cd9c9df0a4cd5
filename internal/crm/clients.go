package crm

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/zoho"
)

// ClientsConfig is what Clients is made of; every field but HTTPClient is
// required.
type ClientsConfig struct {
	Projects    *project.Service
	Connections *connection.Service
	// OAuth returns the authorization server of a region, with the client id
	// and secret that ringbook is registered with there.
	OAuth func(region string) (*zoho.OAuth, error)
	// Allowed reports whether an API domain that a token endpoint named may
	// be sent tokens.
	Allowed func(apiDomain string) bool
	// HTTPClient carries the calls; nil for the client's own.
	HTTPClient *http.Client
	UserAgent  string
	Now        func() time.Time
}

// Clients holds one client for each connected project.
type Clients struct {
	ClientsConfig

	mu    sync.Mutex
	bound map[string]binding
}

// binding is a client and the grant it was built for.
type binding struct {
	client       *zoho.Client
	refreshToken string
	apiDomain    string
}

// NewClients returns an empty set.
func NewClients(c ClientsConfig) *Clients {
	return &Clients{ClientsConfig: c, bound: make(map[string]binding)}
}

// For returns the project's client, or fault.NotConnected where the project
// has no grant or its CRM is switched off.
func (c *Clients) For(ctx context.Context, projectID string) (*zoho.Client, error) {
	if err := c.allow(ctx, projectID); err != nil {
		return nil, err
	}
	conn, err := c.Connections.Get(ctx, projectID)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if b, ok := c.bound[projectID]; ok && b.refreshToken == conn.RefreshToken && b.apiDomain == conn.APIDomain {
		return b.client, nil
	}
	client, err := c.build(conn)
	if err != nil {
		return nil, err
	}
	c.bound[projectID] = binding{client: client, refreshToken: conn.RefreshToken, apiDomain: conn.APIDomain}
	return client, nil
}

// allow is fault.NotConnected where the project's CRM is switched off.
func (c *Clients) allow(ctx context.Context, projectID string) error {
	p, err := c.Projects.Project(ctx, projectID)
	if err == nil && !p.CRMEnabled {
		return fault.New(fault.NotConnected, "the CRM of this project is switched off by the administrator")
	}
	return err
}

// callLimit bounds one call, so that work which hangs gives its place among
// the calls in flight back.
const callLimit = 12 * time.Second

func (c *Clients) build(conn connection.Connection) (*zoho.Client, error) {
	oauth, err := c.OAuth(conn.Region)
	if err != nil {
		return nil, err
	}
	tokens, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token: zoho.Token{
			AccessToken: conn.AccessToken, Expiry: conn.AccessExpiry, RefreshToken: conn.RefreshToken,
			APIDomain: conn.APIDomain, Scope: conn.Scopes,
		},
		Refresh: func(ctx context.Context, current zoho.Token) (zoho.Token, error) {
			renewed, err := oauth.Refresh(ctx, current.RefreshToken)
			return renewed, errors.Join(err, c.blame(ctx, conn, err))
		},
		Save: func(ctx context.Context, t zoho.Token) error {
			return c.Connections.SaveAccess(ctx, conn.Project, conn.RefreshToken, t.AccessToken, t.Expiry)
		},
		Now: c.Now,
	})
	if err != nil {
		return nil, err
	}
	return zoho.New(zoho.Config{
		BaseURL: conn.APIDomain, Tokens: tokens, HTTPClient: c.HTTPClient, UserAgent: c.UserAgent, Timeout: callLimit,
	})
}

// blame keeps with the connection that its grant needs a person, where the
// failure of a refresh says so. Zoho is asked once only: the token source
// remembers such a refusal.
func (c *Clients) blame(ctx context.Context, conn connection.Connection, failure error) error {
	refusal, ok := errors.AsType[*zoho.OAuthError](failure)
	if !ok || !refusal.Permanent() {
		return nil
	}
	err := c.Connections.Fail(ctx, conn.Project, conn.RefreshToken, textOf(translate(refusal)))
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
		return nil // connected anew, or disconnected, meanwhile
	}
	return err
}

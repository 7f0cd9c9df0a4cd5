package crm

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/zoho"
)

// ClientsConfig is what Clients is made of.
type ClientsConfig struct {
	Connections *connection.Service
	// HTTPClient carries the calls; see Hosts.Transport.
	HTTPClient *http.Client
	UserAgent  string
	Now        func() time.Time
	// Organisation is what is known of a project's organisation; nil where
	// nothing is. What is not known is learned when the organisation is read.
	Organisation func(ctx context.Context, project string) Organisation
}

// Organisation is what Zoho's limits go by; its zero value is one that is not
// known.
type Organisation struct {
	ID string
	// Edition is the name that Zoho gives it, and Licences for how many users
	// that is.
	Edition  string
	Licences int
}

// Clients holds one client for each connected project. Those of projects that
// are connected to one organisation by one application share its limits.
type Clients struct {
	ClientsConfig

	mu     sync.Mutex
	bound  map[string]binding
	limits map[account]*zoho.Limits
}

// account is what Zoho counts calls for (zoho-crm-api §6).
type account struct{ organisation, clientID, apiDomain string }

// binding is a client and what it was built for.
type binding struct {
	client *zoho.Client
	grant  grantKey
}

// grantKey is what of a connection makes it another one. Access tokens come
// and go within it.
type grantKey struct{ refreshToken, apiDomain, clientID, clientSecret string }

func keyOf(c connection.Connection) grantKey {
	return grantKey{c.RefreshToken, c.APIDomain, c.ClientID, c.ClientSecret}
}

// NewClients returns an empty set.
func NewClients(c ClientsConfig) *Clients {
	return &Clients{ClientsConfig: c, bound: make(map[string]binding), limits: make(map[account]*zoho.Limits)}
}

// SwitchedOn returns the check of the administrator's switch that package
// connection asks for: fault.NotConnected while a project's CRM is off.
func SwitchedOn(projects *project.Service) func(ctx context.Context, project string) error {
	return func(ctx context.Context, id string) error {
		p, err := projects.Project(ctx, id)
		if err == nil && !p.CRMEnabled {
			return fault.New(fault.NotConnected, "the CRM of this project is switched off by the administrator").
				WithRemedy("ask the administrator to switch it on: ringbook projects update %s --crm on", id)
		}
		return err
	}
}

// For returns the project's client, or fault.NotConnected where the project
// has no grant that works or its CRM is switched off.
func (c *Clients) For(ctx context.Context, projectID string) (*zoho.Client, error) {
	conn, err := c.Connections.Usable(ctx, projectID)
	if err != nil {
		return nil, err
	}
	if client, ok := c.held(conn); ok {
		return client, nil
	}
	client, err := c.build(conn)
	if err != nil {
		return nil, err
	}
	var known Organisation
	if c.Organisation != nil {
		known = c.Organisation(ctx, projectID)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if b, ok := c.bound[projectID]; ok && b.grant == keyOf(conn) {
		return b.client, nil // somebody was faster
	}
	client, shared := c.within(client, keyOf(conn), known.ID)
	if !shared {
		adopt(client, known) // else somebody may have newer word of it
	}
	c.bound[projectID] = binding{client: client, grant: keyOf(conn)}
	return client, nil
}

// held returns the client that was built for the connection as it is.
func (c *Clients) held(conn connection.Connection) (*zoho.Client, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.bound[conn.Project]
	return b.client, ok && b.grant == keyOf(conn)
}

// callLimit bounds one call, so that work which hangs gives its place among
// the calls in flight back.
const callLimit = 12 * time.Second

func (c *Clients) build(conn connection.Connection) (*zoho.Client, error) {
	tokens, err := zoho.NewTokenSource(zoho.TokenConfig{
		Token: zoho.Token{
			AccessToken: conn.AccessToken, Expiry: conn.AccessExpiry, RefreshToken: conn.RefreshToken,
			APIDomain: conn.APIDomain, Scope: conn.Scopes,
		},
		Refresh: func(ctx context.Context, current zoho.Token) (zoho.Token, error) {
			seen := conn
			seen.AccessToken, seen.AccessExpiry = current.AccessToken, current.Expiry
			renewed, err := c.Connections.Renew(ctx, seen)
			return zoho.Token{AccessToken: renewed.AccessToken, Expiry: renewed.AccessExpiry}, oauthError(err)
		},
		Save: func(ctx context.Context, t zoho.Token) error {
			return c.Connections.SaveAccess(ctx, conn.Project, conn.RefreshToken, t.AccessToken, t.Expiry)
		},
		Now: c.Now,
	})
	if err != nil {
		return nil, err
	}
	carrier := *c.HTTPClient
	carrier.Transport = switched{conn.Project, c.Connections.Enabled, cmp.Or(carrier.Transport, http.DefaultTransport)}
	return zoho.New(zoho.Config{
		BaseURL: conn.APIDomain, Tokens: tokens, HTTPClient: &carrier, UserAgent: c.UserAgent, Timeout: callLimit, Now: c.Now,
	})
}

// switched lets each single request through only while the project's CRM is
// on: a call that waited to be repeated, or has another page to read, may have
// begun before it was switched off.
type switched struct {
	project string
	enabled func(ctx context.Context, project string) error
	base    http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (s switched) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := s.enabled(r.Context(), s.project); err != nil {
		if r.Body != nil {
			_ = r.Body.Close() // as the interface demands
		}
		// In this form it is known everywhere that nothing was sent.
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
	return s.base.RoundTrip(r)
}

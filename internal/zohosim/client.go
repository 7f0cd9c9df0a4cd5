package zohosim

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// ClientRequest describes an application, as at Zoho's API console.
type ClientRequest struct {
	// Name is shown to whoever is asked to consent.
	Name string `json:"name"`
	// RedirectURIs are the addresses to which a consent may lead, to be matched
	// letter by letter; none means any.
	RedirectURIs []string `json:"redirectUris"`
	// DataCenter is the location where it is registered (zoho-crm-api §1.2);
	// empty is wherever the organisation lives.
	DataCenter string `json:"dataCenter"`
}

// Credentials are what an application identifies itself by.
type Credentials struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
}

// Client returns the id and secret of the application that every simulator is
// born with; the secret is empty once it was removed.
func (s *Sim) Client() (id, secret string) {
	app, _ := s.world.Load().authority.Application("", s.first.ID)
	return s.first.ID, app.Secret
}

// AddClient registers another application, such as a tenant's own. Its codes
// and refresh tokens are invalid_code to every other (zoho-crm-api §1.3). It
// lasts until the next Reset.
func (s *Sim) AddClient(r ClientRequest) (Credentials, error) {
	if err := r.check(); err != nil {
		return Credentials{}, err
	}
	app := r.applied(oauth.Application{Client: oauth.NewClient()})
	s.world.Load().authority.Register(app)
	return credentials(app.Client), nil
}

// ChangeClient describes an application anew; what is given out stays good.
func (s *Sim) ChangeClient(id string, r ClientRequest) error {
	if err := r.check(); err != nil {
		return err
	}
	if !s.world.Load().authority.Change(id, r.applied) {
		return noClient(id)
	}
	return nil
}

// RemoveClient forgets an application with its codes and tokens: the token
// endpoint answers it invalid_client from then on.
func (s *Sim) RemoveClient(id string) error {
	if !s.world.Load().authority.Unregister(id) {
		return noClient(id)
	}
	return nil
}

// RenewSecret gives an application a new secret. The old one is answered
// invalid_client_secret from then on; tokens stay good.
func (s *Sim) RenewSecret(id string) (Credentials, error) {
	client, known := s.world.Load().authority.RenewSecret(id)
	if !known {
		return Credentials{}, noClient(id)
	}
	return credentials(client), nil
}

func noClient(id string) error { return fmt.Errorf("zohosim: no client %s", id) }

func credentials(c oauth.Client) Credentials {
	return Credentials{ClientID: c.ID, ClientSecret: c.Secret}
}

func (r ClientRequest) applied(app oauth.Application) oauth.Application {
	app.Name, app.RedirectURIs, app.DataCenter = r.Name, slices.Clone(r.RedirectURIs), r.DataCenter
	return app
}

func (r ClientRequest) check() error {
	if r.DataCenter != "" && !slices.Contains(locations(), r.DataCenter) {
		return fmt.Errorf("zohosim: dataCenter is %q, must be one of %v", r.DataCenter, locations())
	}
	for _, address := range r.RedirectURIs {
		if !isRedirectURI(address) {
			return fmt.Errorf("zohosim: redirect URI %q is not an absolute http or https address without a fragment", address)
		}
	}
	return nil
}

// isRedirectURI tells whether a consent may lead to an address (RFC 6749 §3.1.2).
func isRedirectURI(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.Fragment == ""
}

// clientRow is an application as the control plane lists it.
type clientRow struct {
	ClientID string `json:"clientId"`
	ClientRequest
}

func (c *controlCall) listClients() (any, error) {
	rows := []clientRow{}
	for _, app := range c.world.authority.Applications() {
		rows = append(rows, clientRow{app.ID, ClientRequest{app.Name, app.RedirectURIs, app.DataCenter}})
	}
	return envelope{"clients": rows}, nil
}

func (c *controlCall) addClient() (any, error) {
	var in ClientRequest
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	return c.sim.AddClient(in)
}

// changeClient changes the keys that are given.
func (c *controlCall) changeClient() (any, error) {
	app, known := c.world.authority.Application("", c.params["id"])
	if !known {
		return nil, noClient(c.params["id"])
	}
	in := ClientRequest{app.Name, app.RedirectURIs, app.DataCenter}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	if err := c.sim.ChangeClient(app.ID, in); err != nil {
		return nil, err
	}
	return clientRow{app.ID, in}, nil
}

func (c *controlCall) removeClient() (any, error) {
	if err := c.sim.RemoveClient(c.params["id"]); err != nil {
		return nil, err
	}
	return done()
}

func (c *controlCall) renewSecret() (any, error) { return c.sim.RenewSecret(c.params["id"]) }

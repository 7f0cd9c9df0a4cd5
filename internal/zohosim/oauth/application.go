package oauth

import (
	"crypto/subtle"
	"slices"
)

// Client is how an application shows who it is.
type Client struct {
	ID     string
	Secret string
}

// NewClient makes random credentials in Zoho's form.
func NewClient() Client {
	return Client{ID: "1000." + randomHex(15), Secret: newSecret()}
}

func newSecret() string { return randomHex(21) }

// Application is a registration at Zoho's API console.
type Application struct {
	Client
	// Name is shown on the consent page.
	Name string
	// RedirectURIs are the addresses to which a consent may lead; none means any.
	RedirectURIs []string
	// DataCenter is the location where it is registered; empty is wherever the
	// organisation lives.
	DataCenter string
}

// Register adds an application.
func (a *Authority) Register(app Application) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.applications = append(a.applications, app)
}

// Applications lists what is registered, oldest first.
func (a *Authority) Applications() []Application {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.applications)
}

// Application finds an application that may be used at a data centre.
func (a *Authority) Application(at, id string) (Application, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	app := a.application(id)
	if app == nil || !a.registered(*app, at) {
		return Application{}, false
	}
	return *app, true
}

// Change describes an application anew; id and secret stay. It reports whether
// the application was known.
func (a *Authority) Change(id string, change func(Application) Application) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	app := a.application(id)
	if app == nil {
		return false
	}
	client := app.Client
	*app = change(*app)
	app.Client = client
	return true
}

// Unregister forgets an application and every consent given to it. It reports
// whether it was known.
func (a *Authority) Unregister(id string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	known := a.application(id) != nil
	a.applications = slices.DeleteFunc(a.applications, func(app Application) bool { return app.ID == id })
	a.withdraw(func(c Consent) bool { return c.ClientID == id })
	return known
}

// RenewSecret replaces an application's secret; the old one is wrong from then
// on, while tokens stay good. It reports whether the application was known.
func (a *Authority) RenewSecret(id string) (Client, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	app := a.application(id)
	if app == nil {
		return Client{}, false
	}
	app.Secret = newSecret()
	return app.Client, true
}

func (a *Authority) application(id string) *Application {
	i := slices.IndexFunc(a.applications, func(app Application) bool { return app.ID == id })
	if i < 0 {
		return nil
	}
	return &a.applications[i]
}

// registered tells whether a data centre knows an application.
func (a *Authority) registered(app Application, at string) bool {
	if a.rules.MultiDC || at == "" {
		return true
	}
	if app.DataCenter != "" {
		return app.DataCenter == at
	}
	return a.livesAt(at)
}

// livesAt tells whether a data centre holds the organisation.
func (a *Authority) livesAt(at string) bool { return at == "" || at == a.rules.DataCenter }

// checkClient is the first thing that the token endpoint does (zoho-crm-api
// §1.3: invalid_client is an unknown client or a wrong data centre).
func (a *Authority) checkClient(at string, c Client) *Refusal {
	app := a.application(c.ID)
	if app == nil || !a.registered(*app, at) {
		return refuse("invalid_client")
	}
	if subtle.ConstantTimeCompare([]byte(c.Secret), []byte(app.Secret)) != 1 {
		return refuse("invalid_client_secret")
	}
	return nil
}

package connection

import (
	"cmp"
	"context"
	"crypto/rand"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/vault"
)

// Config is what a Service is made of. All but RedirectURL and ClientID is
// required.
type Config struct {
	Store     Store
	Vault     *vault.Vault
	Authority Authority
	// Application returns what the project's draft asks for. It is a function
	// because attributes live in a package beside this one.
	Application func(ctx context.Context, project string) (Application, error)
	// Learned notes in the project's draft which data centre the account
	// proved to live in.
	Learned func(ctx context.Context, project, region string) error
	// Enabled is fault.NotConnected where the administrator has switched the
	// project's CRM off; nothing reaches Zoho then.
	Enabled func(ctx context.Context, project string) error
	// Region names the data centre of the accounts server and location that
	// Zoho's redirect brought, either of which may be missing; "" where both
	// are. An accounts server that is not Zoho's is a fault: it shall be sent
	// nothing.
	Region func(accountsServer, location string) (string, error)
	// ClientID is the server's own application, for projects without one of
	// theirs; empty where the server has none.
	ClientID string
	// RedirectURL is where Zoho sends people back to; empty where the server
	// knows no public address of its own.
	RedirectURL string
	// Now is the clock.
	Now func() time.Time
}

// Service is the connections of all projects. It is safe for use by several
// goroutines.
type Service struct {
	Config
	// holder is this Service's name in leases.
	holder string
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{Config: c, holder: rand.Text()} }

// Get returns the project's connection with its tokens opened, revoked or not.
// A project that has none is fault.NotConnected.
func (s *Service) Get(ctx context.Context, project string) (Connection, error) {
	sealed, err := s.Store.Load(ctx, project, false)
	if fault.Is(err, fault.NotFound) {
		return Connection{}, neverConnected(err)
	}
	if err != nil {
		return Connection{}, err
	}
	return open(s.Vault, sealed)
}

// Usable is Get for whoever is about to call the CRM: it is fault.NotConnected
// also where the grant was revoked or the CRM is switched off.
func (s *Service) Usable(ctx context.Context, project string) (Connection, error) {
	if err := s.Enabled(ctx, project); err != nil {
		return Connection{}, err
	}
	c, err := s.Get(ctx, project)
	if err == nil && c.Revoked {
		return Connection{}, revoked(c.LastError, c.Remedy)
	}
	return c, err
}

// State is how a connection is.
type State string

// The states of a connection.
const (
	NotConnected State = "not connected"
	Connected    State = "connected"
	Revoked      State = "revoked"
)

// Status is what may be shown of a connection.
type Status struct {
	State               State
	Region, Environment string
	APIDomain           string
	// ClientID is the application that the grant was given to; OwnApplication
	// is false where that is the server's.
	ClientID       string
	OwnApplication bool
	// Scopes are as Zoho spelled them, separated by spaces or commas.
	Scopes            string
	LastError, Remedy string
	// Declined is that access was refused on the consent page since the last
	// invitation or connection; nil where it was not.
	Declined     *fault.Error
	AccessExpiry time.Time
	ConnectedAt  time.Time
	UpdatedAt    time.Time
}

// Status returns how the connection is. A project without one is no failure:
// its State is NotConnected. The administrator's switch is not looked at.
func (s *Service) Status(ctx context.Context, project string) (Status, error) {
	status, err := s.stored(ctx, project)
	if err != nil {
		return Status{}, err
	}
	status.Declined, err = s.lastDeclined(ctx, project)
	return status, err
}

// stored is the status by the grants alone.
func (s *Service) stored(ctx context.Context, project string) (Status, error) {
	c, err := s.Store.Load(ctx, project, false)
	if fault.Is(err, fault.NotFound) {
		return s.unconnected(ctx, project)
	}
	if err != nil {
		return Status{}, err
	}
	state := Connected
	if c.Revoked {
		state = Revoked
	}
	return Status{
		State: state, Region: c.Region, Environment: c.Environment, APIDomain: c.APIDomain,
		ClientID: cmp.Or(c.ClientID, s.ClientID), OwnApplication: c.ClientSecret != "", Scopes: c.Scopes,
		LastError: c.LastError, Remedy: c.Remedy, AccessExpiry: c.AccessExpiry, ConnectedAt: c.ConnectedAt, UpdatedAt: c.UpdatedAt,
	}, nil
}

// unconnected is the status of a project without a grant in use. One that waits
// aside is told of, since no further consent is needed then.
func (s *Service) unconnected(ctx context.Context, project string) (Status, error) {
	waiting, err := s.Store.Load(ctx, project, true)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && waiting.Revoked:
		return Status{State: NotConnected}, nil
	case err != nil:
		return Status{}, err
	}
	told := waits(waiting)
	return Status{State: NotConnected, LastError: told.Text, Remedy: told.Remedy}, nil
}

// resolve fills in the server's own application where the project has none.
func (s *Service) resolve(app Application) (Application, error) {
	if app.ClientID == "" {
		app.ClientID, app.ClientSecret = s.ClientID, ""
	}
	switch {
	case app.ClientID == "":
		return app, noApplication()
	case app.ClientSecret == "" && app.ClientID != s.ClientID:
		return app, noSecret()
	}
	return app, nil
}

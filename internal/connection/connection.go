// Package connection owns a project's tie to its CRM: which data centre and
// organisation, whose grant, the tokens, and the last error with its remedy.
//
// Tokens live beside the attribute revisions, not in them: they change every
// hour and must survive a publish that fails. They are sealed with the
// project and the field's name before they reach the store, so that a copied
// row or a leaked file gives nothing away. The package does not speak to the
// CRM; whoever refreshes a token saves it here before using it.
package connection

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/vault"
)

// Connection is a project's tie to its CRM.
type Connection struct {
	Project string
	// Region is the data centre's key in the catalogue, such as "com" or "eu".
	Region string
	// APIDomain is the origin that the token endpoint named for API calls.
	APIDomain string
	// RefreshToken lives until it is revoked; AccessToken until AccessExpiry.
	RefreshToken string
	AccessToken  string
	AccessExpiry time.Time
	// Scopes are those the grant has, as the token endpoint spelled them.
	Scopes string
	// LastError is what went wrong last with the tie itself, with its remedy;
	// empty while it works.
	LastError string
	UpdatedAt time.Time
}

// Sealed is a connection as it is stored: the same without anything that
// opens a door.
type Sealed struct {
	Project, Region, APIDomain, Scopes, LastError string
	RefreshToken, AccessToken                     string
	AccessExpiry, UpdatedAt                       time.Time
}

// Store keeps sealed connections, one for each project.
type Store interface {
	// Load returns the project's connection, or fault.NotFound.
	Load(ctx context.Context, project string) (Sealed, error)
	// Save replaces the project's connection.
	Save(ctx context.Context, c Sealed) error
	// Update changes the project's connection in one transaction; an absent
	// one is fault.NotFound. The function must be pure: the store may run it
	// again.
	Update(ctx context.Context, project string, change func(Sealed) (Sealed, error)) error
}

// Service is the connections of all projects.
type Service struct {
	store Store
	vault *vault.Vault
	now   func() time.Time
}

// NewService returns the service over a store, the vault that seals tokens and
// a clock.
func NewService(store Store, v *vault.Vault, now func() time.Time) *Service {
	return &Service{store: store, vault: v, now: now}
}

// Get returns the project's connection with its tokens opened. A project that
// was never connected gives fault.NotConnected.
func (s *Service) Get(ctx context.Context, project string) (Connection, error) {
	sealed, err := s.store.Load(ctx, project)
	if fault.Is(err, fault.NotFound) {
		return Connection{}, fault.Wrap(fault.NotConnected, err, "this project is not connected to Zoho CRM yet; connect it and publish")
	}
	if err != nil {
		return Connection{}, err
	}
	return s.open(sealed)
}

// Save seals the tokens and stores the connection.
func (s *Service) Save(ctx context.Context, c Connection) error {
	return s.store.Save(ctx, Sealed{
		Project: c.Project, Region: c.Region, APIDomain: c.APIDomain, Scopes: c.Scopes, LastError: c.LastError,
		RefreshToken: s.vault.Seal(purpose(c.Project, "refresh_token"), c.RefreshToken),
		AccessToken:  s.vault.Seal(purpose(c.Project, "access_token"), c.AccessToken),
		AccessExpiry: c.AccessExpiry, UpdatedAt: s.now(),
	})
}

// SaveAccess stores an access token that the grant was refreshed to and clears
// the last error. A grant that has been replaced meanwhile stays: the token of
// the old one is dropped, which is fault.Conflict.
func (s *Service) SaveAccess(ctx context.Context, project, refreshToken, token string, expiry time.Time) error {
	return s.update(ctx, project, refreshToken, func(c *Sealed) {
		c.AccessToken = s.vault.Seal(purpose(project, "access_token"), token)
		c.AccessExpiry, c.LastError = expiry, ""
	})
}

// Fail keeps why the grant no longer works, with its remedy, for the builder.
// A grant that has been replaced meanwhile is not blamed: fault.Conflict.
func (s *Service) Fail(ctx context.Context, project, refreshToken, reason string) error {
	return s.update(ctx, project, refreshToken, func(c *Sealed) { c.LastError = reason })
}

// update changes the connection while it still has the grant.
func (s *Service) update(ctx context.Context, project, refreshToken string, change func(*Sealed)) error {
	return s.store.Update(ctx, project, func(sealed Sealed) (Sealed, error) {
		c, err := s.open(sealed)
		if err != nil {
			return sealed, err
		}
		if c.RefreshToken != refreshToken {
			return sealed, fault.New(fault.Conflict, "the project has been connected anew meanwhile")
		}
		change(&sealed)
		sealed.UpdatedAt = s.now()
		return sealed, nil
	})
}

func (s *Service) open(sealed Sealed) (Connection, error) {
	c := Connection{
		Project: sealed.Project, Region: sealed.Region, APIDomain: sealed.APIDomain, Scopes: sealed.Scopes,
		LastError: sealed.LastError, AccessExpiry: sealed.AccessExpiry, UpdatedAt: sealed.UpdatedAt,
	}
	var err error
	if c.RefreshToken, err = s.vault.Open(purpose(sealed.Project, "refresh_token"), sealed.RefreshToken); err != nil {
		return Connection{}, err
	}
	if c.AccessToken, err = s.vault.Open(purpose(sealed.Project, "access_token"), sealed.AccessToken); err != nil {
		return Connection{}, err
	}
	return c, nil
}

func purpose(project, field string) string { return "connection/" + project + "/" + field }

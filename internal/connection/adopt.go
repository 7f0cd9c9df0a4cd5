package connection

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
)

// Adopt goes on with the grant that is there, for settings that bring no new
// code. A changed secret of the same application is taken over, and a grant that
// waits aside is put in use where it is the one that app asks for. It is
// fault.NotConnected where there is no grant that works, and fault.Refused where
// the grant is for another data centre, environment or application than app's.
// Zoho is not asked.
func (s *Service) Adopt(ctx context.Context, project string, app Application) error {
	app, err := s.resolve(app)
	if err != nil {
		return err
	}
	c, err := s.Get(ctx, project)
	if err != nil {
		return err
	}
	unasked := s.mismatch(c, app)
	if unasked != nil || c.Revoked {
		switch promoted, err := s.promote(ctx, project, app); {
		case err != nil:
			return err
		case promoted:
			return nil
		case unasked != nil:
			return unasked
		}
		return revoked(c.LastError, c.Remedy)
	}
	if c.ClientSecret == app.ClientSecret && c.ClientID == app.ClientID {
		return nil
	}
	return s.change(ctx, project, c.RefreshToken, func(sealed *Sealed) {
		sealed.ClientID, sealed.ClientSecret = app.ClientID, sealSecret(s.Vault, project, app.ClientSecret, false)
		sealed.LastError, sealed.Remedy = "", "" // told anew where the new secret is wrong too
	})
}

// mismatch is what stands between a grant and what is asked for. A grant from
// before applications were kept belongs to the server's.
func (s *Service) mismatch(c Connection, app Application) error {
	if c.ClientID == "" {
		c.ClientID = s.ClientID
	}
	if c.ClientID != app.ClientID {
		return clientChanged()
	}
	return disagreement(theConnection, c, app)
}

// promote puts a grant that waits aside in use if it is what app asks for.
func (s *Service) promote(ctx context.Context, project string, app Application) (bool, error) {
	waiting, err := s.Store.Load(ctx, project, true)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	c, err := open(s.Vault, waiting)
	if err != nil || c.Revoked || s.mismatch(c, app) != nil {
		return false, err
	}
	c.ClientSecret, c.UpdatedAt = app.ClientSecret, s.Now()
	return true, s.Store.Promote(ctx, waiting, seal(s.Vault, c, false, waiting.Code))
}

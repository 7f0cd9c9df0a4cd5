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
	c, unfit := s.Get(ctx, project)
	switch {
	case unfit == nil:
		unfit = s.unfit(c, app)
	case !fault.Is(unfit, fault.NotConnected):
		return unfit
	}
	if unfit != nil {
		return s.promote(ctx, project, app, unfit)
	}
	if c.ClientSecret == app.ClientSecret && c.ClientID == app.ClientID {
		return nil
	}
	return s.change(ctx, project, c.RefreshToken, func(sealed *Sealed) {
		sealed.ClientID, sealed.ClientSecret = app.ClientID, sealSecret(s.Vault, project, app.ClientSecret, false)
		sealed.LastError, sealed.Remedy = "", "" // told anew where the new secret is wrong too
	})
}

// unfit is why the grant in use is not to be gone on with, or nil.
func (s *Service) unfit(c Connection, app Application) error {
	if err := s.mismatch(c, app); err != nil {
		return err
	}
	if c.Revoked {
		return revoked(c.LastError, c.Remedy)
	}
	return nil
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

// promote puts a grant that waits aside in use if it is what app asks for. Where
// none waits it is unfit, which is what is wrong with the one in use.
func (s *Service) promote(ctx context.Context, project string, app Application, unfit error) error {
	waiting, err := s.Store.Load(ctx, project, true)
	if fault.Is(err, fault.NotFound) {
		return unfit
	}
	if err != nil {
		return err
	}
	c, err := open(s.Vault, waiting)
	if err != nil {
		return err
	}
	err = s.unfit(c, app)
	switch {
	case err != nil && fault.Is(unfit, fault.NotConnected):
		return err // the one that waits is nearer to being used
	case err != nil:
		return unfit
	}
	c.ClientSecret, c.UpdatedAt = app.ClientSecret, s.Now()
	return s.Store.Promote(ctx, waiting, seal(s.Vault, c, false, waiting.Code))
}

package connection

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// revokeLimit bounds the revocation of one grant at Zoho.
const revokeLimit = 10 * time.Second

// Disconnected is how a tie ended.
type Disconnected struct {
	// Revoked: Zoho confirmed that the grant is worth nothing any more.
	Revoked bool
	// Detail is what is left to do by hand; empty where nothing is.
	Detail string
}

// Disconnect ends the tie: it is marked, so that nothing new begins over it and
// a crash cannot bring it back, the grants are revoked at Zoho, and the tokens
// are forgotten, also where Zoho could not be asked. It can be repeated; a
// project without a tie is no failure.
func (s *Service) Disconnect(ctx context.Context, project string) (Disconnected, error) {
	ctx = context.WithoutCancel(ctx)
	out := Disconnected{Revoked: true}
	found := false
	for _, aside := range []bool{false, true} {
		detail, there, err := s.drop(ctx, project, aside)
		if err != nil {
			return Disconnected{}, err
		}
		found = found || there
		if detail != "" {
			out = Disconnected{Detail: detail}
		}
	}
	if !found {
		return Disconnected{Detail: "the project was not connected"}, nil
	}
	return out, nil
}

// drop ends one grant and returns what is left to do by hand.
func (s *Service) drop(ctx context.Context, project string, aside bool) (detail string, found bool, err error) {
	var sealed Sealed
	err = s.Store.Update(ctx, project, aside, func(stored Sealed) (Sealed, error) {
		stored.Revoked, stored.UpdatedAt = true, s.Now()
		stored.LastError, stored.Remedy = disconnecting, ConnectAgain
		sealed = stored
		return stored, nil
	})
	if fault.Is(err, fault.NotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	detail = byHand(s.revoke(ctx, sealed), sealed.Region)
	return detail, true, s.forget(ctx, sealed)
}

// forget removes a grant that is marked revoked, also where it was sealed anew since it
// was read. One that has replaced it meanwhile has no mark and stays.
func (s *Service) forget(ctx context.Context, sealed Sealed) error {
	for {
		if err := s.Store.Forget(ctx, sealed); err != nil {
			return err
		}
		now, err := s.Store.Load(ctx, sealed.Project, sealed.Aside)
		if fault.Is(err, fault.NotFound) || err == nil && !now.Revoked {
			return nil
		}
		if err != nil {
			return err
		}
		sealed = now
	}
}

// revoke tells Zoho that the grant ends. One that Zoho does not know has ended
// already.
func (s *Service) revoke(ctx context.Context, sealed Sealed) error {
	if err := s.Enabled(ctx, sealed.Project); err != nil {
		return err
	}
	c, err := open(s.Vault, sealed)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, revokeLimit)
	defer cancel()
	err = s.Authority.Revoke(ctx, c.application(), c.RefreshToken)
	if refusal, ok := errors.AsType[*Refusal](err); ok && refusal.Reason == BadGrant {
		return nil
	}
	return err
}

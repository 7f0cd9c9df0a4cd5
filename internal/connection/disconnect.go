package connection

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// revokeLimit bounds the revocation of one grant at Zoho.
const revokeLimit = 10 * time.Second

// Disconnected is how a connection ended.
type Disconnected struct {
	// Revoked: Zoho confirmed that the grant is worth nothing any more.
	Revoked bool
	// Detail is what is left to do by hand; empty where nothing is.
	Detail string
}

// Disconnect ends the connection: it is marked, so that nothing new begins over
// it and a crash cannot bring it back, the grants are revoked at Zoho, and the
// tokens are forgotten, also where Zoho could not be asked. A code that is being
// exchanged meanwhile connects nothing. It can be repeated; a project without a
// connection is no failure.
func (s *Service) Disconnect(ctx context.Context, project string) (Disconnected, error) {
	ctx = context.WithoutCancel(ctx)
	if err := s.noteEnd(ctx, project); err != nil {
		return Disconnected{}, err
	}
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

// ending is what the time of a project's last disconnection is kept under, among
// the attempts; no code is spelled like it.
const ending = "\x00disconnected"

// noteEnd writes down that the project is disconnected now. It comes before the
// grants are dropped, and an exchange looks after it has stored one: whoever is
// the later of the two sees the other.
func (s *Service) noteEnd(ctx context.Context, project string) error {
	now := s.Now()
	return s.Store.UpdateAttempt(ctx, project, s.handover(project, Application{}, ending).mark, func(a Attempt) (Attempt, error) {
		a.BegunAt, a.EndedAt, a.Outcome = now, now, Accepted
		return a, nil
	})
}

// errRead ends a look at an attempt that changes nothing.
var errRead = errors.New("connection: only read")

// overtaken reports whether the project was disconnected since the handover
// began.
func (h handover) overtaken(ctx context.Context) (bool, error) {
	var at time.Time
	err := h.Store.UpdateAttempt(ctx, h.project, h.Service.handover(h.project, Application{}, ending).mark, func(a Attempt) (Attempt, error) {
		at = a.BegunAt
		return a, errRead
	})
	if errors.Is(err, errRead) {
		err = nil
	}
	return at.After(h.begunAt), err
}

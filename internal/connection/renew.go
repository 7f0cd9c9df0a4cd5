package connection

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

const (
	// refreshLimit bounds one refresh, the lease outlasts it, and watchEvery
	// is how often those without the lease look whether it is through.
	refreshLimit = 10 * time.Second
	leaseFor     = 12 * time.Second
	watchEvery   = 100 * time.Millisecond
	// clockSkew is how far the clocks of two processes may be apart before
	// their leases bind no more.
	clockSkew = 5 * time.Second
)

// Renew returns the connection with another access token than the one in c,
// which is about to expire or was rejected. Of all processes that share the
// store one refreshes; the others wait until its token is there. What it
// returns is to be saved with SaveAccess, which ends the lease; until then
// nobody else refreshes.
//
// A grant that has been replaced meanwhile is fault.Conflict. A refusal by the
// authority is a [*Refusal], remembered where asking again cannot help.
func (s *Service) Renew(ctx context.Context, c Connection) (Connection, error) {
	for {
		if err := s.Enabled(ctx, c.Project); err != nil {
			return Connection{}, err
		}
		current, leased, err := s.lease(ctx, c)
		switch {
		case err != nil:
			return Connection{}, err
		case leased:
			return s.refresh(ctx, current)
		case current.AccessToken != "":
			return current, nil
		}
		if err := sleep(ctx, watchEvery); err != nil {
			return Connection{}, err
		}
	}
}

// errHeld says that another process refreshes now.
var errHeld = errors.New("connection: another process refreshes")

// lease looks for a newer token and takes the lease where there is none. An
// empty connection without the lease means that somebody else has it.
func (s *Service) lease(ctx context.Context, c Connection) (current Connection, leased bool, err error) {
	now := s.Now()
	err = s.Store.Update(ctx, c.Project, false, func(sealed Sealed) (Sealed, error) {
		leased = false
		if current, err = s.sameGrant(sealed, c.RefreshToken); err != nil {
			return sealed, err
		}
		newer := current.AccessToken != c.AccessToken && !current.AccessExpiry.Before(c.AccessExpiry)
		switch {
		case newer && now.Before(current.AccessExpiry):
			return sealed, nil
		case sealed.Revoked:
			return sealed, &Refusal{Reason: BadGrant}
		case now.Before(sealed.QuietUntil):
			return sealed, &Refusal{Reason: Throttled, RetryAfter: sealed.QuietUntil.Sub(now)}
		case sealed.heldAt(now):
			return sealed, errHeld
		}
		leased = true
		sealed.LeaseHolder, sealed.LeaseUntil = s.holder, now.Add(leaseFor)
		return sealed, nil
	})
	if errors.Is(err, errHeld) {
		return Connection{}, false, nil
	}
	return current, leased, gone(err)
}

// heldAt reports whether somebody has the lease. One that would last longer than
// any does is from a clock that is far ahead: were its holder dead, all others
// would wait until their clocks get there, and a second refresh costs less.
func (c Sealed) heldAt(now time.Time) bool {
	return c.LeaseHolder != "" && now.Before(c.LeaseUntil) && c.LeaseUntil.Sub(now) <= leaseFor+clockSkew
}

// refresh asks the authority, with the lease in hand.
func (s *Service) refresh(ctx context.Context, c Connection) (Connection, error) {
	limited, cancel := context.WithTimeout(ctx, refreshLimit)
	defer cancel()
	grant, err := s.Authority.Refresh(limited, c.application(), c.RefreshToken)
	if err == nil {
		c.AccessToken, c.AccessExpiry = grant.AccessToken, grant.AccessExpiry
		c.LastError, c.Remedy = "", ""
		return c, nil
	}
	kept := s.change(context.WithoutCancel(ctx), c.Project, c.RefreshToken, func(sealed *Sealed) {
		s.release(sealed)
		s.blame(sealed, err)
	})
	if fault.Is(kept, fault.Conflict) { // connected anew: the old grant's failure is nobody's
		return Connection{}, kept
	}
	return Connection{}, errors.Join(err, kept)
}

// blame keeps with the connection what a person has to mend, and how long Zoho
// wants to be left alone.
func (s *Service) blame(sealed *Sealed, err error) {
	refusal, ok := errors.AsType[*Refusal](err)
	if !ok {
		return
	}
	switch refusal.Reason {
	case BadGrant:
		sealed.Revoked = true
	case Throttled:
		sealed.QuietUntil = s.Now().Add(refusal.RetryAfter)
		return
	}
	if told := refreshRefused(refusal); told != nil {
		sealed.LastError, sealed.Remedy = told.Text, told.Remedy
	}
}

// SaveAccess stores an access token that the grant was refreshed to, ends the
// lease and clears the last error. The token of a grant that has been replaced
// meanwhile is dropped, which is fault.Conflict.
func (s *Service) SaveAccess(ctx context.Context, project, refreshToken, token string, expiry time.Time) error {
	return s.change(ctx, project, refreshToken, func(sealed *Sealed) {
		s.release(sealed)
		sealed.AccessToken = s.Vault.Seal(purpose(project, "access_token", false), token)
		sealed.AccessExpiry, sealed.QuietUntil = expiry, time.Time{}
		if !sealed.Revoked { // it may be on its way out
			sealed.LastError, sealed.Remedy = "", ""
		}
	})
}

// release ends this Service's lease, and no other's.
func (s *Service) release(sealed *Sealed) {
	if sealed.LeaseHolder == s.holder {
		sealed.LeaseHolder, sealed.LeaseUntil = "", time.Time{}
	}
}

// change changes the connection in use while it still has the grant.
func (s *Service) change(ctx context.Context, project, refreshToken string, change func(*Sealed)) error {
	return gone(s.Store.Update(ctx, project, false, func(sealed Sealed) (Sealed, error) {
		if _, err := s.sameGrant(sealed, refreshToken); err != nil {
			return sealed, err
		}
		change(&sealed)
		sealed.UpdatedAt = s.Now()
		return sealed, nil
	}))
}

// sameGrant opens the connection; another grant than expected is fault.Conflict.
func (s *Service) sameGrant(sealed Sealed, refreshToken string) (Connection, error) {
	c, err := open(s.Vault, sealed)
	if err == nil && c.RefreshToken != refreshToken {
		return Connection{}, connectedAnew()
	}
	return c, err
}

// gone words that the connection was removed while it was in use.
func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return neverConnected(err)
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

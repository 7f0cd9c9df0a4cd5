package zoho

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

const (
	// refreshAhead is how long before its expiry a token is renewed.
	refreshAhead = 5 * time.Minute
	// refreshTimeout and saveTimeout bound the work that no caller's context
	// bounds, because others wait for it too.
	refreshTimeout = 20 * time.Second
	saveTimeout    = 5 * time.Second
	// saveAgain is the pause before a failed Save is tried again.
	saveAgain = 30 * time.Second
	// Half of Zoho's ten refreshes in ten minutes, so that another process
	// with the same token has the other half.
	refreshBurst = 5
	refreshEvery = 2 * time.Minute
)

// TokenConfig is what [NewTokenSource] needs: Token, and OAuth or Refresh.
type TokenConfig struct {
	// Token as exchanged or as last saved. Its access token may have expired.
	Token Token
	// OAuth refreshes the token.
	OAuth *OAuth
	// Refresh, if set, is called instead of OAuth.Refresh. A fleet of
	// processes shares one token with it: take a lease, read the stored
	// token, return that if it differs from current, else refresh.
	Refresh func(ctx context.Context, current Token) (Token, error)
	// Save, if set, stores a renewed token before it is used. If it fails,
	// the token is used all the same, for losing it would cost another of
	// the few that Zoho grants, and Save is called again half a minute later
	// at the earliest, until it succeeds. Its error is not reported; a Save
	// that wants to be heard must speak up itself. It has five seconds.
	Save func(ctx context.Context, t Token) error
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// TokenSource holds the token of one organisation and renews it, once for all
// who need it at the same time. Have one per refresh token and process. It is
// safe for concurrent use.
//
// A refusal that only a new grant can heal is remembered and returned without
// asking again, until [TokenSource.Replace]; one of the application, which a
// person may put right in Zoho's API console, for [ThrottleWait]. A throttled
// source stays quiet for as long. Apart from that a source asks at most five
// times in quick succession and then every two minutes.
type TokenSource struct {
	cfg    TokenConfig
	flight singleflight.Group
	pace   *rate.Limiter

	mu        sync.Mutex
	token     Token
	refusal   *OAuthError // remembered, if any
	quietTill time.Time   // when a refusal ends; zero for never
	unsaved   bool
	saveFrom  time.Time // not before this is Save called again
	late      string    // an access token whose renewal takes long
}

// NewTokenSource builds a source. It makes no call.
func NewTokenSource(cfg TokenConfig) (*TokenSource, error) {
	if cfg.Refresh == nil {
		if cfg.OAuth == nil {
			return nil, errors.New("zoho: TokenConfig needs OAuth or Refresh")
		}
		cfg.Refresh = func(ctx context.Context, current Token) (Token, error) {
			return cfg.OAuth.Refresh(ctx, current.RefreshToken)
		}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	pace := rate.NewLimiter(rate.Every(refreshEvery), refreshBurst)
	return &TokenSource{cfg: cfg, pace: pace, token: cfg.Token}, nil
}

// String tells when the token expires and nothing secret.
func (s *TokenSource) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return "zoho.TokenSource(" + s.token.String() + ")"
}

// GoString is String, for %#v.
func (s *TokenSource) GoString() string { return s.String() }

// Token returns a token to use now. Within five minutes of its expiry it is
// renewed first. If that fails or takes longer than a second, the old token
// serves for as long as it is valid while the renewal goes on, so that a slow
// accounts server costs no call that needs none. The error, if there is one, is
// an [*OAuthError] or the context's.
func (s *TokenSource) Token(ctx context.Context) (Token, error) {
	now := s.cfg.Now()
	current := s.peek(ctx, now)
	if current.validAt(now.Add(refreshAhead)) {
		return current, nil
	}
	if current.validAt(now) {
		return s.renewAhead(ctx, current), nil
	}
	return s.renew(ctx, current.AccessToken)
}

// Renew returns a token other than the one that the API rejected. If the
// source holds another one already, because somebody else was faster, that is
// returned without a further refresh.
func (s *TokenSource) Renew(ctx context.Context, rejected string) (Token, error) {
	return s.renew(ctx, rejected)
}

// Refresh gets a new token although the one in hand may be good, to prove that
// the grant still gives any. It is not for every day: see [OAuth.Refresh].
func (s *TokenSource) Refresh(ctx context.Context) (Token, error) {
	return s.renew(ctx, s.peek(ctx, s.cfg.Now()).AccessToken)
}

// Replace installs a token that was granted anew and forgets past refusals.
func (s *TokenSource) Replace(t Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.refusal, s.unsaved = t, nil, false
}

// renew waits for the one refresh that replaces old. The refresh has a context
// of its own: it goes on for the others if this caller gives up.
func (s *TokenSource) renew(ctx context.Context, old string) (Token, error) {
	outcome := s.flight.DoChan(old, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
		defer cancel()
		return s.refresh(ctx, old)
	})
	select {
	case o := <-outcome:
		t, _ := o.Val.(Token)
		return t, o.Err
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
}

// refresh replaces old, unless that has happened or asking is pointless now.
func (s *TokenSource) refresh(ctx context.Context, old string) (Token, error) {
	now := s.cfg.Now()
	before, err := s.mayRefresh(old, now)
	if err != nil {
		return Token{}, err
	}
	if before.AccessToken != old && before.validAt(now) {
		return before, nil
	}
	permit := s.pace.ReserveN(now, 1)
	if wait := permit.DelayFrom(now); wait > 0 {
		permit.CancelAt(now)
		return Token{}, &OAuthError{Op: "refresh", Reason: Throttled, Code: "too many refreshes", RetryAfter: wait}
	}
	renewed, err := s.cfg.Refresh(ctx, before)
	if err != nil {
		if isDialError(err) {
			permit.CancelAt(now) // Zoho never heard of it
		}
		return Token{}, s.remember(before, err)
	}
	return s.install(ctx, before, renewed.keep(before)), nil
}

// mayRefresh returns the token to start from, or the refusal that still holds.
func (s *TokenSource) mayRefresh(old string, now time.Time) (Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal == nil || (s.token.AccessToken != old && s.token.validAt(now)) {
		return s.token, nil
	}
	if s.quietTill.IsZero() {
		return Token{}, s.refusal
	}
	if wait := s.quietTill.Sub(now); wait > 0 {
		again := *s.refusal
		again.RetryAfter = wait
		return Token{}, &again
	}
	s.refusal = nil
	return s.token, nil
}

// remember notes a refusal that makes further attempts pointless or harmful,
// and returns it as an *OAuthError.
func (s *TokenSource) remember(asked Token, err error) error {
	refusal, ok := errors.AsType[*OAuthError](err)
	if !ok {
		refusal = &OAuthError{Op: "refresh", Reason: Other, Err: err}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.token.RefreshToken != asked.RefreshToken: // replaced meanwhile
	case refusal.Reason == InvalidClient, refusal.Reason == InvalidSecret: // it may be mended at Zoho, and nobody tells
		s.refusal, s.quietTill = refusal, s.cfg.Now().Add(ThrottleWait)
	case refusal.Permanent():
		s.refusal, s.quietTill = refusal, time.Time{}
	case refusal.Reason == Throttled:
		wait := orDefault(refusal.RetryAfter, ThrottleWait)
		s.refusal, s.quietTill = refusal, s.cfg.Now().Add(wait)
	}
	return refusal
}

// install saves a renewed token and then uses it. If the source was given
// another grant meanwhile, that stands and the renewed token is dropped.
func (s *TokenSource) install(ctx context.Context, before, renewed Token) Token {
	if current, replaced := s.replaced(before); replaced {
		return current
	}
	saved := s.save(ctx, renewed)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.RefreshToken != before.RefreshToken {
		return s.token
	}
	s.token, s.refusal, s.unsaved = renewed, nil, !saved
	s.saveFrom = s.cfg.Now().Add(saveAgain)
	return renewed
}

func (s *TokenSource) replaced(before Token) (Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token, s.token.RefreshToken != before.RefreshToken
}

// save reports whether the token is stored.
func (s *TokenSource) save(ctx context.Context, t Token) bool {
	if s.cfg.Save == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, saveTimeout)
	defer cancel()
	return s.cfg.Save(ctx, t) == nil
}

// peek returns the token in hand and, if a past Save failed, starts another
// one that nobody waits for.
func (s *TokenSource) peek(ctx context.Context, now time.Time) Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsaved && !now.Before(s.saveFrom) {
		s.saveFrom = now.Add(saveAgain)
		go s.saveLater(context.WithoutCancel(ctx), s.token)
	}
	return s.token
}

func (s *TokenSource) saveLater(ctx context.Context, t Token) {
	if !s.save(ctx, t) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.AccessToken == t.AccessToken {
		s.unsaved = false
	}
}

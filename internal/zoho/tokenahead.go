package zoho

import (
	"context"
	"time"
)

// patience is how long a caller waits for the renewal of a token that is still
// good.
const patience = time.Second

// renewAhead renews a token that is still good, and returns it as it is where
// that fails or takes long. Once it took long, nobody waits for it any more.
func (s *TokenSource) renewAhead(ctx context.Context, current Token) Token {
	wait := patience
	if s.isLate(current) {
		wait = 0
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	renewed, err := s.renew(ctx, current.AccessToken)
	if err == nil {
		return renewed
	}
	if ctx.Err() != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.late = current.AccessToken
	}
	return current
}

func (s *TokenSource) isLate(t Token) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.late == t.AccessToken
}

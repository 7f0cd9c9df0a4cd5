package zoho

import (
	"context"
	"errors"
	"sync"
	"time"
)

// SubscriptionConfig says what a [Subscription] keeps open. Client and Channel
// are mandatory.
type SubscriptionConfig struct {
	Client *Client
	// Channel is what to watch; its Expiry is set by the subscription.
	Channel Channel
	// Life is how long Zoho is asked to keep the channel each time; zero is a
	// day, and a week the most that Zoho allows.
	Life time.Duration
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	// Wait pauses [Subscription.Run] and returns early, with the context's
	// error, when the context ends; nil waits in real time.
	Wait func(context.Context, time.Duration) error
	// Failed hears of renewals that [Subscription.Run] could not make and
	// will try again.
	Failed func(error)
}

// A Subscription keeps a channel open for longer than Zoho would. It makes no
// call and starts no goroutine by itself: either call [Subscription.Renew]
// whenever [Subscription.Due] has come, or leave both to [Subscription.Run].
//
// It is safe for concurrent use.
type Subscription struct {
	cfg SubscriptionConfig

	mu      sync.Mutex
	granted time.Time // when the channel was last prolonged
	expiry  time.Time // zero if it is not open
}

// maxLife is the longest life of a channel since version 4 of the API; a
// longer one becomes an hour (zoho-crm-api §5).
const maxLife = 7 * 24 * time.Hour

// Waits of [Subscription.Run]: between renewals, and after failed ones.
const (
	shortestWait = time.Minute
	firstRetry   = 5 * time.Second
	lastRetry    = 5 * time.Minute
)

// NewSubscription prepares a subscription.
func NewSubscription(cfg SubscriptionConfig) (*Subscription, error) {
	if cfg.Client == nil {
		return nil, errors.New("zoho: SubscriptionConfig.Client is missing")
	}
	if err := cfg.Channel.check(request{}); err != nil {
		return nil, err
	}
	cfg.Life = min(orDefault(cfg.Life, 24*time.Hour), maxLife)
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Wait == nil {
		cfg.Wait = waitFor
	}
	if cfg.Failed == nil {
		cfg.Failed = func(error) {}
	}
	return &Subscription{cfg: cfg}, nil
}

// String names the channel, never its token or address.
func (s *Subscription) String() string { return "zoho.Subscription(" + s.cfg.Channel.String() + ")" }

// GoString is String, for %#v.
func (s *Subscription) GoString() string { return s.String() }

// Expiry is when Zoho will close the channel, as Zoho said; zero while it is
// not open.
func (s *Subscription) Expiry() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.expiry
}

// Due is when to renew: after three quarters of the life that Zoho granted,
// or at once if the channel is not open. Clocks that disagree do not make it
// sooner than a minute after the last renewal.
func (s *Subscription) Due() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.expiry.IsZero() {
		return time.Time{}
	}
	return s.granted.Add(max(s.expiry.Sub(s.granted)*3/4, shortestWait))
}

// Renew opens the channel, or prolongs it if it is open. A channel that Zoho
// has closed in the meantime is opened anew; what changed between is lost to
// it.
func (s *Subscription) Renew(ctx context.Context) error {
	now := s.cfg.Now()
	channel := s.cfg.Channel
	// A minute less than the most, so that a clock that is a little ahead of
	// Zoho's does not ask for more than a week.
	channel.Expiry = At(now.Add(min(s.cfg.Life, maxLife-time.Minute)))
	open := s.Expiry().After(now)
	expiry, err := s.ask(ctx, channel, open)
	if open && unknownChannel(err) {
		expiry, err = s.ask(ctx, channel, false)
	}
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.granted, s.expiry = now, expiry
	return nil
}

// ask opens or prolongs the channel and returns until when.
func (s *Subscription) ask(ctx context.Context, channel Channel, open bool) (time.Time, error) {
	call := s.cfg.Client.Watch
	if open {
		call = s.cfg.Client.UpdateWatch
	}
	results, err := call(ctx, channel)
	if err != nil {
		return time.Time{}, err
	}
	return results[0].Expiry.Time, results[0].Err
}

// unknownChannel reports that Zoho has no channel to prolong. Which code says
// so is not documented; none of these would be healed by waiting.
func unknownChannel(err error) bool {
	return errors.Is(err, CodeNotSubscribed) || IsInvalid(err) || IsNotFound(err)
}

// Run keeps the channel open until the context ends, and returns the
// context's error. It leaves the channel open for Zoho to close; see
// [Subscription.Close].
func (s *Subscription) Run(ctx context.Context) error {
	retry := firstRetry
	for {
		if err := s.cfg.Wait(ctx, s.Due().Sub(s.cfg.Now())); err != nil {
			return err
		}
		err := s.Renew(ctx)
		if err == nil {
			retry = firstRetry
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.cfg.Failed(err)
		if err := s.cfg.Wait(ctx, retry); err != nil {
			return err
		}
		retry = min(2*retry, lastRetry)
	}
}

// Close closes the channel at Zoho. A channel that is not open is closed.
func (s *Subscription) Close(ctx context.Context) error {
	if s.Expiry().IsZero() {
		return nil
	}
	results, err := s.cfg.Client.Unwatch(ctx, s.cfg.Channel.ID)
	if err == nil {
		err = results[0].Err
	}
	if err != nil && !unknownChannel(err) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.granted, s.expiry = time.Time{}, time.Time{}
	return nil
}

// waitFor waits in real time; a wait that is over does not wait.
func waitFor(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// subscription keeps a channel open by the simulator's clock.
func (s *simulator) subscription(change func(*zoho.SubscriptionConfig)) *zoho.Subscription {
	s.t.Helper()
	cfg := zoho.SubscriptionConfig{Client: s.client, Channel: channelTo("https://example.com/hook"), Now: s.sim.Now}
	if change != nil {
		change(&cfg)
	}
	sub, err := zoho.NewSubscription(cfg)
	ok(s.t, "subscription", err)
	return sub
}

// open reports whether Zoho has the channel.
func (s *simulator) open() bool {
	return len(s.sim.Notifications(context.Background()).Channels) > 0
}

// Fidelity: watch-put-patch
// Fidelity: watch-expired
func TestSubscription(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	sub := s.subscription(nil)
	if s.open() || !sub.Due().IsZero() || !sub.Expiry().IsZero() {
		t.Error("it is open before anybody asked")
	}
	ok(t, "first", sub.Renew(ctx))
	if !sub.Expiry().Equal(noon.Add(24*time.Hour)) || !sub.Due().Equal(noon.Add(18*time.Hour)) {
		t.Errorf("until %v, due %v", sub.Expiry(), sub.Due())
	}
	s.sim.SetNow(sub.Due())
	ok(t, "renewal", sub.Renew(ctx))
	if !sub.Expiry().Equal(noon.Add(42*time.Hour)) || !s.open() {
		t.Errorf("renewed until %v", sub.Expiry())
	}
	s.sim.Advance(48 * time.Hour) // nobody renewed in time
	if s.open() {
		t.Fatal("Zoho kept an expired channel")
	}
	ok(t, "anew", sub.Renew(ctx))
	if !s.open() {
		t.Error("it was not opened anew")
	}
	_, err := s.client.Unwatch(ctx, "1000000068001") // behind its back
	ok(t, "unwatch", err)
	ok(t, "once more", sub.Renew(ctx))
	if !s.open() {
		t.Error("a channel that was closed by others was not opened anew")
	}
	ok(t, "close", sub.Close(ctx))
	ok(t, "close again", sub.Close(ctx))
	if s.open() || !sub.Expiry().IsZero() {
		t.Error("it is still open")
	}
}

// Fidelity: watch-expiry
func TestSubscriptionForAWeek(t *testing.T) {
	s := simulate(t)
	sub := s.subscription(func(c *zoho.SubscriptionConfig) { c.Life = 30 * 24 * time.Hour })
	ok(t, "renew", sub.Renew(context.Background()))
	if life := sub.Expiry().Sub(noon); life < 6*24*time.Hour {
		t.Errorf("Zoho granted %v", life)
	}
}

// The clock of the program runs ahead of Zoho's by more than the channel lives:
// that must not turn into a call after the other.
func TestSubscriptionWithAWrongClock(t *testing.T) {
	s := simulate(t)
	ahead := func() time.Time { return s.sim.Now().Add(10 * 24 * time.Hour) }
	sub := s.subscription(func(c *zoho.SubscriptionConfig) { c.Now = ahead })
	ok(t, "renew", sub.Renew(context.Background()))
	if wait := sub.Due().Sub(ahead()); wait < time.Minute {
		t.Errorf("due again after %v", wait)
	}
}

func TestSubscriptionRuns(t *testing.T) {
	s := simulate(t)
	s.control("POST", "faults", map[string]any{"faults": []any{map[string]any{"method": "PUT", "path": "/crm/v8/actions/watch", "kind": "status", "status": 500, "times": 1}}}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var waits []time.Duration
	var failures []error
	sub := s.subscription(func(c *zoho.SubscriptionConfig) {
		c.Wait = func(ctx context.Context, d time.Duration) error {
			waits = append(waits, max(d, 0))
			if len(waits) == 5 {
				cancel()
			}
			s.sim.Advance(max(d, 0))
			return ctx.Err()
		}
		c.Failed = func(err error) { failures = append(failures, err) }
	})
	if err := sub.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	// Open at once; due after 18 hours, where it fails; again 5 seconds later, at
	// once; due after another 18 hours.
	if want := "[0s 18h0m0s 5s 0s 18h0m0s]"; fmt.Sprint(waits) != want || len(failures) != 1 || !zoho.IsUnavailable(failures[0]) {
		t.Errorf("waits %v, want %s; failures %v", waits, want, failures)
	}
	if !s.open() {
		t.Error("the channel was not kept")
	}
}

package connection_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// meanwhile does something while Zoho's answer to a call on a path is on its way.
func (r *rig) meanwhile(path string, call, do func()) {
	r.Helper()
	answered, arrive, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	once := sync.OnceFunc(func() { close(answered); <-arrive })
	r.network.linger(func(at string) {
		if at == path {
			once()
		}
	})
	go func() { defer close(done); call() }()
	<-answered
	r.network.linger(nil)
	do()
	close(arrive)
	<-done
}

// The key is rotated while Zoho is being told to revoke: the tokens are
// forgotten all the same.
func TestDisconnectBesideARotation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.connect()
	r.meanwhile("/oauth/v2/token/revoke", func() { r.disconnect() }, func() {
		if _, err := vault.AddKey(r.keyFile); err != nil {
			t.Error(err)
		}
		if n, err := r.service.Reseal(t.Context()); n == 0 || err != nil {
			t.Errorf("%d values were resealed, %v", n, err)
		}
	})
	r.gone()
}

// A refresh and a disconnection at once: whoever ends first, no token comes back.
func TestDisconnectBesideARefresh(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	r.meanwhile("/oauth/v2/token", func() {
		if _, err := renews(t.Context(), r.service, c); !fault.Is(err, fault.NotConnected) {
			t.Errorf("the refresh came to %v", err)
		}
	}, func() { r.disconnect() })
	r.gone()
}

// A new grant that comes while the old one is being revoked stays.
func TestConnectedAnewBesideADisconnect(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	before := r.connect()
	r.meanwhile("/oauth/v2/token/revoke", func() { r.disconnect() }, func() { r.connect() })
	c := r.live()
	if c.RefreshToken == before.RefreshToken || r.status().State != connection.Connected {
		t.Errorf("the status is %+v", r.status())
	}
	if _, err := renews(t.Context(), r.service, c); err != nil {
		t.Errorf("the new grant: %v", err)
	}
}

// A process whose clock is far ahead died with the lease: the others do not wait
// until their clocks get there. Clocks that are apart by as much as clocks are
// share one refresh.
func TestLeaseOfAClockThatIsAhead(t *testing.T) {
	t.Parallel()
	for ahead, waits := range map[time.Duration]bool{3 * time.Second: true, 10 * time.Minute: false} {
		r := newRig(t)
		c := r.connect()
		err := r.db.Connections().Update(t.Context(), project, false, func(s connection.Sealed) (connection.Sealed, error) {
			s.LeaseHolder, s.LeaseUntil = "somebody who died", r.sim.Sim.Now().Add(ahead+12*time.Second)
			return s, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := r.short()
		_, err = renews(ctx, r.service, c)
		cancel()
		if (err != nil) != waits {
			t.Errorf("%s ahead: %v", ahead, err)
		}
	}
}

func (r *rig) short() (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.Context(), 300*time.Millisecond)
}

// A code whose answer is on its way while the project is disconnected connects
// nothing, typed or brought by a redirect, and its grant is revoked.
func TestDisconnectBesideAnExchange(t *testing.T) {
	t.Parallel()
	for name, exchange := range map[string]func(*rig) error{
		"typed": func(r *rig) error { return r.exchange(r.code(zohosim.GrantRequest{}), r.sim.Sim.Now()) },
		"redirected": func(r *rig) error {
			_, err := r.service.Complete(r.Context(), r.invited())
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.connect()
			since := r.last()
			r.meanwhile("/oauth/v2/token", func() {
				err := exchange(r)
				if !fault.Is(err, fault.Conflict) || !errors.Is(err, connection.ErrSpent) {
					t.Errorf("the exchange came to %v", err)
				}
			}, func() {
				time.Sleep(5 * time.Millisecond) // times are kept to the millisecond
				r.disconnect()
			})
			r.gone()
			if n := r.seen(since)[revokeCall]; n != 2 {
				t.Errorf("%d grants were revoked, want both", n)
			}
			if r.connect(); r.status().State != connection.Connected {
				t.Error("it cannot be connected again")
			}
		})
	}
}

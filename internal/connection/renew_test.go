package connection_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

const tokenCall = "accounts.zoho.com /oauth/v2/token"

// renews renews and saves, as a token source does.
func renews(ctx context.Context, s *connection.Service, c connection.Connection) (connection.Connection, error) {
	renewed, err := s.Renew(ctx, c)
	if err == nil {
		err = s.SaveAccess(ctx, c.Project, c.RefreshToken, renewed.AccessToken, renewed.AccessExpiry)
	}
	return renewed, err
}

func TestRenew(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	before := r.connect()
	r.sim.Sim.Advance(58 * time.Minute)
	renewed, err := renews(t.Context(), r.service, before)
	if err != nil {
		t.Fatal(err)
	}
	after := r.live()
	if after.AccessToken == before.AccessToken || after.AccessToken != renewed.AccessToken || after.RefreshToken != before.RefreshToken ||
		after.APIDomain != before.APIDomain || !after.ConnectedAt.Equal(before.ConnectedAt) || after.AccessExpiry.Sub(before.AccessExpiry) < 57*time.Minute {
		t.Errorf("renewed to %+v", after)
	}
	// Who comes with the old token is given the new one.
	since := r.last()
	again, err := r.service.Renew(t.Context(), before)
	if err != nil || again.AccessToken != after.AccessToken || len(r.seen(since)) != 0 {
		t.Errorf("%v, and Zoho saw %v", err, r.seen(since))
	}
}

// twoProcesses are services over stores of their own on one file.
func (r *rig) twoProcesses() [2]*connection.Service {
	r.Helper()
	path := filepath.Join(r.TempDir(), "shared.db")
	var both [2]*connection.Service
	for i := range both {
		both[i] = r.boot(openDB(r.T, path, r.sim.Sim.Now))
	}
	r.service = both[0]
	return both
}

func TestTwoProcessesRefreshOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	both := r.twoProcesses()
	before := r.connect()
	r.arm("latency", "/oauth/v2/token", func(f *zohosim.Fault) { f.LatencyMs = 300 })
	since := r.last()
	tokens := make([]string, 20)
	var all sync.WaitGroup
	for i := range tokens {
		all.Go(func() {
			c, err := renews(t.Context(), both[i%2], before)
			if err != nil {
				t.Error(err)
			}
			tokens[i] = c.AccessToken
		})
	}
	all.Wait()
	for _, token := range tokens {
		if token != tokens[0] || token == before.AccessToken {
			t.Error("they have different tokens")
		}
	}
	if n := r.seen(since)[tokenCall]; n != 1 {
		t.Errorf("%d refreshes for one expired token", n)
	}
}

// A process that dies with the lease holds nobody up for long.
func TestLeaseOfADeadProcessRunsOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	err := r.db.Connections().Update(t.Context(), project, false, func(s connection.Sealed) (connection.Sealed, error) {
		s.LeaseHolder, s.LeaseUntil = "somebody who died", r.sim.Sim.Now().Add(12*time.Second)
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	since := r.last()
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := r.service.Renew(short, c); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while it is held: %v", err)
	}
	if seen := r.seen(since); len(seen) != 0 {
		t.Errorf("Zoho saw %v", seen)
	}
	r.sim.Sim.Advance(12 * time.Second)
	if _, err := renews(t.Context(), r.service, c); err != nil {
		t.Errorf("when it has run out: %v", err)
	}
}

func TestRevokedIsToldFromExpired(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	r.post("POST", "tokens/expire", map[string]any{})
	c, err := renews(t.Context(), r.service, c)
	if err != nil || r.status().State != connection.Connected {
		t.Fatalf("expired: %v, %v", err, r.status())
	}
	r.post("POST", "tokens/revoke", map[string]any{})
	var refusal *connection.Refusal
	if _, err := r.service.Renew(t.Context(), c); !errors.As(err, &refusal) || refusal.Reason != connection.BadGrant {
		t.Errorf("revoked: %v", err)
	}
	s := r.status()
	if s.State != connection.Revoked || s.LastError == "" || s.Remedy == "" {
		t.Errorf("the status is %+v", s)
	}
	_, err = r.service.Usable(t.Context(), project)
	r.refused(err, fault.NotConnected, "no longer accepts", "authorize again")
	// Nobody asks Zoho about it again, in this process or the next.
	since := r.last()
	for _, service := range []*connection.Service{r.service, r.boot(r.db)} {
		if _, err := service.Renew(t.Context(), c); !errors.As(err, &refusal) || refusal.Reason != connection.BadGrant {
			t.Errorf("once more: %v", err)
		}
	}
	if seen := r.seen(since); len(seen) != 0 {
		t.Errorf("Zoho was asked again: %v", seen)
	}
	r.connect()
	if s := r.status(); s.State != connection.Connected || s.LastError != "" || s.Remedy != "" {
		t.Errorf("connected anew, the status is %+v", s)
	}
}

// A throttle blames nothing, and its end is known to all processes.
func TestThrottledIsLeftAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	r.arm("status", "/oauth/v2/token", func(f *zohosim.Fault) { f.Status = 429; f.Times = 1 })
	var refusal *connection.Refusal
	if _, err := r.service.Renew(t.Context(), c); !errors.As(err, &refusal) || refusal.Reason != connection.Throttled || refusal.RetryAfter != 15*time.Minute {
		t.Fatalf("throttled: %v", err)
	}
	if s := r.status(); s.State != connection.Connected || s.LastError != "" {
		t.Errorf("the status is %+v", s)
	}
	r.sim.Sim.Advance(10 * time.Minute)
	since := r.last()
	if _, err := r.boot(r.db).Renew(t.Context(), c); !errors.As(err, &refusal) || refusal.Reason != connection.Throttled || refusal.RetryAfter > 5*time.Minute {
		t.Errorf("another process: %v", err)
	}
	if seen := r.seen(since); len(seen) != 0 {
		t.Errorf("Zoho was asked: %v", seen)
	}
	r.sim.Sim.Advance(5 * time.Minute)
	if _, err := renews(t.Context(), r.service, c); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// What is nobody's fault leaves no trace but a free lease.
func TestUnreachableZohoBlamesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	r.network.set(true)
	if _, err := r.service.Renew(t.Context(), c); err == nil {
		t.Fatal("refreshed without Zoho")
	}
	if s := r.status(); s.State != connection.Connected || s.LastError != "" {
		t.Errorf("the status is %+v", s)
	}
	r.network.set(false)
	if _, err := r.boot(r.db).Renew(t.Context(), c); err != nil {
		t.Errorf("another process, with Zoho back: %v", err)
	}
}

// A publish may replace the grant while the old one is being refreshed: what
// comes of the old one must not undo the new.
func TestOldGrantCannotUndoNew(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	old := r.connect()
	r.arm("latency", "/oauth/v2/token", func(f *zohosim.Fault) { f.LatencyMs = 400; f.Times = 1 })
	outcome := make(chan error, 1)
	go func() {
		_, err := renews(context.WithoutCancel(t.Context()), r.service, old)
		outcome <- err
	}()
	for held := false; !held; time.Sleep(5 * time.Millisecond) { // until the refresh is on its way
		s, err := r.db.Connections().Load(t.Context(), project, false)
		if err != nil {
			t.Fatal(err)
		}
		held = s.LeaseHolder != ""
	}
	fresh := r.connect()
	if err := <-outcome; !fault.Is(err, fault.Conflict) {
		t.Errorf("the old grant's token: %v, want a conflict", err)
	}
	if r.live() != fresh {
		t.Error("the old grant undid the new")
	}
	if _, err := r.service.Renew(t.Context(), old); !fault.Is(err, fault.Conflict) {
		t.Errorf("renewing the old grant: %v, want a conflict", err)
	}
	if err := r.service.SaveAccess(t.Context(), project, old.RefreshToken, "late", monday); !fault.Is(err, fault.Conflict) {
		t.Errorf("saving the old grant's token: %v, want a conflict", err)
	}
	if r.live() != fresh {
		t.Error("the old grant undid the new")
	}
}

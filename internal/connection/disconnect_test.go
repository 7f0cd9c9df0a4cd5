package connection_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

const revokeCall = "accounts.zoho.com /oauth/v2/token/revoke"

func (r *rig) disconnect() connection.Disconnected {
	r.Helper()
	out, err := r.service.Disconnect(r.Context(), project)
	if err != nil {
		r.Fatal(err)
	}
	return out
}

// gone demands that nothing of the connection is left.
func (r *rig) gone() {
	r.Helper()
	if _, err := r.service.Get(r.Context(), project); !fault.Is(err, fault.NotConnected) {
		r.Errorf("getting it: %v, want not connected", err)
	}
	if s := r.status(); s != (connection.Status{State: connection.NotConnected}) {
		r.Errorf("the status is %+v", s)
	}
}

func TestDisconnect(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	if err := r.exchange(r.code(zohosim.GrantRequest{Environment: "sandbox"}), r.sim.Sim.Now()); err == nil {
		t.Fatal("nothing waits aside")
	}
	if err := r.service.Exchange(t.Context(), "another-y2", connection.Application{Region: "com"}, r.code(zohosim.GrantRequest{}), r.sim.Sim.Now()); err != nil {
		t.Fatal(err)
	}
	since := r.last()
	if out := r.disconnect(); !out.Revoked || out.Detail != "" {
		t.Errorf("it ended as %+v", out)
	}
	if n := r.seen(since)[revokeCall]; n != 2 {
		t.Errorf("%d grants were revoked, want the one in use and the one aside", n)
	}
	r.gone()
	if _, err := r.service.Authority.Refresh(t.Context(), connection.Application{Region: "com"}, c.RefreshToken); err == nil {
		t.Error("Zoho still takes the grant")
	}
	if out := r.disconnect(); out.Revoked || !strings.Contains(out.Detail, "was not connected") {
		t.Errorf("again: %+v", out)
	}
	neighbour, err := r.service.Get(t.Context(), "another-y2")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.service.Renew(t.Context(), neighbour); err != nil {
		t.Errorf("the other project's grant: %v", err)
	}
	if r.connect(); r.status().State != connection.Connected {
		t.Error("it cannot be connected again")
	}
}

// The tokens are forgotten whatever Zoho says, and what is left to do is told.
func TestDisconnectWithoutZoho(t *testing.T) {
	for name, c := range map[string]struct {
		hinder  func(r *rig)
		revoked bool
		detail  string
		asked   int
	}{
		"away":         {func(r *rig) { r.network.set(true) }, false, "Connected Apps in your Zoho account (accounts.zoho.com)", 0},
		"answer lost":  {func(r *rig) { r.arm("drop_after", "/oauth/v2/token/revoke") }, false, "did not confirm", 1},
		"out of order": {func(r *rig) { r.arm("html", "/oauth/v2/token/revoke") }, false, "did not confirm", 1},
		"switched off": {func(r *rig) { r.switchOff(true) }, false, "switched off, so Zoho was not told", 0},
		"already ended": {func(r *rig) { r.post("POST", "tokens/revoke", map[string]any{}) },
			true, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			connected := r.connect()
			c.hinder(r)
			since := r.last()
			out := r.disconnect()
			if out.Revoked != c.revoked || !strings.Contains(out.Detail, c.detail) || (c.detail == "") != (out.Detail == "") {
				t.Errorf("it ended as %+v", out)
			}
			if strings.Contains(out.Detail, connected.RefreshToken) {
				t.Error("the token is in what is told")
			}
			if n := r.seen(since)[revokeCall]; n != c.asked {
				t.Errorf("Zoho was asked %d times, want %d", n, c.asked)
			}
			r.gone()
		})
	}
}

package connection_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func (r *rig) adopt() error { return r.service.Adopt(r.Context(), project, r.draft()) }

func TestAdoptWithoutAConnection(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.refused(r.adopt(), fault.NotConnected, "not connected to Zoho CRM yet", "authorization link")
}

// A draft asks for something else than the grant is for.
func TestAdoptRefusesWhatTheGrantIsNotFor(t *testing.T) {
	for name, c := range map[string]struct {
		change       func(a *connection.Application)
		text, remedy string
	}{
		"region":      {func(a *connection.Application) { a.Region = "eu" }, `"com", but zoho_region says "eu"`, "set zoho_region to com"},
		"environment": {func(a *connection.Application) { a.Environment = "developer" }, `"production", but zoho_environment says "developer"`, "set zoho_environment to production"},
		"application": {func(a *connection.Application) { a.ClientID, a.ClientSecret = "1000.NEW", "hush-hush" }, "another Zoho application", "authorize again"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			before := r.connect()
			r.wants(c.change)
			r.refused(r.adopt(), fault.Refused, c.text, c.remedy, "hush-hush")
			if r.live() != before {
				t.Error("the connection was changed")
			}
		})
	}
}

// A tenant rotates the secret of their application: the grant stays, and the
// next refresh uses the new secret.
func TestAdoptTakesAChangedSecret(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	own, err := r.sim.Sim.AddClient(zohosim.ClientRequest{})
	if err != nil {
		t.Fatal(err)
	}
	r.wants(func(a *connection.Application) { a.ClientID, a.ClientSecret = own.ClientID, own.ClientSecret })
	if err := r.exchange(r.code(zohosim.GrantRequest{ClientID: own.ClientID}), r.sim.Sim.Now()); err != nil {
		t.Fatal(err)
	}
	before := r.live()
	fresh, err := r.sim.Sim.RenewSecret(own.ClientID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.service.Renew(t.Context(), before); err == nil {
		t.Fatal("the old secret still works")
	}
	if s := r.status(); s.State != connection.Connected || s.LastError != "Zoho no longer accepts the client secret" || s.Remedy == "" {
		t.Errorf("the status is %+v", s)
	}
	r.wants(func(a *connection.Application) { a.ClientSecret = fresh.ClientSecret })
	if err := r.adopt(); err != nil {
		t.Fatal(err)
	}
	if s := r.status(); s.LastError != "" {
		t.Errorf("the status is %+v", s)
	}
	renewed, err := r.service.Renew(t.Context(), r.live())
	if err != nil || renewed.AccessToken == before.AccessToken || renewed.RefreshToken != before.RefreshToken {
		t.Errorf("after the new secret was adopted: %v", err)
	}
}

// A grant that nobody asked for does not take calls that are under way into
// another environment; it waits until the settings ask for it.
func TestUnaskedGrantWaitsAside(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	before := r.connect()
	code := r.code(zohosim.GrantRequest{Environment: "sandbox"})
	typed := r.sim.Sim.Now()
	for range 2 { // the second time it is not asked for again
		r.refused(r.exchange(code, typed), fault.Refused, `environment "sandbox", but zoho_environment says "production"`, "set zoho_environment to sandbox", code)
	}
	if r.live() != before {
		t.Fatal("the connection in use was replaced")
	}
	if err := r.adopt(); err != nil {
		t.Errorf("going on with the one in use: %v", err)
	}
	r.wants(func(a *connection.Application) { a.Environment = "sandbox" })
	if err := r.adopt(); err != nil {
		t.Fatal(err)
	}
	c := r.live()
	if c.Environment != "sandbox" || c.APIDomain != "https://sandbox.zohoapis.com" || c.RefreshToken == before.RefreshToken {
		t.Errorf("the connection is to %s", c.APIDomain)
	}
	if _, err := r.service.Renew(t.Context(), c); err != nil {
		t.Errorf("the promoted grant does not refresh: %v", err)
	}
	r.wants(func(a *connection.Application) { a.Environment = "production" })
	if err := r.adopt(); !fault.Is(err, fault.Refused) {
		t.Errorf("back again: %v, want a refusal, for the former grant is gone", err)
	}
}

func TestARevokedGrantIsNotAdopted(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	r.post("POST", "tokens/revoke", map[string]any{})
	if _, err := r.service.Renew(t.Context(), c); err == nil {
		t.Fatal("a revoked grant refreshes")
	}
	r.refused(r.adopt(), fault.NotConnected, "no longer accepts", "authorize again")
	if r.connect(); r.adopt() != nil {
		t.Error("connected anew, it is not adopted")
	}
}

// The secret changed while the grant waited: it is used with the new one.
func TestWaitingGrantTakesAChangedSecret(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	own := r.ownConnection()
	fresh, err := r.sim.Sim.RenewSecret(own.ClientID)
	if err != nil {
		t.Fatal(err)
	}
	r.wants(func(a *connection.Application) { a.Environment, a.ClientSecret = "sandbox", fresh.ClientSecret })
	if err := r.adopt(); err != nil {
		t.Fatal(err)
	}
	if c := r.live(); c.Environment != "sandbox" || c.ClientSecret != fresh.ClientSecret {
		t.Errorf("the connection is for %s", c.Environment)
	}
	if _, err := r.service.Renew(t.Context(), r.live()); err != nil {
		t.Errorf("it does not refresh: %v", err)
	}
}

package connection_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestTypedCodeConnects(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.exchange(" "+r.code(zohosim.GrantRequest{Scopes: []string{"ZohoCRM.modules.ALL"}})+"\n", r.sim.Sim.Now()); err != nil {
		t.Fatal(err)
	}
	c := r.live()
	id, _ := r.sim.Sim.Client()
	if c.Region != "com" || c.Environment != "production" || c.APIDomain != "https://www.zohoapis.com" || c.ClientID != id || c.ClientSecret != "" ||
		c.RefreshToken == "" || c.AccessToken == "" || c.Scopes != "ZohoCRM.modules.ALL" || c.Revoked || c.LastError != "" {
		t.Errorf("the connection is %+v", c)
	}
	if left := c.AccessExpiry.Sub(r.sim.Sim.Now()); left < 59*time.Minute || left > time.Hour {
		t.Errorf("the access token is said to live %v", left)
	}
	s := r.status()
	if s.State != connection.Connected || s.ClientID != id || s.OwnApplication || s.Region != "com" || s.ConnectedAt.IsZero() || s.Remedy != "" {
		t.Errorf("the status is %+v", s)
	}
}

// Each refusal is told from the others, with its own remedy, and no code or
// secret is in any of them.
func TestRefusedCodesAreToldApart(t *testing.T) {
	for name, c := range map[string]struct {
		// spoil prepares things and returns the code.
		spoil        func(r *rig) string
		typed        time.Duration // how long ago
		kind         fault.Kind
		text, remedy string
		spent        bool
	}{
		"stale": {func(r *rig) string {
			code := r.code(zohosim.GrantRequest{})
			r.sim.Sim.Advance(4 * time.Minute)
			return code
		}, 4 * time.Minute, fault.Refused, "too old: it was set at 14:12:", "within three minutes", true},
		"stale without a known age": {func(r *rig) string {
			code := r.code(zohosim.GrantRequest{})
			r.sim.Sim.Advance(4 * time.Minute)
			return code
		}, -1, fault.Refused, "older than three minutes", "authorize again", true},
		"invented": {func(*rig) string { return "1000.made.up" }, 0, fault.Refused, "made for another client id", "authorize again", true},
		"of another application": {func(r *rig) string {
			other, err := r.sim.Sim.AddClient(zohosim.ClientRequest{})
			if err != nil {
				r.Fatal(err)
			}
			return r.code(zohosim.GrantRequest{ClientID: other.ClientID})
		}, 0, fault.Refused, "made for another client id", "authorize again", true},
		"an unknown client": {func(r *rig) string {
			r.wants(func(a *connection.Application) { a.ClientID, a.ClientSecret = "1000.NOBODY", "hush-hush" })
			return r.code(zohosim.GrantRequest{})
		}, 0, fault.Refused, `"com" does not know the client id`, "zoho_client_id", false},
		"a wrong secret": {func(r *rig) string {
			r.wants(func(a *connection.Application) { a.ClientID, _ = r.sim.Sim.Client(); a.ClientSecret = "hush-hush" })
			return r.code(zohosim.GrantRequest{})
		}, 0, fault.Refused, "does not accept the client secret", "zoho_client_secret", false},
		"no secret": {func(r *rig) string {
			r.wants(func(a *connection.Application) { a.ClientID = "1000.NOBODY" })
			return r.code(zohosim.GrantRequest{})
		}, 0, fault.Refused, "no client secret", "zoho_client_secret", false},
		"in a wrong region and stale": {func(r *rig) string {
			r.livesIn("eu")
			code := r.code(zohosim.GrantRequest{})
			r.sim.Sim.Advance(4 * time.Minute)
			return code
		}, -1, fault.Refused, `"com" does not know the client id, but "eu" does`, "set zoho_region to eu", false},
		"made for a redirect": {func(r *rig) string { return r.code(zohosim.GrantRequest{RedirectURI: redirectURL}) },
			0, fault.Refused, "another redirect address", redirectURL, true},
		"throttled": {func(r *rig) string {
			r.arm("status", "/oauth/v2/token", func(f *zohosim.Fault) { f.Status = 429 })
			return r.code(zohosim.GrantRequest{})
		}, 0, fault.Unavailable, "asked too often", "wait 15m", false},
		"no such region": {func(r *rig) string {
			r.wants(func(a *connection.Application) { a.Region = "mars" })
			return r.code(zohosim.GrantRequest{})
		}, 0, fault.Invalid, "no data centre of Zoho's", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			code := c.spoil(r)
			var setAt time.Time
			if c.typed >= 0 {
				setAt = r.sim.Sim.Now().Add(-c.typed)
			}
			err := r.exchange(code, setAt)
			r.refused(err, c.kind, c.text, c.remedy, code, "hush-hush")
			if errors.Is(err, connection.ErrSpent) != c.spent {
				t.Errorf("spent is %v, want %v", !c.spent, c.spent)
			}
			if r.status().State != connection.NotConnected {
				t.Error("a refused code connected the project")
			}
		})
	}
}

func TestCodeWorksOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	code := r.code(zohosim.GrantRequest{})
	typed := r.sim.Sim.Now()
	if err := r.exchange(code, typed); err != nil {
		t.Fatal(err)
	}
	before := r.live()
	since := r.last()
	// The publish that used it up died before it blanked it.
	if err := r.exchange(code, typed); err != nil {
		t.Errorf("the code that made the connection: %v", err)
	}
	r.sim.Sim.Advance(time.Minute)
	for name, setAt := range map[string]time.Time{"typed again": r.sim.Sim.Now(), "typed nobody knows when": {}} {
		t.Run(name, func(t *testing.T) {
			r.refused(r.exchange(code, setAt), fault.Refused, "was used before, at 14:12:", "connection that is there, publish again", code)
		})
	}
	// Another connection came after it.
	r.connect()
	since2 := r.last()
	r.refused(r.exchange(code, typed), fault.Refused, "was used before, at 14:12:", "authorize again", code)
	if n := len(r.seen(since2)); n != 0 {
		t.Errorf("Zoho was asked about a used code %d times", n)
	}
	if seen := r.seen(since); seen["accounts.zoho.com /oauth/v2/token"] != 1 {
		t.Errorf("Zoho saw %v", seen)
	}
	if r.live().RefreshToken == before.RefreshToken {
		t.Error("the second code changed nothing")
	}
}

// The answer is lost: nobody knows whether the code is used up, so it is never
// handed over again.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.arm("drop_after", "/oauth/v2/token", func(f *zohosim.Fault) { f.Times = 1 })
	code := r.code(zohosim.GrantRequest{})
	r.refused(r.exchange(code, r.sim.Sim.Now()), fault.Uncertain, "no answer came", "authorize again", code)
	since := r.last()
	r.refused(r.exchange(code, r.sim.Sim.Now()), fault.Conflict, "being exchanged at this moment", "wait", code)
	r.sim.Sim.Advance(time.Minute)
	r.refused(r.exchange(code, r.sim.Sim.Now()), fault.Refused, "was handed to Zoho at 14:12:", "authorize again", code)
	if seen := r.seen(since); len(seen) != 0 {
		t.Errorf("Zoho was asked again: %v", seen)
	}
	if r.connect().RefreshToken == "" {
		t.Error("a new code does not connect")
	}
}

// A code that never reached Zoho is as good as before.
func TestUnreachableZohoSparesTheCode(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.network.set(true)
	code := r.code(zohosim.GrantRequest{})
	err := r.exchange(code, r.sim.Sim.Now())
	r.refused(err, fault.Unavailable, "cannot be reached", "again", code)
	if errors.Is(err, connection.ErrSpent) {
		t.Error("the code is said to be spent")
	}
	r.network.set(false)
	if err := r.exchange(code, r.sim.Sim.Now()); err != nil {
		t.Errorf("with Zoho back: %v", err)
	}
}

// A refused secret uses nothing up: the builder mends it and publishes again.
func TestMendedSecretTakesTheSameCode(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	own, err := r.sim.Sim.AddClient(zohosim.ClientRequest{})
	if err != nil {
		t.Fatal(err)
	}
	code := r.code(zohosim.GrantRequest{ClientID: own.ClientID})
	r.wants(func(a *connection.Application) { a.ClientID, a.ClientSecret = own.ClientID, "mistyped" })
	r.refused(r.exchange(code, r.sim.Sim.Now()), fault.Refused, "client secret", "zoho_client_secret", code)
	r.wants(func(a *connection.Application) { a.ClientSecret = own.ClientSecret })
	if err := r.exchange(code, r.sim.Sim.Now()); err != nil {
		t.Fatal(err)
	}
	if c := r.live(); c.ClientID != own.ClientID || c.ClientSecret != own.ClientSecret {
		t.Error("the connection does not keep its application")
	}
	if s := r.status(); !s.OwnApplication || s.ClientID != own.ClientID {
		t.Errorf("the status is %+v", s)
	}
}

// The code is good, but in another data centre: its tokens are kept, and one
// attribute is all that is left to change.
func TestWrongRegionKeepsTheTokens(t *testing.T) {
	for name, multi := range map[string]bool{"application of one data centre": false, "application of all": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.livesIn("in")
			r.configure(func(s *zohosim.Settings) { s.MultiDC = multi })
			code := r.code(zohosim.GrantRequest{})
			since := r.last()
			err := r.exchange(code, r.sim.Sim.Now())
			r.refused(err, fault.Refused, `belongs to the data centre "in", but zoho_region says "com"`, "set zoho_region to in and publish again, no new code is needed", code)
			if !errors.Is(err, connection.ErrSpent) {
				t.Error("the code is not said to be spent")
			}
			for at := range r.seen(since) {
				if strings.Contains(at, ".cn ") {
					t.Errorf("China's data centre was asked")
				}
			}
			r.onlyWaits("set zoho_region to in")
			r.refused(r.service.Adopt(t.Context(), project, r.draft()), fault.Refused, "zoho_region", "set zoho_region to in")
			r.wants(func(a *connection.Application) { a.Region = "in" })
			since = r.last()
			if err := r.service.Adopt(t.Context(), project, r.draft()); err != nil {
				t.Errorf("with the region set: %v", err)
			}
			if seen := r.seen(since); len(seen) != 0 {
				t.Errorf("Zoho was asked: %v", seen)
			}
			if c := r.live(); c.Region != "in" || c.APIDomain != "https://www.zohoapis.in" || c.RefreshToken == "" {
				t.Errorf("the connection is to %q", c.Region)
			}
		})
	}
}

func TestOneOfManyExchangesACode(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	code := r.code(zohosim.GrantRequest{})
	other := r.boot(r.db)
	var done sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for i := range 10 {
		s := []*connection.Service{r.service, other}[i%2]
		done.Go(func() {
			err := s.Exchange(t.Context(), project, connection.Application{Region: "com"}, code, time.Time{})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if k := fault.KindOf(err); k != fault.Conflict && k != fault.Refused {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if seen := r.seen(0)["accounts.zoho.com /oauth/v2/token"]; won != 1 || seen != 1 {
		t.Errorf("%d of ten won, and Zoho was asked %d times", won, seen)
	}
}

func TestSwitchedOffNothingIsAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.connect()
	invitation, err := r.service.Authorize(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	to := r.consent(invitation.URL)
	code := r.code(zohosim.GrantRequest{})
	r.switchOff(true)
	since := r.last()
	_, authorize := r.service.Authorize(t.Context(), project)
	_, complete := r.service.Complete(t.Context(), redirectOf(t, to))
	_, renew := r.service.Renew(t.Context(), c)
	_, usable := r.service.Usable(t.Context(), project)
	for name, err := range map[string]error{
		"Authorize": authorize, "Complete": complete, "Renew": renew, "Usable": usable, "Exchange": r.exchange(code, r.sim.Sim.Now()),
	} {
		if !fault.Is(err, fault.NotConnected) {
			t.Errorf("%s: %v, want not connected", name, err)
		}
	}
	if seen := r.seen(since); len(seen) != 0 {
		t.Errorf("Zoho was reached: %v", seen)
	}
	r.switchOff(false)
	if err := r.exchange(code, r.sim.Sim.Now()); err != nil {
		t.Errorf("switched on again: %v", err)
	}
}

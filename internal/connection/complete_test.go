package connection_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// consent lets a person accept and returns where their browser is sent.
func (r *rig) consent(address string, more ...func(*zohosim.ConsentRequest)) string {
	r.Helper()
	req := zohosim.ConsentRequest{URL: address}
	for _, change := range more {
		change(&req)
	}
	to, err := r.sim.Sim.Consent(req)
	if err != nil {
		r.Fatal(err)
	}
	return to
}

func redirectOf(t *testing.T, address string) connection.Redirect {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, redirectURL+"?") {
		t.Fatalf("sent back to %q", address)
	}
	q := u.Query()
	return connection.Redirect{
		State: q.Get("state"), Code: q.Get("code"), Error: q.Get("error"), AccountsServer: q.Get("accounts-server"), Location: q.Get("location"),
	}
}

// invited is a person on their way back who has accepted.
func (r *rig) invited(more ...func(*zohosim.ConsentRequest)) connection.Redirect {
	r.Helper()
	invitation, err := r.service.Authorize(r.Context(), project)
	if err != nil {
		r.Fatal(err)
	}
	return redirectOf(r.T, r.consent(invitation.URL, more...))
}

func TestAuthorizationURL(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	invitation, err := r.service.Authorize(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(invitation.URL)
	if err != nil {
		t.Fatal(err)
	}
	id, secret := r.sim.Sim.Client()
	q := u.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": id, "redirect_uri": redirectURL, "access_type": "offline", "prompt": "consent",
	} {
		if q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	if !strings.HasPrefix(invitation.URL, r.sim.URL+"/oauth/v2/auth?") || !strings.Contains(q.Get("scope"), "ZohoCRM.modules.events.READ,") || strings.Contains(q.Get("scope"), "ALL") {
		t.Errorf("the address is %s", invitation.URL)
	}
	if strings.Contains(invitation.URL, secret) || invitation.RedirectURL != redirectURL {
		t.Errorf("the invitation is %+v", invitation)
	}
	if left := invitation.ExpiresAt.Sub(r.sim.Sim.Now()); left < 9*time.Minute || left > 10*time.Minute {
		t.Errorf("it is good for %v", left)
	}
	again, err := r.service.Authorize(t.Context(), project)
	if err != nil || again.URL == invitation.URL {
		t.Errorf("two invitations have one state (%v)", err)
	}
}

func TestWithoutAPublicAddress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.service.RedirectURL = ""
	_, err := r.service.Authorize(t.Context(), project)
	r.refused(err, fault.Refused, "public address", "--public-url")
	r = newRig(t)
	r.service.ClientID = ""
	_, err = r.service.Authorize(t.Context(), project)
	r.refused(err, fault.Refused, "no Zoho application", "zoho_client_id")
}

// The person's organisation lives where Zoho says, whatever the draft said.
func TestConsentConnects(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.livesIn("eu")
	back := r.invited()
	got, err := r.service.Complete(t.Context(), back)
	if err != nil || got != project {
		t.Fatalf("%q, %v", got, err)
	}
	c := r.live()
	if c.Region != "eu" || c.APIDomain != "https://www.zohoapis.eu" || r.draft().Region != "eu" {
		t.Errorf("connected to %q at %q, and the draft says %q", c.Region, c.APIDomain, r.draft().Region)
	}
	// Somebody reloads the page.
	since := r.last()
	if _, err := r.service.Complete(t.Context(), back); err != nil {
		t.Errorf("the same redirect again: %v", err)
	}
	if r.live() != c || len(r.seen(since)) != 0 {
		t.Errorf("the same redirect did something: %v", r.seen(since))
	}
	// It is worth nothing once another connection has replaced it.
	r.connect()
	if _, err := r.service.Complete(t.Context(), back); !fault.Is(err, fault.Refused) {
		t.Errorf("a replayed redirect: %v", err)
	}
}

// A state that was found in a browser's history ties the project to nobody
// else's organisation, also after a disconnection. Where a link brought no
// connection it is still good.
func TestALinkMakesOneConnection(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	back, stranger := r.invited(), r.invited()
	r.network.set(true)
	if _, err := r.service.Complete(t.Context(), back); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("without a network: %v", err)
	}
	r.network.set(false)
	if _, err := r.service.Complete(t.Context(), back); err != nil {
		t.Fatal(err)
	}
	before := r.live()
	forged := back
	forged.Code = stranger.Code
	for range 2 {
		since := r.last()
		_, err := r.service.Complete(t.Context(), forged)
		r.refused(err, fault.Refused, "the authorization link was used before", "ask for a new authorization link", forged.Code, forged.State)
		if len(r.seen(since)) != 0 {
			t.Errorf("Zoho was asked: %v", r.seen(since))
		}
		if c, err := r.service.Get(t.Context(), project); err == nil && c != before {
			t.Error("the connection is another")
		}
		r.disconnect()
	}
	if _, err := r.service.Complete(t.Context(), stranger); err != nil {
		t.Errorf("a link that was not used: %v", err)
	}
}

// Nothing is sent anywhere for a redirect that is not right.
func TestRefusedRedirects(t *testing.T) {
	for name, c := range map[string]struct {
		spoil        func(r *rig, back *connection.Redirect)
		kind         fault.Kind
		text, remedy string
	}{
		"no state":       {func(_ *rig, b *connection.Redirect) { b.State = "" }, fault.Denied, "not made by this server", "new authorization link"},
		"invented state": {func(_ *rig, b *connection.Redirect) { b.State = project + ".abcdefgh" }, fault.Denied, "not made by this server", ""},
		"of another project": {func(_ *rig, b *connection.Redirect) { b.State = strings.Replace(b.State, project, "another-y2", 1) },
			fault.Denied, "not made by this server", ""},
		"changed state":     {func(_ *rig, b *connection.Redirect) { b.State = b.State[:len(b.State)-1] + "_" }, fault.Denied, "not made by this server", ""},
		"late":              {func(r *rig, _ *connection.Redirect) { r.sim.Sim.Advance(10*time.Minute + time.Second) }, fault.Refused, "older than ten minutes", "new authorization link"},
		"refused by person": {func(_ *rig, b *connection.Redirect) { b.Error, b.Code = "access_denied", "" }, fault.Refused, "access was refused", "accept"},
		"an odd error":      {func(_ *rig, b *connection.Redirect) { b.Error = "<b>boo" }, fault.Refused, "without a code", ""},
		"no code":           {func(_ *rig, b *connection.Redirect) { b.Code = "" }, fault.Invalid, "no authorization code", ""},
		"evil server":       {func(_ *rig, b *connection.Redirect) { b.AccountsServer = "https://accounts.zoho.com.evil.example" }, fault.Denied, "not Zoho's", "elsewhere"},
		"evil user part":    {func(_ *rig, b *connection.Redirect) { b.AccountsServer = "https://accounts.zoho.com@evil.example" }, fault.Denied, "not Zoho's", ""},
		"evil user":         {func(_ *rig, b *connection.Redirect) { b.AccountsServer = "https://evil@accounts.zoho.com" }, fault.Denied, "not Zoho's", ""},
		"without TLS":       {func(_ *rig, b *connection.Redirect) { b.AccountsServer = "http://accounts.zoho.com" }, fault.Denied, "not Zoho's", ""},
		"another port":      {func(_ *rig, b *connection.Redirect) { b.AccountsServer = "https://accounts.zoho.com:8443" }, fault.Denied, "not Zoho's", ""},
		"no address":        {func(_ *rig, b *connection.Redirect) { b.AccountsServer = "https://%zz" }, fault.Denied, "not Zoho's", ""},
		"contradiction": {func(_ *rig, b *connection.Redirect) { b.AccountsServer, b.Location = "https://accounts.zoho.eu", "us" },
			fault.Denied, "not that of its location", ""},
		"another application by now": {func(r *rig, _ *connection.Redirect) {
			r.wants(func(a *connection.Application) { a.ClientID, a.ClientSecret = "1000.NEW", "hush-hush" })
		}, fault.Refused, "zoho_client_id was changed", "new authorization link"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			back := r.invited()
			c.spoil(r, &back)
			since := r.last()
			_, err := r.service.Complete(t.Context(), back)
			r.refused(err, c.kind, c.text, c.remedy, "hush-hush", "<b>")
			if back.Code != "" && strings.Contains(err.Error(), back.Code) {
				t.Error("the code is in the error")
			}
			if seen := r.seen(since); len(seen) != 0 {
				t.Errorf("something was sent: %v", seen)
			}
			if r.status().State != connection.NotConnected {
				t.Error("the project is connected")
			}
		})
	}
}

func TestRejectedConsent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	back := r.invited(func(c *zohosim.ConsentRequest) { c.Reject = true })
	got, err := r.service.Complete(t.Context(), back)
	r.refused(err, fault.Refused, "access was refused", "accept")
	if got != project {
		t.Errorf("the project is %q", got)
	}
}

// What the person chose on the consent page is kept, and told where it is not
// what the draft says.
func TestConsentInAnotherEnvironment(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	back := r.invited(func(c *zohosim.ConsentRequest) { c.Environment = "sandbox" })
	_, err := r.service.Complete(t.Context(), back)
	r.refused(err, fault.Refused, `environment "sandbox", but zoho_environment says "production"`, "set zoho_environment to sandbox and publish again, no new code is needed")
	r.onlyWaits("set zoho_region to com and zoho_environment to sandbox")
	r.wants(func(a *connection.Application) { a.Environment = "sandbox" })
	if err := r.service.Adopt(t.Context(), project, r.draft()); err != nil {
		t.Errorf("with the environment set: %v", err)
	}
	if c := r.live(); c.Environment != "sandbox" || c.APIDomain != "https://sandbox.zohoapis.com" {
		t.Errorf("the connection is to %s", c.APIDomain)
	}
}

func TestConsentWithoutOfflineAccess(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.connect()
	before := r.live()
	invitation, err := r.service.Authorize(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	to := r.consent(strings.Replace(invitation.URL, "access_type=offline", "access_type=online", 1))
	_, err = r.service.Complete(t.Context(), redirectOf(t, to))
	r.refused(err, fault.Refused, "without a refresh token", "access_type=offline")
	if r.live() != before {
		t.Error("a grant for an hour replaced one that lasts")
	}
}

// Where Zoho says nothing, the code is taken to belong where the page was.
func TestRedirectWithoutADataCenter(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.livesIn("jp")
	r.wants(func(a *connection.Application) { a.Region = "jp" })
	back := r.invited()
	back.AccountsServer, back.Location = "", ""
	if _, err := r.service.Complete(t.Context(), back); err != nil {
		t.Fatal(err)
	}
	if c := r.live(); c.Region != "jp" {
		t.Errorf("connected to %q", c.Region)
	}
}

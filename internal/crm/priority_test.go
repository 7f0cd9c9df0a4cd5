package crm_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/aftercall"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// Where credits are low, what nobody waits for is Unavailable with the time and
// the reason; nothing is written by it. The other gateways go on.
//
// Fidelity: credits-header-past-half
func TestBackgroundLeavesTheLastCredits(t *testing.T) {
	r := newRig(t, "demo")
	const spent = 120
	client, err := r.clients.For(t.Context(), r.project)
	if err != nil {
		t.Fatal(err)
	}
	for range spent {
		if _, err := client.Org(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	r.configure(func(s *zohosim.Settings) { s.Credits = 2 * spent })
	for name, g := range map[string]*crm.Gateway{"live": r.gateway, "attended": r.gateway.Attended()} {
		if _, _, err := g.CurrentUser(t.Context(), r.project); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	dana := r.named("Contacts", "Whitfield")
	note := aftercall.Note{Module: "Contacts", Record: dana, Title: "t", Content: "c", Reference: "c"}
	_, err = r.gateway.Background().AddNote(t.Context(), r.project, note)
	if !fault.Is(err, fault.Unavailable) || fault.RetryAfter(err) < 14*time.Minute || fault.RemedyOf(err) == "" || !strings.Contains(err.Error(), "API credits left") {
		t.Errorf("the background gets %v, to wait %s", err, fault.RetryAfter(err))
	}
	if n := len(r.records("Notes")); n != 0 {
		t.Errorf("%d notes were written", n)
	}
	if _, err := r.gateway.AddNote(t.Context(), r.project, note); err != nil {
		t.Errorf("a live note: %v", err)
	}
}

// A client that is built, at the start or for a new grant, knows at once what is
// known of the organisation.
//
// Fidelity: edition-credits
func TestClientsAreToldTheEdition(t *testing.T) {
	r := newRig(t, "demo")
	known := map[string]string{r.project: "professional"}
	told := r.clients.ClientsConfig
	told.Organisation = func(_ context.Context, project string) crm.Organisation {
		return crm.Organisation{Edition: known[project], Licences: 4}
	}
	told.HTTPClient = &http.Client{Transport: r.clients.HTTPClient.Transport}
	gateway := crm.NewGateway(crm.NewClients(told))
	for _, want := range []struct {
		edition string
		credits int
	}{{"professional", 52_000}, {"standard", 51_000}, {"unheard of", 0}, {"", 0}} {
		known[r.project] = want.edition
		r.connect()
		if heard, err := gateway.Heard(t.Context(), r.project); err != nil || heard.CreditsDaily != want.credits {
			t.Errorf("with %q: %+v, %v", want.edition, heard, err)
		}
	}
	if _, err := gateway.Attended().Organisation(t.Context(), r.project); err != nil {
		t.Fatal(err)
	}
	if heard, err := gateway.Background().Heard(t.Context(), r.project); err != nil || heard.CreditsDaily < 51_000 || heard.CreditsSpent != 1 {
		t.Errorf("after the organisation was read: %+v, %v", heard, err)
	}
}

package app_test

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// publicURL is where the tests' server would be found from outside.
const publicURL = "https://ringbook.example.com"

// newPublicWorld is a world whose server knows its public address.
func newPublicWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, nil)
	w.stop()
	w.config.PublicURL = publicURL
	w.start()
	return w
}

// office is the connections and attributes of a world's store, as another
// process on its data folder has them.
type office struct {
	connections *connection.Service
	attributes  *attribute.Service
}

// enters does something in the office.
func (w *world) enters(do func(office)) {
	w.t.Helper()
	sealing, _, err := vault.Load(vault.Config{File: filepath.Join(w.config.Data, "sealing.key")})
	if err != nil {
		w.t.Fatal(err)
	}
	hosts, err := crm.NewHosts(w.sim.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c := w.config
	w.behind(func(db *sqlite.DB) {
		o := office{attributes: attribute.NewService(attribute.Config{
			Store: db.Attributes(), Sealer: sealing, Now: c.Now,
			ProjectZone: func(context.Context, string) (string, error) { return "America/New_York", nil },
		})}
		o.connections = connection.NewService(connection.Config{
			Store: db.Connections(), Vault: sealing, Now: c.Now, ClientID: c.ZohoClientID, Region: hosts.Region,
			RedirectURL: publicURL + "/api/auth/callback/zoho",
			Authority: &crm.Authority{
				Hosts: hosts, ClientID: c.ZohoClientID, ClientSecret: c.ZohoClientSecret, Now: c.Now,
				HTTPClient: &http.Client{Transport: hosts.Transport(transport)},
			},
			Application: func(context.Context, string) (connection.Application, error) {
				return connection.Application{Region: "com", Environment: "production"}, nil
			},
			Enabled: func(context.Context, string) error { return nil },
		})
		do(o)
	})
}

func (w *world) status(project string) (s connection.Status) {
	w.t.Helper()
	w.enters(func(o office) {
		var err error
		if s, err = o.connections.Status(w.t.Context(), project); err != nil {
			w.t.Fatal(err)
		}
	})
	return s
}

func (w *world) disconnects(project string) {
	w.t.Helper()
	w.enters(func(o office) {
		if _, err := o.connections.Disconnect(w.t.Context(), project); err != nil {
			w.t.Fatal(err)
		}
	})
}

// consents lets a person accept at Zoho and returns the address on this server
// that their browser is sent to.
func (w *world) consents(project string, more ...func(*zohosim.ConsentRequest)) string {
	w.t.Helper()
	var req zohosim.ConsentRequest
	w.enters(func(o office) {
		invitation, err := o.connections.Authorize(w.t.Context(), project)
		if err != nil {
			w.t.Fatal(err)
		}
		req.URL = invitation.URL
	})
	for _, change := range more {
		change(&req)
	}
	to, err := w.sim.Sim.Consent(req)
	if err != nil {
		w.t.Fatal(err)
	}
	back, found := strings.CutPrefix(to, publicURL)
	if !found {
		w.t.Fatalf("sent back to %s", to)
	}
	return w.url + back
}

// visits opens an address as a browser does.
func (w *world) visits(address string) (status int, page string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func (w *world) drafted(project, idn string) (value string) {
	w.t.Helper()
	w.enters(func(o office) {
		listing, err := o.attributes.List(w.t.Context(), project, attribute.ListOptions{IncludeHidden: true})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, a := range listing.Attributes {
			if a.IDN == idn {
				value = a.Value
			}
		}
	})
	return value
}

// reached counts what reached Zoho since a sequence number, by host and path.
func (w *world) reached(since int64) map[string]int {
	all := map[string]int{}
	for _, q := range w.sim.Sim.Requests(since) {
		all[q.Host+q.Path]++
	}
	return all
}

func (w *world) lastSeq() (seq int64) {
	for _, q := range w.sim.Sim.Requests(0) {
		seq = max(seq, q.Seq)
	}
	return seq
}

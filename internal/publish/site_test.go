package publish_test

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/vault"
)

// site is where a process finds its data and Zoho.
type site struct {
	Folder, ZohoURL, ClientID, ClientSecret string
}

// works are the services of a process over a site.
type works struct {
	authority   *crm.Authority
	projects    *project.Service
	attributes  *attribute.Service
	connections *connection.Service
	publisher   *publish.Service
}

func (s site) build(t *testing.T, now func() time.Time) *works {
	t.Helper()
	w := &works{}
	quiet := slog.New(slog.DiscardHandler)
	db, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(s.Folder, "p.db"), Now: now, Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	sealing, _, err := vault.Load(vault.Config{File: filepath.Join(s.Folder, "key"), Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if w.projects, err = project.NewService(project.Config{Store: db.Projects(), Now: now}); err != nil {
		t.Fatal(err)
	}
	w.attributes = attribute.NewService(attribute.Config{
		Store: db.Attributes(), Sealer: sealing, Now: now,
		ProjectZone: func(context.Context, string) (string, error) { return "America/New_York", nil },
	})
	hosts, err := crm.NewHosts(s.ZohoURL)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: hosts.Transport(transport)}
	w.authority = &crm.Authority{Hosts: hosts, ClientID: s.ClientID, ClientSecret: s.ClientSecret, HTTPClient: client, Now: now}
	w.connections = connection.NewService(connection.Config{
		Store: db.Connections(), Vault: sealing, Now: now, ClientID: s.ClientID, Authority: w.authority,
		Enabled: crm.SwitchedOn(w.projects), Region: hosts.Region,
	})
	gateway := crm.NewGateway(crm.NewClients(crm.ClientsConfig{Connections: w.connections, HTTPClient: client, Now: now}))
	w.publisher = publish.NewService(publish.Config{Attributes: w.attributes, Connections: w.connections, CRM: gateway, Now: now, Logger: quiet})
	t.Cleanup(func() { w.publisher.Close(time.Second) })
	return w
}

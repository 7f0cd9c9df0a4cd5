package app

import (
	"context"
	"net/http"
	"strings"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/vault"
)

// callbackPath is where Zoho sends people back to.
const callbackPath = "/api/auth/callback/zoho"

// newConnections joins package connection with its neighbours: the draft says
// which application asks, learns the data centre, and Zoho's accounts servers
// answer.
func (a *App) newConnections(sealing *vault.Vault) *connection.Service {
	c := a.config
	return connection.NewService(connection.Config{
		Store: a.db.Connections(), Vault: sealing, Now: c.Now, ClientID: c.ZohoClientID, RedirectURL: c.redirectURL(),
		Authority: &crm.Authority{
			Hosts: a.hosts, ClientID: c.ZohoClientID, ClientSecret: c.ZohoClientSecret, HTTPClient: a.zoho, Now: c.Now,
		},
		Application: a.application, Learned: a.learned, Enabled: crm.SwitchedOn(a.projects), Region: a.hosts.Region,
	})
}

// redirectURL is empty where the server knows no public address of its own.
func (c Config) redirectURL() string {
	if c.PublicURL == "" {
		return ""
	}
	return strings.TrimRight(c.PublicURL, "/") + callbackPath
}

// application is what a project's draft asks for consent with; without a client
// id of its own, the server's.
func (a *App) application(ctx context.Context, project string) (connection.Application, error) {
	draft, err := a.attributes.Candidate(ctx, project)
	if err != nil {
		return connection.Application{}, err
	}
	draft.System = nil // what the last publish learned has no say in it, and may be out of date
	settings, err := a.attributes.Check(ctx, draft)
	if err != nil {
		return connection.Application{}, err
	}
	set := settings.Connection
	secret, err := a.attributes.Reveal(project, set.ClientSecret)
	return connection.Application{
		ClientID: set.ClientID, ClientSecret: secret, Region: set.Region, Environment: string(set.Environment),
	}, err
}

// learned puts the data centre that an account proved to live in into the
// draft, whoever edits it at the time.
func (a *App) learned(ctx context.Context, project, region string) error {
	_, err := a.attributes.UpdateDraft(ctx, project, map[string]string{"zoho_region": region}, attribute.AnyRevision, "")
	return err
}

// organisation is what the active revision knows of it. That it cannot be read
// is for others to tell.
func (a *App) organisation(ctx context.Context, project string) crm.Organisation {
	set, err := a.attributes.Settings(ctx, project)
	if err != nil {
		return crm.Organisation{}
	}
	known := set.Organisation
	return crm.Organisation{ID: known.ID, Edition: known.Edition, Licences: known.Licences}
}

// recordURL is a record's page in Zoho CRM. Its host goes with the accounts
// host of the data centre.
func recordURL(region, module, id string) string {
	center, known := config.DataCenterByRegion(region)
	if !known || module == "Notes" {
		return ""
	}
	return "https://crm." + strings.TrimPrefix(center.AccountsHost, "accounts.") + "/crm/tab/" + module + "/" + id
}

// keptConnections is how many calls Zoho allows at once in its largest edition
// (zoho-crm-api §6). Go keeps two connections to a host and would open the others
// anew for every call.
const keptConnections = 25

// newTransport is Go's usual one with connections of its own.
func newTransport() http.RoundTripper {
	if usual, ok := http.DefaultTransport.(*http.Transport); ok {
		own := usual.Clone()
		own.MaxIdleConnsPerHost = keptConnections
		return own
	}
	return http.DefaultTransport // somebody's own, who knows why
}

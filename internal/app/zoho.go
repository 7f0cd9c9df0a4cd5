package app

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
)

// oauth is the authorization server of a region, from the catalogue of Zoho's
// data centres: the client secret goes to no other host.
func (a *App) oauth(region string) (*zoho.OAuth, error) {
	c := a.config
	accounts := c.ZohoURL
	if accounts == "" {
		center, known := config.DataCenterByRegion(region)
		if !known {
			return nil, fault.InvalidField("zoho_region", "%q is no region of Zoho's", region)
		}
		accounts = "https://" + center.AccountsHost
	}
	return &zoho.OAuth{AccountsURL: accounts, ClientID: c.ZohoClientID, ClientSecret: c.ZohoClientSecret, HTTPClient: a.zoho, Now: c.Now}, nil
}

// allowed reports whether tokens may be sent to an API domain: Zoho's hosts
// over TLS, or the one address that replaces them all.
func (c Config) allowed(apiDomain string) bool {
	u, err := url.Parse(apiDomain)
	if err != nil {
		return false
	}
	if c.ZohoURL != "" {
		replaced, err := url.Parse(c.ZohoURL)
		return err == nil && u.Host == replaced.Host
	}
	_, known := config.DataCenterByAPIHost(u.Hostname())
	return known && u.Scheme == "https" && u.Port() == ""
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

// newTransport is Go's usual one with connections of its own.
func newTransport() http.RoundTripper {
	if usual, ok := http.DefaultTransport.(*http.Transport); ok {
		return usual.Clone()
	}
	return http.DefaultTransport // somebody's own, who knows why
}

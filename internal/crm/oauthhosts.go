package crm

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

// Hosts are the addresses of Zoho, from the catalogue of its data centres: the
// allow-list for everything that is sent there. An address that stands in for
// all of them (a simulator) does so on the last step only, in [Hosts.Transport],
// so that the names, and all that is decided by them, are always the real ones.
type Hosts struct {
	instead *url.URL // nil for Zoho itself
}

// NewHosts returns Zoho's own hosts, or those that an origin such as
// "http://127.0.0.1:8091" stands in for; it may be empty.
func NewHosts(instead string) (Hosts, error) {
	if instead == "" {
		return Hosts{}, nil
	}
	u, err := url.Parse(instead)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return Hosts{}, errors.New("the address in Zoho's place must be an origin such as http://127.0.0.1:8091")
	}
	return Hosts{&url.URL{Scheme: u.Scheme, Host: u.Host}}, nil
}

// Accounts is the origin of a data centre's accounts server, which is sent
// codes, tokens and client secrets.
func (h Hosts) Accounts(region string) (string, error) {
	center, known := config.DataCenterByRegion(region)
	if !known {
		return "", fault.InvalidField("zoho_region", "%q is no data centre of Zoho's", region)
	}
	return "https://" + center.AccountsHost, nil
}

// consent is the origin under which a person's browser finds the consent page.
func (h Hosts) consent(region string) (string, error) {
	accounts, err := h.Accounts(region)
	if err == nil && h.instead != nil {
		return h.instead.String(), nil
	}
	return accounts, err
}

// Region is the data centre of what a redirect brought: the accounts server,
// which must be one of Zoho's hosts or what stands in for them, and the location,
// Zoho's own word for the data centre. Each may be missing; "" where both tell
// nothing. They must not contradict each other (zoho-crm-api §1.1).
func (h Hosts) Region(accountsServer, location string) (string, error) {
	said := regionAt(location)
	if accountsServer == "" {
		return said, nil
	}
	u, err := url.Parse(accountsServer)
	if err != nil {
		return "", foreignServer()
	}
	if h.standsIn(u) {
		return said, nil
	}
	center, known := config.DataCenterByAccountsHost(u.Host)
	if !known || u.Scheme != "https" || u.User != nil || (said != "" && said != center.Region) {
		return "", foreignServer()
	}
	return center.Region, nil
}

// regionAt finds a data centre by Zoho's word for it. A word that is not known
// tells nothing: Zoho has added some over time.
func regionAt(location string) string {
	for _, center := range config.DataCenters() {
		if strings.EqualFold(center.Location, location) {
			return center.Region
		}
	}
	return ""
}

func foreignServer() error {
	return fault.New(fault.Denied, "the redirect names an accounts server that is not Zoho's, or not that of its location; nothing was sent to it").
		WithRemedy("ask for a new authorization link and open it; do not follow links from elsewhere")
}

// environment is what an API domain serves in a data centre. It is "" for the
// address that stands in for all hosts, which serves any; ok is false for every
// host that is not the data centre's (zoho-crm-api §1.2).
func (h Hosts) environment(region, apiDomain string) (name string, ok bool) {
	u, err := url.Parse(apiDomain)
	if err != nil {
		return "", false
	}
	if h.standsIn(u) {
		return "", true
	}
	center, known := config.DataCenterByRegion(region)
	if !known || u.Scheme != "https" || u.User != nil || strings.Trim(u.Path, "/") != "" {
		return "", false
	}
	switch strings.ToLower(u.Host) {
	case center.APIHost:
		return "production", true
	case center.SandboxHost:
		return "sandbox", true
	case center.DeveloperHost:
		return "developer", true
	}
	return "", false
}

func (h Hosts) standsIn(u *url.URL) bool {
	return h.instead != nil && u.Scheme == h.instead.Scheme && u.Host == h.instead.Host && u.User == nil
}

// Transport carries requests to Zoho's hosts alone, over TLS, or to the address
// that stands in for them, with the name in the Host header kept. Any other
// request is refused: the last line behind all checks of addresses.
func (h Hosts) Transport(base http.RoundTripper) http.RoundTripper {
	return guardedTransport{h, base}
}

type guardedTransport struct {
	hosts Hosts
	base  http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g guardedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case g.hosts.standsIn(r.URL):
		return g.base.RoundTrip(r)
	case !isZoho(r.URL):
		if r.Body != nil {
			_ = r.Body.Close() // as the interface demands
		}
		// In this form it is known everywhere that nothing was sent.
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: fmt.Errorf("%q is not a host of Zoho's", r.URL.Host)}
	case g.hosts.instead == nil:
		return g.base.RoundTrip(r)
	}
	rerouted := r.Clone(r.Context())
	rerouted.Host = r.URL.Host
	rerouted.URL.Scheme, rerouted.URL.Host = g.hosts.instead.Scheme, g.hosts.instead.Host
	return g.base.RoundTrip(rerouted)
}

// CloseIdleConnections lets http.Client.CloseIdleConnections through.
func (g guardedTransport) CloseIdleConnections() {
	if base, ok := g.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func isZoho(u *url.URL) bool {
	_, accounts := config.DataCenterByAccountsHost(u.Host)
	_, api := config.DataCenterByAPIHost(u.Host)
	return u.Scheme == "https" && (accounts || api)
}

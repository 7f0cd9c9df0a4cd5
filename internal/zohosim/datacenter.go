package zohosim

import (
	"net"
	"net/http"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
)

// dataCenter is one of Zoho's data centres (zoho-crm-api §1.2).
type dataCenter struct {
	location string // as the redirect of a consent names it
	accounts string // host of the account server
	apis     string // what the API hosts of all environments end in
}

func dataCenters() []dataCenter {
	return []dataCenter{
		{"us", "accounts.zoho.com", "zohoapis.com"},
		{"eu", "accounts.zoho.eu", "zohoapis.eu"},
		{"in", "accounts.zoho.in", "zohoapis.in"},
		{"au", "accounts.zoho.com.au", "zohoapis.com.au"},
		{"jp", "accounts.zoho.jp", "zohoapis.jp"},
		{"ca", "accounts.zohocloud.ca", "zohoapis.ca"}, // the domains differ
		{"sa", "accounts.zoho.sa", "zohoapis.sa"},
		{"uk", "accounts.zoho.uk", "zohoapis.uk"},
		{"cn", "accounts.zoho.com.cn", "zohoapis.com.cn"},
		{"ae", "accounts.zoho.ae", "zohoapis.ae"},
	}
}

// locations lists the names of the data centres.
func locations() []string {
	var names []string
	for _, d := range dataCenters() {
		names = append(names, d.location)
	}
	return names
}

// dataCenterOf finds a data centre by a location that was checked when it was
// set.
func dataCenterOf(location string) dataCenter {
	for _, d := range dataCenters() {
		if d.location == location {
			return d
		}
	}
	return dataCenter{}
}

// environments are those of an organisation, production first.
func environments() []string { return []string{oauth.Production, oauth.Sandbox, oauth.Developer} }

// apiHost is the host of the CRM API for an environment (zoho-crm-api §1.2, §8).
func (d dataCenter) apiHost(environment string) string {
	if environment == oauth.Production {
		return "www." + d.apis
	}
	return environment + "." + d.apis
}

// place is what a request's Host says about where it was meant to go. The zero
// place is a Host that is none of Zoho's: all hosts of the organisation's own
// data centre in one.
type place struct {
	location    string // of the data centre
	environment string // of an API host; empty for an account server
}

// placeOf reads a Host header; a port does not matter.
func placeOf(host string) place {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(host)
	for _, d := range dataCenters() {
		if host == d.accounts {
			return place{location: d.location}
		}
		for _, environment := range environments() {
			if host == d.apiHost(environment) {
				return place{location: d.location, environment: environment}
			}
		}
	}
	return place{}
}

// isZoho tells whether one of Zoho's hosts was asked.
func (p place) isZoho() bool { return p.location != "" }

// isAccounts tells whether the account server can be reached there.
func (p place) isAccounts() bool { return p.environment == "" }

// isAPI tells whether the CRM API can be reached there.
func (p place) isAPI() bool { return !p.isZoho() || p.environment != "" }

// holds tells whether a token's session is known at an API host: only that of
// its own data centre and environment knows it (zoho-crm-api §1.3, §1.5).
func (p place) holds(s oauth.Session, home string) bool {
	return !p.isZoho() || p.location == home && p.environment == s.Environment
}

// origin is this server as the client reached it.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// apiDomain is where tokens of an environment are to be used: the API host of
// the organisation's data centre, or for a client that knows no Zoho host the
// origin that it reached (zoho-crm-api §1.3).
func (v *visit) apiDomain(environment string) string {
	if !v.place.isZoho() {
		return origin(v.r)
	}
	return "https://" + dataCenterOf(v.world.rules.Load().DataCenter).apiHost(environment)
}

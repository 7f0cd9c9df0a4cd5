package config

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// DataCenter is one of Zoho's data centres and the hosts it answers at
// (Zoho, Multi-DC support; zoho-crm-api §1.2). An account lives in exactly
// one, and its grants are worth nothing elsewhere.
type DataCenter struct {
	// Region is the value of zoho_region, such as "com" or "eu".
	Region string `json:"region"`
	// Location is Zoho's own word for it, as the OAuth redirect carries it:
	// "us" where Region is "com".
	Location string `json:"location"`
	// AccountsHost serves the consent page and the token endpoint.
	AccountsHost string `json:"accountsHost"`
	// APIHost serves the CRM of the production environment; SandboxHost and
	// DeveloperHost serve the other two.
	APIHost       string `json:"apiHost"`
	SandboxHost   string `json:"sandboxHost"`
	DeveloperHost string `json:"developerHost"`
	// Note says where the hosts are known from when Zoho does not list them.
	Note string `json:"note,omitempty"`
}

// Serves reports whether host is one of the data centre's API hosts.
func (d DataCenter) Serves(host string) bool {
	return slices.ContainsFunc([]string{d.APIHost, d.SandboxHost, d.DeveloperHost}, func(known string) bool {
		return strings.EqualFold(known, host)
	})
}

//go:embed datacenters.json
var dataCentersJSON []byte

var parsedDataCenters = sync.OnceValue(func() []DataCenter {
	var file struct {
		DataCenters []DataCenter `json:"dataCenters"`
	}
	decodeEmbedded("datacenters.json", dataCentersJSON, &file)
	return file.DataCenters
})

// DataCenters returns all data centres. The slice is the caller's.
func DataCenters() []DataCenter { return slices.Clone(parsedDataCenters()) }

// DataCenterByRegion finds a data centre by the value of zoho_region.
func DataCenterByRegion(region string) (DataCenter, bool) {
	return findDataCenter(func(d DataCenter) bool { return d.Region == region })
}

// DataCenterByAccountsHost finds a data centre by its accounts host, without
// scheme or port. It is the allow-list for the accounts-server parameter of
// the OAuth redirect, which anybody can forge: a client secret goes to no
// host that is not found here (zoho-crm-api §1.1).
func DataCenterByAccountsHost(host string) (DataCenter, bool) {
	return findDataCenter(func(d DataCenter) bool { return strings.EqualFold(d.AccountsHost, host) })
}

// DataCenterByAPIHost finds the data centre of an API host of any
// environment, without scheme or port. It is the allow-list for the
// api_domain of a token answer (zoho-crm-api §1.2).
func DataCenterByAPIHost(host string) (DataCenter, bool) {
	return findDataCenter(func(d DataCenter) bool { return d.Serves(host) })
}

func findDataCenter(is func(DataCenter) bool) (DataCenter, bool) {
	all := parsedDataCenters()
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return DataCenter{}, false
}

package config

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryRegionHasItsDataCentre(t *testing.T) {
	regions := find(t, "zoho_region").PossibleValues
	if len(regions) != 10 || len(DataCenters()) != 10 {
		t.Fatalf("%d regions, %d data centres, want 10 each", len(regions), len(DataCenters()))
	}
	for _, region := range regions {
		if d, ok := DataCenterByRegion(region); !ok || d.Region != region {
			t.Errorf("region %s: %+v, %v", region, d, ok)
		}
	}
	if _, ok := DataCenterByRegion("us"); ok {
		t.Error(`"us" is a location, not a region`)
	}
}

func TestHostsAreUniqueBareNames(t *testing.T) {
	var hosts []string
	for _, d := range DataCenters() {
		hosts = append(hosts, d.AccountsHost, d.APIHost, d.SandboxHost, d.DeveloperHost)
	}
	for _, host := range hosts {
		if host != strings.ToLower(host) || strings.ContainsAny(host, ":/ ") || !strings.Contains(host, ".zoho") {
			t.Errorf("%q is not a bare Zoho host", host)
		}
	}
	slices.Sort(hosts)
	if len(slices.Compact(slices.Clone(hosts))) != len(hosts) {
		t.Errorf("a host stands twice: %v", hosts)
	}
}

func TestAllowLists(t *testing.T) {
	for host, region := range map[string]string{
		"accounts.zoho.com": "com", "accounts.zohocloud.ca": "ca", "ACCOUNTS.zoho.eu": "eu",
		"accounts.zoho.com.cn": "cn", "accounts.zoho.evil.example": "", "accounts.zoho.com:443": "",
		"accounts.zoho.ca": "", "evilaccounts.zoho.com": "", "": "",
	} {
		d, ok := DataCenterByAccountsHost(host)
		if ok != (region != "") || d.Region != region {
			t.Errorf("accounts host %q: region %q, %v; want %q", host, d.Region, ok, region)
		}
	}
	for host, region := range map[string]string{
		"www.zohoapis.com.au": "au", "sandbox.zohoapis.in": "in", "developer.zohoapis.jp": "jp",
		"accounts.zoho.jp": "", "zohoapis.jp": "",
	} {
		d, ok := DataCenterByAPIHost(host)
		if ok != (region != "") || d.Region != region {
			t.Errorf("API host %q: region %q, %v; want %q", host, d.Region, ok, region)
		}
	}
}

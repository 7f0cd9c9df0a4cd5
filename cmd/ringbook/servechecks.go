package main

import (
	"net"
	"net/url"
	"os"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// checkPublicURL wants an origin: https, or http on this machine.
func checkPublicURL(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "":
		return usage("--public-url %q is no address; write it like https://ringbook.example.com", text)
	case !isOrigin(u):
		return usage("--public-url %q is more than an address; leave path, query and user out: %s://%s", text, u.Scheme, u.Host)
	case u.Scheme == "https" || u.Scheme == "http" && isThisMachine(u.Hostname()):
		return nil
	}
	return usage("--public-url %q must begin with https://, since codes and keys travel to it; http:// is for localhost alone. Let a proxy add TLS", text)
}

func checkZohoURL(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || !isOrigin(u) {
		return usage("--zoho-url %q is no address of a simulator; write it like http://127.0.0.1:9090, or leave it out for Zoho itself", text)
	}
	return nil
}

func isOrigin(u *url.URL) bool {
	return u.Path == "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

func (c *serveCommand) checkApplication() error {
	if (c.ZohoClientID == "") != (c.ZohoClientSecret == "") {
		return usage("--zoho-client-id and --zoho-client-secret belong together; give both, or neither where every project brings its own")
	}
	return nil
}

// checkAdminKey tells of a key that the server would refuse, by the name under
// which it was given.
func checkAdminKey(key string) error {
	const shortest = 20
	if key != "" && (len(key) < shortest || strings.ContainsFunc(key, unicode.IsSpace)) {
		return usage("%s needs at least %d characters without blanks, such as `openssl rand -hex 24` makes", adminKeyEnv, shortest)
	}
	return nil
}

// exposesSecret tells whether a file of settings holds the secret of the
// application and others than its owner may read it. A file that cannot be read
// was refused before.
func exposesSecret(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o044 == 0 {
		return false
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	var file struct {
		Secret string `yaml:"zoho-client-secret"`
	}
	return yaml.Unmarshal(text, &file) == nil && file.Secret != ""
}

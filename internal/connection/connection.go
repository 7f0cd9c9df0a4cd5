package connection

import (
	"time"

	"github.com/ringbook/ringbook/internal/vault"
)

// Connection joins a project with its CRM; its secrets are in the clear.
type Connection struct {
	Project string
	// Region is the data centre's key in the catalogue, such as "com" or "eu";
	// Environment is "production", "sandbox" or "developer".
	Region, Environment string
	// APIDomain is the origin that the token endpoint named for API calls.
	APIDomain string
	// ClientID is the application that the grant was given to. An empty
	// ClientSecret means the server's own application.
	ClientID, ClientSecret string
	// RefreshToken lives until it is revoked; AccessToken until AccessExpiry.
	RefreshToken string
	AccessToken  string
	AccessExpiry time.Time
	// Scopes are those the grant has, as the token endpoint spelled them.
	Scopes string
	// LastError is what is wrong with the connection itself and Remedy what to do
	// about it; both are empty while it works.
	LastError, Remedy string
	// Revoked: Zoho no longer accepts the grant.
	Revoked bool
	// ConnectedAt is when the grant was had.
	ConnectedAt time.Time
	UpdatedAt   time.Time
}

// application is the one the grant belongs to, as the authority wants it.
func (c Connection) application() Application {
	return Application{ClientID: c.ClientID, ClientSecret: c.ClientSecret, Region: c.Region, Environment: c.Environment}
}

// Sealed is a connection as it is stored: the same without anything that
// opens a door, and with what the processes agree on through it.
type Sealed struct {
	Project string
	// Aside: an accepted grant that the project's settings did not ask for. It
	// waits beside the one in use.
	Aside                          bool
	Region, Environment, APIDomain string
	ClientID, ClientSecret         string
	RefreshToken, AccessToken      string
	AccessExpiry                   time.Time
	Scopes                         string
	Code                           string // Attempt.Code of the code it came from; "" if unknown
	Revoked                        bool
	LastError, Remedy              string
	LeaseHolder                    string // who refreshes now; "" for nobody
	LeaseUntil, QuietUntil         time.Time
	ConnectedAt, UpdatedAt         time.Time
}

// seal hides what opens doors. The place (in use or aside) is part of what a
// value is sealed for.
func seal(v *vault.Vault, c Connection, aside bool, code string) Sealed {
	return Sealed{
		Project: c.Project, Aside: aside, Region: c.Region, Environment: c.Environment, APIDomain: c.APIDomain,
		ClientID: c.ClientID, ClientSecret: sealSecret(v, c.Project, c.ClientSecret, aside),
		RefreshToken: v.Seal(purpose(c.Project, "refresh_token", aside), c.RefreshToken),
		AccessToken:  v.Seal(purpose(c.Project, "access_token", aside), c.AccessToken),
		AccessExpiry: c.AccessExpiry, Scopes: c.Scopes, Code: code, Revoked: c.Revoked,
		LastError: c.LastError, Remedy: c.Remedy, ConnectedAt: c.ConnectedAt, UpdatedAt: c.UpdatedAt,
	}
}

// sealSecret keeps "no secret of its own" visible.
func sealSecret(v *vault.Vault, project, secret string, aside bool) string {
	if secret == "" {
		return ""
	}
	return v.Seal(purpose(project, "client_secret", aside), secret)
}

func open(v *vault.Vault, s Sealed) (Connection, error) {
	c := Connection{
		Project: s.Project, Region: s.Region, Environment: s.Environment, APIDomain: s.APIDomain, ClientID: s.ClientID,
		AccessExpiry: s.AccessExpiry, Scopes: s.Scopes, LastError: s.LastError, Remedy: s.Remedy, Revoked: s.Revoked,
		ConnectedAt: s.ConnectedAt, UpdatedAt: s.UpdatedAt,
	}
	for _, part := range s.sealedParts(&c) {
		if part.sealed == "" {
			continue
		}
		var err error
		if *part.open, err = v.Open(purpose(s.Project, part.field, s.Aside), part.sealed); err != nil {
			return Connection{}, unopened(err)
		}
	}
	return c, nil
}

// sealedPart is one sealed value and where it belongs when open.
type sealedPart struct {
	field, sealed string
	open          *string
}

func (s Sealed) sealedParts(c *Connection) []sealedPart {
	return []sealedPart{
		{"refresh_token", s.RefreshToken, &c.RefreshToken},
		{"access_token", s.AccessToken, &c.AccessToken},
		{"client_secret", s.ClientSecret, &c.ClientSecret},
	}
}

// purpose is what a value is sealed for.
func purpose(project, field string, aside bool) string {
	if aside {
		field += "/aside"
	}
	return "connection/" + project + "/" + field
}

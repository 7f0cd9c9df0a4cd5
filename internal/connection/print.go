package connection

import "fmt"

// Whatever holds a token, a code or a secret prints and logs without it, so
// that no careless line of a log gives one away.

// String tells which connection it is and nothing secret.
func (c Connection) String() string {
	return fmt.Sprintf("connection.Connection(%s: %s, %s, until %s, revoked %t)",
		c.Project, c.Region, c.Environment, c.AccessExpiry.UTC().Format("2006-01-02T15:04:05Z"), c.Revoked)
}

// GoString is String, for %#v.
func (c Connection) GoString() string { return c.String() }

// MarshalText is String, for JSON and log/slog.
func (c Connection) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// String tells which application it is and not its secret.
func (a Application) String() string {
	return fmt.Sprintf("connection.Application(%s: %s, %s)", a.ClientID, a.Region, a.Environment)
}

// GoString is String, for %#v.
func (a Application) GoString() string { return a.String() }

// MarshalText is String, for JSON and log/slog.
func (a Application) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// String tells where the grant is good and nothing secret.
func (g Grant) String() string {
	return fmt.Sprintf("connection.Grant(%s, %s, offline %t)", g.APIDomain, g.Environment, g.RefreshToken != "")
}

// GoString is String, for %#v.
func (g Grant) GoString() string { return g.String() }

// MarshalText is String, for JSON and log/slog.
func (g Grant) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// String tells that it is a redirect and nothing that came with it: anybody may
// have written it.
func (r Redirect) String() string {
	return fmt.Sprintf("connection.Redirect(with a code %t)", r.Code != "")
}

// GoString is String, for %#v.
func (r Redirect) GoString() string { return r.String() }

// MarshalText is String, for JSON and log/slog.
func (r Redirect) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

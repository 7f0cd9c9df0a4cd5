package sqlite

import (
	"context"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

// Connections is the connection.Store in the database.
type Connections struct{ db *DB }

var _ connection.Store = (*Connections)(nil)

// Connections returns the store of the projects' connections to their CRM.
func (db *DB) Connections() *Connections { return &Connections{db} }

const connectionColumns = `project, aside, region, environment, api_domain, client_id, client_secret,
	refresh_token, access_token, access_expiry, scopes, code, revoked, last_error, remedy,
	lease_holder, lease_until, quiet_until, connected_at, updated_at`

func scanConnection(row scanner) (c connection.Sealed, err error) {
	err = row.Scan(&c.Project, &c.Aside, &c.Region, &c.Environment, &c.APIDomain, &c.ClientID, &c.ClientSecret,
		&c.RefreshToken, &c.AccessToken, instant{&c.AccessExpiry}, &c.Scopes, &c.Code, &c.Revoked, &c.LastError, &c.Remedy,
		&c.LeaseHolder, instant{&c.LeaseUntil}, instant{&c.QuietUntil}, instant{&c.ConnectedAt}, instant{&c.UpdatedAt})
	return c, err
}

func getConnection(ctx context.Context, t *tx, project string, aside bool) (connection.Sealed, error) {
	return one(ctx, t, scanConnection, `SELECT `+connectionColumns+` FROM connections WHERE project = ? AND aside = ?`, project, aside)
}

func putConnection(ctx context.Context, t *tx, c connection.Sealed) error {
	_, err := t.exec(ctx, `REPLACE INTO connections (`+connectionColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Project, c.Aside, c.Region, c.Environment, c.APIDomain, c.ClientID, c.ClientSecret,
		c.RefreshToken, c.AccessToken, maybeMS(c.AccessExpiry), c.Scopes, c.Code, c.Revoked, c.LastError, c.Remedy,
		c.LeaseHolder, maybeMS(c.LeaseUntil), maybeMS(c.QuietUntil), maybeMS(c.ConnectedAt), ms(c.UpdatedAt))
	return err
}

func dropConnection(ctx context.Context, t *tx, c connection.Sealed) error {
	_, err := t.exec(ctx, `DELETE FROM connections WHERE project = ? AND aside = ? AND refresh_token = ?`,
		c.Project, c.Aside, c.RefreshToken)
	return err
}

// Load implements connection.Store.
func (s *Connections) Load(ctx context.Context, project string, aside bool) (c connection.Sealed, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		c, err = getConnection(ctx, t, project, aside)
		return err
	})
	return c, err
}

// All implements connection.Store.
func (s *Connections) All(ctx context.Context) (found []connection.Sealed, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		found, err = all(ctx, t, scanConnection, `SELECT `+connectionColumns+` FROM connections ORDER BY project, aside`)
		return err
	})
	return found, err
}

// Save implements connection.Store.
func (s *Connections) Save(ctx context.Context, c connection.Sealed) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error { return putConnection(ctx, t, c) })
}

// Promote implements connection.Store.
func (s *Connections) Promote(ctx context.Context, aside, live connection.Sealed) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		waiting, err := getConnection(ctx, t, aside.Project, true)
		if err != nil {
			return err
		}
		if waiting.RefreshToken != aside.RefreshToken {
			return fault.New(fault.Conflict, "another grant was set aside meanwhile")
		}
		if err := dropConnection(ctx, t, waiting); err != nil {
			return err
		}
		return putConnection(ctx, t, live)
	})
}

// Forget implements connection.Store.
func (s *Connections) Forget(ctx context.Context, c connection.Sealed) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error { return dropConnection(ctx, t, c) })
}

// Update implements connection.Store.
func (s *Connections) Update(ctx context.Context, project string, aside bool, change func(connection.Sealed) (connection.Sealed, error)) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		before, err := getConnection(ctx, t, project, aside)
		if err != nil {
			return err
		}
		after, err := change(before)
		if err != nil {
			return err
		}
		return putConnection(ctx, t, after)
	})
}

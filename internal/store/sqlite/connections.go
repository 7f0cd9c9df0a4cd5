package sqlite

import (
	"context"

	"github.com/ringbook/ringbook/internal/connection"
)

// Connections is the connection.Store in the database.
type Connections struct{ db *DB }

var _ connection.Store = (*Connections)(nil)

// Connections returns the store of the projects' ties to their CRM.
func (db *DB) Connections() *Connections { return &Connections{db} }

const connectionColumns = `project, region, api_domain, scopes, refresh_token, access_token, access_expiry, last_error, updated_at`

func scanConnection(row scanner) (c connection.Sealed, err error) {
	err = row.Scan(&c.Project, &c.Region, &c.APIDomain, &c.Scopes, &c.RefreshToken, &c.AccessToken,
		instant{&c.AccessExpiry}, &c.LastError, instant{&c.UpdatedAt})
	return c, err
}

func getConnection(ctx context.Context, t *tx, project string) (connection.Sealed, error) {
	return one(ctx, t, scanConnection, `SELECT `+connectionColumns+` FROM connections WHERE project = ?`, project)
}

func putConnection(ctx context.Context, t *tx, c connection.Sealed) error {
	_, err := t.exec(ctx, `REPLACE INTO connections (`+connectionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Project, c.Region, c.APIDomain, c.Scopes, c.RefreshToken, c.AccessToken,
		maybeMS(c.AccessExpiry), c.LastError, ms(c.UpdatedAt))
	return err
}

// Load implements connection.Store.
func (s *Connections) Load(ctx context.Context, project string) (c connection.Sealed, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		c, err = getConnection(ctx, t, project)
		return err
	})
	return c, err
}

// Save implements connection.Store.
func (s *Connections) Save(ctx context.Context, c connection.Sealed) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error { return putConnection(ctx, t, c) })
}

// Update implements connection.Store.
func (s *Connections) Update(ctx context.Context, project string, change func(connection.Sealed) (connection.Sealed, error)) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		before, err := getConnection(ctx, t, project)
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

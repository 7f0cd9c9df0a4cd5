package sqlite

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/project"
)

// Projects is the project.Store in the database.
type Projects struct{ db *DB }

var _ project.Store = (*Projects)(nil)

// Projects returns the store of projects and keys.
func (db *DB) Projects() *Projects { return &Projects{db} }

const (
	projectColumns = `id, name, time_zone, crm_enabled, created_at`
	keyColumns     = `id, project, role, created_at, revoked_at`
)

func scanProject(row scanner) (p project.Project, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.TimeZone, &p.CRMEnabled, instant{&p.CreatedAt})
	return p, err
}

func scanKey(row scanner) (k project.Key, err error) {
	err = row.Scan(&k.ID, &k.Project, &k.Role, instant{&k.CreatedAt}, instant{&k.RevokedAt})
	return k, err
}

func getProject(ctx context.Context, t *tx, id string) (project.Project, error) {
	return one(ctx, t, scanProject, `SELECT `+projectColumns+` FROM projects WHERE id = ?`, id)
}

// CreateProject implements project.Store.
func (s *Projects) CreateProject(ctx context.Context, p project.Project) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, `INSERT INTO projects (`+projectColumns+`) VALUES (?, ?, ?, ?, ?)`,
			p.ID, p.Name, p.TimeZone, p.CRMEnabled, ms(p.CreatedAt))
		return err
	})
}

// Project implements project.Store.
func (s *Projects) Project(ctx context.Context, id string) (p project.Project, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		p, err = getProject(ctx, t, id)
		return err
	})
	return p, err
}

// Projects implements project.Store.
func (s *Projects) Projects(ctx context.Context) (list []project.Project, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		list, err = all(ctx, t, scanProject, `SELECT `+projectColumns+` FROM projects ORDER BY created_at, rowid`)
		return err
	})
	return list, err
}

// UpdateProject implements project.Store.
func (s *Projects) UpdateProject(ctx context.Context, id string, change func(project.Project) (project.Project, error)) (p project.Project, err error) {
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		before, err := getProject(ctx, t, id)
		if err != nil {
			return err
		}
		if p, err = change(before); err != nil {
			return err
		}
		_, err = t.exec(ctx, `UPDATE projects SET name = ?, time_zone = ?, crm_enabled = ? WHERE id = ?`,
			p.Name, p.TimeZone, p.CRMEnabled, id)
		return err
	})
	return p, err
}

// CreateKey implements project.Store.
func (s *Projects) CreateKey(ctx context.Context, k project.Key, hash project.Hash) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		if k.Project != "" {
			if _, err := getProject(ctx, t, k.Project); err != nil {
				return err
			}
		}
		_, err := t.exec(ctx, `INSERT INTO api_keys (`+keyColumns+`, hash) VALUES (?, ?, ?, ?, ?, ?)`,
			k.ID, k.Project, string(k.Role), ms(k.CreatedAt), maybeMS(k.RevokedAt), hash[:])
		return err
	})
}

// KeyByHash implements project.Store.
func (s *Projects) KeyByHash(ctx context.Context, hash project.Hash) (k project.Key, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		k, err = one(ctx, t, scanKey, `SELECT `+keyColumns+` FROM api_keys WHERE hash = ?`, hash[:])
		return err
	})
	return k, err
}

// Keys implements project.Store.
func (s *Projects) Keys(ctx context.Context, projectID string) (keys []project.Key, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		keys, err = all(ctx, t, scanKey, `SELECT `+keyColumns+` FROM api_keys WHERE project = ? ORDER BY created_at, rowid`, projectID)
		return err
	})
	return keys, err
}

// RevokeKey implements project.Store.
func (s *Projects) RevokeKey(ctx context.Context, id string, at time.Time, allow func(project.Key, int) error) (k project.Key, err error) {
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		if k, err = getKey(ctx, t, id); err != nil || k.Revoked() {
			return err
		}
		others, err := one(ctx, t, scanInt,
			`SELECT count(*) FROM api_keys WHERE project = ? AND id <> ? AND revoked_at IS NULL`, k.Project, id)
		if err != nil {
			return err
		}
		if err := allow(k, others); err != nil {
			return err
		}
		if _, err := t.exec(ctx, `UPDATE api_keys SET revoked_at = ? WHERE id = ?`, ms(at), id); err != nil {
			return err
		}
		k, err = getKey(ctx, t, id)
		return err
	})
	if err != nil {
		return project.Key{}, err
	}
	return k, nil
}

func getKey(ctx context.Context, t *tx, id string) (project.Key, error) {
	return one(ctx, t, scanKey, `SELECT `+keyColumns+` FROM api_keys WHERE id = ?`, id)
}

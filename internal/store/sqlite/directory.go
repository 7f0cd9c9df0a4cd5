package sqlite

import (
	"context"

	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/phone"
)

// Directory is the contact.Store in the database.
type Directory struct{ db *DB }

var _ contact.Store = (*Directory)(nil)

// Directory returns the store of the records that ringbook made.
func (db *DB) Directory() *Directory { return &Directory{db} }

// Remember implements contact.Store.
func (s *Directory) Remember(ctx context.Context, project string, number phone.Number, r contact.Record) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, `
			INSERT INTO directory (project, number, module, record, name, made_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (project, number, module, record) DO UPDATE SET name = excluded.name`,
			project, string(number), string(r.Module), r.ID, r.Name, ms(t.now))
		return err
	})
}

// Recall implements contact.Store.
func (s *Directory) Recall(ctx context.Context, project string, number phone.Number) (made []contact.Record, err error) {
	scan := func(row scanner) (r contact.Record, err error) {
		r.Numbers = []string{string(number)}
		err = row.Scan(&r.Module, &r.ID, &r.Name)
		return r, err
	}
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		made, err = all(ctx, t, scan, `
			SELECT module, record, name FROM directory
			WHERE project = ? AND number = ? ORDER BY made_at DESC, record DESC`, project, string(number))
		return err
	})
	return made, err
}

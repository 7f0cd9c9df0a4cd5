package sqlite

import (
	"context"
	"encoding/json"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

// Attributes is the attribute.Store in the database.
type Attributes struct{ db *DB }

var _ attribute.Store = (*Attributes)(nil)

// Attributes returns the store of drafts and revisions.
func (db *DB) Attributes() *Attributes { return &Attributes{db} }

const (
	draftColumns    = `project, revision, vals, updated_at, updated_by`
	revisionColumns = `project, number, vals, created_at, author, note`
)

func scanDraft(row scanner) (d attribute.Draft, err error) {
	var values string
	if err = row.Scan(&d.Project, &d.Revision, &values, instant{&d.UpdatedAt}, &d.UpdatedBy); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(values), &d.Values)
}

func scanRevision(row scanner) (r attribute.Revision, err error) {
	var values string
	if err = row.Scan(&r.Project, &r.Number, &values, instant{&r.CreatedAt}, &r.Author, &r.Note); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(values), &r.Values)
}

// Seed implements attribute.Store.
func (s *Attributes) Seed(ctx context.Context, first attribute.Revision, draft attribute.Draft) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		if err := insertRevision(ctx, t, first); err != nil {
			return err
		}
		values, err := valuesText(draft.Values)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `INSERT INTO attribute_drafts (`+draftColumns+`) VALUES (?, ?, ?, ?, ?)`,
			draft.Project, draft.Revision, values, ms(draft.UpdatedAt), draft.UpdatedBy)
		return err
	})
}

// Draft implements attribute.Store.
func (s *Attributes) Draft(ctx context.Context, project string) (d attribute.Draft, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		d, err = one(ctx, t, scanDraft, `SELECT `+draftColumns+` FROM attribute_drafts WHERE project = ?`, project)
		return err
	})
	return d, err
}

// SaveDraft implements attribute.Store.
func (s *Attributes) SaveDraft(ctx context.Context, expected int64, draft attribute.Draft) error {
	values, err := valuesText(draft.Values)
	if err != nil {
		return err
	}
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		changed, err := t.exec(ctx, `
			UPDATE attribute_drafts SET revision = ?, vals = ?, updated_at = ?, updated_by = ?
			WHERE project = ? AND revision = ?`,
			draft.Revision, values, ms(draft.UpdatedAt), draft.UpdatedBy, draft.Project, expected)
		if err != nil || changed > 0 {
			return err
		}
		if _, err := one(ctx, t, scanDraft, `SELECT `+draftColumns+` FROM attribute_drafts WHERE project = ?`, draft.Project); err != nil {
			return err
		}
		return fault.New(fault.Conflict, "the draft was saved by somebody else meanwhile")
	})
}

// Activate implements attribute.Store.
func (s *Attributes) Activate(ctx context.Context, r attribute.Revision) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		active, err := activeNumber(ctx, t, r.Project)
		if err != nil {
			return err
		}
		if r.Number != active+1 {
			return fault.New(fault.Conflict, "another revision was activated meanwhile")
		}
		return insertRevision(ctx, t, r)
	})
}

func insertRevision(ctx context.Context, t *tx, r attribute.Revision) error {
	values, err := valuesText(r.Values)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO attribute_revisions (`+revisionColumns+`) VALUES (?, ?, ?, ?, ?, ?)`,
		r.Project, r.Number, values, ms(r.CreatedAt), r.Author, r.Note)
	return err
}

// Active implements attribute.Store.
func (s *Attributes) Active(ctx context.Context, project string) (r attribute.Revision, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		r, err = one(ctx, t, scanRevision, `
			SELECT `+revisionColumns+` FROM attribute_revisions WHERE project = ? ORDER BY number DESC LIMIT 1`, project)
		return err
	})
	return r, err
}

func activeNumber(ctx context.Context, t *tx, project string) (int64, error) {
	scan := func(row scanner) (n int64, err error) {
		err = row.Scan(&n)
		return n, err
	}
	return one(ctx, t, scan, `SELECT number FROM attribute_revisions WHERE project = ? ORDER BY number DESC LIMIT 1`, project)
}

// ActiveNumber implements attribute.Store.
func (s *Attributes) ActiveNumber(ctx context.Context, project string) (n int64, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		n, err = activeNumber(ctx, t, project)
		return err
	})
	return n, err
}

// Revision implements attribute.Store.
func (s *Attributes) Revision(ctx context.Context, project string, number int64) (r attribute.Revision, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		r, err = one(ctx, t, scanRevision, `
			SELECT `+revisionColumns+` FROM attribute_revisions WHERE project = ? AND number = ?`, project, number)
		return err
	})
	return r, err
}

// Revisions implements attribute.Store.
func (s *Attributes) Revisions(ctx context.Context, project string, before int64, limit int) (list []attribute.Revision, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		list, err = all(ctx, t, scanRevision, `
			SELECT `+revisionColumns+` FROM attribute_revisions
			WHERE project = ?1 AND (?2 = 0 OR number < ?2) ORDER BY number DESC LIMIT ?3`, project, before, limit)
		return err
	})
	return list, err
}

func valuesText(values map[string]string) (string, error) {
	if values == nil {
		values = map[string]string{}
	}
	text, err := json.Marshal(values)
	return string(text), err
}

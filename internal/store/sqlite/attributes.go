package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

// Attributes is the attribute.Store in the database.
type Attributes struct{ db *DB }

var _ attribute.Store = (*Attributes)(nil)

// Attributes returns the store of drafts and revisions.
func (db *DB) Attributes() *Attributes { return &Attributes{db} }

const (
	draftColumns    = `project, revision, vals, set_at, updated_at, updated_by`
	revisionColumns = `project, number, vals, created_at, author, note`
)

func scanDraft(row scanner) (d attribute.Draft, err error) {
	var values, setAt string
	if err = row.Scan(&d.Project, &d.Revision, &values, &setAt, instant{&d.UpdatedAt}, &d.UpdatedBy); err != nil {
		return d, err
	}
	if err = json.Unmarshal([]byte(values), &d.Values); err != nil {
		return d, err
	}
	d.SetAt, err = readTimes(setAt)
	return d, err
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
		values, setAt, err := draftTexts(draft)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `INSERT INTO attribute_drafts (`+draftColumns+`) VALUES (?, ?, ?, ?, ?, ?)`,
			draft.Project, draft.Revision, values, setAt, ms(draft.UpdatedAt), draft.UpdatedBy)
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
	values, setAt, err := draftTexts(draft)
	if err != nil {
		return err
	}
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		changed, err := t.exec(ctx, `
			UPDATE attribute_drafts SET revision = ?, vals = ?, set_at = ?, updated_at = ?, updated_by = ?
			WHERE project = ? AND revision = ?`,
			draft.Revision, values, setAt, ms(draft.UpdatedAt), draft.UpdatedBy, draft.Project, expected)
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

// ResealRevision implements attribute.Store.
func (s *Attributes) ResealRevision(ctx context.Context, project string, number int64, values map[string]string) error {
	text, err := valuesText(values)
	if err != nil {
		return err
	}
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		changed, err := t.exec(ctx, `UPDATE attribute_revisions SET vals = ? WHERE project = ? AND number = ?`, text, project, number)
		if err == nil && changed == 0 {
			return fault.New(fault.NotFound, "there is no such revision")
		}
		return err
	})
}

// Projects implements attribute.Store.
func (s *Attributes) Projects(ctx context.Context, after string, limit int) (ids []string, err error) {
	scan := func(row scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		ids, err = all(ctx, t, scan, `SELECT project FROM attribute_drafts WHERE project > ? ORDER BY project LIMIT ?`, after, limit)
		return err
	})
	return ids, err
}

func draftTexts(d attribute.Draft) (values, setAt string, err error) {
	if values, err = valuesText(d.Values); err != nil {
		return "", "", err
	}
	setAt, err = timesText(d.SetAt)
	return values, setAt, err
}

func valuesText(values map[string]string) (string, error) {
	if values == nil {
		values = map[string]string{}
	}
	text, err := json.Marshal(values)
	return string(text), err
}

func timesText(times map[string]time.Time) (string, error) {
	stored := make(map[string]int64, len(times))
	for name, at := range times {
		stored[name] = ms(at)
	}
	text, err := json.Marshal(stored)
	return string(text), err
}

func readTimes(text string) (map[string]time.Time, error) {
	var stored map[string]int64
	if err := json.Unmarshal([]byte(text), &stored); err != nil {
		return nil, err
	}
	times := make(map[string]time.Time, len(stored))
	for name, at := range stored {
		times[name] = time.UnixMilli(at).UTC()
	}
	return times, nil
}

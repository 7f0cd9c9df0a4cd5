package sqlite

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
)

// Intents is the intent.Store in the database.
type Intents struct{ db *DB }

var _ intent.Store = (*Intents)(nil)

// Intents returns the store of outside writes.
func (db *DB) Intents() *Intents { return &Intents{db} }

// insertIntent records an intention within a transaction of any subject, as
// Ready and of now where it says nothing else. One that is recorded already
// stays as it is.
func insertIntent(ctx context.Context, t *tx, in intent.Intent) error {
	if in.State == "" {
		in.State = intent.Ready
	}
	if in.RecordedAt.IsZero() {
		in.RecordedAt = t.now
	}
	_, err := t.exec(ctx, `
		INSERT INTO intents (`+intentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (project, id) DO NOTHING`,
		in.Project, in.ID, in.Kind, in.Marker, string(in.State), in.Attempts, ms(in.RecordedAt),
		maybeMS(in.AttemptedAt), maybeMS(in.SettledAt), in.Record, refusalName(in), in.Detail)
	return err
}

const intentColumns = `project, id, kind, marker, state, attempts, recorded_at, attempted_at, settled_at, record, refusal, detail`

func scanIntent(row scanner) (in intent.Intent, err error) {
	var refusal string
	err = row.Scan(&in.Project, &in.ID, &in.Kind, &in.Marker, &in.State, &in.Attempts, instant{&in.RecordedAt},
		instant{&in.AttemptedAt}, instant{&in.SettledAt}, &in.Record, &refusal, &in.Detail)
	in.Refusal = kindNamed(refusal)
	return in, err
}

// refusalName is the stored form of a refusal's kind: a name, so that it
// outlives a change of the numbers.
func refusalName(in intent.Intent) string {
	if in.State != intent.Refused {
		return ""
	}
	return in.Refusal.String()
}

func kindNamed(name string) fault.Kind {
	for kind := fault.Internal; kind <= fault.Uncertain; kind++ {
		if kind.String() == name {
			return kind
		}
	}
	return fault.Internal
}

func getIntent(ctx context.Context, t *tx, project, id string) (intent.Intent, error) {
	return one(ctx, t, scanIntent, `SELECT `+intentColumns+` FROM intents WHERE project = ? AND id = ?`, project, id)
}

// Record implements intent.Store. Most intentions were recorded before, with
// the change that wanted them, so the writer is asked only for a new one.
func (s *Intents) Record(ctx context.Context, in intent.Intent) (stored intent.Intent, err error) {
	if stored, err = s.Get(ctx, in.Project, in.ID); !fault.Is(err, fault.NotFound) {
		return stored, err
	}
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		if err := insertIntent(ctx, t, in); err != nil {
			return err
		}
		stored, err = getIntent(ctx, t, in.Project, in.ID)
		return err
	})
	return stored, err
}

// Get implements intent.Store.
func (s *Intents) Get(ctx context.Context, project, id string) (in intent.Intent, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		in, err = getIntent(ctx, t, project, id)
		return err
	})
	return in, err
}

// Advance implements intent.Store.
func (s *Intents) Advance(ctx context.Context, from, to intent.Intent) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		changed, err := t.exec(ctx, `
			UPDATE intents SET state = ?, attempts = ?, attempted_at = ?, settled_at = ?, record = ?, refusal = ?, detail = ?
			WHERE project = ? AND id = ? AND state = ? AND attempts = ?`,
			string(to.State), to.Attempts, maybeMS(to.AttemptedAt), maybeMS(to.SettledAt), to.Record, refusalName(to), to.Detail,
			from.Project, from.ID, string(from.State), from.Attempts)
		if err == nil && changed == 0 {
			return fault.New(fault.Conflict, "another process has taken the write further")
		}
		return err
	})
}

// Unsettled implements intent.Store.
func (s *Intents) Unsettled(ctx context.Context, before time.Time, limit int) (list []intent.Intent, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		list, err = all(ctx, t, scanIntent, `
			SELECT `+intentColumns+` FROM intents
			WHERE state IN ('ready', 'sending', 'unknown') AND coalesce(attempted_at, recorded_at) < ?
			ORDER BY coalesce(attempted_at, recorded_at), project, id LIMIT ?`,
			ms(before), limit)
		return err
	})
	return list, err
}

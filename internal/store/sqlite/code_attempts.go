package sqlite

import (
	"context"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/fault"
)

func scanAttempt(row scanner) (a connection.Attempt, err error) {
	err = row.Scan(&a.Project, &a.Code, instant{&a.BegunAt}, instant{&a.EndedAt}, &a.Outcome)
	return a, err
}

func attempt(ctx context.Context, t *tx, project, code string) (connection.Attempt, error) {
	a, err := one(ctx, t, scanAttempt,
		`SELECT project, code, begun_at, ended_at, outcome FROM code_attempts WHERE project = ? AND code = ?`, project, code)
	if fault.Is(err, fault.NotFound) {
		return connection.Attempt{Project: project, Code: code}, nil
	}
	return a, err
}

// Attempt implements connection.Store.
func (s *Connections) Attempt(ctx context.Context, project, code string) (a connection.Attempt, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		a, err = attempt(ctx, t, project, code)
		return err
	})
	return a, err
}

// UpdateAttempt implements connection.Store.
func (s *Connections) UpdateAttempt(ctx context.Context, project, code string, change func(connection.Attempt) (connection.Attempt, error)) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		before, err := attempt(ctx, t, project, code)
		if err != nil {
			return err
		}
		after, err := change(before)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `REPLACE INTO code_attempts (project, code, begun_at, ended_at, outcome) VALUES (?, ?, ?, ?, ?)`,
			project, code, ms(after.BegunAt), maybeMS(after.EndedAt), string(after.Outcome))
		return err
	})
}

package sqlite

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/job"
)

// Jobs is the job.Store in the database.
type Jobs struct{ db *DB }

var _ job.Store = (*Jobs)(nil)

// Jobs returns the store of durable work.
func (db *DB) Jobs() *Jobs { return &Jobs{db} }

// OnEnqueued makes the database call f after each commit that brought a job
// which is due at once, whichever subject's change caused it. f must not
// block; it is meant to be job.Runner.Wake. A later call replaces f.
func (s *Jobs) OnEnqueued(f func()) { s.db.enqueued.Store(&f) }

// insertJob enqueues a job within a transaction of any subject.
func insertJob(ctx context.Context, t *tx, n job.New) error {
	if err := n.Check(); err != nil {
		return err
	}
	at := n.RunAt
	if at.IsZero() {
		at = t.now
	}
	t.due = t.due || !at.After(t.now)
	_, err := t.exec(ctx, `
		INSERT INTO jobs (kind, project, key, payload, state, due_at, token, attempt, reason, enqueued_at)
		VALUES (?1, ?2, ?3, ?4, 'open', ?5, '', 0, '', ?6)
		ON CONFLICT (kind, project, key) WHERE state = 'open' AND key <> '' DO UPDATE SET
			due_at   = CASE WHEN token = '' THEN min(due_at, excluded.due_at) ELSE due_at END,
			again_at = CASE WHEN token = '' THEN NULL ELSE min(coalesce(again_at, excluded.due_at), excluded.due_at) END`,
		n.Kind, n.Project, n.Key, n.Payload, ms(at), ms(t.now))
	return err
}

// insertJobs enqueues all of a subject's jobs.
func insertJobs(ctx context.Context, t *tx, jobs []job.New) error {
	for _, n := range jobs {
		if err := insertJob(ctx, t, n); err != nil {
			return err
		}
	}
	return nil
}

// Enqueue implements job.Queue.
func (s *Jobs) Enqueue(ctx context.Context, jobs ...job.New) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error { return insertJobs(ctx, t, jobs) })
}

const jobColumns = `id, kind, project, key, payload, state, due_at, token, attempt, reason, enqueued_at, finished_at`

func scanJob(row scanner) (j job.Job, err error) {
	var state string
	err = row.Scan(&j.ID, &j.Kind, &j.Project, &j.Key, &j.Payload, &state, instant{&j.DueAt}, &j.Token,
		&j.Attempt, &j.Reason, instant{&j.EnqueuedAt}, instant{&j.FinishedAt})
	switch {
	case state == "done":
		j.State = job.Done
	case state == "dead":
		j.State = job.Dead
	case j.Token != "":
		j.State = job.Running
	default:
		j.State = job.Queued
	}
	return j, err
}

// Get implements job.Queue.
func (s *Jobs) Get(ctx context.Context, project, kind, key string) (j job.Job, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		j, err = one(ctx, t, scanJob, `
			SELECT `+jobColumns+` FROM jobs
			WHERE kind = ? AND project = ? AND key = ? AND key <> '' ORDER BY id DESC LIMIT 1`,
			kind, project, key)
		return err
	})
	j.Token = ""
	return j, err
}

// Dead implements job.Queue.
func (s *Jobs) Dead(ctx context.Context, project string, limit int) (jobs []job.Job, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		jobs, err = all(ctx, t, scanJob, `
			SELECT `+jobColumns+` FROM jobs
			WHERE state = 'dead' AND (?1 = '' OR project = ?1) ORDER BY finished_at DESC, id DESC LIMIT ?2`,
			project, limit)
		return err
	})
	return jobs, err
}

// Prune implements job.Queue.
func (s *Jobs) Prune(ctx context.Context, state job.State, before time.Time, limit int) (n int, err error) {
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		gone, err := t.exec(ctx, `
			DELETE FROM jobs WHERE id IN (
				SELECT id FROM jobs WHERE state = ? AND state <> 'open' AND finished_at < ? ORDER BY finished_at LIMIT ?)`,
			string(state), ms(before), limit)
		n = int(gone)
		return err
	})
	return n, err
}

// Claim implements job.Store. A claim that finds nothing due writes nothing;
// it is asked for on a reading connection first, so that an idle server does
// not keep the writer busy.
func (s *Jobs) Claim(ctx context.Context, now time.Time, lease time.Duration, kinds []string, limit int) (jobs []job.Job, err error) {
	list, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	if due, err := s.anyDue(ctx, now, string(list)); err != nil || !due {
		return nil, err
	}
	token := rand.Text()
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		jobs, err = all(ctx, t, scanJob, `
			UPDATE jobs SET token = ?1, due_at = ?2, attempt = attempt + 1,
				again_at = CASE WHEN again_at <= ?3 THEN NULL ELSE again_at END
			WHERE id IN (
				SELECT id FROM jobs
				WHERE state = 'open' AND due_at <= ?3 AND kind IN (SELECT value FROM json_each(?4))
				ORDER BY due_at, id LIMIT ?5)
			RETURNING `+jobColumns,
			token, ms(now.Add(lease)), ms(now), string(list), limit)
		return err
	})
	slices.SortFunc(jobs, func(a, b job.Job) int { return cmp.Compare(a.ID, b.ID) })
	return jobs, err
}

func (s *Jobs) anyDue(ctx context.Context, now time.Time, kinds string) (due bool, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		due, err = one(ctx, t, scanBool, `
			SELECT EXISTS (SELECT 1 FROM jobs
				WHERE state = 'open' AND due_at <= ? AND kind IN (SELECT value FROM json_each(?)))`,
			ms(now), kinds)
		return err
	})
	return due, err
}

// Extend implements job.Store.
func (s *Jobs) Extend(ctx context.Context, j job.Job, until time.Time) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		return held(t.exec(ctx, `UPDATE jobs SET due_at = ? WHERE id = ? AND token = ? AND state = 'open'`,
			ms(until), j.ID, j.Token))
	})
}

// Finish implements job.Store.
func (s *Jobs) Finish(ctx context.Context, j job.Job, now time.Time) error {
	return s.finish(ctx, j, job.Done, now, "")
}

// Bury implements job.Store.
func (s *Jobs) Bury(ctx context.Context, j job.Job, now time.Time, reason string) error {
	return s.finish(ctx, j, job.Dead, now, reason)
}

// finish ends a job, and queues its successor if it was enqueued while it ran.
func (s *Jobs) finish(ctx context.Context, j job.Job, state job.State, now time.Time, reason string) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		err := held(t.exec(ctx, `
			UPDATE jobs SET state = ?, token = '', finished_at = ?, reason = ?
			WHERE id = ? AND token = ? AND state = 'open'`,
			string(state), ms(now), reason, j.ID, j.Token))
		if err != nil {
			return err
		}
		again, err := t.exec(ctx, `
			INSERT INTO jobs (kind, project, key, payload, state, due_at, token, attempt, reason, enqueued_at)
			SELECT kind, project, key, payload, 'open', again_at, '', 0, '', ?
			FROM jobs WHERE id = ? AND again_at IS NOT NULL`, ms(now), j.ID)
		t.due = again > 0
		return err
	})
}

// Retry implements job.Store.
func (s *Jobs) Retry(ctx context.Context, j job.Job, at time.Time, attempt int, reason string) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		return held(t.exec(ctx, `
			UPDATE jobs SET token = '', attempt = ?1, reason = ?2,
				due_at = min(?3, coalesce(again_at, ?3)), again_at = NULL
			WHERE id = ?4 AND token = ?5 AND state = 'open'`,
			attempt, reason, ms(at), j.ID, j.Token))
	})
}

// held tells from the number of rows that an update by token changed whether
// the lease was still the worker's.
func held(changed int64, err error) error {
	if err == nil && changed == 0 {
		return job.ErrLost
	}
	return err
}

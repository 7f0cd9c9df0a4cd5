package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"time"
)

// conn is one SQLite connection with the statements it has prepared. The
// program has a few dozen query texts, so none is ever dropped.
type conn struct {
	raw   *sql.Conn
	stmts map[string]*sql.Stmt
}

func connect(ctx context.Context, pool *sql.DB, setup ...string) (*conn, error) {
	raw, err := pool.Conn(ctx)
	if err != nil {
		return nil, translate(err)
	}
	c := &conn{raw: raw, stmts: map[string]*sql.Stmt{}}
	for _, query := range setup {
		if err := c.exec(ctx, query); err != nil {
			c.discard()
			return nil, translate(err)
		}
	}
	return c, nil
}

func (c *conn) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	s, err := c.raw.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = s
	return s, nil
}

func (c *conn) exec(ctx context.Context, query string) error {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx)
	return err
}

// discard closes the connection for good instead of giving it back.
func (c *conn) discard() {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	_ = c.raw.Raw(func(any) error { return driver.ErrBadConn }) // how database/sql is told to drop it
	_ = c.raw.Close()
}

// tx is a transaction, or one caller's part of a shared one. Its now is the
// only now that the transaction has.
type tx struct {
	conn *conn
	now  time.Time
	// due is set by whoever enqueues a job that may run at once.
	due bool
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := t.conn.prepared(ctx, query)
	if err != nil {
		return 0, translate(err)
	}
	result, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, translate(err)
	}
	return result.RowsAffected()
}

// scanner is a row that can be read.
type scanner interface{ Scan(dest ...any) error }

func scanInt(row scanner) (n int, err error) {
	err = row.Scan(&n)
	return n, err
}

func scanBool(row scanner) (b bool, err error) {
	err = row.Scan(&b)
	return b, err
}

// one reads the single row of a query with scan; no row is fault.NotFound.
func one[T any](ctx context.Context, t *tx, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	s, err := t.conn.prepared(ctx, query)
	if err != nil {
		var none T
		return none, translate(err)
	}
	v, err := scan(s.QueryRowContext(ctx, args...))
	return v, translate(err)
}

// all reads every row of a query with scan.
func all[T any](ctx context.Context, t *tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	s, err := t.conn.prepared(ctx, query)
	if err != nil {
		return nil, translate(err)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, translate(err)
		}
		out = append(out, v)
	}
	return out, translate(rows.Err())
}

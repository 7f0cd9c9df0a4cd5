package sqlite

import (
	"context"
	"database/sql"
	"sync"

	"github.com/ringbook/ringbook/internal/fault"
)

// read runs fn on one snapshot of the database. fn cannot write.
func (db *DB) read(ctx context.Context, fn func(context.Context, *tx) error) error {
	c, err := db.readers.take(ctx)
	if err != nil {
		return err
	}
	usable := false
	defer func() { db.readers.give(c, usable) }()
	if err := c.exec(ctx, "BEGIN"); err != nil {
		return translate(err)
	}
	err = fn(ctx, &tx{conn: c, now: db.now()})
	usable = c.exec(context.WithoutCancel(ctx), "ROLLBACK") == nil
	return err
}

// readers is a bounded set of connections that cannot write.
type readers struct {
	pool *sql.DB
	// free holds the idle connections; nil stands for one yet to be opened.
	free   chan *conn
	closed chan struct{}
	once   sync.Once
}

func newReaders(pool *sql.DB, n int) *readers {
	r := &readers{pool: pool, free: make(chan *conn, n), closed: make(chan struct{})}
	for range n {
		r.free <- nil
	}
	return r
}

func (r *readers) take(ctx context.Context) (*conn, error) {
	select {
	case <-r.closed:
		return nil, fault.New(fault.Unavailable, "the server is shutting down")
	default:
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-r.closed:
		return nil, fault.New(fault.Unavailable, "the server is shutting down")
	case c := <-r.free:
		if c != nil {
			return c, nil
		}
	}
	c, err := connect(ctx, r.pool, "PRAGMA query_only = 1")
	if err != nil {
		r.free <- nil
		return nil, err
	}
	return c, nil
}

// give returns a connection; one that is not usable is replaced at its next
// use.
func (r *readers) give(c *conn, usable bool) {
	if !usable {
		c.discard()
		c = nil
	}
	r.free <- c
}

// close waits until every connection has come back and closes them.
func (r *readers) close() {
	r.once.Do(func() {
		close(r.closed)
		for range cap(r.free) {
			if c := <-r.free; c != nil {
				c.discard()
			}
		}
	})
}

package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // registers the driver
)

// Config says where the database is and how it is used.
type Config struct {
	// Path is the database file. It and its folder are created if absent,
	// readable by their owner only; a file that others can read, as after it
	// was restored by hand, is closed to them where that is permitted.
	Path string
	// Now is the clock of every transaction; nil means time.Now.
	Now func() time.Time
	// Logger is told what an operator should know; required.
	Logger *slog.Logger
	// Readers bounds the connections that read at once; zero means 4.
	Readers int
}

// DB is an open database. It may be used by several goroutines.
type DB struct {
	schema   Schema
	now      func() time.Time
	log      *slog.Logger
	pool     *sql.DB
	writer   *writer
	readers  *readers
	enqueued atomic.Pointer[func()]
}

// Open opens the database, creating it and bringing its schema up to date. A
// file whose schema is newer than this program is refused.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.Logger == nil {
		return nil, errors.New("sqlite: a logger is required")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if err := prepareFile(c.Path); err != nil {
		return nil, err
	}
	closeToOthers(c.Path, c.Logger)
	pool, err := sql.Open("sqlite", dsn(c.Path))
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	schema, err := migrate(ctx, pool, c.Logger)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	db := &DB{schema: schema, now: c.Now, log: c.Logger, pool: pool, readers: newReaders(pool, cmp.Or(c.Readers, 4))}
	db.writer = newWriter(pool, c.Now, c.Logger)
	return db, nil
}

// Schema tells what opening did to the schema.
func (db *DB) Schema() Schema { return db.schema }

// Close lets the transactions that already wait commit, and closes the file.
// What is begun afterwards fails with fault.Unavailable.
func (db *DB) Close() error {
	db.writer.close()
	db.readers.close()
	return db.pool.Close()
}

func prepareFile(path string) error {
	if path == "" {
		return errors.New("sqlite: no path to the database was given")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("sqlite: the folder of the database: %w", err)
	}
	// SQLite would create the file readable by all that the umask allows; its
	// companions -wal and -shm take the mode of the file.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, ownerOnly)
	if err != nil {
		return fmt.Errorf("sqlite: the database file: %w", err)
	}
	return f.Close()
}

// dsn turns the path into the driver's URI. The pragmas are applied to every
// connection; journal_mode is a property of the file and comes first.
func dsn(path string) string {
	pragmas := url.Values{"_pragma": {
		"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "busy_timeout(5000)",
	}}
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + pragmas.Encode()
}

// Ping reports whether the database can be read.
func (db *DB) Ping(ctx context.Context) error {
	return db.read(ctx, func(ctx context.Context, t *tx) error {
		_, err := one(ctx, t, scanBool, `SELECT 1`)
		return err
	})
}

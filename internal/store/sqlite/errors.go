package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/ringbook/ringbook/internal/fault"
)

// translate turns the driver's error into a fault. A cancelled context stays
// what it is, and so does what is a fault already.
func translate(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.NotFound, "there is no such record")
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, driver.ErrBadConn):
		return fault.Wrap(fault.Unavailable, err, "the database is not available")
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	native, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return fault.Wrap(fault.Internal, err, "something went wrong inside the server")
	}
	// The low byte is the class of an extended result code.
	switch native.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT:
		return fault.Wrap(fault.Conflict, err, "another change came first")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
		sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM:
		return fault.Wrap(fault.Unavailable, err, "the database is not available")
	}
	return fault.Wrap(fault.Internal, err, "something went wrong inside the server")
}

package sqlite

import (
	"database/sql"
	"time"
)

// ms is the stored form of a time that is always there.
func ms(t time.Time) int64 { return t.UnixMilli() }

// maybeMS is the stored form of a time that may be absent, which is the zero
// time outside and NULL inside.
func maybeMS(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

// instant scans a stored time, NULL as the zero time. Times come back in UTC.
type instant struct{ t *time.Time }

func (i instant) Scan(value any) error {
	var n sql.NullInt64
	if err := n.Scan(value); err != nil {
		return err
	}
	if *i.t = (time.Time{}); n.Valid {
		*i.t = time.UnixMilli(n.Int64).UTC()
	}
	return nil
}

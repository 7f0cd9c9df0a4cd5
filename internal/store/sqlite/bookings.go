package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/slot"
)

// Bookings is the booking.Store in the database.
type Bookings struct{ db *DB }

var _ booking.Store = (*Bookings)(nil)

// Bookings returns the store of bookings.
func (db *DB) Bookings() *Bookings { return &Bookings{db} }

const bookingColumns = `project, id, state, staff, start_at, end_at, block_start, block_end, line, phone, code, expires_at, body, created_at, updated_at`

// liveStates are the states that own their interval; a hold only until it
// expires.
const liveStates = `state IN ('held', 'pending', 'confirmed', 'cancelling')`

const live = `(` + liveStates + ` AND (state <> 'held' OR expires_at > ?))`

func scanBooking(row scanner) (b booking.Booking, err error) {
	var body string
	err = row.Scan(&b.Project, &b.ID, &b.State, &b.Staff, instant{&b.Start}, instant{&b.End},
		instant{&b.Block.Start}, instant{&b.Block.End}, &b.Line, &b.Phone, &b.Code, instant{&b.ExpiresAt},
		&body, instant{&b.CreatedAt}, instant{&b.UpdatedAt})
	if err != nil {
		return b, err
	}
	var rest storedBooking
	err = json.Unmarshal([]byte(body), &rest)
	rest.fill(&b)
	return b, err
}

func getBooking(ctx context.Context, t *tx, project, id string) (booking.Booking, error) {
	return one(ctx, t, scanBooking, `SELECT `+bookingColumns+` FROM bookings WHERE project = ? AND id = ?`, project, id)
}

func putBooking(ctx context.Context, t *tx, b booking.Booking) error {
	body, err := json.Marshal(storeBooking(b))
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO bookings (`+bookingColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (project, id) DO UPDATE SET
			state = excluded.state, staff = excluded.staff, start_at = excluded.start_at, end_at = excluded.end_at,
			block_start = excluded.block_start, block_end = excluded.block_end, line = excluded.line,
			phone = excluded.phone, code = excluded.code, expires_at = excluded.expires_at,
			body = excluded.body, updated_at = excluded.updated_at`,
		b.Project, b.ID, string(b.State), b.Staff, ms(b.Start), ms(b.End), ms(b.Block.Start), ms(b.Block.End),
		string(b.Line), string(b.Phone), b.Code, maybeMS(b.ExpiresAt), string(body), ms(b.CreatedAt), ms(b.UpdatedAt))
	return err
}

// Get implements booking.Store.
func (s *Bookings) Get(ctx context.Context, project, id string) (b booking.Booking, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		b, err = getBooking(ctx, t, project, id)
		return err
	})
	return b, err
}

// Update implements booking.Store.
func (s *Bookings) Update(ctx context.Context, project, id string, change func(booking.Booking) (booking.Booking, booking.Effects, error)) (b booking.Booking, err error) {
	err = s.db.write(ctx, func(ctx context.Context, t *tx) error {
		before, err := getBooking(ctx, t, project, id)
		if err != nil {
			return err
		}
		var effects booking.Effects
		if b, effects, err = change(before); err != nil {
			return err
		}
		if err := putBooking(ctx, t, b); err != nil {
			return err
		}
		return putEffects(ctx, t, project, effects)
	})
	return b, err
}

func putEffects(ctx context.Context, t *tx, project string, e booking.Effects) error {
	if err := insertJobs(ctx, t, e.Jobs); err != nil || e.Remember == nil {
		return err
	}
	_, err := t.exec(ctx, `
		REPLACE INTO booking_memories (project, key, fingerprint, booking, created_at) VALUES (?, ?, ?, ?, ?)`,
		project, e.Remember.Key, e.Remember.Fingerprint, e.Remember.Booking, ms(e.Remember.CreatedAt))
	return err
}

// Live implements booking.Store.
func (s *Bookings) Live(ctx context.Context, project string, staff []string, within slot.Interval, now time.Time) (found []booking.Booking, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		for _, owner := range staff {
			of, err := liveOverlapping(ctx, t, project, owner, within, now)
			if err != nil {
				return err
			}
			found = append(found, of...)
		}
		return nil
	})
	return found, err
}

func liveOverlapping(ctx context.Context, t *tx, project, staff string, within slot.Interval, now time.Time) ([]booking.Booking, error) {
	return all(ctx, t, scanBooking, `
		SELECT `+bookingColumns+` FROM bookings
		WHERE project = ? AND staff = ? AND block_end > ? AND block_start < ? AND `+live+` ORDER BY start_at, id`,
		project, staff, ms(within.Start), ms(within.End), ms(now))
}

// OfNumber implements booking.Store.
func (s *Bookings) OfNumber(ctx context.Context, project string, number phone.Number, after time.Time) (found []booking.Booking, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		found, err = all(ctx, t, scanBooking, `
			SELECT `+bookingColumns+` FROM bookings WHERE project = ?1 AND phone = ?2 AND end_at > ?3
			UNION
			SELECT `+bookingColumns+` FROM bookings WHERE project = ?1 AND line = ?2 AND line <> '' AND end_at > ?3
			ORDER BY start_at, id`, project, string(number), ms(after))
		return err
	})
	return found, err
}

// OfConversation implements booking.Store by the indexes on two fields of the
// body; their expressions must be spelled as in the migration.
func (s *Bookings) OfConversation(ctx context.Context, project, conversation string) (found []booking.Booking, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		found, err = all(ctx, t, scanBooking, `
			SELECT `+bookingColumns+` FROM bookings WHERE project = ?1 AND json_extract(body, '$.conversation') = ?2
			UNION
			SELECT `+bookingColumns+` FROM bookings WHERE project = ?1 AND json_extract(body, '$.cancelledBy') = ?2
			ORDER BY start_at, id`, project, conversation)
		return err
	})
	return found, err
}

// WithCode implements booking.Store.
func (s *Bookings) WithCode(ctx context.Context, project, code string, after time.Time) (found []booking.Booking, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		found, err = all(ctx, t, scanBooking, `
			SELECT `+bookingColumns+` FROM bookings
			WHERE project = ? AND code = ? AND end_at > ? ORDER BY created_at DESC, id`, project, code, ms(after))
		return err
	})
	return found, err
}

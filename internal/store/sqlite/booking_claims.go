package sqlite

import (
	"context"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/fault"
)

// Claim implements booking.Store. The one writer makes it exclusive: between
// the reads of the ground and the write of the decision nobody else writes.
func (s *Bookings) Claim(ctx context.Context, q booking.ClaimQuery, rule func(booking.Ground) booking.Decision) error {
	return s.db.write(ctx, func(ctx context.Context, t *tx) error {
		ground, err := groundOf(ctx, t, q)
		if err != nil {
			return err
		}
		d := rule(ground)
		if d.Write == nil {
			return nil
		}
		if err := putBooking(ctx, t, *d.Write); err != nil {
			return err
		}
		return putEffects(ctx, t, q.Project, d.Effects)
	})
}

func groundOf(ctx context.Context, t *tx, q booking.ClaimQuery) (g booking.Ground, err error) {
	if g.Memory, g.Remembered, err = remembered(ctx, t, q.Project, q.Key); err != nil {
		return g, err
	}
	if g.Overlapping, err = liveOverlapping(ctx, t, q.Project, q.Staff, q.Within, q.Now); err != nil {
		return g, err
	}
	g.Same, err = all(ctx, t, scanBooking, `
		SELECT `+bookingColumns+` FROM bookings
		WHERE project = ? AND phone = ? AND end_at > ? AND start_at = ? AND `+live+` ORDER BY created_at, id`,
		q.Project, string(q.Phone), ms(q.Start), ms(q.Start), ms(q.Now))
	if err != nil {
		return g, err
	}
	g.Code, err = freeCode(ctx, t, q)
	return g, err
}

func remembered(ctx context.Context, t *tx, project, key string) (*booking.Memory, booking.Booking, error) {
	if key == "" {
		return nil, booking.Booking{}, nil
	}
	m, err := getMemory(ctx, t, project, key)
	if fault.Is(err, fault.NotFound) {
		return nil, booking.Booking{}, nil
	}
	if err != nil {
		return nil, booking.Booking{}, err
	}
	b, err := getBooking(ctx, t, project, m.Booking)
	return &m, b, err
}

func freeCode(ctx context.Context, t *tx, q booking.ClaimQuery) (string, error) {
	for _, code := range q.Codes {
		taken, err := one(ctx, t, scanBool, `
			SELECT EXISTS (SELECT 1 FROM bookings WHERE project = ? AND code = ? AND end_at > ? AND `+liveStates+`)`,
			q.Project, code, ms(q.Now))
		if err != nil || !taken {
			return code, err
		}
	}
	return "", nil
}

func getMemory(ctx context.Context, t *tx, project, key string) (booking.Memory, error) {
	scan := func(row scanner) (m booking.Memory, err error) {
		err = row.Scan(&m.Key, &m.Fingerprint, &m.Booking, instant{&m.CreatedAt})
		return m, err
	}
	return one(ctx, t, scan, `
		SELECT key, fingerprint, booking, created_at FROM booking_memories WHERE project = ? AND key = ?`, project, key)
}

// Recall implements booking.Store.
func (s *Bookings) Recall(ctx context.Context, project, key string) (m booking.Memory, err error) {
	err = s.db.read(ctx, func(ctx context.Context, t *tx) error {
		m, err = getMemory(ctx, t, project, key)
		return err
	})
	return m, err
}

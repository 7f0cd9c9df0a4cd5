package booking

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/slot"
)

// Store keeps bookings and what their idempotency keys answered. Each method
// is one transaction.
type Store interface {
	// Claim reads the ground of a claim, lets rule judge it, and writes what
	// it decided, all in one transaction that no other claim can interleave
	// with. The function must be pure: the store may run it again.
	Claim(ctx context.Context, q ClaimQuery, rule func(Ground) Decision) error
	// Update changes one booking, with effects, in one transaction; an absent
	// one is fault.NotFound. The function must be pure.
	Update(ctx context.Context, project, id string, change func(Booking) (Booking, Effects, error)) (Booking, error)
	// Get returns one booking, or fault.NotFound.
	Get(ctx context.Context, project, id string) (Booking, error)
	// Recall returns what an idempotency key answered, or fault.NotFound.
	Recall(ctx context.Context, project, key string) (Memory, error)
	// Live returns the live bookings of the staff whose blocks overlap the
	// interval at the time.
	Live(ctx context.Context, project string, staff []string, within slot.Interval, now time.Time) ([]Booking, error)
	// OfNumber returns the bookings made under, or by, the number that end
	// after the time, in order of start, whatever their state.
	OfNumber(ctx context.Context, project string, number phone.Number, after time.Time) ([]Booking, error)
	// OfConversation returns the bookings that a conversation made or
	// cancelled, in order of start, whatever their state.
	OfConversation(ctx context.Context, project, conversation string) ([]Booking, error)
	// WithCode returns the bookings with a confirmation code that end after
	// the time, newest first, whatever their state.
	WithCode(ctx context.Context, project, code string, after time.Time) ([]Booking, error)
}

// ClaimQuery names the ground of a claim.
type ClaimQuery struct {
	Project string
	// Key is the caller's idempotency key; empty for none.
	Key   string
	Staff string
	// Within is the time whose bookings matter to the claim: the block of its
	// own, and the whole date where its staff has a daily limit.
	Within slot.Interval
	Start  time.Time
	// Phone is the number that the claim is made under.
	Phone phone.Number
	// Codes are confirmation codes to choose from.
	Codes []string
	Now   time.Time
}

// Ground is what a claim is judged on.
type Ground struct {
	// Memory is what the key answered before; nil when it is new.
	Memory *Memory
	// Remembered is the booking that Memory is about.
	Remembered Booking
	// Overlapping are the live bookings of the staff whose blocks overlap the time
	// that was asked for.
	Overlapping []Booking
	// Same are the live bookings under the same number with the same start.
	Same []Booking
	// Code is one of the query's codes that no live booking has; empty in the
	// unlikely case that all are taken.
	Code string
}

// Decision is what a claim came to. A decision without a booking writes
// nothing.
type Decision struct {
	Write   *Booking
	Effects Effects
}

// Effects are what must commit together with a booking.
type Effects struct {
	Jobs []job.New
	// Remember is what the request's idempotency key shall answer.
	Remember *Memory
}

// Memory is what a request with an idempotency key came to. Failures are not
// remembered, so every memory names a booking.
type Memory struct {
	Key string
	// Fingerprint tells the same request from another one under the same key.
	Fingerprint string
	Booking     string
	CreatedAt   time.Time
}

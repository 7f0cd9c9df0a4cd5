package calendar

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
)

// reads keeps the last read under each key and shares those under way. Its
// zero value with a clock is ready to use.
type reads[T any] struct {
	now func() time.Time

	mu    sync.Mutex
	byKey map[string]*read[T]
}

// read is one that is done or under way. What is below ready is written before
// that is closed and never afterwards.
type read[T any] struct {
	within slot.Interval
	ready  chan struct{}
	value  T
	asOf   time.Time
	err    error
}

// get returns what a read brought that covers the interval and began no longer
// ago than maxAge, and when it began. It fetches where there is none; askers at
// the same time share that, and it goes on when one of them leaves.
func (r *reads[T]) get(ctx context.Context, key string, within slot.Interval, maxAge time.Duration, fetch func(context.Context) (T, error)) (T, time.Time, error) {
	of := r.find(ctx, key, within, maxAge, fetch)
	select {
	case <-of.ready:
		return of.value, of.asOf, of.err
	case <-ctx.Done():
		var none T
		return none, time.Time{}, ctx.Err()
	}
}

func (r *reads[T]) find(ctx context.Context, key string, within slot.Interval, maxAge time.Duration, fetch func(context.Context) (T, error)) *read[T] {
	r.mu.Lock()
	defer r.mu.Unlock()
	if of, ok := r.byKey[key]; ok && of.serves(within, maxAge, r.now()) {
		return of
	}
	of := &read[T]{within: within, ready: make(chan struct{})}
	if r.byKey == nil {
		r.byKey = make(map[string]*read[T])
	}
	r.byKey[key] = of
	go r.fill(context.WithoutCancel(ctx), key, of, fetch)
	return of
}

// readLimit bounds a shared read, which outlives the asker who caused it.
const readLimit = 10 * time.Second

func (r *reads[T]) fill(ctx context.Context, key string, of *read[T], fetch func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	of.asOf = r.now()
	of.err = fault.Safely(func() (err error) {
		of.value, err = fetch(ctx)
		return err
	})
	close(of.ready)
	if of.err == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byKey[key] == of {
		delete(r.byKey, key)
	}
}

// serves reports whether a read, done or under way, answers an asker.
func (of *read[T]) serves(within slot.Interval, maxAge time.Duration, now time.Time) bool {
	if within.Start.Before(of.within.Start) || within.End.After(of.within.End) {
		return false
	}
	select {
	case <-of.ready:
		age := now.Sub(of.asOf)
		return of.err == nil && age >= 0 && age <= maxAge
	default:
		return true
	}
}

// forget drops what was read under the keys with a prefix.
func (r *reads[T]) forget(prefix string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key := range r.byKey {
		if strings.HasPrefix(key, prefix) {
			delete(r.byKey, key)
		}
	}
}

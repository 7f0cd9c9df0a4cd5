package project

import (
	"sync"
	"time"
)

// remembered keeps answers of the store in memory for a short time. It holds
// a bounded number of them.
type remembered[K comparable, V any] struct {
	keep time.Duration
	most int

	mu      sync.Mutex
	answers map[K]answer[V]
	// forgotten counts invalidations, so that an answer that was read before
	// one is not remembered after it.
	forgotten uint64
}

type answer[V any] struct {
	value V
	until time.Time
}

func newRemembered[K comparable, V any](keep time.Duration, most int) *remembered[K, V] {
	return &remembered[K, V]{keep: keep, most: most, answers: map[K]answer[V]{}}
}

// get returns the remembered answer, or reads it and remembers it. Errors are
// not remembered.
func (r *remembered[K, V]) get(key K, now time.Time, read func() (V, error)) (V, error) {
	r.mu.Lock()
	known, ok := r.answers[key]
	seen := r.forgotten
	r.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.value, nil
	}
	value, err := read()
	if err == nil {
		r.put(key, value, now, seen)
	}
	return value, err
}

func (r *remembered[K, V]) put(key K, value V, now time.Time, seen uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.forgotten != seen {
		return
	}
	if _, known := r.answers[key]; !known && len(r.answers) >= r.most {
		r.makeRoom(now)
	}
	r.answers[key] = answer[V]{value, now.Add(r.keep)}
}

// makeRoom drops what has run out, or else any one answer.
func (r *remembered[K, V]) makeRoom(now time.Time) {
	for key, known := range r.answers {
		if !now.Before(known.until) {
			delete(r.answers, key)
		}
	}
	for key := range r.answers {
		if len(r.answers) < r.most {
			return
		}
		delete(r.answers, key)
	}
}

// forget drops the answers that match.
func (r *remembered[K, V]) forget(matches func(K, V) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forgotten++
	for key, known := range r.answers {
		if matches(key, known.value) {
			delete(r.answers, key)
		}
	}
}

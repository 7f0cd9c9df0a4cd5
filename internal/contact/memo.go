package contact

import (
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/phone"
)

// mostMemos bounds the memory; a busy server has far fewer callers in the few
// minutes that a memo lasts.
const mostMemos = 20_000

// memo remembers for a few minutes what a number was found to be, so that a
// caller who asks, books and ends costs one look-up.
type memo struct {
	mu    sync.Mutex
	known map[caller]remembered
}

type caller struct {
	project string
	number  phone.Number
}

type remembered struct {
	match Match
	at    time.Time
}

func (m *memo) get(project string, number phone.Number, now time.Time, keep time.Duration) (Match, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.known[caller{project, number}]
	age := now.Sub(r.at)
	return r.match, ok && age >= 0 && age < keep
}

func (m *memo) put(project string, number phone.Number, match Match, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= mostMemos || m.known == nil {
		m.known = make(map[caller]remembered)
	}
	m.known[caller{project, number}] = remembered{match, now}
}

func (m *memo) drop(project string, number phone.Number) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, caller{project, number})
}

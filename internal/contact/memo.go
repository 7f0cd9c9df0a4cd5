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
	// made tells that the record was made then, not found.
	made bool
}

// madeLately is how long a record that was just made stands for others who
// want to make one: longer than anybody takes from looking to making.
const madeLately = 2 * time.Minute

func (m *memo) get(project string, number phone.Number, now time.Time, keep time.Duration) (Match, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.known[caller{project, number}]
	age := now.Sub(r.at)
	return r.match, ok && age >= 0 && age < keep
}

// put keeps what a look-up came to. A record that was made while the look-up
// was under way stays: the look-up may have come too early to see it.
func (m *memo) put(project string, number phone.Number, match Match, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	who := caller{project, number}
	if !m.known[who].madeBefore(now) {
		m.keep(who, remembered{match: match, at: now})
	}
}

func (m *memo) putMade(project string, number phone.Number, r Record, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(caller{project, number}, remembered{match: Match{Outcome: Known, Record: r}, at: now, made: true})
}

// made returns the record that was made for the number a moment ago.
func (m *memo) made(project string, number phone.Number, now time.Time) (Record, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.known[caller{project, number}]
	return r.match.Record, r.madeBefore(now)
}

// madeBefore reports whether the record was made a moment before.
func (r remembered) madeBefore(now time.Time) bool {
	age := now.Sub(r.at)
	return r.made && age >= 0 && age < madeLately
}

func (m *memo) keep(who caller, r remembered) {
	if len(m.known) >= mostMemos || m.known == nil {
		m.known = make(map[caller]remembered)
	}
	m.known[who] = r
}

func (m *memo) drop(project string, number phone.Number) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, caller{project, number})
}

package zohosim

import (
	"maps"
	"sync"
	"time"
)

// meter counts API credits over a rolling day and calls in flight
// (zoho-crm-api §6).
type meter struct {
	now func() time.Time

	mu       sync.Mutex
	spent    []spending // oldest first, one entry per minute
	used     int
	byRoute  map[string]int
	inFlight int
	heavy    int
	peak     int
}

type spending struct {
	minute  time.Time
	credits int
}

func newMeter(now func() time.Time) *meter {
	return &meter{now: now, byRoute: map[string]int{}}
}

// load is what a call counts while it is in flight: against concurrency, and
// against the sub-concurrency of the heavier calls.
type load struct{ flight, heavy int }

// enter counts a call in flight; it refuses when the organisation would have
// more than it may. The caller must call leave, with the same load, exactly when
// enter was granted.
func (m *meter) enter(a allowance, l load) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.inFlight+l.flight > a.concurrency || l.heavy > 0 && m.heavy+l.heavy > a.subConcurrency {
		return false
	}
	m.inFlight += l.flight
	m.heavy += l.heavy
	m.peak = max(m.peak, m.inFlight)
	return true
}

func (m *meter) leave(l load) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inFlight -= l.flight
	m.heavy -= l.heavy
}

// remaining is what is left of the day's allowance.
func (m *meter) remaining(a allowance) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	return a.credits - m.used
}

// spend takes credits for a route; false, and none taken, when the day's
// allowance does not cover them.
func (m *meter) spend(a allowance, route string, credits int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	if m.used+credits > a.credits {
		return false
	}
	minute := m.now().Truncate(time.Minute)
	if n := len(m.spent); n == 0 || !m.spent[n-1].minute.Equal(minute) {
		m.spent = append(m.spent, spending{minute: minute})
	}
	m.spent[len(m.spent)-1].credits += credits
	m.used += credits
	m.byRoute[route] += credits
	return true
}

// forget drops what was spent more than a day ago, and what a clock moved
// backward has put into the future.
func (m *meter) forget() {
	now := m.now()
	kept := m.spent[:0]
	m.used = 0
	for _, s := range m.spent {
		if now.Sub(s.minute) < 24*time.Hour && !s.minute.After(now) {
			kept = append(kept, s)
			m.used += s.credits
		}
	}
	m.spent = kept
}

// usage is the control plane's view.
type usage struct {
	Used            int            `json:"used"`
	Remaining       int            `json:"remaining"`
	ByRoute         map[string]int `json:"byRoute"`
	PeakConcurrency int            `json:"peakConcurrency"`
	InFlight        int            `json:"inFlight"` // now; a composite request counts as five
}

func (m *meter) usage(a allowance) usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	return usage{m.used, a.credits - m.used, maps.Clone(m.byRoute), m.peak, m.inFlight}
}

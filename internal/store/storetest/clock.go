package storetest

import (
	"sync"
	"time"
)

// clock is a clock that stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

// newClock starts on a Monday morning with whole milliseconds, the precision
// that stores keep.
func newClock() *clock { return &clock{at: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

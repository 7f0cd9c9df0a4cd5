package zohosim

import (
	"sync/atomic"
	"time"
)

// clock is the simulator's time: a base clock plus an offset that the control
// plane moves. It keeps flowing, also after it was set.
type clock struct {
	base   func() time.Time
	offset atomic.Int64 // nanoseconds
}

func (c *clock) now() time.Time {
	return c.base().Add(time.Duration(c.offset.Load()))
}

// set makes the clock show an instant now.
func (c *clock) set(instant time.Time) {
	c.offset.Store(int64(instant.Sub(c.base())))
}

// advance moves the clock forward, or backward by a negative duration.
func (c *clock) advance(d time.Duration) { c.offset.Add(int64(d)) }

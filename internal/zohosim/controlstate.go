package zohosim

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

func (c *controlCall) reset() (any, error) {
	var in struct {
		Seed       string `json:"seed"`
		RandomSeed uint64 `json:"randomSeed"`
	}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	if err := c.sim.Reset(in.Seed, in.RandomSeed); err != nil {
		return nil, err
	}
	return c.showClock()
}

func (c *controlCall) listFaults() (any, error) {
	return envelope{"faults": c.world.faults.list()}, nil
}

func (c *controlCall) clearFaults() (any, error) {
	c.world.faults.clear()
	return c.listFaults()
}

func (c *controlCall) addFaults() (any, error) {
	var in struct {
		Faults []Fault `json:"faults"`
	}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	if len(in.Faults) == 0 {
		return nil, errors.New(`no faults; the body is {"faults": [{"kind": ...}]}`)
	}
	for i, f := range in.Faults {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("faults[%d]: %w", i, err)
		}
	}
	c.world.faults.add(in.Faults)
	return c.listFaults()
}

func (c *controlCall) showSettings() (any, error) {
	return c.world.rules.Load().Settings, nil
}

func (c *controlCall) changeSettings() (any, error) {
	return c.world.configure(func(next *Settings) error { return decodeStrict(c.body, next) })
}

func (c *controlCall) showClock() (any, error) {
	return envelope{"now": c.sim.Now().UTC()}, nil
}

func (c *controlCall) moveClock() (any, error) {
	var in struct {
		Now       *time.Time `json:"now"`
		AdvanceMs *int64     `json:"advanceMs"`
	}
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	switch {
	case in.Now != nil && in.AdvanceMs == nil:
		c.sim.SetNow(*in.Now)
	case in.AdvanceMs != nil && in.Now == nil:
		c.sim.Advance(time.Duration(*in.AdvanceMs) * time.Millisecond)
	default:
		return nil, errors.New("give either now (RFC 3339) or advanceMs")
	}
	return c.showClock()
}

func (c *controlCall) listRequests() (any, error) {
	seq, err := strconv.ParseInt("0"+c.query.Get("since"), 10, 64)
	if err != nil {
		return nil, errors.New("since must be a sequence number")
	}
	return c.world.log.since(seq), nil
}

func (c *controlCall) showCredits() (any, error) {
	return c.world.meter.usage(c.world.allowance()), nil
}

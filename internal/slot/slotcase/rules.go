package slotcase

import (
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

func (c *Case) member(id string, of calendar) (slot.Member, error) {
	rules, err := c.rules(of)
	if err != nil {
		return slot.Member{}, err
	}
	busy, err := of.busy(rules.Zone)
	return slot.Member{ID: id, Rules: rules, Diary: slot.Diary{Busy: busy}}, err
}

func (c *Case) rules(of calendar) (slot.Rules, error) {
	r := slot.Rules{
		Duration: c.Duration.duration(), Interval: c.Interval.duration(),
		BufferBefore: c.Buffers.Before.duration(), BufferAfter: c.Buffers.After.duration(),
		MinimumNotice: c.MinimumNotice.duration(), MaxAdvance: c.MaxAdvance.duration(),
	}
	var err error
	if r.Alignment, err = alignment(c.Alignment); err != nil {
		return r, err
	}
	if r.Zone, err = zone(of.Zone); err != nil {
		return r, err
	}
	if r.Hours, err = week(of.Hours); err != nil {
		return r, err
	}
	if r.Exceptions, err = dates(of.Overrides); err != nil {
		return r, err
	}
	return r, r.Validate()
}

// alignment reads a rule for the steps. Cal.com's own, which moves with the
// free gaps, counts as window.
func alignment(name string) (slot.Alignment, error) {
	switch name {
	case "", "window", "calcom":
		return slot.AlignWindow, nil
	case "grid":
		return slot.AlignGrid, nil
	}
	return 0, fmt.Errorf("alignment %q is neither window nor grid", name)
}

// zone refuses what would make the answer depend on the host.
func zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("timezone %q is no IANA name such as Europe/Berlin", name)
	}
	return time.LoadLocation(name)
}

func week(hours map[string][][2]string) (week slot.Week, err error) {
	named := map[time.Weekday]bool{}
	for name, pairs := range hours {
		day, ok := weekday(name)
		if !ok {
			return week, fmt.Errorf("working_hours: %q is no weekday such as mon", name)
		}
		if named[day] {
			return week, fmt.Errorf("working_hours: %s stands there twice", day)
		}
		named[day] = true
		if week[day], err = windows(pairs); err != nil {
			return week, fmt.Errorf("working_hours: %s: %w", name, err)
		}
	}
	return week, nil
}

// weekday reads "mon" as well as "Monday".
func weekday(name string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(name, day.String()) || strings.EqualFold(name, day.String()[:3]) {
			return day, true
		}
	}
	return 0, false
}

func dates(overrides map[string][][2]string) (map[slot.Date][]slot.Window, error) {
	exceptions := make(map[slot.Date][]slot.Window, len(overrides))
	for text, pairs := range overrides {
		date, err := slot.ParseDate(text)
		if err == nil {
			exceptions[date], err = windows(pairs)
		}
		if err != nil {
			return nil, fmt.Errorf("date_overrides: %w", err)
		}
	}
	return exceptions, nil
}

func windows(pairs [][2]string) ([]slot.Window, error) {
	var windows []slot.Window
	for _, p := range pairs {
		from, err := slot.ParseClock(p[0])
		if err != nil {
			return nil, err
		}
		to, err := slot.ParseClock(p[1])
		if err != nil {
			return nil, err
		}
		windows = append(windows, slot.Window{From: from, To: to})
	}
	return windows, nil
}

func (c calendar) busy(zone *time.Location) ([]slot.Interval, error) {
	events := make([]slot.Event, len(c.Busy))
	for i, e := range c.Busy {
		var err error
		if events[i], err = e.read(); err != nil {
			return nil, fmt.Errorf("busy[%d]: %w", i, err)
		}
	}
	return slot.BusyTimes(events, zone), nil
}

// read takes two dates for an all-day event. Like every end here the second
// date is not included.
func (e event) read() (slot.Event, error) {
	status := slot.EventStatus(strings.ToLower(e.Status))
	if status == "canceled" {
		status = slot.Cancelled
	}
	if first, err := slot.ParseDate(e.Start); err == nil {
		until, err := slot.ParseDate(e.End)
		return slot.Event{First: first, Last: until.AddDays(-1), Status: status}, err
	}
	start, err := time.Parse(time.RFC3339, e.Start)
	if err != nil {
		return slot.Event{}, err
	}
	end, err := time.Parse(time.RFC3339, e.End)
	return slot.Event{Interval: slot.Interval{Start: start, End: end}, Status: status}, err
}

package slot

import (
	"math"
	"time"
)

// Resolve returns the instant at which the clocks of a zone show a time of day
// on a date, by the rule of RFC 5545 section 3.3.5: a time that occurs twice
// means the first, and one that a change skips is read with the offset in
// force before the change (02:30 in a gap from 2 to 3 is 03:30).
//
// time.Date must not be used for this. In a gap it goes back west of Greenwich
// and forward east of it, and in an overlap it takes the first hour in New York
// but the second in London.
func Resolve(date Date, clock Clock, zone *time.Location) time.Time {
	clocks := clocks{location: zone}
	wall := date.number()*secondsPerDay + int64(clock)*60
	return time.Unix(clocks.resolve(wall), 0).In(zone)
}

// clocks reads the wall clocks of a zone in whole seconds. A wall time is
// written as the Unix time at which clocks in UTC would show it. The stretch of
// constant offset used last is kept, since asking the zone database is the
// dear part.
type clocks struct {
	location    *time.Location
	from, until int64 // of the stretch, in Unix seconds; empty before first use
	offset      int64 // seconds east of UTC
}

// widestOffset is more than any zone's clocks ever differed from UTC.
const widestOffset = secondsPerDay

// resolve goes through the stretches in order of time, from one that surely
// ends before the wall time or contains it.
func (c *clocks) resolve(wall int64) int64 {
	c.seek(wall - widestOffset)
	for {
		instant := wall - c.offset
		if instant < c.until {
			return instant
		}
		before := c.offset
		c.seek(c.until)
		if wall-c.offset < c.from {
			return wall - before
		}
	}
}

// wall returns what the clocks show at an instant.
func (c *clocks) wall(instant int64) int64 {
	c.seek(instant)
	return instant + c.offset
}

// day returns the number of the civil day that the calendars show.
func (c *clocks) day(instant int64) int64 { return floorDiv(c.wall(instant), secondsPerDay) }

// date returns the number of the civil day in whose stretch an instant lies:
// from its first midnight to that of the next. It is what the calendars show,
// but for the hour in which clocks set back just after midnight show the
// evening before once more.
func (c *clocks) date(instant int64) int64 {
	day := c.day(instant)
	if c.midnight(day+1) <= instant {
		day++
	}
	return day
}

// midnight returns the first instant of a civil day.
func (c *clocks) midnight(day int64) int64 { return c.resolve(day * secondsPerDay) }

// seek makes the stretch that contains an instant the present one.
func (c *clocks) seek(instant int64) {
	if instant >= c.from && instant < c.until {
		return
	}
	t := time.Unix(instant, 0).In(c.location)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	c.offset, c.from, c.until = int64(offset), math.MinInt64, math.MaxInt64
	if !start.IsZero() {
		c.from = start.Unix()
	}
	if !end.IsZero() {
		c.until = end.Unix()
	}
}

package slot

import (
	"cmp"
	"fmt"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// Date is a civil date of the Gregorian calendar, without time and zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a date written exactly as "2006-01-02". Dates that no
// calendar has ("2027-02-29") are refused.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("date %.20q is not of the form YYYY-MM-DD", text)
	}
	return dateOfUTC(t), nil
}

// DateOf returns the civil date that the clocks of a zone show at an instant.
func DateOf(t time.Time, zone *time.Location) Date {
	year, month, day := t.In(zone).Date()
	return Date{year, month, day}
}

// AddDays returns the date n civil days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date { return dateOfNumber(d.number() + int64(n)) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return weekdayOf(d.number()) }

// Compare returns -1, 0 or +1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// DaysUntil returns the number of civil days from d to e, negative where e is
// earlier.
func (d Date) DaysUntil(e Date) int { return int(e.number() - d.number()) }

// String returns the date as "2006-01-02", for logs and wire formats.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// In returns the stretch of time that the date covers in a zone: 23, 24 or 25
// hours as a rule, and nothing at all for a date that the zone skipped.
func (d Date) In(zone *time.Location) Interval {
	return Interval{Resolve(d, 0, zone), Resolve(d.AddDays(1), 0, zone)}
}

// number counts civil days from 1 January 1970. UTC has no transitions, so
// time.Date is safe here.
func (d Date) number() int64 {
	return floorDiv(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay)
}

func dateOfNumber(number int64) Date {
	return dateOfUTC(time.Unix(number*secondsPerDay, 0).UTC())
}

func dateOfUTC(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// weekdayOf relies on 1 January 1970 having been a Thursday.
func weekdayOf(number int64) time.Weekday {
	return time.Weekday(floorMod(number+int64(time.Thursday), 7))
}

// Clock is a time of day on a wall clock, in minutes since midnight: 0 to
// 1440, where 1440 ("24:00") is the midnight that ends the day.
type Clock int

// EndOfDay is the midnight that ends a day.
const EndOfDay Clock = 24 * 60

// ParseClock reads "15:04", and "24:00" for the end of the day.
func ParseClock(text string) (Clock, error) {
	if text == "24:00" {
		return EndOfDay, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, fmt.Errorf("time of day %.20q is not of the form HH:MM", text)
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

// String returns the time of day as "15:04".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

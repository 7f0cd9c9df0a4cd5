// Package recurrence turns the RRULE of a recurring meeting into the starts of
// its occurrences (zoho-crm-api §2.2: Zoho makes each of them a record).
//
// It owns Zoho's spelling of the rule, which departs from RFC 5545: DTSTART,
// UNTIL and EXDATE stand inside the rule, as dates (yyyy-MM-dd). What the rule
// then means is left to a library. It knows no records and no clock.
package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// Most is how many occurrences a rule may have, and horizon how many years it
// may reach. Zoho's own limits are not documented.
const (
	Most    = 1000
	horizon = 50
)

// Starts lists when the occurrences of a meeting begin, in order. first is the
// start that was given; every occurrence keeps its wall clock in the zone, across
// changes of daylight saving time. DTSTART moves the first to another day. A rule
// must end, by COUNT or UNTIL (a whole day, included), and repeat daily, weekly,
// monthly or yearly.
func Starts(rule string, first time.Time, zone *time.Location) ([]time.Time, error) {
	r, err := read(rule, first.In(zone))
	if err != nil {
		return nil, err
	}
	occurrences, err := rrule.NewRRule(r.option)
	if err != nil {
		return nil, fmt.Errorf("recurrence: %w", err)
	}
	var starts []time.Time
	next := occurrences.Iterator()
	for at, more := next(); more; at, more = next() {
		if len(starts) == Most {
			return nil, fmt.Errorf("recurrence: more than %d occurrences", Most)
		}
		if !slices.Contains(r.except, at.Format(time.DateOnly)) {
			starts = append(starts, at)
		}
	}
	if len(starts) == 0 {
		return nil, errors.New("recurrence: the rule has no occurrence")
	}
	return starts, nil
}

// series is a rule as read.
type series struct {
	option rrule.ROption
	except []string // days without an occurrence, yyyy-MM-dd
}

func read(rule string, first time.Time) (series, error) {
	var standard []string
	var until time.Time
	s := series{}
	for part := range strings.SplitSeq(strings.Trim(rule, "; "), ";") {
		name, value, _ := strings.Cut(part, "=")
		var err error
		switch strings.ToUpper(strings.TrimSpace(name)) {
		case "DTSTART":
			first, err = onDay(value, first)
		case "UNTIL":
			until, err = endOf(value, first.Location())
		case "EXDATE":
			s.except, err = days(value, first.Location())
		case "FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST":
			standard = append(standard, part)
		default:
			err = fmt.Errorf("recurrence: no rule has %q", name)
		}
		if err != nil {
			return s, err
		}
	}
	option, err := rrule.StrToROption(strings.Join(standard, ";"))
	if err != nil {
		return s, fmt.Errorf("recurrence: %w", err)
	}
	s.option = *option
	s.option.Dtstart, s.option.Until = first, until
	if last := first.AddDate(horizon, 0, 0); until.IsZero() || until.After(last) {
		s.option.Until = last
	}
	switch {
	case s.option.Freq > rrule.DAILY:
		return s, errors.New("recurrence: FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
	case s.option.Interval > horizon*366: // the library counts past the end of its numbers
		return s, errors.New("recurrence: INTERVAL reaches too far")
	case until.IsZero() && s.option.Count == 0:
		return s, errors.New("recurrence: COUNT or UNTIL is needed")
	}
	return s, nil
}

// day reads a date in Zoho's or in RFC 5545's spelling; a time after it counts
// as that day.
func day(text string, zone *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, form := range []string{time.RFC3339, "20060102T150405Z"} {
		if t, err := time.Parse(form, text); err == nil {
			return t.In(zone), nil
		}
	}
	for _, form := range []string{time.DateOnly, "20060102", "20060102T150405"} {
		if t, err := time.ParseInLocation(form, text, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("recurrence: %q is no date", text)
}

func onDay(text string, clock time.Time) (time.Time, error) {
	d, err := day(text, clock.Location())
	return time.Date(d.Year(), d.Month(), d.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, clock.Location()), err
}

func endOf(text string, zone *time.Location) (time.Time, error) {
	d, err := day(text, zone)
	return time.Date(d.Year(), d.Month(), d.Day(), 23, 59, 59, 0, zone), err
}

func days(text string, zone *time.Location) ([]string, error) {
	var all []string
	for one := range strings.SplitSeq(text, ",") {
		d, err := day(one, zone)
		if err != nil {
			return nil, err
		}
		all = append(all, d.Format(time.DateOnly))
	}
	return all, nil
}

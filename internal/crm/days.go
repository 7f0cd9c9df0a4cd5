package crm

import (
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// occupied is the time between two instants of Zoho's or, for all days, the whole
// of the dates that they stand for, in the zone of whose they are.
func occupied(start, end time.Time, allDay bool, zone *time.Location) slot.Interval {
	if !allDay {
		return slot.Interval{Start: start, End: end}
	}
	first, last := dates(start, end, zone)
	return slot.Interval{Start: slot.Resolve(first, 0, zone), End: slot.Resolve(last.AddDays(1), 0, zone)}
}

// dates are those of an all-day event. Zoho stores instants, and which is not
// documented (zoho-crm-api §3.3, §11.8): as they were sent, from midnight to
// the last minute, or to the next midnight, in the zone of who wrote them. So
// the dates are read where the start is a midnight: in the owner's zone, else
// in that of the answer, which is the API user's. Where it is none, they are
// those that the instants have in the owner's zone. An end at midnight belongs
// to the day before.
func dates(start, end time.Time, zone *time.Location) (first, last slot.Date) {
	on := func(t time.Time) slot.Date { return slot.DateOf(t, zone) }
	if !midnight(start.In(zone)) && midnight(start) {
		on = func(t time.Time) slot.Date { return slot.DateOf(t, t.Location()) }
	}
	first, last = on(start), on(end)
	if end.After(start) {
		last = on(end.Add(-time.Second))
	}
	if last.Compare(first) < 0 {
		last = first
	}
	return first, last
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

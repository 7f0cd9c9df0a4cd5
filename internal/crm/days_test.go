package crm

import (
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// All-day events in what may be Zoho's ways to store them (zoho-crm-api §11.8),
// written on the East coast, for owners on either.
func TestDatesOfAllDayEvents(t *testing.T) {
	for _, c := range []struct{ start, end, zone, first, last string }{
		{"2027-03-09T00:00:00-05:00", "2027-03-09T00:00:00-05:00", "America/New_York", "2027-03-09", "2027-03-09"}, // as sent
		{"2027-03-09T00:00:00-05:00", "2027-03-09T23:59:00-05:00", "America/New_York", "2027-03-09", "2027-03-09"},
		{"2027-03-09T00:00:00-05:00", "2027-03-10T00:00:00-05:00", "America/New_York", "2027-03-09", "2027-03-09"},
		{"2027-03-09T09:00:00-05:00", "2027-03-10T17:00:00-05:00", "America/New_York", "2027-03-09", "2027-03-10"}, // as sent, with times
		{"2027-03-13T00:00:00-05:00", "2027-03-15T00:00:00-04:00", "America/New_York", "2027-03-13", "2027-03-14"}, // over a change
		// The owner's midnight goes before that of the answer.
		{"2027-03-09T03:00:00-05:00", "2027-03-10T02:59:00-05:00", "America/Los_Angeles", "2027-03-09", "2027-03-09"},
		{"2027-03-09T10:30:00+05:30", "2027-03-10T10:29:00+05:30", "America/New_York", "2027-03-09", "2027-03-09"},
		// Else that of the answer names the dates.
		{"2027-03-09T00:00:00-05:00", "2027-03-09T23:59:00-05:00", "America/Los_Angeles", "2027-03-09", "2027-03-09"},
		{"2027-03-09T00:00:00-05:00", "2027-03-11T00:00:00-05:00", "Asia/Kolkata", "2027-03-09", "2027-03-10"},
		// No midnight anywhere: the dates that it touches where its owner lives.
		{"2027-03-09T20:00:00-05:00", "2027-03-09T23:00:00-05:00", "Europe/Berlin", "2027-03-10", "2027-03-10"},
		{"2027-03-10T00:00:00-05:00", "2027-03-09T00:00:00-05:00", "America/New_York", "2027-03-10", "2027-03-10"}, // ends before it starts
	} {
		start, errStart := time.Parse(time.RFC3339, c.start)
		end, errEnd := time.Parse(time.RFC3339, c.end)
		zone, errZone := time.LoadLocation(c.zone)
		if errStart != nil || errEnd != nil || errZone != nil {
			t.Fatal(errStart, errEnd, errZone)
		}
		first, last := dates(start, end, zone)
		if first.String() != c.first || last.String() != c.last {
			t.Errorf("%s to %s in %s: %s to %s, want %s to %s", c.start, c.end, c.zone, first, last, c.first, c.last)
		}
		if got, want := occupied(start, end, true, zone), (slot.Interval{Start: first.In(zone).Start, End: last.In(zone).End}); got != want {
			t.Errorf("%s to %s in %s takes %v, want %v", c.start, c.end, c.zone, got, want)
		}
		if got := occupied(start, end, false, zone); !got.Start.Equal(start) || !got.End.Equal(end) {
			t.Errorf("an event with times takes %v", got)
		}
	}
}

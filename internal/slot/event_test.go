package slot

import (
	"slices"
	"testing"
	"time"
)

func TestBusyTimes(t *testing.T) {
	hour := Interval{instant(t, "2027-06-07T10:00:00Z"), instant(t, "2027-06-07T11:00:00Z")}
	for name, tt := range map[string]struct {
		event      Event
		zone       string
		start, end string // empty where it blocks nothing
	}{
		"an ordinary event":          {Event{Interval: hour}, "UTC", "2027-06-07T10:00:00Z", "2027-06-07T11:00:00Z"},
		"tentative blocks":           {Event{Interval: hour, Status: Tentative}, "UTC", "2027-06-07T10:00:00Z", "2027-06-07T11:00:00Z"},
		"an unknown status blocks":   {Event{Interval: hour, Status: "out of office"}, "UTC", "2027-06-07T10:00:00Z", "2027-06-07T11:00:00Z"},
		"cancelled does not":         {Event{Interval: hour, Status: Cancelled}, "UTC", "", ""},
		"shown as free does not":     {Event{Interval: hour, Status: ShownFree}, "UTC", "", ""},
		"no length":                  {Event{Interval: Interval{hour.Start, hour.Start}}, "UTC", "", ""},
		"ends before it begins":      {Event{Interval: Interval{hour.End, hour.Start}}, "UTC", "", ""},
		"all day":                    {Event{First: date(t, "2027-06-07"), Last: date(t, "2027-06-07")}, "America/New_York", "2027-06-07T00:00:00-04:00", "2027-06-08T00:00:00-04:00"},
		"all day of another owner":   {Event{First: date(t, "2027-06-07"), Last: date(t, "2027-06-07")}, "Asia/Tokyo", "2027-06-07T00:00:00+09:00", "2027-06-08T00:00:00+09:00"},
		"all day of 25 hours":        {Event{First: date(t, "2027-11-07"), Last: date(t, "2027-11-07")}, "America/New_York", "2027-11-07T00:00:00-04:00", "2027-11-08T00:00:00-05:00"},
		"all day without a midnight": {Event{First: date(t, "2027-04-30"), Last: date(t, "2027-04-30")}, "Africa/Cairo", "2027-04-30T01:00:00+03:00", "2027-05-01T00:00:00+03:00"},
		"several days":               {Event{First: date(t, "2027-12-24"), Last: date(t, "2027-12-26")}, "Europe/Berlin", "2027-12-24T00:00:00+01:00", "2027-12-27T00:00:00+01:00"},
		"all day, shown as free":     {Event{First: date(t, "2027-06-07"), Last: date(t, "2027-06-07"), Status: ShownFree}, "UTC", "", ""},
		"a day that was skipped":     {Event{First: date(t, "2011-12-30"), Last: date(t, "2011-12-30")}, "Pacific/Apia", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var want []Interval
			if tt.start != "" {
				want = []Interval{{instant(t, tt.start), instant(t, tt.end)}}
			}
			got := BusyTimes([]Event{tt.event}, location(t, tt.zone))
			if !slices.EqualFunc(got, want, func(a, b Interval) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestAnAllDayEventIsTheOwners: the same date blocks other hours for an owner
// elsewhere, though the appointments are the same.
func TestAnAllDayEventIsTheOwners(t *testing.T) {
	rules := mondays(t) // 9 to 12 in New York, which is 22 to 1 in Tokyo
	event := Event{First: date(t, "2027-06-07"), Last: date(t, "2027-06-07")}
	monday := date(t, "2027-06-07").In(rules.Zone)
	for zone, want := range map[string]int{"America/New_York": 0, "Asia/Tokyo": 2} {
		busy := BusyTimes([]Event{event}, location(t, zone))
		if got := Open(rules, busy, monday, monday.Start.Add(-time.Hour)); len(got) != want {
			t.Errorf("with an owner in %s %d slots are free, want %d", zone, len(got), want)
		}
	}
}

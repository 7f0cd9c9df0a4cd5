package slot

import (
	"testing"
	"time"
)

func TestResolve(t *testing.T) {
	tests := []struct{ name, zone, date, clock, want string }{
		{"ordinary", "America/New_York", "2027-06-07", "09:00", "2027-06-07T09:00:00-04:00"},
		{"gap west of Greenwich", "America/New_York", "2027-03-14", "02:30", "2027-03-14T03:30:00-04:00"},
		{"last minute before a gap", "America/New_York", "2027-03-14", "01:59", "2027-03-14T01:59:00-05:00"},
		{"first minute after a gap", "America/New_York", "2027-03-14", "03:00", "2027-03-14T03:00:00-04:00"},
		{"overlap west of Greenwich", "America/New_York", "2027-11-07", "01:30", "2027-11-07T01:30:00-04:00"},
		{"end of an overlap", "America/New_York", "2027-11-07", "02:00", "2027-11-07T02:00:00-05:00"},
		{"gap at Greenwich", "Europe/London", "2027-03-28", "01:30", "2027-03-28T02:30:00+01:00"},
		{"overlap at Greenwich", "Europe/London", "2027-10-31", "01:30", "2027-10-31T01:30:00+01:00"},
		{"half-hour gap", "Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-03T02:45:00+11:00"},
		{"half-hour overlap", "Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-04T01:45:00+11:00"},
		{"two-hour gap", "Antarctica/Troll", "2027-03-28", "01:30", "2027-03-28T03:30:00+02:00"},
		{"no midnight in Santiago", "America/Santiago", "2027-09-05", "00:00", "2027-09-05T01:00:00-03:00"},
		{"no midnight in Cairo", "Africa/Cairo", "2027-04-30", "00:00", "2027-04-30T01:00:00+03:00"},
		{"end of the day before Cairo's missing midnight", "Africa/Cairo", "2027-04-29", "24:00", "2027-04-30T01:00:00+03:00"},
		{"two midnights in Havana", "America/Havana", "2027-11-07", "00:00", "2027-11-07T00:00:00-04:00"},
		{"a date that Apia skipped", "Pacific/Apia", "2011-12-30", "09:00", "2011-12-31T09:00:00+14:00"},
		{"the evening before it", "Pacific/Apia", "2011-12-29", "23:59", "2011-12-29T23:59:00-10:00"},
		{"the morning after it", "Pacific/Apia", "2011-12-31", "00:00", "2011-12-31T00:00:00+14:00"},
		{"end of a leap day", "Asia/Kolkata", "2028-02-29", "24:00", "2028-03-01T00:00:00+05:30"},
		{"before the zone had standard time", "Europe/Paris", "1800-01-01", "12:00", "1800-01-01T11:50:39Z"},
		{"beyond the listed transitions", "America/New_York", "2150-07-01", "12:00", "2150-07-01T12:00:00-04:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, err := time.Parse(time.RFC3339, tt.want)
			if err != nil {
				t.Fatal(err)
			}
			got := Resolve(date(t, tt.date), clock(t, tt.clock), location(t, tt.zone))
			if !got.Equal(want) {
				t.Errorf("got %s, want %s", got.Format(time.RFC3339), tt.want)
			}
		})
	}
}

func TestDateIn(t *testing.T) {
	tests := []struct {
		date, zone string
		want       time.Duration
	}{
		{"2027-06-07", "America/New_York", 24 * time.Hour},
		{"2027-03-14", "America/New_York", 23 * time.Hour},
		{"2027-11-07", "America/New_York", 25 * time.Hour},
		{"2027-10-03", "Australia/Lord_Howe", 23*time.Hour + 30*time.Minute},
		{"2027-11-07", "America/Havana", 25 * time.Hour},
		{"2011-12-30", "Pacific/Apia", 0},
	}
	for _, tt := range tests {
		if got := date(t, tt.date).In(location(t, tt.zone)).Duration(); got != tt.want {
			t.Errorf("%s in %s lasts %v, want %v", tt.date, tt.zone, got, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, bad := range []string{"", "2027-2-3", "2027-02-29", "2027-13-01", "2027-01-01T00:00:00Z", " 2027-01-01", "27-01-01", "tomorrow"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", bad, d)
		}
	}
	d := date(t, "2028-02-28")
	if got := d.AddDays(2); got.String() != "2028-03-01" || got.Weekday() != time.Wednesday || d.DaysUntil(got) != 2 {
		t.Errorf("two days after %v is %v, a %v", d, got, got.Weekday())
	}
	if got := date(t, "1970-01-01").AddDays(-1); got.String() != "1969-12-31" || got.Weekday() != time.Wednesday {
		t.Errorf("the day before the epoch is %v, a %v", got, got.Weekday())
	}
	if d.Compare(d.AddDays(1)) != -1 || d.Compare(d) != 0 || d.AddDays(365).Compare(d) != 1 {
		t.Error("dates do not compare in order of time")
	}
}

func TestClocks(t *testing.T) {
	for text, want := range map[string]Clock{"00:00": 0, "09:05": 545, "23:59": 1439, "24:00": EndOfDay} {
		got, err := ParseClock(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseClock(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, bad := range []string{"", "9:00", "24:01", "12:60", "12:00:00", "noon", "-1:00"} {
		if c, err := ParseClock(bad); err == nil {
			t.Errorf("ParseClock(%q) = %v, want an error", bad, c)
		}
	}
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

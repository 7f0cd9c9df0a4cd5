package slot

import (
	"strings"
	"testing"
	"time"
)

// TestHours: 7 June 2027 is a Monday. Slots are an hour, in UTC.
func TestHours(t *testing.T) {
	day := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	nineToFive := On(spans(t, "09:00-17:00"), day...)
	tests := []struct {
		name   string
		rules  Rules
		asked  string // a date
		starts string // hours
	}{
		{"24 by 7", Rules{Hours: AllWeek()}, "2027-06-06", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23"},
		{"24 by 5 on a Sunday", Rules{Hours: On(spans(t, "00:00-24:00"), day...)}, "2027-06-06", ""},
		{"custom with several windows", Rules{Hours: On(spans(t, "14:30-17:00 09:00-11:00"), time.Monday)}, "2027-06-07", "9 10 14:30 15:30"},
		{"windows that touch and overlap", Rules{Hours: On(spans(t, "09:00-10:30 10:30-11:20 11:10-12:30"), time.Monday)}, "2027-06-07", "9 10 11"},
		{"a break begins the steps anew", Rules{Hours: nineToFive, Breaks: On(spans(t, "12:00-12:45"), day...)}, "2027-06-07", "9 10 11 12:45 13:45 14:45 15:45"},
		{"a break of another weekday", Rules{Hours: nineToFive, Breaks: On(spans(t, "12:00-12:45"), time.Friday)}, "2027-06-07", "9 10 11 12 13 14 15 16"},
		{"breaks that overlap each other and the ends", Rules{Hours: nineToFive, Breaks: On(spans(t, "08:00-10:00 12:00-13:00 12:30-14:00 16:00-18:00"), time.Monday)}, "2027-06-07", "10 11 14 15"},
		{"a night shift has its break on the next date", Rules{Hours: On(spans(t, "22:00-04:00"), time.Monday), Breaks: On(spans(t, "01:00-02:00"), time.Tuesday)}, "2027-06-08", "0 2 3"},
		{"a holiday", Rules{Hours: nineToFive, Holidays: []Date{date(t, "2027-06-07")}}, "2027-06-07", ""},
		{"the night before a holiday goes on into it", Rules{Hours: On(spans(t, "22:00-02:00"), time.Sunday, time.Monday), Holidays: []Date{date(t, "2027-06-07")}}, "2027-06-07", "0 1"},
		{"an exception opens a holiday", Rules{Hours: nineToFive, Holidays: []Date{date(t, "2027-06-07")}, Exceptions: on(t, "2027-06-07", "10:00-12:00")}, "2027-06-07", "10 11"},
		{"an exception has no breaks but its own", Rules{Hours: nineToFive, Breaks: On(spans(t, "12:00-13:00"), day...), Exceptions: on(t, "2027-06-07", "11:00-14:00")}, "2027-06-07", "11 12 13"},
		{"an empty exception", Rules{Hours: nineToFive, Exceptions: on(t, "2027-06-07", "")}, "2027-06-07", ""},
		{"a shift replaces hours and breaks", Rules{Hours: nineToFive, Breaks: On(spans(t, "12:00-13:00"), day...), Shifts: []Shift{{Hours: On(spans(t, "11:00-15:00"), time.Monday)}}}, "2027-06-07", "11 12 13 14"},
		{"a shift closes a weekday that it does not name", Rules{Hours: nineToFive, Shifts: []Shift{{Hours: On(spans(t, "11:00-15:00"), time.Tuesday)}}}, "2027-06-07", ""},
		{"a shift has its own breaks", Rules{Hours: nineToFive, Shifts: []Shift{{Hours: nineToFive, Breaks: On(spans(t, "10:00-16:00"), time.Monday)}}}, "2027-06-07", "9 16"},
		{"a shift that is over", Rules{Hours: nineToFive, Shifts: []Shift{{Until: date(t, "2027-06-06")}}}, "2027-06-07", "9 10 11 12 13 14 15 16"},
		{"a shift on its last date", Rules{Hours: nineToFive, Shifts: []Shift{{Until: date(t, "2027-06-07")}}}, "2027-06-07", ""},
		{"a shift on its first date", Rules{Hours: nineToFive, Shifts: []Shift{{From: date(t, "2027-06-07")}}}, "2027-06-07", ""},
		{"a shift to come", Rules{Hours: nineToFive, Shifts: []Shift{{From: date(t, "2027-06-08")}}}, "2027-06-07", "9 10 11 12 13 14 15 16"},
		{"of two shifts the first", Rules{Shifts: []Shift{{Hours: On(spans(t, "09:00-10:00"), day...)}, {Hours: nineToFive}}}, "2027-06-07", "9"},
		{"a holiday closes a shift", Rules{Shifts: []Shift{{Hours: nineToFive}}, Holidays: []Date{date(t, "2027-06-07")}}, "2027-06-07", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.rules.Zone, tt.rules.Duration = time.UTC, time.Hour
			asked := date(t, tt.asked).In(time.UTC)
			got := Open(tt.rules, nil, Interval{asked.Start, asked.End.Add(time.Hour)}, asked.Start.Add(-time.Hour))
			var starts []string
			for _, s := range got {
				if s.Start.Before(asked.End) {
					starts = append(starts, strings.TrimSuffix(s.Start.Format("15:04"), ":00"))
				}
			}
			if text := strings.ReplaceAll(" "+strings.Join(starts, " "), " 0", " "); strings.TrimSpace(text) != tt.starts {
				t.Errorf("got %q, want %q", strings.TrimSpace(text), tt.starts)
			}
		})
	}
}

// spans reads windows: "09:00-12:00 13:00-17:00".
func spans(t testing.TB, text string) []Window {
	t.Helper()
	var windows []Window
	for _, field := range strings.Fields(text) {
		from, to, _ := strings.Cut(field, "-")
		windows = append(windows, Window{clock(t, from), clock(t, to)})
	}
	return windows
}

func on(t testing.TB, day, windows string) map[Date][]Window {
	t.Helper()
	return map[Date][]Window{date(t, day): spans(t, windows)}
}

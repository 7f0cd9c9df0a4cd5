package slot

import (
	"testing"
	"time"
)

// TestDiary judges ten o'clock on Monday, 7 June 2027, in New York: half an
// hour, buffers of ten minutes before and twenty after, two a day.
func TestDiary(t *testing.T) {
	tests := []struct {
		name  string
		diary Diary
		want  Verdict
	}{
		{"nothing", Diary{}, Free},
		{"busy up to the buffer before", Diary{Busy: at(t, "09:30-09:50")}, Free},
		{"busy in the buffer before", Diary{Busy: at(t, "09:30-09:51")}, Busy},
		{"busy from the end of the buffer after", Diary{Busy: at(t, "10:50-11:00")}, Free},
		{"busy in the buffer after", Diary{Busy: at(t, "10:49-11:00")}, Busy},
		{"a reservation may touch the slot on both sides", Diary{Reserved: at(t, "09:30-10:00 10:30-11:00")}, Free},
		{"a reservation in the slot", Diary{Reserved: at(t, "10:29-11:00")}, Busy},
		{"away up to the slot and after it", Diary{Away: at(t, "08:00-10:00 10:30-18:00")}, Free},
		{"away in the slot", Diary{Away: at(t, "10:29-10:40")}, OutsideHours},
		{"away and busy", Diary{Away: at(t, "10:00-10:10"), Busy: at(t, "10:00-10:10")}, OutsideHours},
		{"nothing that has a length", Diary{Away: at(t, "10:10-10:10"), Busy: at(t, "10:10-10:10"), Reserved: at(t, "10:10-10:10")}, Free},
		{"one booking that day", Diary{Booked: starts(t, "09:00")}, Free},
		{"two", Diary{Booked: starts(t, "09:00 23:59")}, DayFull},
		{"two, one of them the evening before", Diary{Booked: append(starts(t, "09:00"), instant(t, "2027-06-06T23:59:00-04:00"))}, Free},
		{"two and busy", Diary{Booked: starts(t, "09:00 15:00"), Busy: at(t, "10:00-10:10")}, Busy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := mondays(t)
			rules.BufferBefore, rules.BufferAfter, rules.DailyLimit = minutes(10), minutes(20), 2
			ten := instant(t, "2027-06-07T10:00:00-04:00")
			monday := date(t, "2027-06-07").In(rules.Zone)
			plan, err := NewPlan(monday, rules)
			if err != nil {
				t.Fatal(err)
			}
			agenda := plan.Agenda(tt.diary)
			if got := agenda.Judge(ten, monday.Start); got != tt.want {
				t.Errorf("judged %v, want %v", got, tt.want)
			}
			listed := false
			for _, s := range agenda.Open(monday, monday.Start) {
				listed = listed || s.Start.Equal(ten)
			}
			if listed != (tt.want == Free) {
				t.Errorf("listed is %v", listed)
			}
			for _, r := range agenda.Explain(monday, monday.Start) {
				if r.Start.Equal(ten) && (r.Why != tt.want || (r.Why == Busy || r.Why == OutsideHours) == (r.By == Interval{})) {
					t.Errorf("explained as %v by %v", r.Why, r.By)
				}
			}
		})
	}
}

// TestAwayLeavesTheSteps, which a break does not.
func TestAwayLeavesTheSteps(t *testing.T) {
	rules := mondays(t)
	monday := date(t, "2027-06-07").In(rules.Zone)
	plan, err := NewPlan(monday, rules)
	if err != nil {
		t.Fatal(err)
	}
	got := plan.Agenda(Diary{Away: at(t, "09:00-11:10")}).Open(monday, monday.Start)
	wantStarts(t, got, starts(t, "11:30"))
	rules.Breaks[time.Monday] = spans(t, "09:00-11:10")
	wantStarts(t, Open(rules, nil, monday, monday.Start), starts(t, "11:10"))
}

// at reads stretches of Monday in New York: "09:30-10:00".
func at(t *testing.T, text string) []Interval {
	t.Helper()
	var all []Interval
	for _, w := range spans(t, text) {
		start := date(t, "2027-06-07").In(location(t, "America/New_York")).Start
		all = append(all, Interval{start.Add(minutes(int(w.From))), start.Add(minutes(int(w.To)))})
	}
	return all
}

func starts(t *testing.T, text string) []time.Time {
	t.Helper()
	var all []time.Time
	for _, i := range at(t, dashed(text)) {
		all = append(all, i.Start)
	}
	return all
}

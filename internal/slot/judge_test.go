package slot

import (
	"strings"
	"testing"
	"time"
)

// mondays is open on Monday from 9 to 12 in New York, half an hour each.
func mondays(t testing.TB) Rules {
	r := Rules{Zone: location(t, "America/New_York"), Duration: minutes(30)}
	r.Hours[time.Monday] = []Window{{clock(t, "09:00"), clock(t, "12:00")}}
	return r
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestJudge(t *testing.T) {
	const now = "2027-06-07T09:45:00.5-04:00" // a Monday
	busy := []Interval{{instant(t, "2027-06-14T10:00:00-04:00"), instant(t, "2027-06-14T10:00:01-04:00")}}
	tests := []struct {
		name, start string
		change      func(*Rules)
		want        Verdict
	}{
		{"free", "2027-06-07T10:00:00-04:00", nil, Free},
		{"in another zone's words", "2027-06-07T14:00:00Z", nil, Free},
		{"before now", "2027-06-07T09:30:00-04:00", nil, Past},
		{"within notice", "2027-06-07T10:00:00-04:00", func(r *Rules) { r.MinimumNotice = minutes(15) }, TooSoon},
		{"notice to the millisecond", "2027-06-07T10:00:00-04:00", func(r *Rules) { r.MinimumNotice = minutes(15) - 500*time.Millisecond }, Free},
		{"past comes before hours", "2027-06-06T03:00:00-04:00", nil, Past},
		{"closed day", "2027-06-08T10:00:00-04:00", nil, OutsideHours},
		{"ends after closing", "2027-06-07T11:45:00-04:00", nil, OutsideHours},
		{"last slot", "2027-06-07T11:30:00-04:00", nil, Free},
		{"between starts", "2027-06-07T10:15:00-04:00", nil, OffGrid},
		{"a fraction of a second off", "2027-06-07T10:00:00.25-04:00", nil, OffGrid},
		{"on the finer interval", "2027-06-07T10:15:00-04:00", func(r *Rules) { r.Interval = minutes(15) }, Free},
		{"busy for a second", "2027-06-14T10:00:00-04:00", nil, Busy},
		{"buffer reaches busy", "2027-06-14T09:30:00-04:00", func(r *Rules) { r.BufferAfter = time.Second }, Busy},
		{"last civil day ahead", "2027-06-14T11:30:00-04:00", func(r *Rules) { r.DaysAhead = 7 }, Free},
		{"one civil day too far", "2027-06-14T09:00:00-04:00", func(r *Rules) { r.DaysAhead = 6 }, BeyondWindow},
		{"closed by exception", "2027-06-14T09:00:00-04:00", func(r *Rules) { r.Exceptions = map[Date][]Window{date(t, "2027-06-14"): nil} }, OutsideHours},
		{"opened by exception", "2027-06-13T20:00:00-04:00", func(r *Rules) { r.Exceptions = map[Date][]Window{date(t, "2027-06-13"): {{20 * 60, 0}}} }, Free},
		{"rules that do not validate", "2027-06-14T09:00:00-04:00", func(r *Rules) { r.Duration = 0 }, OutsideHours},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := mondays(t)
			if tt.change != nil {
				tt.change(&rules)
			}
			if got := Judge(rules, busy, instant(t, tt.start), instant(t, now)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFurthestStartIsInclusive(t *testing.T) {
	rules, start := mondays(t), instant(t, "2027-06-14T09:30:00-04:00")
	rules.MaxAdvance = 7 * 24 * time.Hour
	if v := Judge(rules, nil, start, start.Add(-rules.MaxAdvance)); v != Free {
		t.Errorf("exactly at the limit: %v", v)
	}
	if v := Judge(rules, nil, start, start.Add(-rules.MaxAdvance-time.Nanosecond)); v != BeyondWindow {
		t.Errorf("a nanosecond beyond: %v", v)
	}
}

func TestDaysAheadCountsTheBusinessDates(t *testing.T) {
	rules := mondays(t)
	rules.DaysAhead = 1
	monday := instant(t, "2027-06-07T09:00:00-04:00")
	// 02:00 UTC on Sunday is still Saturday evening in New York.
	if v := Judge(rules, nil, monday, instant(t, "2027-06-06T02:00:00Z")); v != BeyondWindow {
		t.Errorf("asked on Saturday: %v", v)
	}
	if v := Judge(rules, nil, monday, instant(t, "2027-06-06T04:00:00Z")); v != Free {
		t.Errorf("asked on Sunday: %v", v)
	}
	last, limited := rules.LastDate(instant(t, "2027-06-06T02:00:00Z"))
	if !limited || last.String() != "2027-06-06" {
		t.Errorf("last date is %v, %v", last, limited)
	}
	rules.MaxAdvance = time.Hour
	if last, _ := rules.LastDate(instant(t, "2027-06-06T02:00:00Z")); last.String() != "2027-06-05" {
		t.Errorf("the narrower limit gives %v", last)
	}
	if _, limited := mondays(t).LastDate(monday); limited {
		t.Error("rules without limits name a last date")
	}
}

// TestTheEveningThatCameTwice: in St. John's clocks went from 00:01 back to
// 23:01 until 2010. The second 23:15 counts as the date that had begun.
func TestTheEveningThatCameTwice(t *testing.T) {
	rules := Rules{Zone: location(t, "America/St_Johns"), Duration: time.Hour, Hours: AllWeek(), DaysAhead: 1}
	second := instant(t, "2010-11-06T23:15:00-03:30") // the first had -02:30
	for start, want := range map[string]Verdict{"2010-11-08T22:00:00-03:30": Free, "2010-11-09T00:00:00-03:30": BeyondWindow} {
		if v := Judge(rules, nil, instant(t, start), second); v != want {
			t.Errorf("%s is judged %v, want %v", start, v, want)
		}
	}
	rules.DailyLimit = 1
	plan, err := NewPlan(Interval{second, second.Add(48 * time.Hour)}, rules)
	if err != nil {
		t.Fatal(err)
	}
	agenda := plan.Agenda(Diary{Booked: []time.Time{second}})
	if v := agenda.Judge(instant(t, "2010-11-07T09:00:00-03:30"), second); v != DayFull {
		t.Errorf("the date of the booking is judged %v", v)
	}
}

func TestPlacesThatNeverClose(t *testing.T) {
	rules := Rules{Zone: location(t, "America/New_York"), Duration: minutes(50)}
	for day := range rules.Hours {
		rules.Hours[day] = []Window{{0, EndOfDay}}
	}
	now := instant(t, "2027-01-01T00:00:00Z")
	whole := Open(rules, nil, Interval{instant(t, "2027-03-10T05:00:00Z"), instant(t, "2027-03-20T04:00:00Z")}, now)
	for _, from := range []string{"2027-03-12T05:00:00Z", "2027-03-14T16:20:00Z", "2027-03-15T04:00:00Z"} {
		part := Open(rules, nil, Interval{instant(t, from), instant(t, "2027-03-20T04:00:00Z")}, now)
		wantStarts(t, part, startsOf(whole[len(whole)-len(part):]))
	}
	for _, s := range whole {
		if v := Judge(rules, nil, s.Start, now); v != Free {
			t.Fatalf("%v is listed but judged %v", s.Start, v)
		}
	}
}

// TestLongOpeningsCountFromMidnight asks for the third day of an opening that
// began on Friday evening: what happened before the asked range counts.
func TestLongOpeningsCountFromMidnight(t *testing.T) {
	rules := Rules{Zone: time.UTC, Duration: minutes(50)}
	rules.Hours[time.Friday] = []Window{{20 * 60, 4*60 + 10}}
	rules.Hours[time.Saturday] = []Window{{4*60 + 10, EndOfDay}}
	rules.Hours[time.Sunday] = []Window{{0, 2 * 60}}
	sunday := date(t, "2027-06-06").In(time.UTC)
	got := Open(rules, nil, sunday, instant(t, "2027-06-01T00:00:00Z"))
	wantStarts(t, got, []time.Time{sunday.Start, sunday.Start.Add(minutes(50))})

	rules.Hours[time.Friday] = nil // now no whole day of it comes before Sunday
	got = Open(rules, nil, sunday, instant(t, "2027-06-01T00:00:00Z"))
	wantStarts(t, got, []time.Time{sunday.Start.Add(minutes(10)), sunday.Start.Add(minutes(60))})
}

func TestASkippedDateHasNoHours(t *testing.T) {
	rules := Rules{Zone: location(t, "Pacific/Apia"), Duration: minutes(60)}
	rules.Hours[time.Friday] = []Window{{9 * 60, 17 * 60}}   // 30 December 2011, which Apia skipped
	rules.Hours[time.Thursday] = []Window{{22 * 60, 2 * 60}} // ends on Saturday the 31st
	now := instant(t, "2011-12-01T00:00:00Z")
	got := Open(rules, nil, Interval{instant(t, "2011-12-29T00:00:00Z"), instant(t, "2012-01-01T00:00:00Z")}, now)
	// 22:00 and 23:00 at -10:00, then 00:00 and 01:00 at +14:00.
	wantStarts(t, got, []time.Time{
		instant(t, "2011-12-30T08:00:00Z"), instant(t, "2011-12-30T09:00:00Z"),
		instant(t, "2011-12-30T10:00:00Z"), instant(t, "2011-12-30T11:00:00Z"),
	})
}

func TestValidate(t *testing.T) {
	if err := mondays(t).Validate(); err != nil {
		t.Fatalf("good rules: %v", err)
	}
	bad := map[string]func(*Rules){
		"zone":         func(r *Rules) { r.Zone = nil },
		"duration":     func(r *Rules) { r.Duration = 0 },
		"interval":     func(r *Rules) { r.Interval = -1 },
		"buffers":      func(r *Rules) { r.BufferAfter = -time.Minute },
		"whole second": func(r *Rules) { r.Interval = time.Millisecond },
		"limits":       func(r *Rules) { r.DaysAhead = -1 },
		"alignment":    func(r *Rules) { r.Alignment = 7 },
		"Tuesday":      func(r *Rules) { r.Hours[time.Tuesday] = []Window{{EndOfDay, 0}} },
		"2027-01-01":   func(r *Rules) { r.Exceptions = map[Date][]Window{{2027, 1, 1}: {{0, 1441}}} },
	}
	for word, spoil := range bad {
		rules := mondays(t)
		spoil(&rules)
		if err := rules.Validate(); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: got %v", word, err)
		}
		week := Interval{instant(t, "2027-06-07T00:00:00Z"), instant(t, "2027-06-14T00:00:00Z")}
		if got := Open(rules, nil, week, week.Start); got != nil {
			t.Errorf("%s: unusable rules list %v", word, got)
		}
	}
}

package slot

import (
	"strings"
	"testing"
	"time"
)

// TestTeam: Monday, 7 June 2027, hourly slots. Members are written as
// "id hours | busy".
func TestTeam(t *testing.T) {
	tests := []struct {
		name    string
		choice  Choice
		members []string
		want    string
	}{
		{"one", Anyone, []string{"a 09:00-11:00"}, "9[a] 10[a]"},
		{"any of two, in the team's order", Anyone, []string{"z 09:00-11:00", "b 10:00-12:00"}, "9[z] 10[z b] 11[b]"},
		{"a busy one hides nobody", Anyone, []string{"a 09:00-10:00 | 09:00-10:00", "b 09:00-10:00"}, "9[b]"},
		{"nobody", Anyone, []string{"a 09:00-10:00 | 09:00-10:00", "b "}, ""},
		{"steps of each one's own", Anyone, []string{"a 09:00-11:00", "b 09:30-11:30"}, "9[a] 9:30[b] 10[a] 10:30[b]"},
		{"all of two", Everyone, []string{"a 09:00-12:00", "b 10:00-13:00"}, "10[a b] 11[a b]"},
		{"all, though one's steps are off the other's", Everyone, []string{"a 09:00-12:00", "b 09:30-12:00"}, "9:30[a b] 10:30[a b]"},
		{"all, one of them busy", Everyone, []string{"a 09:00-12:00 | 09:00-09:10", "b 09:00-12:00 | 11:30-11:45"}, "10[a b]"},
		{"hours that only touch", Everyone, []string{"a 09:00-10:00", "b 10:00-11:00"}, ""},
		{"several windows in common", Everyone, []string{"a 09:00-17:00", "b 08:00-10:00 11:00-12:00 16:00-18:00", "c 09:00-12:00 16:00-17:00"}, "9[a b c] 11[a b c] 16[a b c]"},
		{"the least busy first", LeastBusy, []string{"a 09:00-11:00 | 14:00-16:00", "b 09:00-11:00 | 14:00-15:00", "c 09:00-11:00 | 14:00-17:00"}, "9[b a c] 10[b a c]"},
		{"of equals the first", LeastBusy, []string{"b 09:00-10:00 | 14:00-15:00", "a 09:00-10:00 | 15:00-16:00"}, "9[b a]"},
		{"what overlaps is busy once", LeastBusy, []string{"a 09:00-10:00 | 14:00-15:30 14:00-15:30", "b 09:00-10:00 | 14:00-16:00"}, "9[a b]"},
		{"the least busy, if free", LeastBusy, []string{"a 09:00-11:00 | 09:00-10:00 12:00-16:00", "b 09:00-11:00 | 10:00-10:30"}, "9[b] 10[a]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			monday := date(t, "2027-06-07").In(time.UTC)
			var members []Member
			for _, text := range tt.members {
				members = append(members, memberOf(t, text, monday))
			}
			team, err := NewTeam(tt.choice, monday, members...)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range team.Open(monday, monday.Start) {
				start := strings.TrimPrefix(strings.TrimSuffix(v.Start.UTC().Format("15:04"), ":00"), "0")
				got = append(got, start+"["+strings.Join(v.Staff, " ")+"]")
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
		})
	}
}

func memberOf(t *testing.T, text string, day Interval) Member {
	t.Helper()
	id, rest, _ := strings.Cut(text, " ")
	hours, busy, _ := strings.Cut(rest, "|")
	m := Member{ID: id, Rules: Rules{Zone: time.UTC, Duration: time.Hour, Hours: On(spans(t, hours), time.Monday)}}
	for _, w := range spans(t, busy) {
		m.Diary.Busy = append(m.Diary.Busy, Interval{day.Start.Add(minutes(int(w.From))), day.Start.Add(minutes(int(w.To)))})
	}
	return m
}

func TestTeamVerdictIsTheNearest(t *testing.T) {
	monday := date(t, "2027-06-07").In(time.UTC)
	team, err := NewTeam(Anyone, monday, memberOf(t, "off ", monday), memberOf(t, "busy 09:00-12:00 | 09:30-10:30", monday))
	if err != nil {
		t.Fatal(err)
	}
	for hour, want := range map[int]Verdict{8: OutsideHours, 9: Busy, 10: Busy, 11: Free} {
		v, staff := team.Judge(monday.Start.Add(time.Duration(hour)*time.Hour), monday.Start)
		if v != want || (v == Free) != (len(staff) == 1) {
			t.Errorf("%d o'clock is judged %v for %v, want %v", hour, v, staff, want)
		}
	}
	if v, _ := team.Judge(monday.Start, monday.End); v != Past {
		t.Errorf("yesterday is judged %v", v)
	}
}

func TestTeamsThatCannotBe(t *testing.T) {
	monday := date(t, "2027-06-07").In(time.UTC)
	a, b := memberOf(t, "a 09:00-10:00", monday), memberOf(t, "b 09:00-10:00", monday)
	b.Rules.Duration = minutes(30)
	for word, members := range map[string][]Member{"members": nil, "differ in length": {a, b}, "c: slot rules need a zone": {a, {ID: "c", Rules: Rules{Duration: time.Hour}}}} {
		if _, err := NewTeam(Everyone, monday, members...); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("got %v, want %q", err, word)
		}
	}
	if _, err := NewPlan(monday); err == nil {
		t.Error("a plan of no rules")
	}
}

// TestReadyTeamsShareNothing asks one team from many goroutines; the race
// detector has the word.
func TestReadyTeamsShareNothing(t *testing.T) {
	monday := date(t, "2027-06-07").In(time.UTC)
	team, err := NewTeam(LeastBusy, monday, memberOf(t, "a 09:00-17:00 | 10:00-11:00", monday), memberOf(t, "b 09:00-17:00", monday))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan int)
	for range 8 {
		go func() {
			team.Judge(monday.Start.Add(10*time.Hour), monday.Start)
			team.Explain(monday, monday.Start)
			beyond := Interval{monday.Start, monday.End.Add(24 * time.Hour)}
			done <- len(team.Open(monday, monday.Start)) + len(team.Open(beyond, monday.Start))
		}()
	}
	for range 8 {
		if n := <-done; n != 16 {
			t.Errorf("%d slots, want 16", n)
		}
	}
}

// TestLeastBusyWeighsEachDateOnce: to ask for the least busy of a long list
// costs little more than to ask for anyone.
func TestLeastBusyWeighsEachDateOnce(t *testing.T) {
	monday := date(t, "2027-06-07").In(time.UTC)
	busy := " 09:00-10:00 | " + strings.Repeat("18:00-19:00 ", 200)
	allocations := func(choice Choice) float64 {
		a, b := memberOf(t, "a"+busy, monday), memberOf(t, "b"+busy, monday)
		for _, m := range []*Member{&a, &b} {
			m.Rules.Hours, m.Rules.Interval = AllWeek(), minutes(5)
		}
		team, err := NewTeam(choice, monday, a, b)
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(5, func() { team.Open(monday, monday.Start) })
	}
	if anyone, least := allocations(Anyone), allocations(LeastBusy); least > 2*anyone {
		t.Errorf("%v allocations for the least busy, %v for anyone", least, anyone)
	}
}

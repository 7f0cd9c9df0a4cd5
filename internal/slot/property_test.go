package slot

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// transitions are weeks in which clocks do something odd, and one in which
// they do not.
var transitions = []struct{ zone, around string }{
	{"UTC", "2027-06-07T00:00:00Z"},
	{"America/New_York", "2027-03-14T07:00:00Z"},
	{"America/New_York", "2027-11-07T06:00:00Z"},
	{"Europe/London", "2027-10-31T01:00:00Z"},
	{"Australia/Lord_Howe", "2027-04-03T15:00:00Z"},
	{"Australia/Lord_Howe", "2027-10-02T15:30:00Z"},
	{"America/St_Johns", "2027-03-14T05:30:00Z"},
	{"Pacific/Chatham", "2027-09-25T14:00:00Z"},
	{"Antarctica/Troll", "2027-03-28T01:00:00Z"},
	{"Africa/Casablanca", "2027-02-07T02:00:00Z"},
	{"Africa/Cairo", "2027-04-29T22:00:00Z"},
	{"America/Santiago", "2027-09-05T04:00:00Z"},
	{"America/Santiago", "2027-04-04T03:00:00Z"},
	{"America/Havana", "2027-11-07T05:00:00Z"},
	{"Pacific/Apia", "2011-12-30T10:00:00Z"},
	{"Asia/Kolkata", "2027-03-01T00:00:00Z"},
}

// question is one drawn call of Open.
type question struct {
	rules  Rules
	busy   []Interval
	within Interval
	now    time.Time
}

func (q question) ask() []Interval { return Open(q.rules, q.busy, q.within, q.now) }

func drawQuestion(t *rapid.T) question {
	place := rapid.SampledFrom(transitions).Draw(t, "place")
	zone, err := time.LoadLocation(place.zone)
	if err != nil {
		t.Fatal(err)
	}
	around, err := time.Parse(time.RFC3339, place.around)
	if err != nil {
		t.Fatal(err)
	}
	q := question{rules: drawRules(t, zone, around)}
	from := around.Add(drawMinutes(t, -48*60, 12*60, "from"))
	q.within = Interval{from, from.Add(drawMinutes(t, 6*60, 60*60, "length of range"))}
	q.now = around.Add(drawMinutes(t, -5*24*60, 12*60, "now") + time.Duration(rapid.IntRange(0, 59).Draw(t, "seconds"))*time.Second)
	q.busy = drawBusy(t, around)
	return q
}

func drawRules(t *rapid.T, zone *time.Location, around time.Time) Rules {
	r := Rules{
		Zone:          zone,
		Duration:      rapid.SampledFrom([]time.Duration{minutes(15), minutes(30), minutes(45), minutes(50), minutes(60), minutes(90), minutes(480)}).Draw(t, "duration"),
		Interval:      rapid.SampledFrom([]time.Duration{0, minutes(5), minutes(15), minutes(25), minutes(60), minutes(7 * 60)}).Draw(t, "interval"),
		Alignment:     rapid.SampledFrom([]Alignment{AlignWindow, AlignGrid}).Draw(t, "alignment"),
		BufferBefore:  drawMinutes(t, 0, 40, "before"),
		BufferAfter:   drawMinutes(t, 0, 40, "after"),
		MinimumNotice: drawMinutes(t, 0, 300, "notice"),
		MaxAdvance:    rapid.SampledFrom([]time.Duration{0, 0, 0, 96 * time.Hour}).Draw(t, "advance"),
		DaysAhead:     rapid.SampledFrom([]int{0, 0, 0, 3, 21}).Draw(t, "days ahead"),
	}
	for day := range r.Hours {
		r.Hours[day] = drawWindows(t)
	}
	if rapid.Bool().Draw(t, "with exceptions") {
		date := DateOf(around, zone).AddDays(rapid.IntRange(-2, 2).Draw(t, "exception"))
		r.Exceptions = map[Date][]Window{date: drawWindows(t)}
	}
	return r
}

func drawWindows(t *rapid.T) []Window {
	if rapid.IntRange(0, 3).Draw(t, "open all day") == 0 {
		return []Window{{0, EndOfDay}}
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Window {
		return Window{Clock(5 * rapid.IntRange(0, 287).Draw(t, "opens")), Clock(5 * rapid.IntRange(0, 288).Draw(t, "closes"))}
	}), 0, 3).Draw(t, "windows")
}

func drawBusy(t *rapid.T, around time.Time) []Interval {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Interval {
		start := around.Add(drawMinutes(t, -60*60, 60*60, "busy from") + time.Duration(rapid.IntRange(0, 1999).Draw(t, "ms"))*time.Millisecond)
		return Interval{start, start.Add(rapid.SampledFrom([]time.Duration{0, time.Second, minutes(10), minutes(55), 26 * time.Hour}).Draw(t, "busy for"))}
	}), 0, 6).Draw(t, "busy")
}

func drawMinutes(t *rapid.T, low, high int, label string) time.Duration {
	return minutes(rapid.IntRange(low, high).Draw(t, label))
}

func TestOpenEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		got, want := startsOf(q.ask()), bruteOpen(q.rules, q.busy, q.within, q.now)
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Fatalf("got  %v\nwant %v", got, want)
		}
	})
}

// TestListedIsBookable tries every minute of the range: Judge says Free
// exactly of the starts that Open lists.
func TestListedIsBookable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		q.within.End = q.within.Start.Add(min(q.within.Duration(), 8*time.Hour))
		wide := q
		wide.within.End = q.within.End.Add(q.rules.Duration)
		listed := startsOf(wide.ask())
		for at := q.within.Start; at.Before(q.within.End); at = at.Add(5 * time.Minute) {
			free := Judge(q.rules, q.busy, at, q.now) == Free
			if free != slices.ContainsFunc(listed, at.Equal) {
				t.Fatalf("%v: judged free is %v, listed is %v", at, free, !free)
			}
		}
	})
}

func TestBusyIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		plain := q.ask()
		before := slices.Clone(q.busy)
		q.busy = rapid.Permutation(append(slices.Clone(q.busy), q.busy...)).Draw(t, "shuffled")
		mustEqual(t, q.ask(), plain)
		if len(before) > 0 && !slices.Contains(q.busy, before[0]) {
			t.Fatal("the caller's busy list was changed")
		}
	})
}

// TestStricterNeverAdds narrows each rule in turn.
func TestStricterNeverAdds(t *testing.T) {
	narrowings := map[string]func(*question){
		"another busy time":   func(q *question) { q.busy = append(q.busy, Interval{q.within.Start, q.within.Start.Add(time.Hour)}) },
		"wider buffer before": func(q *question) { q.rules.BufferBefore += minutes(10) },
		"wider buffer after":  func(q *question) { q.rules.BufferAfter += minutes(10) },
		"longer notice":       func(q *question) { q.rules.MinimumNotice += time.Hour },
		"later now":           func(q *question) { q.now = q.now.Add(time.Minute); q.rules.MaxAdvance, q.rules.DaysAhead = 0, 0 },
		"nearer limit":        func(q *question) { q.rules.DaysAhead = 1 },
	}
	for name, narrow := range narrowings {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				q := drawQuestion(t)
				if q.rules.DaysAhead == 0 {
					q.rules.DaysAhead = 30
				}
				wide := q.ask()
				if name == "later now" { // without limits, so that only the past moves
					q.rules.MaxAdvance, q.rules.DaysAhead = 0, 0
					wide = q.ask()
				}
				narrow(&q)
				for _, s := range q.ask() {
					if !slices.ContainsFunc(wide, func(w Interval) bool { return w.Start.Equal(s.Start) }) {
						t.Fatalf("%v appeared", s.Start)
					}
				}
			})
		})
	}
}

// TestAdjacentRanges: what two halves of a range list, the whole lists too; and
// what the whole lists beside that crosses the seam.
func TestAdjacentRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		seam := q.within.Start.Add(q.within.Duration() / 2)
		left, right := q, q
		left.within.End, right.within.Start = seam, seam
		parts := append(left.ask(), right.ask()...)
		whole := slices.DeleteFunc(q.ask(), func(s Interval) bool { return s.Start.Before(seam) && s.End.After(seam) })
		mustEqual(t, parts, whole)
	})
}

// TestWeeksRepeat shifts everything by a week where no clock changes.
func TestWeeksRepeat(t *testing.T) {
	const week = 7 * 24 * time.Hour
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"UTC", "Asia/Kolkata", "Asia/Tokyo", "America/Phoenix"}).Draw(t, "zone")
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		around := time.Date(2027, 6, 7, 0, 0, 0, 0, time.UTC)
		q := question{rules: drawRules(t, location, around), busy: drawBusy(t, around), now: around.Add(drawMinutes(t, -6000, 600, "now"))}
		q.rules.Exceptions = nil
		q.within = Interval{around.Add(-24 * time.Hour), around.Add(36 * time.Hour)}
		later := question{rules: q.rules, now: q.now.Add(week), within: Interval{q.within.Start.Add(week), q.within.End.Add(week)}}
		for _, b := range q.busy {
			later.busy = append(later.busy, Interval{b.Start.Add(week), b.End.Add(week)})
		}
		shifted := later.ask()
		for i, s := range shifted {
			shifted[i] = Interval{s.Start.Add(-week), s.End.Add(-week)}
		}
		mustEqual(t, shifted, q.ask())
	})
}

// TestZonesOfArguments writes the same instants in other zones.
func TestZonesOfArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		plain := q.ask()
		odd := time.FixedZone("odd", 5*3600+45*60)
		q.now = q.now.In(odd)
		q.within = Interval{q.within.Start.In(odd), q.within.End.Local()}
		for i, b := range q.busy {
			q.busy[i] = Interval{b.Start.In(odd), b.End.In(odd)}
		}
		mustEqual(t, q.ask(), plain)
	})
}

func mustEqual(t *rapid.T, got, want []Interval) {
	t.Helper()
	same := func(a, b Interval) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }
	if !slices.EqualFunc(got, want, same) {
		t.Fatalf("got  %v\nwant %v", startsOf(got), startsOf(want))
	}
}

package speech

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

var update = flag.Bool("update", false, "write testdata/*.golden anew")

// now is a Monday morning in New York.
var now = time.Date(2027, 3, 8, 14, 20, 0, 0, time.UTC)

// TestGolden holds each language to a table of all it says, one line each,
// which somebody who speaks the language has read.
func TestGolden(t *testing.T) {
	for _, code := range languages {
		table := "# What is said in " + code + " on Monday 8 March 2027 at 9:20 in New York.\n" +
			"\n## Lines\n" + goldenLines(t, code) +
			"\n## Times\n" + goldenTimes(t, code) +
			"\n## Dates\n" + goldenDates(code) +
			"\n## Ranges\n" + goldenRanges(t, code) +
			"\n## The clock\n" + goldenClock(code)
		if half := regexp.MustCompile(`\b[AP]M\b|\b[ap]\.m\.`).FindString(table); half != "" {
			t.Errorf("%s says %q", code, half)
		}
		file := "testdata/" + code + ".golden"
		if *update {
			if err := os.WriteFile(file, []byte(table), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		wants, gots := strings.Split(string(have), "\n"), strings.Split(table, "\n")
		for i := range max(len(wants), len(gots)) {
			want, got := line(wants, i), line(gots, i)
			if got != want {
				t.Errorf("%s line %d:\ngot  %s\nwant %s", file, i+1, got, want)
			}
		}
	}
}

func line(all []string, i int) string {
	if i < len(all) {
		return all[i]
	}
	return "(nothing)"
}

// said are all lines on some values, by the method of Lines that says them.
func said(t testing.TB, l Lines) [][2]string {
	t.Helper()
	times := marches(t, "09T10:00", "09T14:30", "10T09:00", "12T18:15", "16T08:00")
	one, two, three, far, none := times[0], times[:2], times[:3], times[3:], time.Time{}
	day := slot.DateOf(one, l.zone).In(l.zone)
	names := []string{"Ana Bell", "Inés Olmo"}
	return [][2]string{
		{"Offer", l.Offer(three)}, {"Offer", l.Offer(two)}, {"Offer", l.Offer(times[:1])}, {"Offer", l.Offer(far)}, {"Offer", l.Offer(nil)},
		{"NoneFree", l.NoneFree(one)}, {"NoneFreeIn", l.NoneFreeIn(day.Start, day.End, none)}, {"NoneFreeIn", l.NoneFreeIn(one, two[1], far[0])},
		{"WhenUnclear", l.WhenUnclear([]Reading{{From: day.Start, To: day.End}, {From: two[1], To: one.Add(24 * time.Hour)}, {From: far[0], To: far[0].Add(time.Minute), Exact: true}})}, {"WhenUnclear", l.WhenUnclear(nil)}, {"InPast", l.InPast()},
		{"TooSoon", l.TooSoon(none)}, {"TooSoon", l.TooSoon(one)},
		{"BeyondWindow", l.BeyondWindow(30)}, {"BeyondWindow", l.BeyondWindow(14)}, {"BeyondWindow", l.BeyondWindow(1)}, {"BeyondWindow", l.BeyondWindow(0)},
		{"ServiceUnknown", l.ServiceUnknown([]string{"Cut & colour", "Beard trim", "Perm"})}, {"ServiceUnknown", l.ServiceUnknown(nil)},
		{"StaffUnknown", l.StaffUnknown([]string{"Helen Osgood", "Marcus Vale"})}, {"StaffUnknown", l.StaffUnknown(nil)},
		{"CheckingOff", l.CheckingOff()}, {"NotConnected", l.NotConnected()}, {"RetryLater", l.RetryLater()},
		{"Held", l.Held(one, 2*time.Minute)}, {"Held", l.Held(one, 10*time.Second)},
		{"Booked", l.Booked(one, "Ann", "H7W2RY")}, {"Booked", l.Booked(one, " \n", "H7W2RY")}, {"Booked", l.Booked(far[1], "😀", "K7MP")},
		{"BookingPending", l.BookingPending(one, "H7W2RY")}, {"AlreadyBooked", l.AlreadyBooked(one, "H7W2RY")},
		{"SlotTaken", l.SlotTaken(nil)}, {"SlotTaken", l.SlotTaken(two)}, {"SlotUnknown", l.SlotUnknown(nil)}, {"SlotUnknown", l.SlotUnknown(two)},
		{"OutsideHours", l.OutsideHours(nil)}, {"OutsideHours", l.OutsideHours(two)},
		{"WhichPerson", l.WhichPerson(names)}, {"WhichPerson", l.WhichPerson([]string{"Ana", "Olga"})}, {"WhichPerson", l.WhichPerson([]string{"<>", ""})},
		{"NeedPhone", l.NeedPhone()}, {"NeedName", l.NeedName()}, {"KeyReused", l.KeyReused()}, {"BookingOff", l.BookingOff()},
		{"Cancelled", l.Cancelled(one)}, {"AlreadyCancelled", l.AlreadyCancelled(one)}, {"CancelPending", l.CancelPending(one)}, {"CancellingOff", l.CancellingOff()},
		{"Over", l.Over()}, {"NotFound", l.NotFound()}, {"CodeUnknown", l.CodeUnknown()}, {"NotYours", l.NotYours()}, {"NoneFound", l.NoneFound()},
		{"WhichOne", l.WhichOne(times[1:4])}, {"WhichOne", l.WhichOne(nil)},
		{"Rescheduled", l.Rescheduled(one, "H7W2RY")}, {"ReschedulePending", l.ReschedulePending(one)}, {"ReschedulingOff", l.ReschedulingOff()},
		{"Found", l.Found(three)}, {"Found", l.Found(times[:1])}, {"Found", l.Found(nil)},
		{"Greeting", l.Greeting("Ann")}, {"Greeting", l.Greeting("")}, {"GreetingWithheld", l.GreetingWithheld()},
		{"CallerIs", l.CallerIs("Ann Bell")}, {"CallerIs", l.CallerIs("...")}, {"CallerNew", l.CallerNew()},
		{"NoteAdded", l.NoteAdded()}, {"Ended", l.Ended()}, {"When", l.When(one)}, {"Code", l.Code("H7W2RY")},
	}
}

func goldenLines(t *testing.T, code string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, s := range said(t, For(code).At(now, newYork(t))) {
		fmt.Fprintf(&b, "%s: %s\n", s[0], s[1])
		seen[s[0]] = true
	}
	for i, lines := 0, reflect.TypeFor[Lines](); i < lines.NumMethod(); i++ {
		if name := lines.Method(i).Name; name != "From" && !seen[name] {
			t.Errorf("the table has no line of %s", name)
		}
	}
	// The same to somebody three hours behind.
	west := For(code).At(now, zone(t, "America/Los_Angeles")).From(newYork(t))
	for _, s := range said(t, west)[:4] {
		fmt.Fprintf(&b, "%s: %s\n", s[0], s[1])
	}
	fmt.Fprintf(&b, "Booked: %s\n", west.Booked(marches(t, "09T10:00")[0], "Ann", "H7W2RY"))
	return b.String()
}

func goldenTimes(t *testing.T, code string) string {
	var b strings.Builder
	for _, c := range []struct{ now, at, zone string }{
		{"2027-03-08T14:20:00Z", "2027-03-08T20:00:00Z", "America/New_York"}, // today at three
		{"2027-03-08T12:20:00Z", "2027-03-08T13:00:00Z", "America/New_York"}, // today at eight in the morning
		{"2027-03-08T14:20:00Z", "2027-03-09T00:00:00Z", "America/New_York"}, // this evening
		{"2027-03-08T14:20:00Z", "2027-03-09T02:30:00Z", "America/New_York"}, // tonight
		{"2027-03-08T14:20:00Z", "2027-03-09T15:00:00Z", "America/New_York"},
		{"2027-03-08T14:20:00Z", "2027-03-09T12:15:00Z", "America/New_York"}, // tomorrow morning
		{"2027-03-08T14:20:00Z", "2027-03-10T00:45:00Z", "America/New_York"}, // tomorrow evening
		{"2027-03-08T14:20:00Z", "2027-03-10T13:00:00Z", "America/New_York"}, // the day after tomorrow
		{"2027-03-08T14:20:00Z", "2027-03-12T19:30:00Z", "America/New_York"},
		{"2027-03-08T14:20:00Z", "2027-03-12T17:00:00Z", "America/New_York"}, // noon
		{"2027-03-08T14:20:00Z", "2027-03-12T05:00:00Z", "America/New_York"}, // midnight
		{"2027-03-08T14:20:00Z", "2027-03-12T05:30:00Z", "America/New_York"},
		{"2027-03-08T14:20:00Z", "2027-03-12T11:00:00Z", "America/New_York"}, // six in the morning
		{"2027-03-08T14:20:00Z", "2027-03-07T15:00:00Z", "America/New_York"}, // yesterday
		{"2027-03-08T14:20:00Z", "2027-03-01T15:00:00Z", "America/New_York"}, // last week
		{"2027-03-08T14:20:00Z", "2027-03-15T14:00:00Z", "America/New_York"}, // in a week
		{"2027-03-08T14:20:00Z", "2028-01-03T15:00:00Z", "America/New_York"},
		{"2027-03-08T14:20:00Z", "2028-01-10T15:00:00Z", "America/New_York"}, // far enough for a year
		// The evening in New York is the next morning in Kolkata.
		{"2027-03-09T02:00:00Z", "2027-03-09T14:00:00Z", "America/New_York"},
		{"2027-03-09T02:00:00Z", "2027-03-09T14:00:00Z", "Asia/Kolkata"},
		// Tomorrow is a civil date, also over the night when clocks change.
		{"2027-03-14T04:30:00Z", "2027-03-15T03:30:00Z", "America/New_York"},
	} {
		at, then, where := instant(t, c.at), instant(t, c.now), zone(t, c.zone)
		fmt.Fprintf(&b, "%s: %s\n", at.In(where).Format("Mon 2 Jan 2006 15:04"), For(code).When(at, then, where))
	}
	return b.String()
}

func goldenDates(code string) string {
	var b strings.Builder
	today := slot.Date{Year: 2027, Month: time.March, Day: 8}
	for days := range 31 {
		fmt.Fprintf(&b, "%+d: %s\n", days, For(code).Date(today.AddDays(days), today))
	}
	for month := time.January; month <= time.December; month++ {
		date := slot.Date{Year: 2028, Month: month, Day: int(month) + 19}
		fmt.Fprintf(&b, "%s: %s\n", date, For(code).Date(date, today))
	}
	return b.String()
}

func goldenRanges(t *testing.T, code string) string {
	var b strings.Builder
	for _, r := range [][2]string{
		{"09T00:00", "10T00:00"}, {"11T00:00", "12T00:00"}, {"09T00:00", "13T00:00"}, {"10T00:00", "31T00:00"},
		{"09T10:00", "09T11:30"}, {"09T10:00", "09T15:00"}, {"11T07:00", "11T08:30"}, {"11T18:00", "12T00:00"}, {"11T00:00", "11T12:00"},
		{"09T10:00", "12T17:00"}, {"14T00:00", "15T00:00"},
	} {
		ends := marches(t, r[0], r[1])
		fmt.Fprintf(&b, "%s to %s: %s\n", r[0], r[1], For(code).Range(ends[0], ends[1], now, newYork(t)))
	}
	return b.String()
}

// goldenClock goes through the day in quarters, and through an hour in minutes.
func goldenClock(code string) string {
	var b strings.Builder
	say := func(hour, minute int) {
		m := moment{clock: For(code).language.clock(hour, minute), part: For(code).language.part(hour, minute)}
		fmt.Fprintf(&b, "%02d:%02d: %s\n", hour, minute, m.time())
	}
	for quarter := range 24 * 4 {
		say(quarter/4, quarter%4*15)
	}
	for minute := range 60 {
		say(13, minute)
	}
	say(0, 1)
	say(0, 20)
	return b.String()
}

// marches reads local times of New York in March 2027, "09T10:00".
func marches(t testing.TB, texts ...string) []time.Time {
	t.Helper()
	times := make([]time.Time, len(texts))
	for i, text := range texts {
		at, err := time.ParseInLocation("2006-01-02T15:04", "2027-03-"+text, newYork(t))
		if err != nil {
			t.Fatal(err)
		}
		times[i] = at
	}
	return times
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func newYork(t testing.TB) *time.Location { return zone(t, "America/New_York") }

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

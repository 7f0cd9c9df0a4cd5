package when

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// phrase is a line of a table in testdata:
//
//	words = meaning ! part of the note ~ unknown words
//
// A meaning is one or two readings parted by " or ", each a sum and difference
// of terms: "03-24" (this year), "2027-01-05", "03-23..03-29", "03-23.." (up to
// the horizon) or "any", each with "/Mon,Fri" for some weekdays, followed by
// "12-17" or "9:15-11" for hours of each day or by "@15" for an exact time; or
// "now+60..now+120" in minutes. Instead of a meaning there may be "past",
// "far", or "?" with the words that were not understood.
type phrase struct {
	line                        int
	words, meaning, note, extra string
	now                         time.Time
	zone                        *time.Location
}

func table(t testing.TB, language string) []phrase {
	t.Helper()
	data, err := os.ReadFile("testdata/" + language + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []phrase
	var p phrase
	for i, line := range strings.Split(string(data), "\n") {
		if now, is := strings.CutPrefix(line, "now "); is {
			p.now, p.zone = pinned(t, now)
			continue
		}
		words, meaning, is := strings.Cut(line, "= ")
		if !is || strings.HasPrefix(line, "#") {
			continue
		}
		p.line, p.words = i+1, strings.TrimSpace(words)
		meaning, p.extra, _ = strings.Cut(meaning, " ~ ")
		meaning, p.note, _ = strings.Cut(meaning, " ! ")
		p.meaning = strings.TrimSpace(meaning)
		all = append(all, p)
	}
	return all
}

// pinned reads "2026-03-18T10:20 America/New_York (a Wednesday)".
func pinned(t testing.TB, text string) (time.Time, *time.Location) {
	t.Helper()
	fields := strings.Fields(text)
	zone, err := time.LoadLocation(fields[1])
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02T15:04", fields[0], zone)
	if err != nil {
		t.Fatal(err)
	}
	return now, zone
}

func TestTables(t *testing.T) {
	for language, least := range map[string]int{"en": 200, "es": 60, "de": 60} {
		t.Run(language, func(t *testing.T) {
			all := table(t, language)
			wrong := 0
			for _, p := range all {
				got := Understand(p.words, p.now, p.zone, language)
				if problem := p.compare(t, got); problem != "" {
					wrong++
					t.Errorf("%s.txt:%d: %q\n%s", language, p.line, p.words, problem)
				}
			}
			t.Logf("%s: %d of %d phrases understood as expected", language, len(all)-wrong, len(all))
			if len(all) < least {
				t.Errorf("%d phrases, want %d", len(all), least)
			}
		})
	}
}

func (p phrase) compare(t testing.TB, got Understanding) string {
	said := fmt.Sprintf("got %v, unknown %v%s", got.Outcome, got.Unknown, show(got, p.zone))
	switch unknown, unclear := strings.CutPrefix(p.meaning, "?"); {
	case unclear:
		if got.Outcome != Unclear || strings.Join(got.Unknown, " ") != strings.TrimSpace(unknown) {
			return said + "want it unclear, unknown" + unknown
		}
		return ""
	case p.meaning == "past" || p.meaning == "far":
		if got.Outcome != map[string]Outcome{"past": Past, "far": TooFar}[p.meaning] {
			return said + "want it " + p.meaning
		}
		return ""
	}
	want := p.readings(t)
	if len(got.Readings) != len(want) || got.Outcome != map[int]Outcome{1: Clear, 2: Ambiguous}[len(want)] {
		return said + fmt.Sprintf("want %d readings", len(want))
	}
	for i, ranges := range want {
		if !same(got.Readings[i].Ranges, ranges) {
			return said + "want " + p.meaning
		}
		if got.Readings[i].Text == "" || !strings.Contains(got.Readings[i].Note, p.note) || (p.note == "") != (got.Readings[i].Note == "") {
			return said + "want the note " + p.note
		}
	}
	if p.extra != "" && strings.Join(got.Unknown, " ") != p.extra {
		return said + "want unknown " + p.extra
	}
	return ""
}

func show(u Understanding, zone *time.Location) string {
	var b strings.Builder
	for _, r := range u.Readings {
		fmt.Fprintf(&b, "\n  %q %q", r.Text, r.Note)
		for _, i := range r.Ranges[:min(len(r.Ranges), 4)] {
			fmt.Fprintf(&b, " %s..%s", i.Start.In(zone).Format("01-02T15:04"), i.End.In(zone).Format("01-02T15:04"))
		}
		fmt.Fprintf(&b, " (%d)", len(r.Ranges))
	}
	return b.String() + "\n"
}

func same(a, b []slot.Interval) bool {
	return slices.EqualFunc(a, b, func(a, b slot.Interval) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) })
}

// readings reckons the expected ranges from the table alone:
// apart from slot.Resolve it shares no code with the package.
func (p phrase) readings(t testing.TB) (all [][]slot.Interval) {
	for reading := range strings.SplitSeq(p.meaning, " or ") {
		all = append(all, p.sum(t, reading))
	}
	return all
}

func (p phrase) sum(t testing.TB, text string) []slot.Interval {
	edges := map[int64]int{} // change of the count of terms at a second
	for i, term := range strings.Split(strings.ReplaceAll(text, " - ", " + -"), " + ") {
		term, minus := strings.CutPrefix(strings.TrimSpace(term), "-")
		weight := 1
		if minus && i > 0 {
			weight = -1000
		}
		for _, part := range p.term(t, term) {
			edges[part.Start.Unix()] += weight
			edges[part.End.Unix()] -= weight
		}
	}
	var seconds []int64
	for s := range edges {
		seconds = append(seconds, s)
	}
	slices.Sort(seconds)
	var all []slot.Interval
	count := 0
	for _, s := range seconds {
		before := count > 0
		count += edges[s]
		switch at := time.Unix(s, 0); {
		case !before && count > 0:
			all = append(all, slot.Interval{Start: at})
		case before && count <= 0:
			all[len(all)-1].End = at
		}
	}
	all = slices.DeleteFunc(all, func(i slot.Interval) bool { return !i.End.After(p.now) })
	if len(all) > 0 && all[0].Start.Before(p.now) {
		all[0].Start = p.now
	}
	return all
}

func (p phrase) term(t testing.TB, text string) []slot.Interval {
	if rest, is := strings.CutPrefix(text, "now+"); is {
		from, to, _ := strings.Cut(rest, "..now+")
		return []slot.Interval{{Start: p.now.Add(minutes(t, from)), End: p.now.Add(minutes(t, to))}}
	}
	days, hours, _ := strings.Cut(text, " ")
	days, names, _ := strings.Cut(days, "/")
	today := slot.DateOf(p.now, p.zone)
	from, to, span := strings.Cut(days, "..")
	if days == "any" {
		from, to, span = today.String(), "", true
	}
	first := p.date(t, from)
	last := first
	if span {
		last = today.AddDays(Horizon)
		if to != "" {
			last = p.date(t, to)
		}
	}
	var all []slot.Interval
	for d := first; d.Compare(last) <= 0; d = d.AddDays(1) {
		if names == "" || slices.Contains(strings.Split(names, ","), d.Weekday().String()[:3]) {
			all = append(all, p.hours(t, d, hours))
		}
	}
	return all
}

func (p phrase) date(t testing.TB, text string) slot.Date {
	t.Helper()
	if len(text) == len("03-24") {
		text = p.now.Format("2006-") + text
	}
	d, err := slot.ParseDate(text)
	if err != nil {
		t.Fatalf("line %d: %v", p.line, err)
	}
	return d
}

func (p phrase) hours(t testing.TB, d slot.Date, text string) slot.Interval {
	if exact, is := strings.CutPrefix(text, "@"); is {
		start := slot.Resolve(d, clockText(t, exact), p.zone)
		return slot.Interval{Start: start, End: start.Add(time.Minute)}
	}
	from, to := "0", "24"
	if text != "" {
		from, to, _ = strings.Cut(text, "-")
	}
	return slot.Interval{Start: slot.Resolve(d, clockText(t, from), p.zone), End: slot.Resolve(d, clockText(t, to), p.zone)}
}

func clockText(t testing.TB, text string) slot.Clock {
	t.Helper()
	hour, minute, _ := strings.Cut(text, ":")
	return slot.Clock(60*count(t, hour) + count(t, "0"+minute))
}

func minutes(t testing.TB, text string) time.Duration {
	return time.Duration(count(t, text)) * time.Minute
}

func count(t testing.TB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

package slot

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// sharedCase is one entry of testdata/slot-cases.json, whose conventions are
// those of the package: half-open, the whole slot inside the range, notice
// inclusive. Several staff ("multi") are not this package's business.
type sharedCase struct {
	Kind, Name, Timezone string
	WorkingHours         map[string][][2]string `json:"working_hours"`
	DateOverrides        map[string][][2]string `json:"date_overrides"`
	DurationMin          int                    `json:"duration_min"`
	IntervalMin          int                    `json:"interval_min"`
	Buffers              struct {
		Before int `json:"before_min"`
		After  int `json:"after_min"`
	}
	MinNoticeMin  int `json:"min_notice_min"`
	MaxAdvanceMin int `json:"max_advance_min"`
	Busy          []struct {
		Start, End time.Time
		Status     string
	}
	Range                  struct{ Start, End time.Time }
	Now                    time.Time
	Alignment              string
	Expected               []time.Time
	ExpectedOtherAlignment map[string][]time.Time `json:"expected_other_alignment"`
}

var alignments = map[string]Alignment{"window": AlignWindow, "grid": AlignGrid}

// expected follows the loader's rule: the file's list where it is of the same
// alignment or where the alignments do not differ.
func (c sharedCase) expected(alignment string) []time.Time {
	if other, differs := c.ExpectedOtherAlignment[alignment]; differs && c.Alignment != alignment {
		return other
	}
	return c.Expected
}

func (c sharedCase) rules(t testing.TB, alignment Alignment) Rules {
	t.Helper()
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		t.Fatal(err)
	}
	r := Rules{
		Zone:          zone,
		Exceptions:    make(map[Date][]Window),
		Duration:      minutes(c.DurationMin),
		Interval:      minutes(c.IntervalMin),
		Alignment:     alignment,
		BufferBefore:  minutes(c.Buffers.Before),
		BufferAfter:   minutes(c.Buffers.After),
		MinimumNotice: minutes(c.MinNoticeMin),
		MaxAdvance:    minutes(c.MaxAdvanceMin),
	}
	for i, name := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		r.Hours[i] = windowsOf(t, c.WorkingHours[name])
	}
	for text, windows := range c.DateOverrides {
		r.Exceptions[date(t, text)] = windowsOf(t, windows)
	}
	return r
}

func (c sharedCase) busy() []Interval {
	var busy []Interval
	for _, b := range c.Busy {
		if b.Status != "free" && b.Status != "cancelled" {
			busy = append(busy, Interval{b.Start, b.End})
		}
	}
	return busy
}

func (c sharedCase) within() Interval { return Interval{c.Range.Start, c.Range.End} }

func loadCases(t testing.TB) []sharedCase {
	t.Helper()
	var cases []sharedCase
	loadJSON(t, "testdata/slot-cases.json", &cases)
	single := cases[:0]
	for _, c := range cases {
		if c.Kind == "single" {
			single = append(single, c)
		}
	}
	return single
}

func loadJSON(t testing.TB, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// TestSharedCases holds the engine to every case for one calendar, in both
// alignments, and asks Judge about each start as well.
func TestSharedCases(t *testing.T) {
	ran := 0
	for _, c := range loadCases(t) {
		for name, alignment := range alignments {
			ran++
			t.Run(c.Name+"/"+name, func(t *testing.T) {
				rules, busy := c.rules(t, alignment), c.busy()
				got := Open(rules, busy, c.within(), c.Now)
				wantStarts(t, got, c.expected(name))
				for _, s := range got {
					if v := Judge(rules, busy, s.Start, c.Now); v != Free {
						t.Errorf("%v is listed but judged %v", s.Start, v)
					}
				}
			})
		}
	}
	if ran != 2*85 {
		t.Fatalf("ran %d cases, want 85 in two alignments", ran)
	}
}

// TestHostZoneChangesNothing runs the cases in processes that live in other
// zones; time.Local is read once per process.
func TestHostZoneChangesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for _, zone := range []string{"UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^(TestSharedCases|TestResolve|TestHostZoneIs)$", "-test.v")
			command.Env = append(os.Environ(), "TZ="+zone, "WANT_HOST_ZONE="+zone)
			output, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			if !strings.Contains(string(output), "host zone is "+zone) {
				t.Fatal("the process did not take the zone")
			}
			if passed := strings.Count(string(output), "    --- PASS: TestSharedCases/"); passed != 2*85 {
				t.Fatalf("%d cases passed, want %d", passed, 2*85)
			}
		})
	}
}

// TestHostZoneIs is the child's proof that it runs where it was told to.
func TestHostZoneIs(t *testing.T) {
	want := os.Getenv("WANT_HOST_ZONE")
	if want == "" {
		t.Skip("only inside TestHostZoneChangesNothing")
	}
	zone, err := time.LoadLocation(want)
	if err != nil {
		t.Fatal(err)
	}
	july := time.Date(2027, 7, 1, 12, 0, 0, 0, time.UTC)
	if got := july.In(time.Local).Format(time.RFC3339); got != july.In(zone).Format(time.RFC3339) {
		t.Fatalf("local clocks show %s", got)
	}
	t.Logf("host zone is %s", want)
}

func wantStarts(t *testing.T, got []Interval, want []time.Time) {
	t.Helper()
	equal := len(got) == len(want)
	for i := 0; equal && i < len(got); i++ {
		equal = got[i].Start.Equal(want[i])
	}
	if !equal {
		t.Errorf("got starts %v\nwant       %v", startsOf(got), want)
	}
}

func startsOf(slots []Interval) []time.Time {
	starts := make([]time.Time, len(slots))
	for i, s := range slots {
		starts[i] = s.Start.UTC()
	}
	return starts
}

func windowsOf(t testing.TB, pairs [][2]string) []Window {
	t.Helper()
	windows := make([]Window, len(pairs))
	for i, p := range pairs {
		windows[i] = Window{clock(t, p[0]), clock(t, p[1])}
	}
	return windows
}

func clock(t testing.TB, text string) Clock {
	t.Helper()
	c, err := ParseClock(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t testing.TB, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

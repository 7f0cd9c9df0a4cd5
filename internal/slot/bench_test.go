package slot_test

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/slot/slotcase"
)

// The benchmarks run the two published inputs, 14 days with 100 busy times and
// 60 days with 2,000, both in New York around the change of March 2031, beside
// the least that the work can cost:
//
//   - Once: the floor has its windows as instants and the busy times unsorted;
//     it copies and sorts them and sweeps once. The engine starts from rules on
//     wall clocks, which it resolves as well ([slot.Open]).
//   - Ready: the floor has the busy times sorted too and only sweeps. The
//     engine asks a [slot.Agenda] and, like the floor, reuses the memory of
//     the answer.
//
// A floor lists bare Unix seconds. Floor and engine take turns, so that a noisy
// machine is noisy to both; "x-floor" is the ratio of the fastest turns.

type bareSpan struct{ start, end int64 }

type benchInput struct {
	rules   slot.Rules
	busy    []slot.Interval
	within  slot.Interval
	now     time.Time
	want    int
	bare    []bareSpan // busy
	windows []bareSpan
}

func loadBench(b testing.TB, file string) benchInput {
	b.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	cases, err := slotcase.Read(data)
	if err != nil {
		b.Fatal(err)
	}
	members, err := cases[0].Members()
	if err != nil {
		b.Fatal(err)
	}
	var expected struct {
		Starts []time.Time `json:"expected_slots_utc"`
	}
	if err := json.Unmarshal(data, &expected); err != nil {
		b.Fatal(err)
	}
	in := benchInput{
		rules: members[0].Rules, busy: members[0].Diary.Busy,
		within: cases[0].Within(), now: cases[0].Now, want: len(expected.Starts),
	}
	for _, i := range in.busy {
		in.bare = append(in.bare, bareSpan{i.Start.Unix(), i.End.Unix()})
	}
	zone := in.rules.Zone
	for d := slot.DateOf(in.within.Start, zone); d.In(zone).Start.Before(in.within.End); d = d.AddDays(1) {
		for _, w := range in.rules.Hours[d.Weekday()] {
			in.windows = append(in.windows, bareSpan{slot.Resolve(d, w.From, zone).Unix(), slot.Resolve(d, w.To, zone).Unix()})
		}
	}
	return in
}

func floorSort(busy []bareSpan) {
	slices.SortFunc(busy, func(a, b bareSpan) int { return cmp.Compare(a.start, b.start) })
}

func floorSweep(starts []int64, in *benchInput, busy []bareSpan) []int64 {
	length, earliest, next := int64(in.rules.Duration/time.Second), in.now.Unix(), 0
	for _, w := range in.windows {
		for start := w.start; start+length <= w.end; start += length {
			for next < len(busy) && busy[next].end <= start {
				next++
			}
			if start >= earliest && (next == len(busy) || busy[next].start >= start+length) {
				starts = append(starts, start)
			}
		}
	}
	return starts
}

func BenchmarkOnce(b *testing.B) {
	eachInput(b, func(b *testing.B, in *benchInput) {
		var busy []bareSpan
		var starts []int64
		sideBySide(b, in.want,
			func() int {
				busy = append(busy[:0], in.bare...)
				floorSort(busy)
				starts = floorSweep(starts[:0], in, busy)
				return len(starts)
			},
			func() int { return len(slot.Open(in.rules, in.busy, in.within, in.now)) })
	})
}

func BenchmarkReady(b *testing.B) {
	eachInput(b, func(b *testing.B, in *benchInput) {
		plan, err := slot.NewPlan(in.within, in.rules)
		if err != nil {
			b.Fatal(err)
		}
		agenda := plan.Agenda(slot.Diary{Busy: in.busy})
		floorSort(in.bare)
		var starts []int64
		var free []slot.Interval
		sideBySide(b, in.want,
			func() int {
				starts = floorSweep(starts[:0], in, in.bare)
				return len(starts)
			},
			func() int {
				free = agenda.AppendOpen(free[:0], in.within, in.now)
				return len(free)
			})
	})
}

func eachInput(b *testing.B, run func(*testing.B, *benchInput)) {
	for _, name := range []string{"a", "b"} {
		b.Run(name, func(b *testing.B) {
			in := loadBench(b, "testdata/slot-bench-"+name+".json")
			run(b, &in)
		})
	}
}

// TestReadyCostsNoMemory: an agenda that is asked again allocates nothing.
func TestReadyCostsNoMemory(t *testing.T) {
	in := loadBench(t, "testdata/slot-bench-b.json")
	in.rules.DaysAhead = 45
	plan, err := slot.NewPlan(in.within, in.rules)
	if err != nil {
		t.Fatal(err)
	}
	agenda := plan.Agenda(slot.Diary{Busy: in.busy})
	free := agenda.Open(in.within, in.now)
	for name, ask := range map[string]func(){
		"AppendOpen": func() { free = agenda.AppendOpen(free[:0], in.within, in.now) },
		"Judge":      func() { agenda.Judge(free[0].Start, in.now) },
	} {
		if n := testing.AllocsPerRun(20, ask); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	if len(free) == 0 || len(free) >= in.want {
		t.Errorf("%d slots within 45 days, of %d", len(free), in.want)
	}
}

// BenchmarkOffer picks as many as a page may have from the slots of a year.
func BenchmarkOffer(b *testing.B) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Date(2027, time.January, 1, 0, 0, 0, 0, zone)
	var free []slot.Interval
	for n := range 365 * 12 {
		start := begin.Add(time.Duration(n) * 2 * time.Hour)
		free = append(free, slot.Interval{Start: start, End: start.Add(time.Hour)})
	}
	for b.Loop() {
		slot.Offer(free, slot.Wish{Zone: zone}, 50, nil)
	}
}

// turn is how many calls one reading of the clock times.
const turn = 8

func sideBySide(b *testing.B, want int, floor, engine func() int) {
	b.Helper()
	if f, e := floor(), engine(); f != want || e != want {
		b.Fatalf("the floor has %d slots and the engine %d, want %d", f, e, want)
	}
	fastest := func(best time.Duration, call func() int) time.Duration {
		begin := time.Now()
		for range turn {
			call()
		}
		return min(best, time.Since(begin))
	}
	bestFloor, bestEngine := time.Hour, time.Hour
	for b.Loop() {
		bestFloor, bestEngine = fastest(bestFloor, floor), fastest(bestEngine, engine)
	}
	b.ReportMetric(float64(bestFloor.Nanoseconds())/turn, "floor-ns")
	b.ReportMetric(float64(bestEngine.Nanoseconds())/turn, "engine-ns")
	b.ReportMetric(float64(bestEngine)/float64(bestFloor), "x-floor")
	b.ReportMetric(testing.AllocsPerRun(10, func() { engine() }), "engine-allocs")
	b.ReportMetric(0, "ns/op") // of both together, which would say nothing
}

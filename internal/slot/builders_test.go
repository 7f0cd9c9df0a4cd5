package slot

import (
	"strings"
	"testing"
	"time"
)

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

// dashed makes times of day into stretches without length.
func dashed(text string) string {
	var all []string
	for _, field := range strings.Fields(text) {
		all = append(all, field+"-"+field)
	}
	return strings.Join(all, " ")
}

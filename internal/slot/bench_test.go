package slot

import "testing"

// BenchmarkOpen runs the two published inputs: 14 days with 100 busy times and
// 60 days with 2,000, in New York around the change of March 2031.
func BenchmarkOpen(b *testing.B) {
	for _, input := range []struct {
		file string
		want int
	}{{"testdata/slot-bench-a.json", 117}, {"testdata/slot-bench-b.json", 209}} {
		b.Run(input.file, func(b *testing.B) {
			var c sharedCase
			loadJSON(b, input.file, &c)
			rules, busy := c.rules(b, AlignWindow), c.busy()
			b.ReportAllocs()
			for b.Loop() {
				if got := Open(rules, busy, c.within(), c.Now); len(got) != input.want {
					b.Fatalf("%d slots, want %d", len(got), input.want)
				}
			}
		})
	}
}

package spelling_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/spelling"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"ab", "ba", 2},
		{"region", "region", 0},
		{"regoin", "region", 2},
		{"kitten", "sitting", 3},
		{"Region", "region", 1},
		{"Müller", "Muller", 1},
		{"duration", "durations", 1},
		{strings.Repeat("a", 64) + "b", strings.Repeat("a", 64) + "c", 0},
		{strings.Repeat("ü", 64) + "b", strings.Repeat("ü", 64) + "c", 0},
		{strings.Repeat("x", 1<<20), "x", 63},
	} {
		if got, back := spelling.Distance(c.a, c.b), spelling.Distance(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("between %.70q and %.70q: %d and %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}

package when

import (
	"testing"
	"unicode/utf8"
)

// TestTextsAreUnderstood puts every normal form to the reader again: what is
// said back to a caller means what was understood.
func TestTextsAreUnderstood(t *testing.T) {
	for _, language := range []string{"en", "es", "de"} {
		checked := 0
		for _, p := range table(t, language) {
			for _, want := range Understand(p.words, p.now, p.zone, language).Readings {
				got := Understand(want.Text, p.now, p.zone, language)
				if len(got.Readings) != 1 || !same(got.Readings[0].Ranges, want.Ranges) {
					t.Errorf("%s: %q for %q is understood as%s", language, want.Text, p.words, show(got, p.zone))
				}
				if length := utf8.RuneCountInString(want.Text); length > 150 {
					t.Errorf("%s: %q has %d characters", language, want.Text, length)
				}
				checked++
			}
		}
		t.Logf("%s: %d normal forms understood again", language, checked)
	}
}

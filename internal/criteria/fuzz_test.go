package criteria_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/criteria"
)

// Whatever is typed compiles or names places that exist in it, and what
// compiles decides for a stage of the pipeline.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"", "prose", "rule:", "rule: booked => keep", `rule: booked && !returning => "Qualification" because "a {outcome}"`,
		"rule: r'\\d' == \"\"\"x\"\"\" => 'Closed Won'\r\nrule: a => \"b", `rule: summary.matches("a{2,3}(b|c)*") => keep because "\"{stage}\\"`,
		`rule: ["a"].exists(w, transcript.contains(w)) => "closed lost"`, "rule: [1,2].map(x, x)[7] == 1 ? booked : !booked => keep // x", "rule: \xff => \"\xfe\"",
		`rule: {"a": 1}.a == turns && amount > 3 => "Needs Analysis" because "{turns}{amount}"`, "rule: duration('1s') > duration('x') => keep",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		defer func() {
			if spent := time.Since(began); spent > 5*time.Second {
				t.Errorf("%q took %v", text, spent)
			}
		}()
		p, err := criteria.Compile(text, stages)
		if err != nil {
			checkPlaces(t, text, err)
			return
		}
		d, err := p.Decide(t.Context(), criteria.Facts{Booked: true, Outcome: "x", Summary: "aab", Transcript: "agent: hi\ncaller: aab", Turns: 2})
		if err != nil {
			return // some conditions fail on some facts
		}
		known := d.Stage == "" || strings.Contains(strings.Join(stages, "\n"), d.Stage)
		if !known || d.Keep == (d.Stage != "") && d.Matched || d.Matched == (d.Rule == 0) {
			t.Errorf("%q decides %+v", text, d)
		}
	})
}

func checkPlaces(t *testing.T, text string, err error) {
	t.Helper()
	problems, ok := errors.AsType[criteria.Problems](err)
	if !ok || len(problems) == 0 {
		t.Fatalf("%q: %v", text, err)
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for _, p := range problems {
		if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1 || p.Text == "" {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

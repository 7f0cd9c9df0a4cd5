package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// leftToProbe are the ids of the behaviours of Zoho that a test file tells and
// leaves to a probe; see docs/zoho-fidelity.md.
func leftToProbe(text string) (ids []string) {
	for _, block := range strings.Split(text, "// Fidelity: ")[1:] {
		id, rest, _ := strings.Cut(block, "\n")
		for line := range strings.Lines(rest) {
			if line == "// Settle: probe\n" {
				ids = append(ids, id)
			}
			if !strings.HasPrefix(line, "//") {
				break
			}
		}
	}
	return ids
}

// TestProbesSettleWhatTheyAreSaidTo holds the ids together: a doubt that a
// simulator's test leaves to a probe has one.
func TestProbesSettleWhatTheyAreSaidTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	probes := w.probes(true)
	tests, err := filepath.Glob("../zohosim/*_test.go")
	if err != nil || len(tests) == 0 {
		t.Fatalf("%v, %v", tests, err)
	}
	settled := 0
	for _, test := range tests {
		text, err := os.ReadFile(test)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range leftToProbe(string(text)) {
			settled++
			if probes[id] == nil {
				t.Errorf("%s: %s is left to a probe, and there is none", filepath.Base(test), id)
			}
		}
	}
	t.Logf("%d doubts are left to probes", settled)
	if settled == 0 {
		t.Error("nothing is left to a probe")
	}
}

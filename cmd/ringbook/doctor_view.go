package main

import (
	"fmt"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// examinationView shows the checks of an examination and then, beneath a
// heading of their own, its probes.
type examinationView struct {
	t       *terminal
	probing bool
}

func (v *examinationView) tell(check *ringbookv1.Check) {
	id, isProbe := strings.CutPrefix(check.GetName(), "probe ")
	if !isProbe {
		v.t.finding(findingOf(check))
		return
	}
	if !v.probing {
		v.probing = true
		v.t.printf("\n%s\n\n", v.t.paint(bold, "What Zoho's documents leave open, as this organisation has it"))
	}
	v.t.probe(id, findingOf(check))
}

// probeWidth is as wide as the longest id of a probe, and probeIndent where the
// text beside it begins.
const (
	probeWidth  = 22
	probeIndent = 9 + probeWidth + 1 + 7 + 2
)

// probe shows the question, and beneath it the answer.
func (t *terminal) probe(id string, f finding) {
	took := ""
	if f.took != nil {
		took = shortDuration(f.took.AsDuration())
	}
	question, answer, _ := strings.Cut(f.detail, "\n")
	word := t.paint(f.look, fmt.Sprintf("%-7s", f.word))
	t.printf("%s  %-*s %7s  %s\n", word, probeWidth, plain(id), took, t.paint(dim, plain(question)))
	if answer != "" {
		t.printf("%*s%s\n", probeIndent, "", indentAfter(answer, probeIndent))
	}
	if f.remedy != "" {
		t.printf("%*s%s %s\n", probeIndent-3, "", t.paint(yellow, "->"), indentAfter(f.remedy, probeIndent))
	}
}

package main

import (
	"fmt"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// examinationView shows the checks of an examination and then, beneath a
// heading of their own, its probes. Those that are skipped for one reason, one
// after the other, are held back and told in one line: where the connection is
// gone that is nearly all, and what is wrong would be lost among them.
type examinationView struct {
	t       *terminal
	probing bool
	skipped []finding
}

// toldTogether is from how many skipped ones on they share a line.
const toldTogether = 3

func (v *examinationView) tell(check *ringbookv1.Check) {
	f := findingOf(check)
	id, isProbe := strings.CutPrefix(check.GetName(), "probe ")
	if isProbe && !v.probing {
		v.end()
		v.probing = true
		v.t.printf("\n%s\n\n", v.t.paint(bold, "What Zoho's documents leave open, as this organisation has it"))
	}
	f.name = id
	if len(v.skipped) > 0 && v.skipped[0].detail != f.detail {
		v.end()
	}
	if check.GetState() == ringbookv1.CheckState_CHECK_STATE_SKIPPED && f.remedy == "" {
		v.skipped = append(v.skipped, f)
		return
	}
	v.end()
	v.show(f)
}

// end tells what is held back. It is called once more after the last check.
func (v *examinationView) end() {
	all := v.skipped
	v.skipped = nil
	if len(all) < toldTogether {
		for _, f := range all {
			v.show(f)
		}
		return
	}
	together := all[0]
	together.took = nil
	if v.probing {
		together.name = fmt.Sprintf("%d probes", len(all))
		v.show(together)
		return
	}
	var names []string
	for _, f := range all {
		names = append(names, f.name)
	}
	together.name = fmt.Sprintf("%d checks", len(all))
	together.detail += ": " + strings.Join(names, ", ")
	v.show(together)
}

func (v *examinationView) show(f finding) {
	if v.probing {
		v.t.probe(f)
	} else {
		v.t.finding(f)
	}
}

// probeWidth is as wide as the longest id of a probe, and probeIndent where the
// text beside it begins.
const (
	probeWidth  = 22
	probeIndent = 9 + probeWidth + 1 + 7 + 2
)

// probe shows the question, and beneath it the answer.
func (t *terminal) probe(f finding) {
	took := ""
	if f.took != nil {
		took = shortDuration(f.took.AsDuration())
	}
	question, answer, _ := strings.Cut(f.detail, "\n")
	word := t.paint(f.look, fmt.Sprintf("%-7s", f.word))
	t.printf("%s  %-*s %7s%s\n", word, probeWidth, plain(f.name), took, t.beside(dim, question, probeIndent))
	if answer != "" {
		t.printf("%s\n", t.beneath("", answer, probeIndent))
	}
	if f.remedy != "" {
		t.printf("%s\n", t.beneath("->", f.remedy, probeIndent))
	}
}

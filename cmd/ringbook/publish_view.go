package main

import (
	"fmt"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// publishView shows the steps of a publish: on a screen the one that runs is
// the last line, written over when it ends; elsewhere a line as each ends.
type publishView struct {
	t       *terminal
	running bool
}

func (v *publishView) tell(s *ringbookv1.PublishStep) {
	switch s.GetState() {
	case ringbookv1.StepState_STEP_STATE_PENDING, ringbookv1.StepState_STEP_STATE_RUNNING:
		v.begin(s.GetName())
		return
	}
	v.end()
	word, look := stepWord(s)
	v.t.finding(finding{word: word, look: look, name: s.GetName(), detail: s.GetDetail(), remedy: s.GetRemedy(), took: s.GetDuration()})
}

func (v *publishView) begin(name string) {
	if !v.t.live {
		return
	}
	v.end()
	v.t.printf("%s", v.t.paint(dim, fmt.Sprintf("%-7s  %s", "...", plain(name))))
	v.running = true
}

// end takes the line of the running step away.
func (v *publishView) end() {
	if v.running {
		v.t.printf("\r\x1b[2K")
		v.running = false
	}
}

func stepWord(s *ringbookv1.PublishStep) (string, style) {
	switch s.GetState() {
	case ringbookv1.StepState_STEP_STATE_DONE:
		if s.GetRemedy() != "" {
			return "warning", yellow
		}
		return "done", green
	case ringbookv1.StepState_STEP_STATE_SKIPPED:
		return "skipped", dim
	case ringbookv1.StepState_STEP_STATE_FAILED:
		return "failed", red
	}
	return strings.ToLower(strings.TrimPrefix(s.GetState().String(), "STEP_STATE_")), normal
}

// finding is one line of a publish or of an examination: how a thing is, and
// what to do about it.
type finding struct {
	word   string
	look   style
	name   string
	detail string
	remedy string
	took   *durationpb.Duration
}

// nameWidth is as wide as the longest name of a step or check, and detailIndent
// where the text beside it begins.
const (
	nameWidth    = 16
	detailIndent = 9 + nameWidth + 1 + 7 + 2
)

func (t *terminal) finding(f finding) {
	took := ""
	if f.took != nil {
		took = shortDuration(f.took.AsDuration())
	}
	t.printf("%s  %-*s %7s%s\n", t.paint(f.look, fmt.Sprintf("%-7s", f.word)), nameWidth, plain(f.name), took, t.beside(normal, f.detail, detailIndent))
	if f.remedy != "" {
		t.printf("%s\n", t.beneath("->", f.remedy, detailIndent))
	}
}

func shortDuration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

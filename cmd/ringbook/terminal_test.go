package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/durationpb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// onScreen is a terminal whose two outputs are kept; screen: a person's.
func onScreen(screen bool, typed string) (t *terminal, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	return &terminal{in: strings.NewReader(typed), out: out, errs: errs, live: screen, colour: screen, asks: screen}, out, errs
}

func steps() []*ringbookv1.PublishStep {
	step := func(name string, state ringbookv1.StepState, detail, remedy string, took time.Duration) *ringbookv1.PublishStep {
		return &ringbookv1.PublishStep{Name: name, State: state, Detail: detail, Remedy: remedy, Duration: durationpb.New(took)}
	}
	return []*ringbookv1.PublishStep{
		step("validate", ringbookv1.StepState_STEP_STATE_RUNNING, "", "", 0),
		step("validate", ringbookv1.StepState_STEP_STATE_DONE, "61 attributes", "", 3*time.Millisecond),
		step("exchange", ringbookv1.StepState_STEP_STATE_RUNNING, "", "", 0),
		step("exchange", ringbookv1.StepState_STEP_STATE_SKIPPED, "no new code", "", 0),
		step("business hours", ringbookv1.StepState_STEP_STATE_DONE, "Zoho has none", "set zoho_working_hours", 1200*time.Millisecond),
		step("rules", ringbookv1.StepState_STEP_STATE_FAILED, "line 1: no stage \x1b[31m\"Qualified\"\nline 2: neither", "write \"Qualification\"", 40*time.Millisecond),
	}
}

func TestStepsOnAPipe(t *testing.T) {
	term, out, _ := onScreen(false, "")
	view := &publishView{t: term}
	for _, s := range steps() {
		view.tell(s)
	}
	const want = `done     validate            3 ms  61 attributes
skipped  exchange            0 ms  no new code
warning  business hours     1.2 s  Zoho has none
                                -> set zoho_working_hours
failed   rules              40 ms  line 1: no stage  [31m"Qualified"
                                   line 2: neither
                                -> write "Qualification"
`
	if out.String() != want {
		t.Errorf("it shows\n%s\nwant\n%s", out, want)
	}
}

// TestStepsOnAScreen writes the running step's line over when it ends.
func TestStepsOnAScreen(t *testing.T) {
	term, out, _ := onScreen(true, "")
	view := &publishView{t: term}
	for _, s := range steps()[:2] {
		view.tell(s)
	}
	const want = "\x1b[2m...      validate\x1b[0m\r\x1b[2K\x1b[32mdone   \x1b[0m  validate            3 ms  61 attributes\n"
	if out.String() != want {
		t.Errorf("it writes %q, want %q", out, want)
	}
	out.Reset()
	view.tell(steps()[4])
	if remedy := "\n" + strings.Repeat(" ", 32) + "\x1b[33m->\x1b[0m set zoho_working_hours\n"; !strings.HasSuffix(out.String(), remedy) {
		t.Errorf("the remedy does not stand under the detail: %q", out)
	}
	view.tell(&ringbookv1.PublishStep{Name: "cut off", State: ringbookv1.StepState_STEP_STATE_RUNNING})
	view.end()
	if !strings.HasSuffix(out.String(), "\r\x1b[2K") {
		t.Errorf("the line of a step that was cut off stays: %q", out)
	}
}

// TestTable aligns by characters, colours or not, and shows no control codes.
func TestTable(t *testing.T) {
	rows := [][]cell{headings("A", "B"), {{text: "Zoë", style: green}, {text: "x"}}, nil, {{text: "longer\x1b[2J"}, {text: ""}}}
	term, out, _ := onScreen(false, "")
	term.table(rows)
	if want := "A           B\nZoë         x\n\nlonger [2J\n"; out.String() != want {
		t.Errorf("it shows %q, want %q", out, want)
	}
	term, out, _ = onScreen(true, "")
	term.table(rows)
	if want := "\x1b[32mZoë\x1b[0m         x\n"; !strings.Contains(out.String(), want) {
		t.Errorf("it shows %q", out)
	}
}

func TestConfirm(t *testing.T) {
	for typed, want := range map[string]error{"y\n": nil, "YES\n": nil, "\n": errTold, "": errTold, "no\n": errTold} {
		term, out, errs := onScreen(true, typed)
		if err := term.confirm("Really?"); !errors.Is(err, want) || out.Len() != 0 || !strings.Contains(errs.String(), "Really?") {
			t.Errorf("%q: %v, %q", typed, err, errs)
		}
	}
}

// TestVerdict counts as people do.
func TestVerdict(t *testing.T) {
	term, out, _ := onScreen(false, "")
	counts := map[ringbookv1.CheckState]int{ringbookv1.CheckState_CHECK_STATE_OK: 2, ringbookv1.CheckState_CHECK_STATE_WARNING: 1}
	if err := (&doctorCommand{}).verdict(term, counts); err != nil {
		t.Error(err)
	}
	shows(t, out.String(), "2 ok, 1 warning, 0 failed, 0 skipped")
}

// TestAPublishLostFromSight goes on where its watcher went away, which nobody
// knows where the connection broke.
func TestAPublishLostFromSight(t *testing.T) {
	seen := &ringbookv1.PublishResponse{}
	for _, tt := range []struct {
		err  error
		last *ringbookv1.PublishResponse
		says string
	}{
		{context.Canceled, seen, "goes on at the server"},
		{io.ErrUnexpectedEOF, seen, "whether it ended in a revision"},
		{io.ErrUnexpectedEOF, nil, ""},
	} {
		term, _, errs := onScreen(false, "")
		if err := (&ofProject{}).publishTrouble(term, connect.NewError(connect.CodeUnknown, tt.err), tt.last); err == nil {
			t.Errorf("%v is no trouble", tt.err)
		}
		if !strings.Contains(errs.String(), tt.says) || tt.says == "" && errs.Len() > 0 {
			t.Errorf("%v, having seen %v: %q", tt.err, tt.last, errs)
		}
	}
}

func TestConclude(t *testing.T) {
	for _, tt := range []struct {
		err  error
		code int
		text string
	}{
		{nil, 0, ""},
		{errors.New("it is broken; mend it"), 1, "ringbook: it is broken; mend it\n"},
		{errTold, 1, ""},
		{fmt.Errorf("x: %w", usage("--flag is wrong")), 2, "ringbook: x: --flag is wrong\n"},
		{fmt.Errorf("x: %w", context.Canceled), 1, "ringbook: interrupted\n"},
		{errors.New("from a \x1b[2Jrecord"), 1, "ringbook: from a  [2Jrecord\n"},
	} {
		term, out, errs := onScreen(false, "")
		if code := conclude(term, tt.err); code != tt.code || errs.String() != tt.text || out.Len() != 0 {
			t.Errorf("%v: %d, %q", tt.err, code, errs)
		}
	}
}

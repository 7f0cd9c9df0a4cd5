package main

import (
	"context"
	"fmt"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

type doctorCommand struct {
	ofProject
	Probe bool `help:"Read from each module that ringbook works in as well, and ask the organisation what Zoho's documents leave open. It reads only, for about 30 API credits."`
	Write bool `help:"Let the probes write as well: far in the future, with a title that says so, without mail or automation, and removed again. Needs --probe."`
}

// Help tells what scripts need to know.
func (*doctorCommand) Help() string {
	return "Exit code 0: all is well, or there are warnings only; 1: a check failed, or the examination could not be made; 2: the command line is wrong."
}

// Run prints the checks as they end and counts them.
func (c *doctorCommand) Run(ctx context.Context, t *terminal) error {
	if c.Write && !c.Probe {
		return usage("--write needs --probe")
	}
	stream, err := c.connection().Diagnose(ctx, &ringbookv1.DiagnoseRequest{Project: c.Project, Probe: c.Probe, Write: c.Write})
	if err != nil {
		return c.trouble(err)
	}
	defer stream.Close()
	count := map[ringbookv1.CheckState]int{}
	view := examinationView{t: t}
	for stream.Receive() {
		check := stream.Msg().GetCheck()
		count[check.GetState()]++
		if c.JSON {
			err = t.printJSON(stream.Msg())
		} else {
			view.tell(check)
		}
		if err != nil {
			return err
		}
	}
	view.end()
	if err := stream.Err(); err != nil {
		if c.Write && ctx.Err() != nil {
			t.remark("The server removes what its probes have written.")
		}
		return c.trouble(err)
	}
	return c.verdict(t, count)
}

func findingOf(check *ringbookv1.Check) finding {
	word := strings.ToLower(strings.TrimPrefix(check.GetState().String(), "CHECK_STATE_"))
	look := map[ringbookv1.CheckState]style{
		ringbookv1.CheckState_CHECK_STATE_OK: green, ringbookv1.CheckState_CHECK_STATE_WARNING: yellow,
		ringbookv1.CheckState_CHECK_STATE_FAILED: red, ringbookv1.CheckState_CHECK_STATE_SKIPPED: dim,
	}[check.GetState()]
	return finding{word: word, look: look, name: check.GetName(), detail: check.GetDetail(), remedy: check.GetRemedy(), took: check.GetDuration()}
}

func (c *doctorCommand) verdict(t *terminal, count map[ringbookv1.CheckState]int) error {
	failed, warned := count[ringbookv1.CheckState_CHECK_STATE_FAILED], count[ringbookv1.CheckState_CHECK_STATE_WARNING]
	good := count[ringbookv1.CheckState_CHECK_STATE_OK]
	if good+failed+warned == 0 {
		return fmt.Errorf("nothing could be examined; look at the server's log")
	}
	if !c.JSON {
		t.printf("\n%d ok, %s, %d failed, %d skipped\n", good, counted(warned, "warning", "warnings"), failed, count[ringbookv1.CheckState_CHECK_STATE_SKIPPED])
	}
	if failed > 0 {
		return errTold
	}
	return nil
}

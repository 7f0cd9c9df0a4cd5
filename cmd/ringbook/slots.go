package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/ringbook/ringbook/internal/slot/slotcase"
)

type slotsCommand struct {
	Case      string `required:"" placeholder:"FILE" help:"JSON with one scheduling case or an array of them; - reads standard input."`
	Explain   bool   `help:"Say as well why the other times are not offered."`
	Alignment string `enum:",window,grid" default:"" placeholder:"window|grid" help:"Where starts may lie, whatever the case says: steps from opening (window), or on the clock (grid)."`
	JSON      bool   `name:"json" help:"Print the JSON on one line."`
}

// Help says what a case looks like.
func (*slotsCommand) Help() string {
	return `Lists the starts that the slot engine offers for a case:

  {"name": "Monday", "timezone": "Europe/Berlin",
   "working_hours": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]},
   "duration_min": 30, "interval_min": 30, "min_notice_min": 60,
   "buffers": {"before_min": 0, "after_min": 10},
   "busy": [{"start": "2027-06-07T08:00:00Z", "end": "2027-06-07T09:00:00Z"}],
   "range": {"start": "2027-06-07T00:00:00Z", "end": "2027-06-08T00:00:00Z"},
   "now": "2027-06-01T00:00:00Z"}`
}

// Run answers every case of the file. Of one that is wrong it says what is
// wrong, there and on standard error, and fails in the end.
func (c *slotsCommand) Run(t *terminal) error {
	data, err := c.read(t.in)
	if err != nil {
		return usageError{err}
	}
	cases, err := slotcase.Read(data)
	if err != nil {
		return usage("%s: %w", c.Case, err)
	}
	answers, failed := make([]slotcase.Answer, len(cases)), error(nil)
	for i, one := range cases {
		answers[i] = one.Answer(slotcase.Options{Alignment: c.Alignment, Explain: c.Explain})
		if wrong := answers[i].Error; wrong != "" {
			t.remark("ringbook: %s: case %q: %s", c.Case, oneLine(one.Name, longestShown), wrong)
			failed = errTold
		}
	}
	return errors.Join(c.print(t, answers), failed)
}

func (c *slotsCommand) print(t *terminal, answers []slotcase.Answer) error {
	if c.JSON {
		return t.printJSON(answers)
	}
	encode := json.NewEncoder(t.out)
	encode.SetEscapeHTML(false)
	encode.SetIndent("", "  ")
	return encode.Encode(answers)
}

func (c *slotsCommand) read(stdin io.Reader) ([]byte, error) {
	if c.Case == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(c.Case)
}

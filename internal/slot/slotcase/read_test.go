package slotcase_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/slot/slotcase"
)

// form is a case with one part to fill in: open on Monday from 9 to 12 in New
// York, an hour each.
const form = `{"name":"form","timezone":"America/New_York","working_hours":{"mon":[["09:00","12:00"]]},
	"duration_min":60,"interval_min":60,
	"range":{"start":"2027-06-07T00:00:00Z","end":"2027-06-08T12:00:00Z"},"now":"2027-06-01T00:00:00Z", %}`

func filled(t *testing.T, part string) slotcase.Case {
	t.Helper()
	cases, err := slotcase.Read([]byte(strings.Replace(form, "%", part, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return cases[0]
}

// TestForms: a field that stands twice counts as it stands last.
func TestForms(t *testing.T) {
	for name, tt := range map[string]struct{ part, hours string }{
		"nothing else":               {`"notes":"none"`, "9 10 11"},
		"no interval":                {`"interval_min":0`, "9 10 11"},
		"statuses in any case":       {`"busy":[{"start":"2027-06-07T13:00:00Z","end":"2027-06-07T14:00:00Z","status":"FREE"},{"start":"2027-06-07T14:00:00Z","end":"2027-06-07T15:00:00Z","status":"canceled"}]`, "9 10 11"},
		"an unknown status":          {`"busy":[{"start":"2027-06-07T13:00:00Z","end":"2027-06-07T14:00:00Z","status":"ooo"}]`, "10 11"},
		"a whole day":                {`"busy":[{"start":"2027-06-07","end":"2027-06-08"}]`, ""},
		"the day before":             {`"busy":[{"start":"2027-06-06","end":"2027-06-07"}]`, "9 10 11"},
		"the whole day in an offset": {`"busy":[{"start":"2027-06-07T00:00:00+09:00","end":"2027-06-07T23:00:00+09:00"}]`, "10 11"},
		"a closed date":              {`"date_overrides":{"2027-06-07":[]}`, ""},
		"another window":             {`"date_overrides":{"2027-06-07":[["10:00","11:00"]]}`, "10"},
		"full names of days":         {`"working_hours":null,"working_hours":{"Monday":[["10:00","12:00"]]}`, "10 11"},
		"no windows":                 {`"working_hours":{"mon":null}`, ""},
		"half minutes":               {`"min_notice_min":8760.5,"now":"2027-06-01T12:00:00Z"`, "11"},
		"a furthest start":           {`"max_advance_min":60,"now":"2027-06-07T13:00:00Z"`, "9 10"},
		"staff as in the case":       {`"mode":"all","staff":[{"id":"a"},{"id":"b","working_hours":{"mon":[["10:00","17:00"]]}}]`, "10 11"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := filled(t, tt.part).Answer(slotcase.Options{})
			if answer.Error != "" {
				t.Fatal(answer.Error)
			}
			var hours []string
			for _, s := range answer.Starts {
				hours = append(hours, s.Add(-4*time.Hour).Format("3"))
			}
			if got := strings.Join(hours, " "); got != tt.hours {
				t.Errorf("got %q, want %q", got, tt.hours)
			}
		})
	}
}

func TestLeastBusyIsFirst(t *testing.T) {
	answer := filled(t, `"mode":"least_busy","staff":[
		{"id":"a","busy":[{"start":"2027-06-07T20:00:00Z","end":"2027-06-07T21:00:00Z"}]},{"id":"b","busy":[]}]`).Answer(slotcase.Options{})
	if got := strings.Join(answer.Staff["2027-06-07T13:00:00Z"], " "); got != "b a" {
		t.Errorf("got %q of %v", got, answer)
	}
}

func TestWrongCases(t *testing.T) {
	for part, word := range map[string]string{
		`"timezone":""`:                                 "IANA",
		`"timezone":"Local"`:                            "IANA",
		`"timezone":"Mars/Olympus"`:                     "Mars/Olympus",
		`"alignment":"sundial"`:                         "sundial",
		`"duration_min":0`:                              "duration",
		`"duration_min":0.001`:                          "whole seconds",
		`"buffers":{"after_min":-1}`:                    "buffers",
		`"working_hours":{"moon":[]}`:                   "moon",
		`"working_hours":{"mon":[["9","12:00"]]}`:       "mon",
		`"working_hours":{"mon":[["09:00","25:00"]]}`:   "25:00",
		`"working_hours":{"Monday":[]}`:                 "Monday stands there twice",
		`"date_overrides":{"2027-02-29":[]}`:            "2027-02-29",
		`"date_overrides":{"2027-02-28":[["x","y"]]}`:   "date_overrides",
		`"busy":[{"start":"noon","end":"noon"}]`:        "busy[0]",
		`"busy":[{"start":"2027-06-07","end":"later"}]`: "busy[0]",
		`"busy":[{"start":"2027-06-07T13:00:00Z"}]`:     "busy[0]",
		`"mode":"some","staff":[{"id":"a"}]`:            "some",
		`"staff":[{"id":"a","timezone":"x"}]`:           `"a"`,
	} {
		answer := filled(t, part).Answer(slotcase.Options{Explain: true})
		if !strings.Contains(answer.Error, word) || len(answer.Starts) > 0 {
			t.Errorf("%s: got %+v, want an error with %q", part, answer, word)
		}
	}
	for _, text := range []string{"", "null?", "[1]", `{"now":"today"}`, `[{"range":1}]`} {
		if cases, err := slotcase.Read([]byte(text)); err == nil {
			t.Errorf("%q: read as %v", text, cases)
		}
	}
}

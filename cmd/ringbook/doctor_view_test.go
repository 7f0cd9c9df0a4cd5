package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"google.golang.org/protobuf/types/known/durationpb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// examined is what a screen of that width shows of checks; 0 is no screen.
func examined(width int, checks ...*ringbookv1.Check) string {
	var out strings.Builder
	view := examinationView{t: &terminal{out: &out, width: width}}
	for _, check := range checks {
		view.tell(check)
	}
	view.end()
	return out.String()
}

func skippedChecks(names ...string) []*ringbookv1.Check {
	var all []*ringbookv1.Check
	for _, name := range names {
		all = append(all, &ringbookv1.Check{
			Name: name, State: ringbookv1.CheckState_CHECK_STATE_SKIPPED, Detail: `not looked at, since the check "token" failed`, Duration: durationpb.New(0),
		})
	}
	return all
}

// TestSkippedTogether: what failed is not lost among what could not be looked
// at because of it.
func TestSkippedTogether(t *testing.T) {
	failed := &ringbookv1.Check{Name: "token", State: ringbookv1.CheckState_CHECK_STATE_FAILED, Detail: "refused", Remedy: "connect again"}
	checks := append([]*ringbookv1.Check{failed}, skippedChecks("owner", "organisation")...)
	checks = append(checks, &ringbookv1.Check{Name: "flags", State: ringbookv1.CheckState_CHECK_STATE_OK, Detail: "none is off"})
	checks = append(checks, skippedChecks("credits", "clock", "read Events", "probe coql-max-rows", "probe user-time-zone", "probe search-lag", "probe cost")...)
	want := `failed   token                     refused
                                -> connect again
skipped  owner               0 ms  not looked at, since the check "token" failed
skipped  organisation        0 ms  not looked at, since the check "token" failed
ok       flags                     none is off
skipped  3 checks                  not looked at, since the check "token" failed: credits, clock, read Events

What Zoho's documents leave open, as this organisation has it

skipped  4 probes                        not looked at, since the check "token" failed
`
	if got := examined(0, checks...); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestNarrowScreens: no line is longer than the screen is wide, lines break
// between words, and nothing of the text is lost.
func TestNarrowScreens(t *testing.T) {
	detail := "Does Zoho take a meeting venue that is not among its values?\n" +
		"accepted: it is stored as it is, so a misspelt zoho_meeting_venue shows in Zoho alone"
	checks := []*ringbookv1.Check{
		{Name: "credits", State: ringbookv1.CheckState_CHECK_STATE_OK, Detail: "less than half of the API credits of the running 24 hours are used; ringbook spent about 62 of 52000 since it started"},
		{Name: "probe picklist-unknown-value", State: ringbookv1.CheckState_CHECK_STATE_WARNING, Detail: detail, Remedy: "look at the spelling of zoho_meeting_venue and publish the project again", Duration: durationpb.New(0)},
	}
	words := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	wide := examined(0, checks...)
	for _, width := range []int{44, 60, 72, 80, 100, 120} {
		got := examined(width, checks...)
		if words(got) != words(wide) {
			t.Errorf("at %d the text is another:\n%s", width, got)
		}
		for line := range strings.Lines(got) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width && !strings.HasPrefix(line, "What Zoho's") {
				t.Errorf("at %d a line has %d characters: %q", width, n, line)
			}
		}
	}
	if got := examined(60, checks...); !strings.Contains(got, "\n         accepted: it is stored as it is, so a misspelt\n         zoho_meeting_venue shows in Zoho alone\n      -> look at the spelling") {
		t.Errorf("on a narrow screen:\n%s", got)
	}
	if got := examined(100, checks...); !strings.Contains(got, "24 hours are\n"+strings.Repeat(" ", detailIndent)+"used;") {
		t.Errorf("on a wide screen:\n%s", got)
	}
}

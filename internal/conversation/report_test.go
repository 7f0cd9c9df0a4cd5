package conversation_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/conversation"
)

func minute(n int) time.Time { return time.Date(2027, time.March, 1, 9, n, 0, 0, time.UTC) }

func TestMerge(t *testing.T) {
	type report = conversation.Report
	turns := func(texts ...string) (all []conversation.Turn) {
		for _, text := range texts {
			all = append(all, conversation.Turn{Role: "caller", Text: text})
		}
		return all
	}
	for name, c := range map[string]struct{ first, second, want report }{
		"nothing":                    {report{}, report{}, report{}},
		"nothing takes nothing away": {report{Summary: "a", EndedAt: minute(3), Turns: turns("x")}, report{}, report{Summary: "a", EndedAt: minute(3), Turns: turns("x")}},
		"what was missing":           {report{Outcome: "asked"}, report{CallerPhone: "+1", Direction: "inbound", RecordingURL: "r", TranscriptURL: "t"}, report{Outcome: "asked", CallerPhone: "+1", Direction: "inbound", RecordingURL: "r", TranscriptURL: "t"}},
		"the first word stands": {
			report{CallerPhone: "+1", Direction: "inbound", Outcome: "asked", RecordingURL: "r", TranscriptURL: "t"},
			report{CallerPhone: "+2", Direction: "outbound", Outcome: "booked", RecordingURL: "r2", TranscriptURL: "t2"},
			report{CallerPhone: "+1", Direction: "inbound", Outcome: "asked", RecordingURL: "r", TranscriptURL: "t"}},
		"the longer text": {
			report{CallerName: "Ann", Summary: "a longer one", Transcript: "x"},
			report{CallerName: "Ann Lee", Summary: "short", Transcript: "xyz"},
			report{CallerName: "Ann Lee", Summary: "a longer one", Transcript: "xyz"}},
		"more turns":                    {report{Turns: turns("a")}, report{Turns: turns("a", "b")}, report{Turns: turns("a", "b")}},
		"as many turns":                 {report{Turns: turns("a")}, report{Turns: turns("b")}, report{Turns: turns("a")}},
		"the earlier start":             {report{StartedAt: minute(2)}, report{StartedAt: minute(1)}, report{StartedAt: minute(1)}},
		"not the later start":           {report{StartedAt: minute(1)}, report{StartedAt: minute(2)}, report{StartedAt: minute(1)}},
		"the end that was missing":      {report{}, report{EndedAt: minute(2)}, report{EndedAt: minute(2)}},
		"not the end of a late report":  {report{EndedAt: minute(2)}, report{EndedAt: minute(50)}, report{EndedAt: minute(2)}},
		"the end that a late one knows": {report{EndedAt: minute(3)}, report{EndedAt: minute(2)}, report{EndedAt: minute(2)}},
		"metadata":                      {report{Metadata: map[string]string{"a": "1", "b": "1"}}, report{Metadata: map[string]string{"b": "2", "c": "2"}}, report{Metadata: map[string]string{"a": "1", "b": "1", "c": "2"}}},
		"no metadata before":            {report{}, report{Metadata: map[string]string{"b": "2"}}, report{Metadata: map[string]string{"b": "2"}}},
	} {
		t.Run(name, func(t *testing.T) {
			kept := c.first
			if got := c.first.Merge(c.second); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if !reflect.DeepEqual(c.first, kept) {
				t.Error("merging changed what it merged into")
			}
			if got := c.want.Merge(c.second).Merge(c.first); !reflect.DeepEqual(got, c.want) {
				t.Errorf("merging the same again gives %+v", got)
			}
		})
	}
}

func TestText(t *testing.T) {
	turns := []conversation.Turn{{Role: "agent", Text: "Hello?"}, {Role: "caller", Text: " It's Ann.\n"}}
	for _, c := range []struct {
		report conversation.Report
		want   string
	}{
		{conversation.Report{}, ""},
		{conversation.Report{Transcript: "as given", Turns: turns}, "as given"},
		{conversation.Report{Turns: turns}, "agent: Hello?\ncaller: It's Ann."},
	} {
		if got := c.report.Text(); got != c.want || strings.HasSuffix(got, "\n") {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

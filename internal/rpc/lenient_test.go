package rpc

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
)

var ten = time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC)

func marked(at time.Time, mark int32) *timestamppb.Timestamp {
	return &timestamppb.Timestamp{Seconds: at.Unix(), Nanos: mark}
}

func TestLenientJSONReads(t *testing.T) {
	epoch := time.Unix(0, 0)
	for body, want := range map[string]proto.Message{
		``:                                               &ringbookv1.BookRequest{},
		`null`:                                           &ringbookv1.BookRequest{},
		` {} `:                                           &ringbookv1.BookRequest{},
		`{"callerPhone":2125550143}`:                     &ringbookv1.BookRequest{CallerPhone: "2125550143"},
		`{"caller_phone":-1.5e3}`:                        &ringbookv1.BookRequest{CallerPhone: "-1.5e3"},
		`{"callerName":true}`:                            &ringbookv1.BookRequest{CallerName: "true"},
		`{"callerName":null,"notes":"<&>"}`:              &ringbookv1.BookRequest{Notes: "<&>"},
		`{"durationMinutes":"30"}`:                       &ringbookv1.BookRequest{DurationMinutes: 30},
		`{"durationMinutes":""}`:                         &ringbookv1.BookRequest{},
		`{"unknown":[{"a":1}],"notes":"n"}`:              &ringbookv1.BookRequest{Notes: "n"},
		`{"start":"","notes":"n"}`:                       &ringbookv1.BookRequest{Notes: "n"},
		`{"start":null}`:                                 &ringbookv1.BookRequest{},
		`{"start":"2027-03-03T10:00:00Z"}`:               &ringbookv1.BookRequest{Start: timestamppb.New(ten)},
		`{"start":"2027-03-03T05:00-05:00"}`:             &ringbookv1.BookRequest{Start: timestamppb.New(ten)},
		`{"start":"2027-03-03 05:00:00.000-05:00"}`:      &ringbookv1.BookRequest{Start: timestamppb.New(ten)},
		`{"start":"2027-03-03T10:00:00.123456789Z"}`:     &ringbookv1.BookRequest{Start: timestamppb.New(ten.Add(123456789))},
		`{"start":"2027-03-03T10:00:00"}`:                &ringbookv1.BookRequest{Start: marked(ten, onLocalClock)},
		`{"start":" 2027-03-03 10:00 "}`:                 &ringbookv1.BookRequest{Start: marked(ten, onLocalClock)},
		`{"start":"tomorrow at ten"}`:                    &ringbookv1.BookRequest{Start: marked(epoch, unreadable)},
		`{"start":"2027-02-30T10:00:00Z"}`:               &ringbookv1.BookRequest{Start: marked(epoch, unreadable)},
		`{"start":"0000-01-01T00:00:00Z"}`:               &ringbookv1.BookRequest{Start: marked(epoch, unreadable)},
		`{"start":1800000000}`:                           &ringbookv1.BookRequest{Start: marked(epoch, unreadable)},
		`{"partOfDay":"morning"}`:                        &ringbookv1.CheckSlotsRequest{PartOfDay: ringbookv1.PartOfDay_PART_OF_DAY_MORNING},
		`{"part_of_day":"Part of day-EVENING"}`:          &ringbookv1.CheckSlotsRequest{PartOfDay: ringbookv1.PartOfDay_PART_OF_DAY_EVENING},
		`{"partOfDay":2}`:                                &ringbookv1.CheckSlotsRequest{PartOfDay: ringbookv1.PartOfDay_PART_OF_DAY_AFTERNOON},
		`{"partOfDay":""}`:                               &ringbookv1.CheckSlotsRequest{},
		`{"metadata":{"a":1,"b":"x"}}`:                   &ringbookv1.EndConversationRequest{Metadata: map[string]string{"a": "1", "b": "x"}},
		`{"turns":[{"text":"a","at":"noon"}]}`:           &ringbookv1.EndConversationRequest{Turns: []*ringbookv1.ConversationTurn{{Text: "a"}}},
		`{"turns":[{"text":7,"at":"2027-03-03T10:00"}]}`: &ringbookv1.EndConversationRequest{Turns: []*ringbookv1.ConversationTurn{{Text: "7"}}},
	} {
		got := want.ProtoReflect().New().Interface()
		if err := (lenientJSON{"json"}).Unmarshal([]byte(body), got); err != nil {
			t.Errorf("%s: %v", body, err)
		} else if !proto.Equal(got, want) {
			t.Errorf("%s is read as %v, want %v", body, got, want)
		}
	}
}

func TestLenientJSONRefuses(t *testing.T) {
	const secret = "2125550143"
	for body, names := range map[string]string{
		`{`:                                     "not valid JSON",
		`[]`:                                    "must be a JSON object",
		`"` + secret + `"`:                      "must be a JSON object",
		`{"callerPhone":["` + secret + `"]}`:    "caller_phone: ",
		`{"durationMinutes":"` + secret + `x"}`: "duration_minutes: must be a whole number",
		`{"durationMinutes":1.5}`:               "duration_minutes: ",
		`{"callerName":"a` + "\xff" + secret + `"}`:         "caller_name: must be valid text",
		`{"callerName":"a","caller_name":"` + secret + `"}`: "twice",
	} {
		err := (lenientJSON{"json"}).Unmarshal([]byte(body), &ringbookv1.BookRequest{})
		if err == nil || !strings.Contains(err.Error(), names) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error is %v, want one that says %q", body, err, names)
		}
	}
}

// TestInstant reads the marks: five in the morning there is ten o'clock UTC.
func TestInstant(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	c := call{set: attribute.Settings{}}
	c.set.Scheduling.Zone = zone
	for name, tt := range map[string]struct {
		in         *timestamppb.Timestamp
		want, told time.Time
	}{
		"absent":       {nil, time.Time{}, time.Time{}},
		"UTC":          {timestamppb.New(ten), ten, ten},
		"local":        {marked(ten.Add(-5*time.Hour), onLocalClock), ten, ten},
		"unreadable":   {marked(ten, unreadable), never, time.Time{}},
		"out of range": {&timestamppb.Timestamp{Seconds: 1 << 60}, never, time.Time{}},
		"bad nanos":    {&timestamppb.Timestamp{Nanos: 1e9}, never, time.Time{}},
	} {
		if got := c.instant(tt.in); !got.Equal(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		if got := c.told(tt.in); !got.Equal(tt.told) {
			t.Errorf("%s as told: %v, want %v", name, got, tt.told)
		}
	}
}

package rpc

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/ringbook/ringbook/internal/slot"
)

// The marks of a time that a Timestamp cannot express. They stand in its nanos,
// where a valid one has none below zero, between [lenientJSON], which does not
// know the business's zone, and [call.instant], which does.
const (
	// onLocalClock says that the seconds are those of the business's clock,
	// as if it showed UTC: the request named no offset.
	onLocalClock int32 = -1
	// unreadable says that something was named that is no time.
	unreadable int32 = -2
)

// never is what an unreadable time becomes: nothing begins then. It is not the
// zero time, since who names a time wrongly has not left it out: then the only
// appointment of a caller could be cancelled although another was meant.
var never = time.Unix(1, 0).UTC()

// withOffset and withoutOffset are the spellings of a time that are understood
// beside RFC 3339's; fractions of a second are read too.
var (
	withOffset    = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"}
	withoutOffset = []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}
)

// readTime turns a time in JSON into RFC 3339 in UTC, with a mark where that
// does not say all. An empty one gives nil.
func readTime(value json.RawMessage) (mended json.RawMessage, mark int32) {
	var said string
	err := json.Unmarshal(value, &said)
	if said = strings.TrimSpace(said); err == nil && said == "" {
		return nil, 0
	}
	if at, ok := parsed(said, withOffset); ok {
		return at, 0
	}
	if at, ok := parsed(said, withoutOffset); ok {
		return at, onLocalClock
	}
	return json.RawMessage(`"1970-01-01T00:00:00Z"`), unreadable
}

func parsed(said string, layouts []string) (json.RawMessage, bool) {
	for _, layout := range layouts {
		at, err := time.Parse(layout, said)
		if err == nil && timestamppb.New(at).IsValid() {
			return strconv.AppendQuote(nil, at.UTC().Format(time.RFC3339Nano)), true
		}
	}
	return nil, false
}

func isTimestamp(fd protoreflect.FieldDescriptor) bool {
	return fd.Kind() == protoreflect.MessageKind && fd.Message().FullName() == "google.protobuf.Timestamp"
}

// instant reads the time of an appointment. An absent one is the zero time, one
// without an offset is on the business's clock, and what cannot be a time is
// never.
func (c call) instant(t *timestamppb.Timestamp) time.Time {
	switch {
	case t == nil:
		return time.Time{}
	case t.GetNanos() == onLocalClock:
		face := time.Unix(t.GetSeconds(), 0).UTC()
		at := slot.Resolve(slot.DateOf(face, time.UTC), slot.Clock(face.Hour()*60+face.Minute()), c.set.Scheduling.Zone)
		return at.Add(time.Duration(face.Second()) * time.Second)
	case !t.IsValid():
		return never
	}
	return t.AsTime()
}

// told reads a time that a platform tells of a call. One that cannot be read is
// as good as none: the rest of the report is worth more than its time.
func (c call) told(t *timestamppb.Timestamp) time.Time {
	at := c.instant(t)
	if at.Equal(never) {
		return time.Time{}
	}
	return at
}

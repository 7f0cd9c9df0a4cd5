package rpc

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/reflect/protoreflect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/speech"
)

var spokenAt = time.Date(2027, time.March, 9, 15, 0, 0, 0, time.UTC)

// speaking is a call of a project with a language.
func speaking(language string) call {
	c := call{voice: speech.For(language), now: spokenAt.Add(-24 * time.Hour)}
	c.set.Scheduling.Zone = time.UTC
	c.set.Scheduling.Slots.DaysAhead = 30
	return c
}

// served says each status of the RPCs that are served, by the functions that
// their handlers use.
func served(c call) map[protoreflect.Name]string {
	offers := []booking.Offer{{Interval: slot.Interval{Start: spokenAt, End: spokenAt.Add(time.Hour)}}}
	taken := &booking.Booking{Interval: offers[0].Interval, Name: "Ann Bell", Code: "H7W2RY", State: booking.Confirmed}
	said := map[protoreflect.Name]string{}
	for status, wire := range bookStatuses {
		line, _ := c.booked(booking.Result{Status: status, Booking: taken, Alternatives: offers})
		said[nameOf(wire)] = line
	}
	for status, wire := range cancelStatuses {
		line, _ := c.cancelled(booking.Result{Status: status, Booking: taken, Choices: []booking.Booking{*taken, *taken}})
		said[nameOf(wire)] = line
	}
	for status, wire := range slotStatuses {
		line, _ := c.offering(booking.Listing{Status: status, Offers: offers}, booking.SlotQuery{}, time.UTC)
		said[nameOf(wire)] = line
	}
	said[nameOf(ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_WHEN_UNCLEAR)] = c.say().WhenUnclear(nil)
	for value := range ringbookv1.StartConversationStatus_name {
		status := ringbookv1.StartConversationStatus(value)
		said[nameOf(status)], _ = c.greeting(status, contact.Match{}, nil)
	}
	for value := range ringbookv1.EndConversationStatus_name {
		said[nameOf(ringbookv1.EndConversationStatus(value))] = c.say().Ended()
	}
	return said
}

// unserved says each status of the RPCs that answer "unimplemented" so far, by
// the lines that are theirs.
func unserved(c call) map[protoreflect.Name]string {
	l, at, others := c.say(), spokenAt, []time.Time{spokenAt}
	said := map[protoreflect.Name]string{
		"FIND_CALLER_STATUS_OK": l.CallerIs("Ann Bell"), "FIND_CALLER_STATUS_NOT_CONNECTED": l.NotConnected(), "FIND_CALLER_STATUS_RETRY_LATER": l.RetryLater(),

		"HOLD_SLOT_STATUS_HELD": l.Held(at, time.Minute), "HOLD_SLOT_STATUS_SLOT_TAKEN": l.SlotTaken(others), "HOLD_SLOT_STATUS_SLOT_UNKNOWN": l.SlotUnknown(others),
		"HOLD_SLOT_STATUS_DISABLED": l.BookingOff(), "HOLD_SLOT_STATUS_NOT_CONNECTED": l.NotConnected(), "HOLD_SLOT_STATUS_RETRY_LATER": l.RetryLater(),

		"FIND_APPOINTMENTS_STATUS_FOUND": l.Found(others), "FIND_APPOINTMENTS_STATUS_NONE": l.NoneFound(), "FIND_APPOINTMENTS_STATUS_NOT_YOURS": l.NotYours(),
		"FIND_APPOINTMENTS_STATUS_NOT_CONNECTED": l.NotConnected(), "FIND_APPOINTMENTS_STATUS_RETRY_LATER": l.RetryLater(),

		"ADD_NOTE_STATUS_OK": l.NoteAdded(), "ADD_NOTE_STATUS_NOT_CONNECTED": l.NotConnected(), "ADD_NOTE_STATUS_RETRY_LATER": l.RetryLater(),
	}
	for status, line := range map[protoreflect.Name]string{
		"RESCHEDULED": l.Rescheduled(at, "H7W2RY"), "ALREADY_CANCELLED": l.AlreadyCancelled(at), "PENDING": l.ReschedulePending(at),
		"NOT_FOUND": l.NotFound(), "WHICH_ONE": l.WhichOne(others), "NOT_YOURS": l.NotYours(), "SLOT_TAKEN": l.SlotTaken(others), "SLOT_UNKNOWN": l.SlotUnknown(others),
		"OUTSIDE_HOURS": l.OutsideHours(others), "IN_PAST": l.InPast(), "BEYOND_WINDOW": l.BeyondWindow(30), "KEY_REUSED": l.KeyReused(),
		"DISABLED": l.ReschedulingOff(), "NOT_CONNECTED": l.NotConnected(), "RETRY_LATER": l.RetryLater(),
	} {
		said["RESCHEDULE_STATUS_"+status] = line
	}
	return said
}

func nameOf(status protoreflect.Enum) protoreflect.Name {
	return status.Descriptor().Values().ByNumber(status.Number()).Name()
}

// statuses are all that the procedures may answer, by the descriptors.
func statuses(t *testing.T) (all []protoreflect.Name) {
	t.Helper()
	methods := ringbookv1.File_ringbook_v1_scheduling_proto.Services().ByName("SchedulingService").Methods()
	for i := range methods.Len() {
		values := methods.Get(i).Output().Fields().ByName("status").Enum().Values()
		for v := range values.Len() {
			if values.Get(v).Number() != 0 {
				all = append(all, values.Get(v).Name())
			}
		}
	}
	if len(all) < 60 {
		t.Fatalf("only %d statuses were found", len(all))
	}
	return all
}

// TestEveryStatusIsSpoken in every language, in its own words and by the rules.
func TestEveryStatusIsSpoken(t *testing.T) {
	iso := regexp.MustCompile(`\d{4}-\d{2}|\d:\d{2}`)
	english := map[protoreflect.Name]string{}
	count := 0
	for _, language := range []string{"en", "es", "de"} {
		c := speaking(language)
		said, later := served(c), unserved(c)
		for _, status := range statuses(t) {
			line, here := said[status]
			other, there := later[status]
			if here == there {
				t.Errorf("%s: %s is said %v by what is served and %v by what is not", language, status, here, there)
			}
			line += other
			switch {
			case line == "" || utf8.RuneCountInString(line) > speech.Longest || strings.ContainsAny(line, "\r\n{}<>_") || iso.MatchString(line):
				t.Errorf("%s: %s is said as %q", language, status, line)
			case line == english[status]:
				t.Errorf("%s: %s is said in English: %s", language, status, line)
			case line == c.say().RetryLater() && !strings.HasSuffix(string(status), "_RETRY_LATER"):
				t.Errorf("%s: %s has no line of its own", language, status)
			}
			if language == "en" {
				english[status] = line
			}
			count++
		}
	}
	t.Logf("%d lines for %d statuses", count, len(english))
}

// TestWhatIsServedIsSpokenByItsHandler: an RPC that is served is to be in served.
func TestWhatIsServedIsSpokenByItsHandler(t *testing.T) {
	s, ctx := &schedulingService{}, context.Background()
	for name, call := range map[string]func() error{
		"HoldSlot":         func() error { _, err := s.HoldSlot(ctx, nil); return err },
		"Reschedule":       func() error { _, err := s.Reschedule(ctx, nil); return err },
		"FindAppointments": func() error { _, err := s.FindAppointments(ctx, nil); return err },
		"FindCaller":       func() error { _, err := s.FindCaller(ctx, nil); return err },
		"AddNote":          func() error { _, err := s.AddNote(ctx, nil); return err },
	} {
		func() {
			defer func() {
				if recover() != nil {
					t.Errorf("%s is served now: say its statuses by its handler's own function", name)
				}
			}()
			if err := call(); connect.CodeOf(err) != connect.CodeUnimplemented {
				t.Errorf("%s is served now: say its statuses by its handler's own function", name)
			}
		}()
	}
}

package app_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// Of every five minutes of a day, exactly those that are listed can
// be booked, and with the one who is listed.
func TestEyesListedIsBookable(t *testing.T) {
	t.Parallel()
	for why, more := range map[string][]string{
		"any with buffers":    {"zoho_buffer_before", "15", "zoho_buffer_after", "30", "zoho_slot_interval", "15"},
		"least busy, a grid":  {"zoho_staff_choice", "least_busy", "zoho_slot_alignment", "grid", "zoho_duration", "45", "zoho_slot_interval", "30"},
		"fixed and limited":   {"zoho_staff_choice", "fixed", "zoho_daily_limit", "1", "zoho_duration", "30"},
		"limited with notice": {"zoho_daily_limit", "1", "zoho_minimum_notice", "11520", "zoho_buffer_after", "15"},
		"through the night":   {"zoho_working_hours", `{"mon":[["20:00","04:00"]],"tue":[["20:00","04:00"]],"wed":[["03:00","09:10"]]}`, "zoho_duration", "90", "zoho_slot_interval", "45", "zoho_buffer_before", "30"},
		"the end of days":     {"zoho_working_hours", `{"mon":[["20:00","04:00"]],"tue":[["09:10","24:00"]],"wed":[["00:00","09:10"]]}`, "zoho_availability_days", "8", "zoho_duration", "60"},
	} {
		t.Run(why, func(t *testing.T) {
			w := newWorld(t, hourly(t, more...))
			w.busy(helen, "10:00", "10:20", nil)
			w.busy(marcus, "9:30", "10:00", nil)
			w.busy(marcus, "11:00", "11:00", nil)
			w.away(helen, quietDay+" 11:45", quietDay+" 12:30", false)
			w.away(marcus, "2027-03-10 00:00", "2027-03-11 00:00", true)
			if res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, Limit: 50}); len(res.GetSlots()) > 2 {
				w.books(booked, asks("first", caller(8000), "Ada First", res.GetSlots()[2].GetStart()))
			}
			listed := map[int64]string{}
			for _, slot := range w.offered(anyone()) {
				listed[slot.GetStart().GetSeconds()] = slot.GetStaff()
			}
			n, agree := 0, 0
			for at := on(t, quietDay, "0:00").AsTime(); at.Before(on(t, "2027-03-10", "0:00").AsTime()); at = at.Add(5 * time.Minute) {
				n++
				res := call(w, w.agent.Book, asks("call-"+caller(n), caller(n), "Caller Number", timestamppb.New(at)))
				is := res.GetStatus() == booked
				staff, want := listed[at.Unix()]
				if is != want || is && staff != "" && staff != res.GetAppointment().GetStaff() {
					t.Errorf("%s: %s, listed %v for %q, booked with %q", at, res.GetStatus(), want, staff, res.GetAppointment().GetStaff())
				}
				if is {
					agree++
					w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-" + caller(n), CallerPhone: caller(n), ConfirmationCode: res.GetAppointment().GetConfirmationCode()})
				}
				for _, s := range res.GetAlternatives() {
					if _, known := listed[s.GetStart().GetSeconds()]; !known && strings.HasPrefix(s.GetLocalStart(), quietDay) {
						t.Errorf("%s: the alternative %s is not listed", at, s.GetLocalStart())
					}
				}
			}
			if agree != len(listed) {
				t.Errorf("%d of %d listed could be booked", agree, len(listed))
			}
		})
	}
}

// A race of thirty for the places of two under a daily limit.
func TestEyesRaceForTheLimitOfTwo(t *testing.T) {
	t.Parallel()
	for _, choice := range []string{"any", "least_busy"} {
		w := newWorld(t, map[string]string{"zoho_daily_limit": "3", "zoho_staff": both, "zoho_staff_choice": choice})
		var reqs []*ringbookv1.BookRequest
		for n := range 30 {
			at := on(t, quietDay, "9:00").AsTime().Add(time.Duration(n/2) * 30 * time.Minute)
			reqs = append(reqs, asks("call-"+caller(n), caller(n), "Caller Number", timestamppb.New(at)))
		}
		if count := tally(w.together(reqs)); count[booked]+count[bookPending] != 6 || count[slotTaken] != 24 {
			t.Errorf("%s: the answers are %v", choice, count)
		}
		w.settles("the events are there", func() bool { return len(w.events()) == 6 })
		w.checks(noneThen, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
	}
}

package app_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// cancelsEvent cancels an event as a person does in Zoho's own pages.
func (w *world) cancelsEvent(id string, now bool) {
	w.t.Helper()
	w.passes(time.Second) // a change has a time of its own
	w.control(http.MethodPut, "records/Events/"+id, map[string]any{"data": []any{map[string]any{"$event_cancelled": now}}}, nil)
}

// A cancelled event blocks nothing, whatever COQL knows of that, and no caller
// waits while it is found out.
func TestSchedCancelledEvents(t *testing.T) {
	t.Parallel()
	for _, coql := range []string{"refused", "select", "both"} {
		w := newWorld(t, hourly(t, "zoho_staff", helen))
		w.control(http.MethodPost, "settings", map[string]any{"coqlEventCancelled": coql}, nil)
		stays := w.busy(helen, "9:00", "10:00", nil)
		gone := w.busy(helen, "10:00", "11:00", map[string]any{
			"Participants": []any{map[string]any{"type": "email", "participant": "dana@example.com"}},
		})
		w.offersAre("both are in force", anyone(), "11:00")
		w.cancelsEvent(gone, true)
		w.passes(staleAfter)
		w.faults(zohosim.Fault{Method: http.MethodGet, Path: "/crm/v8/Events", Kind: "latency", LatencyMs: 2000, Times: 1})
		began := time.Now()
		w.offersAre("it is not known yet", anyone(), "11:00")
		if took := time.Since(began); took > 1500*time.Millisecond {
			t.Errorf("%s: the caller waited for %s", coql, took)
		}
		w.eventually("the time of the cancelled event is offered", func() bool { return slices.Equal(w.offers(anyone()), []string{"10:00", "11:00"}) })
		w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00")))
		w.books(slotTaken, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "9:00")))
		w.holds(1)
		// What is cancelled is remembered of the event as it was then.
		w.cancelsEvent(stays, true)
		w.cancelsEvent(gone, false)
		w.passes(staleAfter)
		w.eventually("the change is known", func() bool { return slices.Equal(w.offers(anyone()), []string{"09:00", "11:00"}) })
	}
}

// A booking asks about an event in its way that no view has brought.
func TestSchedBookingOverACancelledEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff", helen))
	w.cancelsEvent(w.busy(helen, "10:00", "11:00", nil), true)
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00")))
	w.holds(1)
	w.busy(helen, "11:00", "12:00", nil)
	w.books(slotTaken, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "11:00")))
	w.holds(1)
}

// Our own appointment blocks its time while it stands and no longer.
func TestSchedOurOwnCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff", helen))
	res := w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00")))
	w.offersAre("it stands", anyone(), "09:00", "11:00")
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", CallerPhone: caller(1), ConfirmationCode: res.GetAppointment().GetConfirmationCode()})
	w.offersAre("it is cancelled", anyone(), "09:00", "10:00", "11:00")
	w.books(booked, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "10:00")))
	w.holds(1)
}

// An event without length blocks nothing, listed or booked.
func TestSchedEventsWithoutLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff", helen))
	w.busy(helen, "10:30", "10:30", nil)
	w.offersAre("an event without length", anyone(), "09:00", "10:00", "11:00")
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00")))
	w.holds(1)
}

// An all-day event takes its owner's whole dates, however Zoho stores it and in
// whatever zone the API user lives.
func TestSchedAllDayEvents(t *testing.T) {
	t.Parallel()
	for _, storage := range []string{"asSent", "lastMinute", "nextMidnight"} {
		for _, reader := range []string{"America/New_York", "Asia/Kolkata"} {
			w := newWorld(t, nil)
			w.control(http.MethodPost, "settings", map[string]any{"allDayStorage": storage}, nil)
			w.busy(marcus, "0:00", "0:00", map[string]any{"All_day": true, "End_DateTime": on(t, "2027-03-10", "23:59").AsTime().Format(time.RFC3339)})
			w.control(http.MethodPost, "settings", map[string]any{"userTimeZone": reader}, nil)
			w.keys = w.project("All days", map[string]string{"zoho_duration": "60", "zoho_staff": marcus, "zoho_working_hours": `{"mon":[["23:00","24:00"]],"tue":[["00:00","24:00"]],"wed":[["00:00","24:00"]],"thu":[["00:00","01:00"]]}`})
			w.agent = w.client(w.keys.AgentKey)
			res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{From: "2027-03-08", To: "2027-03-11", Limit: 50})
			if got := clocks(res.GetSlots()); !slices.Equal(got, []string{"23:00", "00:00"}) {
				t.Errorf("%s read in %s: %v is offered around the two days", storage, reader, got)
			}
			w.books(slotTaken, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "0:00")))
			w.books(slotTaken, asks("call-1", caller(1), "Ada Brook", on(t, "2027-03-10", "23:00")))
			w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, "2027-03-11", "0:00")))
			w.holds(1)
		}
	}
}

// Whose day it is decides the owner's zone: in Los Angeles the ninth begins and
// ends three hours later.
func TestSchedAllDayInTheOwnersZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	zone := "America/Los_Angeles"
	w.control(http.MethodPost, "users/"+w.user(marcus), map[string]any{"timeZone": zone}, nil)
	for _, name := range []string{helen, marcus} {
		w.busy(name, "0:00", "0:00", map[string]any{"All_day": true})
	}
	w.keys = w.project("Coasts", map[string]string{"zoho_duration": "60", "zoho_staff": both, "zoho_working_hours": `{"tue":[["00:00","05:00"]],"wed":[["00:00","05:00"]]}`})
	w.agent = w.client(w.keys.AgentKey)
	for name, want := range map[string][]string{
		"Helen":  {"2027-03-10T00:00", "2027-03-10T01:00", "2027-03-10T02:00", "2027-03-10T03:00", "2027-03-10T04:00"},
		"Marcus": {"2027-03-09T00:00", "2027-03-09T01:00", "2027-03-09T02:00", "2027-03-10T03:00", "2027-03-10T04:00"},
	} {
		var got []string
		for _, s := range w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{From: quietDay, To: "2027-03-10", Staff: name, Limit: 50}).GetSlots() {
			got = append(got, s.GetLocalStart()[:16])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

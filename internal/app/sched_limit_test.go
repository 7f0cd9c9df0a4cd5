package app_test

import (
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// The daily limit is each member's own. What it forbids is neither listed nor
// booked, and a cancelled appointment makes room.
func TestSchedDailyLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_daily_limit", "1"))
	w.offersAre("nothing is booked", anyone(), "09:00 Helen", "10:00 Helen", "11:00 Helen")
	first := w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "9:00")))
	w.offersAre("Helen's day is full", anyone(), "09:00 Marcus", "10:00 Marcus", "11:00 Marcus")
	w.checks(noneThen, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay, Staff: "Helen"})
	wish := asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "11:00"))
	wish.Staff = "Helen"
	w.books(slotTaken, wish)
	w.books(booked, asks("call-3", caller(3), "Cy Dent", on(t, quietDay, "11:00")))
	w.offersAre("both days are full", anyone())
	w.books(slotTaken, asks("call-4", caller(4), "Di Eden", on(t, quietDay, "10:00")))
	w.owners("09:00 Helen", "11:00 Marcus")
	// Other days have room.
	next := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{From: "2027-03-16", To: "2027-03-16", Limit: 50})
	if len(next.GetSlots()) != 3 {
		t.Errorf("the week after has %v", clocks(next.GetSlots()))
	}
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-1", CallerPhone: caller(1), ConfirmationCode: first.GetAppointment().GetConfirmationCode()})
	w.offersAre("room again", anyone(), "09:00 Helen", "10:00 Helen", "11:00 Helen")
}

// A person's events are no appointments of ours.
func TestSchedDailyLimitCountsAppointments(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff", helen, "zoho_daily_limit", "1"))
	w.busy(helen, "9:00", "10:00", nil)
	w.offersAre("a person's event beside it", anyone(), "10:00", "11:00")
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00")))
	w.offersAre("full", anyone())
}

// A day that is not over counts what is past of it.
func TestSchedDailyLimitOfToday(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff", helen, "zoho_daily_limit", "1", "zoho_minimum_notice", "0"))
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "9:00")))
	w.sim.Sim.SetNow(on(t, quietDay, "10:30").AsTime())
	w.offersAre("the appointment is over", anyone())
	w.books(slotTaken, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "11:00")))
}

// In a race for different times of one date no more are booked than the limit.
func TestSchedRaceForTheLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_daily_limit": "3", "zoho_staff": helen})
	var reqs []*ringbookv1.BookRequest
	for n, clock := range []string{"9:00", "9:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00", "13:30", "14:00", "14:30"} {
		reqs = append(reqs, asks("call-"+caller(n), caller(n), "Caller Number", on(t, quietDay, clock)))
	}
	if count := tally(w.together(reqs)); count[booked]+count[bookPending] != 3 || count[slotTaken] != 9 {
		t.Errorf("the answers are %v", count)
	}
	w.settles("the events are there", func() bool { return len(w.events()) == 3 })
	w.checks(noneThen, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
}

package app_test

import (
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

func anyone() *ringbookv1.CheckSlotsRequest { return &ringbookv1.CheckSlotsRequest{} }

func with(staff string) *ringbookv1.CheckSlotsRequest {
	return &ringbookv1.CheckSlotsRequest{Staff: staff}
}

// by asks for a slot by its id.
func by(n int, s *ringbookv1.Slot) *ringbookv1.BookRequest {
	ask := asks("call-"+caller(n), caller(n), "Caller Number", nil)
	ask.SlotId = s.GetSlotId()
	return ask
}

// Any: who is free first in the list takes it, and the event is theirs.
func TestSchedAnyStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t))
	w.busy(helen, "10:00", "11:00", nil)
	w.offersAre("Helen is busy at ten", anyone(), "09:00 Helen", "10:00 Marcus", "11:00 Helen")
	w.books(booked, by(1, w.slotAt("10:00", anyone())))
	w.offersAre("both are busy at ten", anyone(), "09:00 Helen", "11:00 Helen")
	// By its start, one after the other.
	at := on(t, quietDay, "9:00")
	for n, want := range []ringbookv1.BookStatus{booked, booked, slotTaken} {
		res := w.books(want, asks("call-"+caller(n), caller(n), "Caller Number", at))
		if name := []string{helen, marcus, ""}[n]; res.GetAppointment().GetStaff() != name {
			t.Errorf("caller %d comes to %q, want %q", n, res.GetAppointment().GetStaff(), name)
		}
	}
	w.owners("09:00 Helen", "09:00 Marcus", "10:00 Marcus")
}

// Two who were offered the same slot both get the time where nobody asked for a
// person; who did, gets that person or nobody.
func TestSchedOfferOfSeveral(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t))
	first, second := w.slotAt("9:00", anyone()), w.slotAt("11:00", with("Helen"))
	w.books(booked, by(1, first))
	w.books(booked, by(2, first))
	w.books(slotTaken, by(3, first))
	w.books(booked, by(4, second))
	res := w.books(slotTaken, by(5, second))
	for _, s := range res.GetAlternatives() {
		if s.GetStaff() != helen {
			t.Errorf("%s is no alternative for who wants Helen", s.GetStaff())
		}
	}
	w.owners("09:00 Helen", "09:00 Marcus", "11:00 Helen")
}

// Least busy: who has the least on that date, by events and by bookings.
func TestSchedLeastBusy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff_choice", "least_busy"))
	w.offersAre("of equals the first", anyone(), "09:00 Helen", "10:00 Helen", "11:00 Helen")
	w.busy(helen, "14:00", "14:30", nil)
	w.passes(staleAfter)
	w.offersAre("half an hour more to do", anyone(), "09:00 Marcus", "10:00 Marcus", "11:00 Marcus")
	for n, clock := range []string{"9:00", "10:00", "11:00"} { // Marcus, then Helen with her 30 minutes, then Marcus with his 60
		w.books(booked, asks("call-"+caller(n), caller(n), "Caller Number", on(t, quietDay, clock)))
	}
	w.owners("09:00 Marcus", "10:00 Helen", "11:00 Marcus")
}

// Fixed: the first of the list or nobody, unless the caller asks for a person.
func TestSchedFixedStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff_choice", "fixed"))
	w.busy(helen, "10:00", "11:00", nil)
	w.offersAre("the first alone", anyone(), "09:00 Helen", "11:00 Helen")
	w.books(slotTaken, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00")))
	w.offersAre("who is asked for", with("marcus"), "09:00 Marcus", "10:00 Marcus", "11:00 Marcus")
	ask := asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "10:00"))
	ask.Staff = "Mr. Vale"
	w.books(booked, ask)
	w.owners("10:00 Marcus")
}

func TestSchedWishForAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t))
	for _, words := range []string{"Helen", "helen osgood", "Dr. Osgood", helen} {
		w.offersAre(words, with(words), "09:00 Helen", "10:00 Helen", "11:00 Helen")
	}
	for _, words := range []string{"Zoe", "Helen Vale", "Dr."} {
		if say := w.checks(serviceUnknown, with(words)).GetSay(); say != "I can't book anybody of that name. We have Helen Osgood and Marcus Vale. Who should it be?" {
			t.Errorf("%q: %q", words, say)
		}
	}
	ask := asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "9:00"))
	ask.Staff = "Zoe"
	w.books(ringbookv1.BookStatus_BOOK_STATUS_SLOT_UNKNOWN, ask)
	w.holds(0)
}

// Callers in a race get all who are free, each one caller.
func TestSchedRaceForSeveralStaff(t *testing.T) {
	t.Parallel()
	for _, choice := range []string{"any", "least_busy"} {
		w := newWorld(t, hourly(t, "zoho_staff_choice", choice))
		at := on(t, quietDay, "10:00")
		var reqs []*ringbookv1.BookRequest
		for n := range 12 {
			reqs = append(reqs, asks("call-"+caller(n), caller(n), "Caller Number", at))
		}
		if count := tally(w.together(reqs)); count[booked]+count[bookPending] != 2 || count[slotTaken] != 10 {
			t.Errorf("%s: the answers are %v", choice, count)
		}
		w.settles("the events are there", func() bool { return len(w.events()) == 2 })
		w.owners("10:00 Helen", "10:00 Marcus")
	}
}

// Pages over several staff bring each time once, whoever takes it, also with a
// part of the day.
func TestSchedPagesOverSeveralStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_staff": both, "zoho_staff_choice": "least_busy", "zoho_working_hours": `{"tue":[["09:00","15:00"]],"wed":[["09:00","10:00"]]}`})
	w.busy(helen, "09:00", "11:00", nil)
	w.busy(marcus, "10:00", "11:30", nil)
	for part, want := range map[ringbookv1.PartOfDay]int{
		ringbookv1.PartOfDay_PART_OF_DAY_UNSPECIFIED: 10 + 2, ringbookv1.PartOfDay_PART_OF_DAY_MORNING: 4 + 2,
		ringbookv1.PartOfDay_PART_OF_DAY_AFTERNOON: 6,
	} {
		req := &ringbookv1.CheckSlotsRequest{From: quietDay, To: "2027-03-10", PartOfDay: part, Limit: 3}
		seen := map[string]bool{}
		for pages := 0; pages < 10; pages++ {
			res := w.checks(slotsOK, req)
			for _, s := range res.GetSlots() {
				if seen[s.GetLocalStart()] {
					t.Errorf("%s: %s is offered twice", part, s.GetLocalStart())
				}
				seen[s.GetLocalStart()] = true
			}
			if req.PageToken = res.GetNextPageToken(); req.PageToken == "" {
				break
			}
		}
		if len(seen) != want {
			t.Errorf("%s: %d times, want %d: %v", part, len(seen), want, seen)
		}
	}
}

// A service with staff of its own is theirs by the same choice.
func TestSchedStaffOfAService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t, "zoho_staff", helen, "zoho_staff_choice", "fixed",
		"zoho_services", `[{"name":"Implant","minutes":90,"staff":["Marcus Vale","Helen Osgood"]},{"name":"Check-up","minutes":30}]`))
	w.offersAre("the first who does it", &ringbookv1.CheckSlotsRequest{Service: "implant"}, "09:00 Marcus", "10:30 Marcus")
	w.offersAre("everybody's", &ringbookv1.CheckSlotsRequest{Service: "Check-up"}, "09:00 Helen", "09:30 Helen", "10:00 Helen", "10:30 Helen", "11:00 Helen", "11:30 Helen")
	w.offersAre("who does it as well", &ringbookv1.CheckSlotsRequest{Service: "Implant", Staff: "Helen"}, "09:00 Helen", "10:30 Helen")
	w.checks(serviceUnknown, &ringbookv1.CheckSlotsRequest{Service: "Check-up", Staff: "Marcus"})
	ask := asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:30"))
	ask.Service = "Implant"
	if a := w.books(booked, ask).GetAppointment(); a.GetEnd().AsTime().Sub(a.GetStart().AsTime()).Minutes() != 90 {
		t.Errorf("the appointment is %v", a)
	}
	w.owners("10:30 Marcus")
}

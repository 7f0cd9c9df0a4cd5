package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// away marks a user as away in the CRM, from a time to another of days.
func (w *world) away(name, from, to string, allDay bool) (id string) {
	w.t.Helper()
	absence, err := w.sim.Sim.AddAbsence(zohosim.Absence{
		UserID: w.user(name), From: local(w.t, from).AsTime(), To: local(w.t, to).AsTime(), AllDay: allDay,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return absence.ID
}

// Who is away in Zoho is not offered and not booked; others are.
func TestSchedAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t))
	id := w.away(helen, quietDay+" 10:30", quietDay+" 12:30", false)
	w.offersAre("Helen is away from half past ten", anyone(), "09:00 Helen", "10:00 Marcus", "11:00 Marcus")
	w.offersAre("with her", with("Helen"), "09:00 Helen")
	wish := asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "11:00"))
	wish.Staff = "Helen"
	w.books(slotTaken, wish)
	w.books(booked, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "11:00")))
	w.owners("11:00 Marcus")

	// It changes with the calendars, and a booking sees it where no view does.
	if err := w.sim.Sim.RemoveAbsence(id); err != nil {
		t.Fatal(err)
	}
	w.away(helen, "2027-03-09 00:00", "2027-03-10 00:00", true)
	w.passes(staleAfter)
	wish.Start = on(t, quietDay, "9:00")
	w.books(slotTaken, wish)
	w.offersAre("away the whole day", anyone(), "09:00 Marcus", "10:00 Marcus")
	w.owners("11:00 Marcus")
}

// A grant of before the scope came works on, and the doctor tells of it.
func TestSchedAwayWithoutTheScope(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t))
	w.away(helen, quietDay+" 09:00", quietDay+" 12:00", false)
	grant, err := w.sim.Sim.Grant(zohosim.GrantRequest{Scopes: []string{
		"ZohoCRM.modules.ALL", "ZohoCRM.coql.READ", "ZohoCRM.users.READ", "ZohoCRM.org.READ", "ZohoCRM.settings.fields.READ",
		"ZohoCRM.settings.business_hours.READ", "ZohoCRM.settings.layouts.READ", "ZohoCRM.settings.pipeline.READ",
	}})
	if err != nil {
		t.Fatal(err)
	}
	attributes := hourly(t, "zoho_oauth_code", grant.Code)
	w.keys = w.project("Before", attributes)
	w.agent = w.client(w.keys.AgentKey)
	seq := w.lastRequest()
	w.offersAre("nobody knows that she is away", anyone(), "09:00 Helen", "10:00 Helen", "11:00 Helen")
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "9:00")))
	w.owners("09:00 Helen")
	for _, r := range w.sim.Sim.Requests(seq) {
		if strings.Contains(r.Path, "users_unavailability") {
			t.Errorf("Zoho was asked in vain: %s", r.Path)
		}
	}
	checks, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(checks, func(c *ringbookv1.Check) bool { return c.GetName() == "scopes" })
	if at < 0 || checks[at].GetState() != ringbookv1.CheckState_CHECK_STATE_WARNING || !strings.Contains(checks[at].GetDetail(), "users_unavailability") {
		t.Errorf("the doctor says %v", checks)
	}
}

// lastRequest is the number of the latest request to the CRM.
func (w *world) lastRequest() (last int64) {
	for _, r := range w.sim.Sim.Requests(0) {
		last = max(last, r.Seq)
	}
	return last
}

// Where Zoho does not say who is away, nothing is offered: it is not known
// what is free.
func TestSchedAwayIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hourly(t))
	w.faults(zohosim.Fault{Method: http.MethodGet, Path: "/crm/v8/settings/users_unavailability", Kind: "status", Status: 500})
	w.checks(ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_RETRY_LATER, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay})
	w.faults()
	w.offersAre("Zoho is back", anyone(), "09:00 Helen", "10:00 Helen", "11:00 Helen")
}

// Each of several staff works by a rota of their own: the business's, a shift
// of Zoho's, or one across midnight in another zone.
func TestSchedShifts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if _, err := w.sim.Sim.SetShifts([]zohosim.Shift{
		{Name: "Late", Days: []string{"Tuesday"}, Timing: [2]string{"15:00", "19:00"}, TimeZone: "America/New_York", UserIDs: []string{w.user(marcus)}},
	}); err != nil {
		t.Fatal(err)
	}
	w.keys = w.project("Shifts", map[string]string{"zoho_staff": both, "zoho_duration": "60"})
	w.agent = w.client(w.keys.AgentKey)
	w.offersAre("business hours for Helen, a shift for Marcus", anyone(), "09:00 Helen", "10:00 Helen", "11:00 Helen", "12:00 Helen",
		"13:00 Helen", "14:00 Helen", "15:00 Helen", "16:00 Helen", "17:00 Marcus", "18:00 Marcus")
	w.offersAre("the shift", with("Marcus"), "15:00 Marcus", "16:00 Marcus", "17:00 Marcus", "18:00 Marcus")
	early := asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "10:00"))
	early.Staff = "Marcus"
	w.books(outsideHours, early)
	w.books(booked, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "18:00")))
	w.books(outsideHours, asks("call-3", caller(3), "Cy Dent", on(t, quietDay, "19:00")))
	w.owners("18:00 Marcus")

	// Hours that the builder sets go before both.
	w.keys = w.project("Hours", hourly(t))
	w.agent = w.client(w.keys.AgentKey)
	w.offersAre("hours for everybody", with("Marcus"), "09:00 Marcus", "10:00 Marcus", "11:00 Marcus")
}

// Windows, breaks, nights and dates that differ, as a builder writes them.
func TestSchedWorkingHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_duration": "60", "zoho_working_hours": `{"mon":[["22:00","01:00"]],"tue":[["09:00","11:00"],["11:30","13:00"],["22:00","02:00"]],
		"thu":[["09:00","12:00"]],"dates":{"2027-03-11":[["15:00","17:00"]],"2027-03-18":[]}}`})
	for day, want := range map[string]string{
		quietDay:     "00:00 09:00 10:00 11:30 22:00 23:00",
		"2027-03-10": "00:00 01:00",
		"2027-03-11": "15:00 16:00",
		"2027-03-25": "09:00 10:00 11:00",
	} {
		res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: day, To: day, Limit: 50})
		if got := strings.Join(clocks(res.GetSlots()), " "); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
	w.checks(noneThen, &ringbookv1.CheckSlotsRequest{From: "2027-03-18", To: "2027-03-18"})
	w.books(outsideHours, asks("call-1", caller(1), "Ada Brook", on(t, "2027-03-18", "9:00")))
	w.books(outsideHours, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "12:30")))
	w.books(booked, asks("call-1", caller(1), "Ada Brook", on(t, quietDay, "23:00")))
	if e := w.holds(1)[0]; !startOf(t, e).Equal(time.Date(2027, 3, 10, 4, 0, 0, 0, time.UTC)) {
		t.Errorf("the event begins %s", e.text("Start_DateTime"))
	}
}

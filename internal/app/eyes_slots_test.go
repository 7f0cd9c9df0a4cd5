package app_test

import (
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// A slot that lasts beyond midnight is one of the date on which it begins, on
// the last of the dates ahead as well: what can be booked is listed.
func TestEyesSlotsBeyondMidnight(t *testing.T) {
	t.Parallel()
	night := map[string]string{"zoho_duration": "90", "zoho_working_hours": `{"tue":[["22:00","02:00"]]}`, "zoho_staff": helen}
	w := newWorld(t, night)
	w.offersAre("a night", anyone(), "22:00", "23:30")
	w.checks(noneThen, &ringbookv1.CheckSlotsRequest{From: "2027-03-10", To: "2027-03-10"})
	night["zoho_availability_days"] = "8"
	w.keys = w.project("Eight days", night)
	w.agent = w.client(w.keys.AgentKey)
	w.offersAre("the last date", anyone(), "22:00", "23:30")
	w.books(booked, by(1, w.slotAt("23:30", anyone())))
	w.offersAre("it is taken", anyone(), "22:00")
	w.holds(1)
}

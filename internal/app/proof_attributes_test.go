package app_test

import (
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// The default title stands for an ordinary appointment, too, which is of no
// service.
func TestProofDefaultTitle(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_services": `[{"name":"Cleaning","minutes":30}]`})
	w.starts("call-1", newPhone)
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	if got := w.events()[0].text("Event_Title"); got != "Appointment with Ada Brook" {
		t.Errorf("the event is called %q", got)
	}
}

// proofStarts are the starts of the slots of the quiet day, on its clock.
func (w *world) proofStarts() (clocks []string) {
	w.t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay, Limit: 10}).GetSlots() {
		clocks = append(clocks, s.GetStart().AsTime().In(zone).Format("15:04"))
	}
	return clocks
}

// Attributes of slots that no other test drives through the API.
func TestProofSlotAttributes(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_working_hours": `{"tue":[["09:10","11:00"]]}`, "zoho_duration": "30"})
	for _, c := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{"zoho_buffer_after": "0"}, "09:10 09:40 10:10"},
		{map[string]string{"zoho_slot_alignment": "grid"}, "09:30 10:00 10:30"},
		{map[string]string{"zoho_slot_interval": "15"}, "09:15 09:30 09:45 10:00 10:15 10:30"},
		{map[string]string{"zoho_slot_alignment": "window"}, "09:10 09:25 09:40 09:55 10:10 10:25"},
		{map[string]string{"zoho_minimum_notice": "11510"}, "09:10 09:25 09:40 09:55 10:10 10:25"},
		{map[string]string{"zoho_minimum_notice": "11530"}, "09:25 09:40 09:55 10:10 10:25"},
	} {
		w.makes(c.set)
		if got := strings.Join(w.proofStarts(), " "); got != c.want {
			t.Errorf("with %v: %s, want %s", c.set, got, c.want)
		}
	}
}

// An attribute of callers that no other test drives through the API.
func TestProofPhoneRegion(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_phone_region": "DE"})
	w.starts("call-1", "030 901820")
	w.books(booked, asks("call-1", "030 901820", "Ada Brook", on(t, quietDay, "10:00")))
	if got := w.named("Contacts", "Brook")[0].text("Phone"); got != "+4930901820" {
		t.Errorf("the local number is kept as %s", got)
	}
}

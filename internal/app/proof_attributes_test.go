package app_test

import (
	"testing"
)

// The default title stands for an ordinary appointment, too, which is of no
// service.
func TestProofDefaultTitle(t *testing.T) {
	t.Parallel()
	w := newTenant(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_services": `[{"name":"Cleaning","minutes":30}]`})
	w.starts("call-1", newPhone)
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	if got := w.events()[0].text("Event_Title"); got != "Appointment with Ada Brook" {
		t.Errorf("the event is called %q", got)
	}
}

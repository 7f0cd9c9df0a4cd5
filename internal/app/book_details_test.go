package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestWhatIsSaidOfAnAppointment ends up in the event and in the answer.
func TestWhatIsSaidOfAnAppointment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ask := asks("call-1", "(917) 555-0166", "Ada Lou Brook", on(t, quietDay, "10:00"))
	ask.CallerEmail, ask.Subject, ask.Notes = "ada@example.com", "Talk about braces", "Comes with a wheelchair\nand a dog"
	res := w.books(booked, ask)
	a := res.GetAppointment()
	if !res.GetContactCreated() || a.GetSubject() != "Talk about braces" || a.GetAttendeeName() != "Ada Lou Brook" ||
		a.GetLocalStart() != quietDay+"T10:00:00-05:00" || a.GetSpokenCode() != strings.Join(strings.Split(a.GetConfirmationCode(), ""), ", ") {
		t.Errorf("the answer is %v", res)
	}
	e := w.holds(1)[0]
	if e.text("Event_Title") != "Talk about braces" || !strings.Contains(e.text("Description"), "wheelchair\nand a dog") ||
		!strings.Contains(e.text("Description"), a.GetConfirmationCode()) || e.owner() != "Helen Osgood" || e.text("End_DateTime") != quietDay+"T10:30:00-05:00" {
		t.Errorf("the event is %v", e)
	}
	c := w.named("Contacts", "Brook")[0]
	if c.text("First_Name") != "Ada Lou" || c.text("Phone") != "+19175550166" || c.text("Email") != "ada@example.com" {
		t.Errorf("the contact is %v", c)
	}
}

// TestMisheardDetails cost nobody the appointment.
func TestMisheardDetails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for n, ask := range []*ringbookv1.BookRequest{
		{CallerName: "Ada Brook", CallerEmail: "ada at example dot com"},
		{CallerName: "Ada Brook", CallerEmail: strings.Repeat("a", 90) + "@" + strings.Repeat("b", 60) + ".example"},
		{CallerName: strings.Repeat("Long", 45)},
		{CallerName: strings.Repeat("Many Names ", 18)},
		{CallerName: "李小龍 😀"},
		{CallerName: "Ada Brook", Subject: strings.Repeat("ü", 255), Notes: strings.Repeat("ü", 7999)},
	} {
		ask.ConversationId, ask.CallerPhone, ask.Start = "call-1", caller(n), on(t, quietDay, "9:00")
		ask.Start.Seconds += int64(n) * 1800
		if res := call(w, w.agent.Book, ask); res.GetStatus() != booked {
			t.Errorf("caller %d: %s (%s)", n, res.GetStatus(), res.GetSay())
		}
	}
	if !slices.ContainsFunc(w.named("Contacts", "Brook"), func(c record) bool {
		return strings.Contains(c.text("Description"), "ada at example dot com")
	}) {
		t.Error("the address as it was said is lost")
	}
}

// TestCandidatesOfLongNames in letters of several bytes.
func TestCandidatesOfLongNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	const last = "Ššžčřďťňščř Řehořová-Žďárská"
	for _, first := range []string{"Žofie", "Jo"} {
		w.control(http.MethodPost, "records/Contacts", map[string]any{"data": []any{
			map[string]any{"First_Name": first, "Last_Name": last, "Phone": newPhone},
		}}, nil)
	}
	ask := &ringbookv1.BookRequest{ConversationId: "call-1", CallerPhone: newPhone, Start: on(t, quietDay, "10:00")}
	ask.CandidateRef = w.books(callerAmbiguous, ask).GetCandidates()[1].GetRef()
	if name := w.books(booked, ask).GetAppointment().GetAttendeeName(); !strings.HasPrefix(name, "Jo Ššž") || strings.ContainsRune(name, utf8.RuneError) {
		t.Errorf("booked for %q", name)
	}
	if e := w.holds(1)[0]; !strings.HasPrefix(e.text("Event_Title"), "Appointment: Jo Ššž") {
		t.Errorf("the event is called %q", e.text("Event_Title"))
	}
}

package crm_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func newYork(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// clock is an instant on New York's clock.
func (r *rig) clock(local string) time.Time {
	r.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", local, newYork(r.T))
	if err != nil {
		r.Fatal(err)
	}
	return at
}

func (r *rig) span(from, to string) slot.Interval {
	r.Helper()
	return slot.Interval{Start: r.clock(from), End: r.clock(to)}
}

func (r *rig) event(title, owner, start, end string) map[string]any {
	return map[string]any{
		"Event_Title": title, "Owner": map[string]any{"id": owner},
		"Start_DateTime": r.clock(start).Format(time.RFC3339), "End_DateTime": r.clock(end).Format(time.RFC3339),
	}
}

func (r *rig) busy(within slot.Interval, owners ...string) []calendar.Event {
	r.Helper()
	var of []calendar.Owner
	for _, id := range owners {
		of = append(of, calendar.Owner{ID: id, Zone: newYork(r.T)})
	}
	events, err := r.gateway.Events(r.Context(), r.project, of, within)
	if err != nil {
		r.Fatal(err)
	}
	return events
}

func TestEventsAreReadToTheLastPage(t *testing.T) {
	r := newRig(t, "empty")
	helen := r.user("Patricia")
	const count = 430
	var batch []map[string]any
	for i := range count {
		at := r.clock("2027-03-02 00:00").Add(time.Duration(i) * 10 * time.Minute)
		e := r.event(fmt.Sprint(i), helen, "2027-03-02 00:00", "2027-03-02 00:00")
		e["Start_DateTime"], e["End_DateTime"] = at.Format(time.RFC3339), at.Add(10*time.Minute).Format(time.RFC3339)
		batch = append(batch, e)
		if len(batch) == 50 || i == count-1 {
			r.put("Events", batch...)
			batch = nil
		}
	}
	since := r.last()
	events := r.busy(r.span("2027-03-01 00:00", "2027-03-31 00:00"), helen)
	ids := map[string]bool{}
	for i, e := range events {
		ids[e.ID] = true
		if want := r.clock("2027-03-02 00:00").Add(time.Duration(i) * 10 * time.Minute); !e.Start.Equal(want) {
			t.Fatalf("event %d starts at %v, want %v", i, e.Start, want)
		}
	}
	if calls := len(r.requests(since)); len(ids) != count || calls != 3 {
		t.Errorf("%d different events of %d in %d calls, want 3", len(ids), count, calls)
	}
}

func TestWhichEventsAreBusy(t *testing.T) {
	r := newRig(t, "demo")
	helen, marcus := r.user("Helen"), r.user("Marcus")
	day := r.span("2027-04-05 09:00", "2027-04-05 17:00")
	r.put("Events",
		r.event("inside", helen, "2027-04-05 10:00", "2027-04-05 11:00"),
		r.event("around", helen, "2027-04-04 10:00", "2027-04-06 11:00"),
		r.event("into it", helen, "2027-04-05 08:00", "2027-04-05 09:01"),
		r.event("out of it", helen, "2027-04-05 16:59", "2027-04-05 18:00"),
		r.event("up to it", helen, "2027-04-05 08:00", "2027-04-05 09:00"),
		r.event("from its end", helen, "2027-04-05 17:00", "2027-04-05 18:00"),
		r.event("without length", helen, "2027-04-05 12:00", "2027-04-05 12:00"),
		r.event("another day", helen, "2027-04-07 10:00", "2027-04-07 11:00"),
		r.event("of Marcus", marcus, "2027-04-05 10:00", "2027-04-05 11:00"),
	)
	for _, zone := range []string{"", "Asia/Kolkata", "Pacific/Auckland"} {
		r.configure(func(s *zohosim.Settings) { s.UserTimeZone = zone })
		got := map[string]slot.Interval{} // by day and time of the start
		for _, e := range r.busy(day, helen) {
			if e.Owner != helen {
				t.Errorf("an event of %s was asked for Helen's", e.Owner)
			}
			got[e.Start.In(newYork(t)).Format("2 15:04")] = e.Interval
		}
		for start, want := range map[string]slot.Interval{
			"5 10:00": r.span("2027-04-05 10:00", "2027-04-05 11:00"), "4 10:00": r.span("2027-04-04 10:00", "2027-04-06 11:00"),
			"5 08:00": r.span("2027-04-05 08:00", "2027-04-05 09:01"), "5 16:59": r.span("2027-04-05 16:59", "2027-04-05 18:00"),
		} {
			if i, ok := got[start]; !ok || !i.Start.Equal(want.Start) || !i.End.Equal(want.End) {
				t.Errorf("API user in %q: %s is %v, want %v", zone, start, i, want)
			}
		}
		if len(got) != 4 {
			t.Errorf("API user in %q: busy are %v", zone, got)
		}
		if both := r.busy(day, helen, marcus); len(both) != 5 {
			t.Errorf("API user in %q: both have %d events, want 5", zone, len(both))
		}
	}
}

// An all-day event takes the whole of its dates on the business's clocks, be
// the day 23, 24 or 25 hours long.
func TestAllDayEvents(t *testing.T) {
	for _, c := range []struct{ name, start, end, from, to string }{
		{"to the last minute", "2027-03-03 00:00", "2027-03-03 23:59", "2027-03-03 00:00", "2027-03-04 00:00"},
		{"to the next midnight", "2027-03-03 00:00", "2027-03-04 00:00", "2027-03-03 00:00", "2027-03-04 00:00"},
		{"without length", "2027-03-03 00:00", "2027-03-03 00:00", "2027-03-03 00:00", "2027-03-04 00:00"},
		{"with odd clock times", "2027-03-03 09:00", "2027-03-03 10:00", "2027-03-03 00:00", "2027-03-04 00:00"},
		{"three days", "2027-03-03 00:00", "2027-03-05 23:59", "2027-03-03 00:00", "2027-03-06 00:00"},
		{"the day of 23 hours", "2027-03-14 00:00", "2027-03-14 23:59", "2027-03-14 00:00", "2027-03-15 00:00"},
		{"the day of 25 hours", "2027-11-07 00:00", "2027-11-07 23:59", "2027-11-07 00:00", "2027-11-08 00:00"},
	} {
		for _, zone := range []string{"", "Asia/Kolkata"} {
			t.Run(c.name+zone, func(t *testing.T) {
				t.Parallel()
				r := newRig(t, "empty")
				r.configure(func(s *zohosim.Settings) { s.UserTimeZone = zone })
				owner := r.user("Patricia")
				e := r.event("off", owner, c.start, c.end)
				e["All_day"] = true
				r.put("Events", e)
				want := r.span(c.from, c.to)
				// A look at the first and the last minute of the day must find it too.
				for _, within := range []slot.Interval{
					r.span("2027-01-01 00:00", "2027-12-31 00:00"),
					{Start: want.Start, End: want.Start.Add(time.Minute)}, {Start: want.End.Add(-time.Minute), End: want.End},
				} {
					got := r.busy(within, owner)
					if len(got) != 1 || !got[0].Start.Equal(want.Start) || !got[0].End.Equal(want.End) {
						t.Errorf("within %v: %v, want %v", within, got, want)
					}
				}
				if got := r.busy(slot.Interval{Start: want.End, End: want.End.Add(time.Hour)}, owner); len(got) != 0 {
					t.Errorf("the day after is busy: %v", got)
				}
			})
		}
	}
}

// bareDraft is an event that asks Zoho nothing beforehand.
func (r *rig) bareDraft() booking.Draft {
	return booking.Draft{Title: "x", Interval: r.span("2027-04-05 10:00", "2027-04-05 10:30"), Venue: "Online", Reference: "r"}
}

func (r *rig) draft() booking.Draft {
	return booking.Draft{
		Title: "Check-up", Interval: r.span("2027-04-05 10:00", "2027-04-05 10:30"), Owner: r.user("Marcus"),
		Description: "Booked by phone.", Reference: "ringbook-0123456789abcdef", Venue: "Online",
	}
}

func (r *rig) create(d booking.Draft) record {
	r.Helper()
	id, err := r.gateway.CreateEvent(r.Context(), r.project, d)
	if err != nil {
		r.Fatal(err)
	}
	for _, e := range r.records("Events") {
		if e.text("id") == id {
			return e
		}
	}
	r.Fatalf("the event %s is not there", id)
	return nil
}

func participant(e record) (kind, id string, invited bool) {
	list, _ := e["Participants"].([]any)
	if len(list) != 1 {
		return fmt.Sprintf("%d participants", len(list)), "", false
	}
	p := list[0].(map[string]any)
	kind, _ = p["type"].(string)
	id, _ = p["participant"].(string)
	invited, _ = p["invited"].(bool)
	return kind, id, invited
}

// Zoho's default for a notification that nobody speaks of is not documented:
// under either, only what was asked for may happen.
func TestCreateEventForAContactAndForALead(t *testing.T) {
	r := newRig(t, "demo")
	dana, priya := r.records("Contacts")[0].text("id"), r.records("Leads")[0].text("id")
	for _, byDefault := range []bool{true, false} {
		r.configure(func(s *zohosim.Settings) { s.SendNotificationDefault = byDefault })
		for _, invite := range []bool{true, false} {
			d := r.draft()
			d.Invite, d.Attendee = invite, &contact.Record{Module: contact.Contacts, ID: dana}
			e := r.create(d)
			kind, id, invited := participant(e)
			if e.lookup("Who_Id") != dana || e.lookup("What_Id") != "" || kind != "contact" || id != dana || invited != invite {
				t.Errorf("the contact's event is %v", e)
			}
			d.Attendee = &contact.Record{Module: contact.Leads, ID: priya}
			e = r.create(d)
			kind, id, invited = participant(e)
			if e.lookup("Who_Id") != "" || e.lookup("What_Id") != priya || e.text("$se_module") != "Leads" || kind != "lead" || id != priya || invited != invite {
				t.Errorf("the lead's event is %v", e)
			}
		}
	}
}

func TestCreateEventForNobody(t *testing.T) {
	r := newRig(t, "demo")
	d := r.draft()
	e := r.create(d)
	if kind, _, _ := participant(e); kind != "0 participants" || e.lookup("Who_Id") != "" || e.lookup("What_Id") != "" {
		t.Errorf("somebody attends: %v", e)
	}
	if e.lookup("Owner") != d.Owner || e.text("Meeting_Venue__s") != "Online" || e.text("Event_Title") != "Check-up" {
		t.Errorf("the event is %v", e)
	}
	if want := "Booked by phone.\n\nReference: " + d.Reference; e.text("Description") != want {
		t.Errorf("the description is %q, want %q", e.text("Description"), want)
	}
	if seen := r.busy(d.Interval, d.Owner); len(seen) != 1 || seen[0].Interval.Duration() != 30*time.Minute || !seen[0].Carries(d.Reference) {
		t.Errorf("read back as %v", seen)
	}
}

// Whatever the caller said must not cost the booking, and never the reference.
func TestCreateEventWithALongDescription(t *testing.T) {
	r := newRig(t, "demo")
	d := r.draft()
	d.Description = strings.Repeat("é", 40_000)
	e := r.create(d)
	if text := e.text("Description"); !strings.HasSuffix(text, "\n\nReference: "+d.Reference) || !strings.HasPrefix(text, "éééé") {
		t.Errorf("the description ends %q", text[max(0, len(text)-80):])
	}
}

func TestDeleteEvent(t *testing.T) {
	r := newRig(t, "demo")
	id := r.create(r.draft()).text("id")
	if err := r.gateway.DeleteEvent(t.Context(), r.project, id); err != nil {
		t.Fatal(err)
	}
	if err := r.gateway.DeleteEvent(t.Context(), r.project, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleting again: %v, want not found", err)
	}
}

func TestEventWithoutAVenueIsRefused(t *testing.T) {
	r := newRig(t, "demo")
	d := r.draft()
	d.Venue = ""
	_, err := r.gateway.CreateEvent(t.Context(), r.project, d)
	if !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "Meeting_Venue__s") {
		t.Errorf("got %v, want a refusal that names the field", err)
	}
}

package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// The two users of the demo seed; Helen grants the access.
const (
	helen  = "Helen Osgood"
	marcus = "Marcus Vale"
	both   = helen + ", " + marcus
)

const (
	serviceUnknown = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_SERVICE_UNKNOWN
	noneThen       = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NONE_IN_RANGE
	outsideHours   = ringbookv1.BookStatus_BOOK_STATUS_OUTSIDE_HOURS
)

// user is the id of a user of the CRM.
func (w *world) user(name string) string {
	w.t.Helper()
	var body struct {
		Users []record `json:"users"`
	}
	w.control(http.MethodGet, "users", nil, &body)
	for _, u := range body.Users {
		if u.text("firstName")+" "+u.text("lastName") == name {
			return u.text("id")
		}
	}
	w.t.Fatalf("no user %q among %v", name, body.Users)
	return ""
}

// busy puts an event of a user's into the CRM as a person would, from a time
// to another of quietDay, with whatever else it has.
func (w *world) busy(name, from, to string, also map[string]any) string {
	w.t.Helper()
	fields := map[string]any{
		"Event_Title": "Typed in by a person", "Meeting_Venue__s": "In-office", "Owner": map[string]any{"id": w.user(name)},
		"Start_DateTime": on(w.t, quietDay, from).AsTime().Format(time.RFC3339),
		"End_DateTime":   on(w.t, quietDay, to).AsTime().Format(time.RFC3339),
	}
	for field, value := range also {
		fields[field] = value
	}
	return w.insert("Events", fields)
}

// offers lists who takes which time of quietDay, such as "09:00 Helen"; where
// there is one member of staff only, nobody is named.
func (w *world) offers(req *ringbookv1.CheckSlotsRequest) []string {
	w.t.Helper()
	var all []string
	for _, s := range w.offered(req) {
		first, _, _ := strings.Cut(s.GetStaff(), " ")
		all = append(all, strings.TrimSpace(s.GetLocalStart()[11:16]+" "+first))
	}
	return all
}

func (w *world) offered(req *ringbookv1.CheckSlotsRequest) []*ringbookv1.Slot {
	w.t.Helper()
	req.From, req.To, req.Limit = quietDay, quietDay, 50
	return call(w, w.agent.CheckSlots, req).GetSlots()
}

// offersAre demands the times of quietDay and who takes them.
func (w *world) offersAre(why string, req *ringbookv1.CheckSlotsRequest, want ...string) {
	w.t.Helper()
	if got := w.offers(req); !slices.Equal(got, want) {
		w.t.Errorf("%s: %q is offered, want %q", why, got, want)
	}
}

// slotAt is the slot that is offered for a time of quietDay.
func (w *world) slotAt(clock string, req *ringbookv1.CheckSlotsRequest) *ringbookv1.Slot {
	w.t.Helper()
	for _, s := range w.offered(req) {
		if s.GetStart().AsTime().Equal(on(w.t, quietDay, clock).AsTime()) {
			return s
		}
	}
	w.t.Fatalf("%s is not offered", clock)
	return nil
}

// owners are those of our events, by their clock: "10:00 Helen".
func (w *world) owners(want ...string) {
	w.t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		w.t.Fatal(err)
	}
	var got []string
	for _, e := range w.holds(len(want)) {
		got = append(got, startOf(w.t, e).In(zone).Format("15:04")+" "+strings.Fields(e.owner())[0])
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.t.Errorf("our events are %q, want %q", got, want)
	}
}

// hourly is a short day of hours at one time of every day.
func hourly(t *testing.T, more ...string) map[string]string {
	t.Helper()
	values := map[string]string{"zoho_duration": "60", "zoho_working_hours": `{"tue":[["09:00","12:00"]]}`, "zoho_staff": both}
	for i := 0; i+1 < len(more); i += 2 {
		values[more[i]] = more[i+1]
	}
	return values
}

// staleAfter is when a view of the calendars is read again.
const staleAfter = 31 * time.Second

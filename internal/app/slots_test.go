package app_test

import (
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// clocks are the local times of slots, as the answers give them.
func clocks(slots []*ringbookv1.Slot) (all []string) {
	for _, s := range slots {
		all = append(all, s.GetLocalStart()[11:16])
	}
	return all
}

func (w *world) checks(want ringbookv1.CheckSlotsStatus, req *ringbookv1.CheckSlotsRequest) *ringbookv1.CheckSlotsResponse {
	w.t.Helper()
	res := call(w, w.agent.CheckSlots, req)
	wantStatus(w.t, res.GetStatus(), want)
	return res
}

const slotsOK = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK

// TestPagesDoNotRepeat: every free time of the window is offered once, page by
// page, whatever the size of a page, also when one of them is taken meanwhile.
func TestPagesDoNotRepeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_availability_days": "45"})
	for _, limit := range []int32{50, 11} {
		seen := map[time.Time]bool{}
		req := &ringbookv1.CheckSlotsRequest{From: "2027-03-02", Limit: limit}
		if limit == 11 {
			req.To = "2027-03-05"
		}
		for page := 0; ; page++ {
			res := w.checks(slotsOK, req)
			for _, s := range res.GetSlots() {
				at := s.GetStart().AsTime()
				if seen[at] {
					t.Errorf("%s is offered twice", s.GetLocalStart())
				}
				seen[at] = true
			}
			if limit == 11 && page == 0 {
				w.books(booked, asks("call-1", newPhone, "Ada Brook", res.GetSlots()[0].GetStart()))
			}
			if req.PageToken = res.GetNextPageToken(); req.PageToken == "" {
				break
			}
		}
		// 16 a day, less what the demo's calendar has; 33 weekdays up to April 15.
		if want := map[int32]int{50: 33*16 - 18, 11: 4*16 - 8}[limit]; len(seen) != want {
			t.Errorf("%d times in pages of %d, want %d", len(seen), limit, want)
		}
	}
	w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{PageToken: "made-up"})
}

// TestPartsOfTheDay on the clock of the business and on the caller's.
func TestPartsOfTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_duration": "60", "zoho_working_hours": `{"tuesday":[["09:00","20:00"]]}`})
	for part, want := range map[ringbookv1.PartOfDay][]string{
		ringbookv1.PartOfDay_PART_OF_DAY_MORNING:   {"09:00", "10:00", "11:00"},
		ringbookv1.PartOfDay_PART_OF_DAY_AFTERNOON: {"12:00", "13:00", "14:00", "15:00", "16:00"},
		ringbookv1.PartOfDay_PART_OF_DAY_EVENING:   {"17:00", "18:00", "19:00"},
	} {
		res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay, PartOfDay: part, Limit: 50})
		if got := clocks(res.GetSlots()); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", part, got, want)
		}
	}
	// Denver's morning ends two hours later.
	res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{
		From: quietDay, To: quietDay, PartOfDay: ringbookv1.PartOfDay_PART_OF_DAY_MORNING, CallerTimeZone: "America/Denver", Limit: 50,
	})
	if got, want := clocks(res.GetSlots()), []string{"07:00", "08:00", "09:00", "10:00", "11:00"}; !slices.Equal(got, want) {
		t.Errorf("Denver's morning: %v, want %v", got, want)
	}
	if res.GetSlots()[0].GetLocalStart() != quietDay+"T07:00:00-07:00" || res.GetTimeZone() != "America/New_York" {
		t.Errorf("the first is %v in %s", res.GetSlots()[0], res.GetTimeZone())
	}
	none := w.checks(ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NONE_IN_RANGE, &ringbookv1.CheckSlotsRequest{From: "2027-03-10", To: "2027-03-12"})
	if got := none.GetNextAvailable().GetLocalStart(); got != "2027-03-16T09:00:00-04:00" {
		t.Errorf("the next one is %s", got)
	}
}

// TestServices have lengths and staff of their own.
func TestServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{
		"zoho_staff": "Helen Osgood",
		"zoho_services": `[{"name":"Check-up","minutes":20},{"name":"Implant","minutes":90},
			{"name":"Whitening","minutes":60,"staff":["Marcus Vale"]}]`,
	})
	w.checks(ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_SERVICE_UNKNOWN, &ringbookv1.CheckSlotsRequest{Service: "Alchemy"})
	const helen, marcus = "Helen Osgood", "Marcus Vale"
	for n, c := range []struct {
		service, owner string
		minutes        time.Duration
	}{{"check-up", helen, 20}, {"IMPLANT", helen, 90}, {"Whitening", marcus, 60}, {"", helen, 30}} {
		offered := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay, Service: c.service, Limit: 1}).GetSlots()[0]
		ask := asks("call-1", caller(n), "Caller Number", nil)
		ask.SlotId = offered.GetSlotId()
		if n == 1 { // by its start it is the same
			ask.SlotId, ask.Start, ask.Service = "", offered.GetStart(), c.service
		}
		res := w.books(booked, ask)
		a := res.GetAppointment()
		if got := a.GetEnd().AsTime().Sub(a.GetStart().AsTime()); got != c.minutes*time.Minute {
			t.Errorf("%q takes %s", c.service, got)
		}
		if !slices.ContainsFunc(w.events(), func(e record) bool {
			return startOf(t, e).Equal(a.GetStart().AsTime()) && e.owner() == c.owner
		}) {
			t.Errorf("%q is not with %s", c.service, c.owner)
		}
	}
	w.holds(4)
}

// owner is the name of who an event belongs to.
func (r record) owner() string {
	who, _ := r["Owner"].(map[string]any)
	name, _ := who["name"].(string)
	return name
}

// TestOffersAreFresh: what was booked a moment ago, here or by a person whose
// event is older than the view may be, is offered to nobody.
func TestOffersAreFresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	before := len(w.slots(quietDay))
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	if n := len(w.slots(quietDay)); n != before-1 {
		t.Errorf("%d slots after a booking, %d before", n, before)
	}
	w.personBooks(on(t, quietDay, "13:00"), 60)
	w.passes(31 * time.Second)
	if n := len(w.slots(quietDay)); n != before-3 {
		t.Errorf("%d slots after a person's event, %d before all", n, before)
	}
	if w.slots(quietDay)[0].GetStart().AsTime() != on(t, quietDay, "9:00").AsTime() {
		t.Error("the first slot is gone")
	}
}

// TestClocksChange: on the second Sunday of March the clocks go forward. What
// is offered for the days around keeps to the wall clock, and is booked so.
func TestClocksChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_working_hours": `{"friday":[["09:00","17:00"]],"sunday":[["00:00","06:00"]],"monday":[["09:00","17:00"]]}`})
	w.sim.Sim.SetNow(on(t, "2027-03-12", "7:00").AsTime())
	for day, want := range map[string]struct {
		count       int
		first, last string
	}{
		"2027-03-12": {14, "2027-03-12T09:00:00-05:00", "2027-03-12T16:30:00-05:00"},
		"2027-03-14": {10, "2027-03-14T00:00:00-05:00", "2027-03-14T05:30:00-04:00"},
		"2027-03-15": {16, "2027-03-15T09:00:00-04:00", "2027-03-15T16:30:00-04:00"},
	} {
		got := w.slots(day)
		if len(got) != want.count || got[0].GetLocalStart() != want.first || got[len(got)-1].GetLocalStart() != want.last {
			t.Errorf("%s: %d slots from %v to %v", day, len(got), got[0].GetLocalStart(), got[len(got)-1].GetLocalStart())
		}
	}
	monday := w.slots("2027-03-15")[0]
	if want := time.Date(2027, 3, 15, 13, 0, 0, 0, time.UTC); !monday.GetStart().AsTime().Equal(want) {
		t.Errorf("nine o'clock is %s", monday.GetStart().AsTime())
	}
	ask := asks("call-1", newPhone, "Ada Brook", nil)
	ask.SlotId = monday.GetSlotId()
	res := w.books(booked, ask)
	if a := res.GetAppointment(); a.GetLocalStart() != "2027-03-15T09:00:00-04:00" || a.GetSpoken() != "Monday the fifteenth at nine" {
		t.Errorf("the appointment is %v", a)
	}
	if e := w.holds(1)[0]; e.text("Start_DateTime") != "2027-03-15T09:00:00-04:00" {
		t.Errorf("the event begins %s", e.text("Start_DateTime"))
	}
	w.books(booked, asks("call-2", caller(1), "Bo Lund", timestamppb.New(time.Date(2027, 3, 14, 7, 0, 0, 0, time.UTC)))) // 3 AM, just after the change
	w.holds(2)
}

package crm_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestCancelled(t *testing.T) {
	r := newRig(t, "demo")
	helen := r.user("Helen")
	made := r.put("Events", r.event("stays", helen, "2027-04-05 10:00", "2027-04-05 11:00"), r.event("goes", helen, "2027-04-05 11:00", "2027-04-05 12:00"))
	ids := []string{made[0]["id"].(string), made[1]["id"].(string)}
	r.control(http.MethodPut, "records/Events/"+ids[1], map[string]any{"data": []any{map[string]any{"$event_cancelled": true}}})
	since := r.last()
	got, err := r.gateway.Cancelled(t.Context(), r.project, ids)
	if err != nil || !slices.Equal(got, ids[1:]) {
		t.Errorf("cancelled are %v (%v), want %v", got, err, ids[1:])
	}
	if n := len(r.requests(since)); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestAbsences(t *testing.T) {
	r := newRig(t, "demo")
	helen, marcus := r.user("Helen"), r.user("Marcus")
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []zohosim.Absence{
		{UserID: helen, From: r.clock("2027-04-05 10:00"), To: r.clock("2027-04-05 12:30")},
		{UserID: marcus, From: r.clock("2027-04-06 00:00"), To: r.clock("2027-04-07 00:00"), AllDay: true},
	} {
		if _, err := r.sim.Sim.AddAbsence(a); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(owners ...calendar.Owner) []calendar.Absence {
		got, err := r.gateway.Absences(t.Context(), r.project, owners)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := ask(calendar.Owner{ID: helen, Zone: newYork(t)}, calendar.Owner{ID: marcus, Zone: berlin})
	sixth := slot.Date{Year: 2027, Month: 4, Day: 6}.In(berlin)
	if len(got) != 2 || got[0].Owner != helen || !got[0].Start.Equal(r.clock("2027-04-05 10:00")) || !got[0].End.Equal(r.clock("2027-04-05 12:30")) ||
		got[1].Owner != marcus || got[1].Interval != sixth {
		t.Errorf("absences are %v, want Helen's morning and %v", got, sixth)
	}
	if got := ask(calendar.Owner{ID: marcus, Zone: newYork(t)}); len(got) != 1 || got[0].Owner != marcus {
		t.Errorf("of Marcus alone: %v", got)
	}
}

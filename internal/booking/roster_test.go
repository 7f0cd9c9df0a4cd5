package booking

import (
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/slot"
)

func TestWished(t *testing.T) {
	people := []attribute.Person{
		{ID: "1", Name: "Helen Osgood", Email: "helen@example.com"}, {ID: "2", Name: "Marcus Vale"},
		{ID: "3", Name: "Helen Vale"}, {ID: "4", Name: "Dr. José Ruiz-Peña"}, {ID: "5", Name: "Marcus"},
	}
	for words, want := range map[string][]string{
		"1": {"1"}, "helen@EXAMPLE.com": {"1"}, " helen osgood ": {"1"}, "Osgood": {"1"}, "osgood, helen": {"1"},
		"Helen": {"1", "3"}, "Dr. Vale": {"2", "3"}, "Frau Osgood": {"1"}, "Marcus": {"5"}, "Mr. Marcus Vale": {"2"},
		"José": {"4"}, "señor Ruiz": {"4"}, "PEÑA": {"4"},
		"": nil, "Zoe": nil, "Helen Smith": nil, "Dr.": nil, "Hel": nil, "?": nil,
	} {
		var got []string
		for _, p := range wished(people, words) {
			got = append(got, p.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q are %v, want %v", words, got, want)
		}
	}
}

func TestOfferedFirst(t *testing.T) {
	for _, c := range []struct {
		offered string
		want    []string
	}{{"", []string{"a", "b", "c"}}, {"a", []string{"a", "b", "c"}}, {"c", []string{"c", "a", "b"}}, {"d", []string{"a", "b", "c"}}} {
		staff := []string{"a", "b", "c"}
		if got := offeredFirst(staff, c.offered); !slices.Equal(got, c.want) || !slices.Equal(staff, []string{"a", "b", "c"}) {
			t.Errorf("%q: %v of %v, want %v", c.offered, got, staff, c.want)
		}
	}
}

// The daily limit counts what begins on the date, and is read over all of it.
func TestQuota(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) Booking {
		start := slot.Resolve(slot.Date{Year: 2027, Month: 3, Day: day}, slot.Clock(hour*60), zone)
		return Booking{ID: start.String(), Staff: "helen", Interval: slot.Interval{Start: start, End: start.Add(time.Hour)}}
	}
	var set attribute.Settings
	set.Scheduling.Hours.Zone = zone
	want := at(14, 12) // the day the clocks go forward
	if q := quotaOf(set, want); q.reached([]Booking{at(14, 9)}, want) || q.around(want.Interval) != want.Interval {
		t.Errorf("a limit where none is set: %v", q)
	}
	set.Scheduling.Slots.DailyLimit = 2
	q := quotaOf(set, want)
	if whole := q.around(want.Interval); whole.Duration() != 23*time.Hour {
		t.Errorf("looked at is %v", whole)
	}
	night := slot.Interval{Start: want.Start.Add(-24 * time.Hour), End: want.End.Add(24 * time.Hour)}
	if q.around(night) != night {
		t.Errorf("a block longer than its day: %v", q.around(night))
	}
	for _, c := range []struct {
		others  []Booking
		reached bool
	}{
		{nil, false}, {[]Booking{at(14, 0)}, false}, {[]Booking{at(14, 0), at(14, 23)}, true},
		{[]Booking{at(14, 9), at(13, 23)}, false}, {[]Booking{at(14, 9), at(15, 0)}, false}, {[]Booking{at(14, 9), want}, false},
	} {
		if got := q.reached(c.others, want); got != c.reached {
			t.Errorf("%v: %v", c.others, got)
		}
	}
}

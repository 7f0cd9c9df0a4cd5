package booking

import (
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/slot"
)

const minute = time.Minute

// starting makes offers of half an hour on March 9, and on the day after for
// clocks from 24 on.
func starting(hours ...int) (offers []Offer) {
	midnight := time.Date(2027, time.March, 9, 0, 0, 0, 0, time.UTC)
	for _, h := range hours {
		start := midnight.Add(time.Duration(h) * time.Hour)
		offers = append(offers, Offer{Interval: slot.Interval{Start: start, End: start.Add(30 * minute)}, Staff: "helen"})
	}
	return offers
}

func hours(offers []Offer) (all []int) {
	midnight := time.Date(2027, time.March, 9, 0, 0, 0, 0, time.UTC)
	for _, o := range offers {
		all = append(all, int(o.Start.Sub(midnight)/time.Hour))
	}
	return all
}

func day(n int) slot.Interval {
	start := time.Date(2027, time.March, 9+n, 0, 0, 0, 0, time.UTC)
	return slot.Interval{Start: start, End: start.AddDate(0, 0, 1)}
}

// TestChoose picks what to say out of all that is free.
func TestChoose(t *testing.T) {
	var set attribute.Settings
	set.Scheduling.Zone, set.Scheduling.Offered = time.UTC, 3
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	free := starting(9, 10, 11, 13, 14, 18, 33, 37)
	already := func(hours ...int) (all []time.Time) {
		for _, o := range starting(hours...) {
			all = append(all, o.Start)
		}
		return all
	}
	for name, c := range map[string]struct {
		q      SlotQuery
		within slot.Interval
		want   []int
		more   bool
		next   int
	}{
		"all of a day":             {SlotQuery{Limit: 50}, day(0), []int{9, 10, 11, 13, 14, 18}, false, 0},
		"the project's number":     {SlotQuery{}, day(0), []int{9, 11, 13}, true, 0},
		"the morning":              {SlotQuery{Limit: 50, Part: Morning}, day(0), []int{9, 10, 11}, false, 0},
		"the afternoon":            {SlotQuery{Limit: 50, Part: Afternoon}, day(0), []int{13, 14}, false, 0},
		"the evening":              {SlotQuery{Limit: 50, Part: Evening}, day(0), []int{18}, false, 0},
		"the caller's morning":     {SlotQuery{Limit: 50, Part: Morning, Zone: denver}, day(0), []int{9, 10, 11, 13, 14, 18}, false, 0},
		"the next page":            {SlotQuery{Limit: 2, Already: already(9, 10)}, day(0), []int{13, 18}, true, 0},
		"the last page":            {SlotQuery{Limit: 2, Already: already(9, 10, 11, 13)}, day(0), []int{14, 18}, false, 0},
		"a page after one is gone": {SlotQuery{Limit: 2, Already: already(8, 9, 10, 11)}, day(0), []int{13, 18}, true, 0},
		"a day without any":        {SlotQuery{Limit: 50}, day(2), nil, false, 0},
		"an evening without any":   {SlotQuery{Limit: 50, Part: Evening}, day(1), nil, false, 33},
		"a slot beyond midnight":   {SlotQuery{Limit: 50}, slot.Interval{Start: day(0).Start, End: day(0).Start.Add(18*time.Hour + minute)}, []int{9, 10, 11, 13, 14, 18}, false, 0},
		"the day after":            {SlotQuery{Limit: 50}, day(1), []int{33, 37}, false, 0},
	} {
		list := choose(free, c.q, c.within, set)
		if !slices.Equal(hours(list.Offers), c.want) || list.More != c.more || (list.Status == SlotsFound) != (len(c.want) > 0) {
			t.Errorf("%s: %s %v, more %t", name, list.Status, hours(list.Offers), list.More)
		}
		if (list.Next != nil) != (c.next > 0) || list.Next != nil && hours([]Offer{*list.Next})[0] != c.next {
			t.Errorf("%s: the next one is %v", name, list.Next)
		}
	}
}

// TestRangeOf cuts the asked dates to what may be booked.
func TestRangeOf(t *testing.T) {
	var set attribute.Settings
	set.Scheduling.Zone, set.Scheduling.Slots.DaysAhead = time.UTC, 30
	date := func(month time.Month, d int) slot.Date { return slot.Date{Year: 2027, Month: month, Day: d} }
	horizon := horizonOf(set, noon)
	if want := time.Date(2027, time.April, 9, 0, 0, 0, 0, time.UTC); !horizon.End.Equal(want) {
		t.Fatalf("the horizon ends %s", horizon.End)
	}
	for name, c := range map[string]struct {
		from, to slot.Date
		want     SlotStatus
		start    time.Time
		end      time.Time
	}{
		"no dates":              {slot.Date{}, slot.Date{}, "", noon, horizon.End},
		"today":                 {date(3, 9), date(3, 9), "", noon, day(1).Start},
		"from yesterday":        {date(3, 8), date(3, 10), "", noon, day(2).Start},
		"yesterday":             {date(3, 8), date(3, 8), SlotsInPast, time.Time{}, time.Time{}},
		"the last day":          {date(4, 8), date(4, 8), "", horizon.End.AddDate(0, 0, -1), horizon.End},
		"the day after it":      {date(4, 9), date(4, 9), SlotsBeyondWindow, time.Time{}, time.Time{}},
		"into the unbookable":   {date(4, 8), date(5, 8), "", horizon.End.AddDate(0, 0, -1), horizon.End},
		"only a beginning":      {date(3, 10), slot.Date{}, "", day(1).Start, horizon.End},
		"only an end, long ago": {slot.Date{}, date(1, 1), SlotsInPast, time.Time{}, time.Time{}},
	} {
		within, status := rangeOf(set, SlotQuery{From: c.from, To: c.to}, horizon, noon)
		if status != c.want || status == "" && (!within.Start.Equal(c.start) || !within.End.Equal(c.end)) {
			t.Errorf("%s: %q, %s to %s", name, status, within.Start, within.End)
		}
	}
}

// What may be booked ends where listing ends, though the hours hang on the
// clocks of another zone, whose last date lasts longer.
func TestNothingIsBookedBeyondTheHorizon(t *testing.T) {
	var set attribute.Settings
	set.Scheduling.Zone = time.UTC
	set.Scheduling.Hours.Zone = time.FixedZone("west", -8*60*60)
	set.Scheduling.Hours.Week = slot.AllWeek()
	set.Scheduling.Slots = attribute.SlotSettings{Duration: time.Hour, DaysAhead: 1}
	set.Scheduling.Staff.People = []attribute.Person{{ID: "helen"}}
	s := &Service{Config: Config{Now: func() time.Time { return noon }}}
	end := horizonOf(set, noon).End
	for start, want := range map[time.Time]Status{end.Add(-time.Hour): "", end: BeyondWindow} {
		if _, res := s.judgeChoice(set, Choice{Start: start}); res.Status != want {
			t.Errorf("%s comes to %q, want %q", start, res.Status, want)
		}
	}
}

package slot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestOffer(t *testing.T) {
	const monday = "7T09:00 7T09:30 7T10:00 7T11:30 7T12:00 7T14:30 7T16:00"
	tests := []struct {
		name, free string
		limit      int
		already    string
		want       string
	}{
		{"nothing free", "", 3, "", ""},
		{"no room", monday, 0, "", ""},
		{"one", monday, 1, "", "7T09:00"},
		{"the other half of the day", monday, 2, "", "7T09:00 7T12:00"},
		{"then another day", monday + " 8T09:00 9T09:00", 3, "", "7T09:00 7T12:00 8T09:00"},
		{"halves well apart", "7T11:30 7T12:00 7T13:30 8T09:00", 2, "", "7T11:30 7T13:30"},
		{"another day rather than next to it", "7T11:30 7T12:00 8T09:00", 2, "", "7T11:30 8T09:00"},
		{"next to it rather than nothing", "7T11:30 7T12:00", 2, "", "7T11:30 7T12:00"},
		{"only mornings", "7T09:00 7T09:30 8T09:00 8T09:30 9T09:00", 3, "", "7T09:00 8T09:00 9T09:00"},
		{"one morning only", "7T09:00 7T09:30 7T10:00 7T11:00", 3, "", "7T09:00 7T09:30 7T11:00"},
		{"fewer than asked", "7T09:00 7T16:00", 5, "", "7T09:00 7T16:00"},
		{"all of them", monday, 50, "", monday},
		{"in any order", "9T09:00 7T16:00 7T09:00 8T09:00", 3, "", "7T09:00 7T16:00 8T09:00"},
		{"the same start of two people", "7T09:00 7T09:00 7T09:00", 3, "", "7T09:00"},
		{"never what was offered", "7T09:00 7T12:00", 3, "7T09:00 7T12:00", ""},
		{"on to what was not tried", monday + " 8T09:00 8T15:00", 2, "7T09:00 7T12:00", "8T09:00 8T15:00"},
		{"back to the first day", monday, 2, "7T09:00 7T12:00", "7T09:30 7T14:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Offer(junes(t, tt.free), Wish{Zone: time.UTC}, tt.limit, startsOf(junes(t, tt.already)))
			wantStarts(t, got, startsOf(junes(t, tt.want)))
		})
	}
}

func TestOfferKnowsTheZone(t *testing.T) {
	free := junes(t, "7T14:00 7T17:00 7T18:30") // 10:00, 13:00 and 14:30 in New York
	got := Offer(free, Wish{Zone: location(t, "America/New_York")}, 2, nil)
	wantStarts(t, got, startsOf(junes(t, "7T14:00 7T17:00")))
}

// TestWishes: 7 June 2027 is a Monday.
func TestWishes(t *testing.T) {
	const week = "7T09:00 7T11:30 7T12:00 7T16:30 7T17:00 7T19:00 8T09:00 8T14:00 9T10:00 9T18:00 14T09:00 14T15:00"
	tests := []struct {
		name    string
		wish    Wish
		limit   int
		already string
		want    string
	}{
		{"no wish", Wish{}, 3, "", "7T09:00 7T12:00 8T09:00"},
		{"mornings of several days", Wish{Part: Morning}, 3, "", "7T09:00 8T09:00 9T10:00"},
		{"noon belongs to the afternoon, five does not", Wish{Part: Afternoon}, 9, "", "7T12:00 7T16:30 8T14:00 14T15:00"},
		{"evenings", Wish{Part: Evening}, 9, "", "7T17:00 7T19:00 9T18:00"},
		{"a weekday", Wish{Weekdays: []time.Weekday{time.Monday}}, 3, "", "7T09:00 7T12:00 14T09:00"},
		{"one of two weekdays", Wish{Weekdays: []time.Weekday{time.Wednesday, time.Tuesday}}, 3, "", "8T09:00 8T14:00 9T10:00"},
		{"a morning of a weekday", Wish{Part: Morning, Weekdays: []time.Weekday{time.Monday}}, 3, "", "7T09:00 7T11:30 14T09:00"},
		{"a wish that nothing grants", Wish{Weekdays: []time.Weekday{time.Sunday}}, 3, "", ""},
		{"a part that is not known is no wish", Wish{Part: "tea time"}, 1, "", "7T09:00"},
		{"more mornings", Wish{Part: Morning}, 3, "7T09:00 8T09:00 9T10:00", "7T11:30 14T09:00"},
		{"a new wish after other offers", Wish{Part: Afternoon}, 2, "7T09:00 7T12:00 8T09:00", "8T14:00 14T15:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.wish.Zone = time.UTC
			got := Offer(junes(t, week), tt.wish, tt.limit, startsOf(junes(t, tt.already)))
			wantStarts(t, got, startsOf(junes(t, tt.want)))
		})
	}
}

func TestWishesAreOfTheCallersZone(t *testing.T) {
	free := junes(t, "7T14:00 7T17:00 8T03:00") // in New York 10:00, 13:00 and 23:00 on Monday
	newYork := location(t, "America/New_York")
	monday := []time.Weekday{time.Monday}
	for _, tt := range []struct {
		wish Wish
		want string
	}{
		{Wish{Zone: newYork, Part: Morning}, "7T14:00"},
		{Wish{Zone: time.UTC, Part: Morning}, "8T03:00"},
		{Wish{Zone: newYork, Part: Evening, Weekdays: monday}, "8T03:00"},
		{Wish{Zone: time.UTC, Weekdays: monday}, "7T14:00 7T17:00"},
	} {
		wantStarts(t, Offer(free, tt.wish, 9, nil), startsOf(junes(t, tt.want)))
	}
}

// TestOfferPages turns pages to the end, while the free slots stay and come in
// any order: every slot that is as wished comes once, on full pages.
func TestOfferPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		free := drawFree(t)
		wish := Wish{Zone: time.FixedZone("caller", 3600*rapid.IntRange(-12, 14).Draw(t, "zone"))}
		wish.Part = rapid.SampledFrom([]PartOfDay{AnyTime, Morning, Afternoon, Evening}).Draw(t, "part")
		if day := rapid.IntRange(-1, 6).Draw(t, "weekday"); day >= 0 {
			wish.Weekdays = []time.Weekday{time.Weekday(day)}
		}
		suiting := 0
		for _, s := range free {
			if wish.Grants(s.Start) {
				suiting++
			}
		}
		limit := rapid.IntRange(1, 7).Draw(t, "limit")
		var already []time.Time
		for {
			page := Offer(rapid.Permutation(free).Draw(t, "order"), wish, limit, already)
			if len(page) != min(limit, suiting-len(already)) || !slices.IsSortedFunc(page, byStart) {
				t.Fatalf("a page of %d where %d remain: %v", len(page), suiting-len(already), page)
			}
			if len(page) == 0 {
				return
			}
			for _, s := range page {
				if !wish.Grants(s.Start) || slices.ContainsFunc(already, s.Start.Equal) {
					t.Fatalf("%v is offered twice or against the wish", s.Start)
				}
				already = append(already, s.Start)
			}
		}
	})
}

// drawFree draws different half hours of two weeks.
func drawFree(t *rapid.T) []Interval {
	var free []Interval
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 14*48-1), 0, 40, rapid.ID).Draw(t, "free") {
		start := time.Date(2027, 6, 7, 0, 0, 0, 0, time.UTC).Add(minutes(30 * n))
		free = append(free, Interval{start, start.Add(minutes(30))})
	}
	return free
}

// junes reads half hours in June 2027: "7T09:00 8T14:30".
func junes(t *testing.T, text string) []Interval {
	t.Helper()
	var slots []Interval
	for _, field := range strings.Fields(text) {
		start, err := time.Parse("2006-01-2T15:04", "2027-06-"+field)
		if err != nil {
			t.Fatal(err)
		}
		slots = append(slots, Interval{start, start.Add(minutes(30))})
	}
	return slots
}

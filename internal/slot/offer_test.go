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
			got := Offer(junes(t, tt.free), time.UTC, tt.limit, startsOf(junes(t, tt.already)))
			wantStarts(t, got, startsOf(junes(t, tt.want)))
		})
	}
}

func TestOfferKnowsTheZone(t *testing.T) {
	free := junes(t, "7T14:00 7T17:00 7T18:30") // 10:00, 13:00 and 14:30 in New York
	got := Offer(free, location(t, "America/New_York"), 2, nil)
	wantStarts(t, got, startsOf(junes(t, "7T14:00 7T17:00")))
}

func TestOfferPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		free := q.ask()
		limit := rapid.IntRange(1, 7).Draw(t, "limit")
		var already []time.Time
		for {
			page := Offer(free, q.rules.Zone, limit, already)
			if !slices.IsSortedFunc(page, byStart) {
				t.Fatal("a page is not sorted")
			}
			if len(page) != min(limit, len(free)-len(already)) {
				t.Fatalf("a page of %d where %d remain", len(page), len(free)-len(already))
			}
			if len(page) == 0 {
				return
			}
			for _, s := range page {
				if slices.ContainsFunc(already, s.Start.Equal) {
					t.Fatalf("%v is offered twice", s.Start)
				}
				already = append(already, s.Start)
			}
		}
	})
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

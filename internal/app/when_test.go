package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

const (
	whenUnclear = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_WHEN_UNCLEAR
	noneInRange = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NONE_IN_RANGE
)

// TestWhenWordsGiveSlots: on Monday, March 1 callers say when they would like
// to come. What they are offered begins then, and is said back to them.
func TestWhenWordsGiveSlots(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_minimum_notice": "0"})
	for _, tt := range []struct{ when, understood, first, last string }{
		{"tomorrow afternoon", "tomorrow, Tuesday March 2 in the afternoon", "2027-03-02T12:00", "2027-03-02T16:30"},
		{"next week on Thursday", "Thursday March 11", "2027-03-11T09:00", "2027-03-11T16:30"},
		{"Thursday the 12th", "Thursday March 11 (March 12 is a Friday, that Thursday is March 11)", "2027-03-11T09:00", "2027-03-11T16:30"},
		{"Tuesday after 3", "tomorrow, Tuesday March 2 from 3 PM on", "2027-03-02T15:00", "2027-03-02T16:30"},
		{"the 24th at half past two", "Wednesday March 24 at 2:30 PM", "2027-03-24T14:30", "2027-03-24T14:30"},
		{"first thing Thursday next week", "Thursday March 11 first thing in the morning", "2027-03-11T09:00", "2027-03-11T09:30"},
		{"next week, but not Monday or in the morning", "Monday March 8 to Sunday March 14, but not Monday or in the morning", "2027-03-09T12:00", "2027-03-12T16:30"},
		{"Monday or Wednesday next week between 2 and 3", "Monday March 8 between 2 PM and 3 PM or Wednesday March 10 between 2 PM and 3 PM", "2027-03-08T14:00", "2027-03-10T14:30"},
	} {
		slots, res := w.allSlots(&ringbookv1.CheckSlotsRequest{When: tt.when, Limit: 50})
		if res.GetStatus() != slotsOK || len(slots) == 0 {
			t.Errorf("%q: %s, %q", tt.when, res.GetStatus(), res.GetSay())
			continue
		}
		first, last := slots[0].GetLocalStart()[:16], slots[len(slots)-1].GetLocalStart()[:16]
		if first != tt.first || last != tt.last || res.GetUnderstoodAs() != tt.understood {
			t.Errorf("%q: %s to %s as %q, want %s to %s as %q", tt.when, first, last, res.GetUnderstoodAs(), tt.first, tt.last, tt.understood)
		}
	}
}

// allSlots reads all pages and sorts them by time. The response is the first.
func (w *world) allSlots(req *ringbookv1.CheckSlotsRequest) (slots []*ringbookv1.Slot, first *ringbookv1.CheckSlotsResponse) {
	w.t.Helper()
	for first == nil || req.GetPageToken() != "" {
		res := call(w, w.agent.CheckSlots, req)
		slots, req.PageToken = append(slots, res.GetSlots()...), res.GetNextPageToken()
		if first == nil {
			first = res
		}
	}
	slices.SortFunc(slots, func(a, b *ringbookv1.Slot) int { return strings.Compare(a.GetLocalStart(), b.GetLocalStart()) })
	return slots, first
}

// TestWhenTwoReadings: the agent asks which one is meant, and dates beside the
// words settle it.
func TestWhenTwoReadings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	res := w.checks(whenUnclear, &ringbookv1.CheckSlotsRequest{When: "next Friday"})
	if want := "Just to be sure, did you mean on Friday the fifth or on Friday March twelfth?"; res.GetSay() != want || res.GetNext() != ringbookv1.Next_NEXT_ASK_DATE {
		t.Errorf("%q, %s", res.GetSay(), res.GetNext())
	}
	res = w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{When: "next Friday", From: "2027-03-12", To: "2027-03-12"})
	if res.GetUnderstoodAs() != "Friday March 12" || !strings.HasPrefix(res.GetSlots()[0].GetLocalStart(), "2027-03-12") {
		t.Errorf("understood as %q, first %s", res.GetUnderstoodAs(), res.GetSlots()[0].GetLocalStart())
	}
	w.checks(whenUnclear, &ringbookv1.CheckSlotsRequest{When: "next Friday", From: "2027-03-01"})
}

// TestWhenRefused: words of another kind, of the past, of another year, and of
// a time that is not free.
func TestWhenRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for words, want := range map[string]ringbookv1.CheckSlotsStatus{
		"purple monkey dishwasher": whenUnclear,
		"the Tuesday after Easter": whenUnclear,
		"yesterday":                ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_IN_PAST,
		"in three months":          ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_BEYOND_WINDOW,
		"March 3, 2031":            ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_BEYOND_WINDOW,
		"this weekend":             noneInRange,
		"tomorrow evening":         noneInRange,
	} {
		res := w.checks(want, &ringbookv1.CheckSlotsRequest{When: words})
		speakable(t, res.GetSay())
		if want == noneInRange && res.GetNextAvailable() == nil {
			t.Errorf("%q: there is no next slot", words)
		}
	}
	// Dates beside words that say nothing are as good as dates alone.
	w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{When: "purple monkey", From: quietDay, To: quietDay})
	w.quiet()
}

// TestWhenCorrected: a weekday beats a date that is not its own, and the agent
// says so.
func TestWhenCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_offered_slots": "1"})
	res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{When: "Thursday the 12th"})
	if want := "March 12 is a Friday, that Thursday is March 11. I have Thursday March eleventh at nine. Would that work for you?"; res.GetSay() != want {
		t.Errorf("%q", res.GetSay())
	}
}

// TestWhenOnTheCallersClock: three o'clock is the caller's where their zone is
// known, and a part of the day beside the words narrows them.
func TestWhenOnTheCallersClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{When: "tomorrow at one", CallerTimeZone: "America/Denver"})
	if got, want := res.GetSlots()[0].GetStart().AsTime(), time.Date(2027, 3, 2, 20, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("%s, want %s", got, want)
	}
	slots, _ := w.allSlots(&ringbookv1.CheckSlotsRequest{When: "Thursday next week", PartOfDay: ringbookv1.PartOfDay_PART_OF_DAY_MORNING, Limit: 4})
	if got := clocks(slots); len(got) != 6 || got[0] != "09:00" || got[5] != "11:30" {
		t.Errorf("Thursday morning: %v", got)
	}
}

// TestWhenInOtherLanguages follows the language of the project.
func TestWhenInOtherLanguages(t *testing.T) {
	t.Parallel()
	for language, tt := range map[string]struct{ words, understood string }{
		"es": {"el jueves de la semana que viene a las diez y media", "jueves 11 de marzo a las 10:30 de la mañana"},
		"de": {"Donnerstag nächster Woche um halb elf", "Donnerstag, 11. März um 10 Uhr 30"},
	} {
		w := newWorld(t, map[string]string{"zoho_language": language})
		res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{When: tt.words})
		if got := clocks(res.GetSlots()); len(got) != 1 || got[0] != "10:30" || res.GetUnderstoodAs() != tt.understood {
			t.Errorf("%s: %v as %q", language, got, res.GetUnderstoodAs())
		}
	}
}

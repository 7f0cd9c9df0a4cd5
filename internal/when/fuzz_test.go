package when

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/slot"
)

// FuzzUnderstand: whatever is said, at any time and in any zone, nothing
// panics, no range is empty, in disorder, before now or beyond the horizon, and
// the answer comes soon.
func FuzzUnderstand(f *testing.F) {
	for _, language := range []string{"en", "es", "de"} {
		for _, p := range table(f, language) {
			f.Add(p.words, p.now.Unix(), uint8(len(p.words)), language)
		}
	}
	zones := []*time.Location{time.UTC}
	for _, name := range []string{"America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "Asia/Kolkata", "America/Havana"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			f.Fatal(err)
		}
		zones = append(zones, zone)
	}
	f.Fuzz(func(t *testing.T, words string, second int64, zoneIndex uint8, language string) {
		const year = 366 * 24 * 3600
		now := time.Unix(((second%(200*year))+200*year)%(200*year), 0)
		zone := zones[int(zoneIndex)%len(zones)]
		begun := time.Now()
		u := Understand(words, now, zone, language)
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("took %s", took)
		}
		check(t, u, now, zone)
	})
}

func check(t *testing.T, u Understanding, now time.Time, zone *time.Location) {
	t.Helper()
	if want := map[Outcome]int{Clear: 1, Ambiguous: 2}[u.Outcome]; len(u.Readings) != want {
		t.Fatalf("outcome %d with %d readings", u.Outcome, len(u.Readings))
	}
	end := slot.Resolve(slot.DateOf(now, zone).AddDays(Horizon+1), 0, zone)
	for _, r := range u.Readings {
		if len(r.Ranges) == 0 || r.Text == "" || !utf8.ValidString(r.Text) {
			t.Fatalf("a reading without ranges or text: %+v", r)
		}
		before := now
		for i, span := range r.Ranges {
			if span.Start.Before(before) || i > 0 && span.Start.Equal(before) || !span.Start.Before(span.End) || span.End.After(end) {
				t.Fatalf("range %d of %q is %s to %s, now %s", i, r.Text, span.Start, span.End, now)
			}
			before = span.End
		}
	}
}

// TestLongTexts: the longest texts that are read are read in no time.
func TestLongTexts(t *testing.T) {
	now, zone := pinned(t, "2026-03-18T10:20 America/New_York")
	for _, words := range []string{"monday ", "or ", "the 24th ", "3 ", "after ", "between 2 and ", "not monday or tuesday ", "next friday morning or ", "half past ", "a week from "} {
		text := ""
		for len(text)+len(words) <= Longest {
			text += words
		}
		for _, part := range []string{text, text[:len(text)/4]} {
			begun := time.Now()
			check(t, Understand(part, now, zone, "en"), now, zone)
			if took := time.Since(begun); took > time.Second {
				t.Errorf("%q took %s", words, took)
			}
		}
	}
	if u := Understand(string(make([]byte, Longest+1)), now, zone, "en"); u.Outcome != Unclear {
		t.Error("a text that is too long is understood")
	}
}

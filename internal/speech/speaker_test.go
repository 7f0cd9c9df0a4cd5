package speech

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/slot"
)

func TestWhen(t *testing.T) {
	tests := []struct{ now, at, zone, want string }{
		{"2027-03-08T14:20:00Z", "2027-03-08T20:00:00Z", "America/New_York", "today at 3 PM"},
		{"2027-03-08T14:20:00Z", "2027-03-09T15:00:00Z", "America/New_York", "tomorrow, Tuesday March 9 at 10 AM"},
		{"2027-03-08T14:20:00Z", "2027-03-12T19:30:00Z", "America/New_York", "Friday March 12 at 2:30 PM"},
		{"2027-03-08T14:20:00Z", "2027-03-12T17:00:00Z", "America/New_York", "Friday March 12 at noon"},
		{"2027-03-08T14:20:00Z", "2027-03-12T05:00:00Z", "America/New_York", "Friday March 12 at midnight"},
		{"2027-03-08T14:20:00Z", "2027-03-12T17:05:00Z", "America/New_York", "Friday March 12 at 12:05 PM"},
		{"2027-03-08T14:20:00Z", "2027-03-12T05:30:00Z", "America/New_York", "Friday March 12 at 12:30 AM"},
		{"2027-03-08T14:20:00Z", "2027-03-07T15:00:00Z", "America/New_York", "Sunday March 7 at 10 AM"},
		{"2027-03-08T14:20:00Z", "2028-01-03T15:00:00Z", "America/New_York", "Monday January 3 at 10 AM"},
		{"2027-03-08T14:20:00Z", "2028-01-10T15:00:00Z", "America/New_York", "Monday January 10, 2028 at 10 AM"},
		// The evening in New York is the next morning in Kolkata.
		{"2027-03-09T02:00:00Z", "2027-03-09T14:00:00Z", "America/New_York", "tomorrow, Tuesday March 9 at 9 AM"},
		{"2027-03-09T02:00:00Z", "2027-03-09T14:00:00Z", "Asia/Kolkata", "today at 7:30 PM"},
		// Tomorrow is a civil date, also over the night when clocks change.
		{"2027-03-14T04:30:00Z", "2027-03-15T03:30:00Z", "America/New_York", "tomorrow, Sunday March 14 at 11:30 PM"},
	}
	for _, tt := range tests {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := For("en").When(moment(t, tt.at), moment(t, tt.now), zone); got != tt.want {
			t.Errorf("%s in %s: got %q, want %q", tt.at, tt.zone, got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	today := slot.Date{Year: 2027, Month: time.March, Day: 8}
	for days, want := range map[int]string{0: "today", 1: "tomorrow, Tuesday March 9", 7: "Monday March 15", 400: "Tuesday April 11, 2028", -400: "Sunday February 1, 2026"} {
		if got := For("en").Date(today.AddDays(days), today); got != want {
			t.Errorf("in %d days: got %q, want %q", days, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for code, want := range map[string]string{"K7MP": "K, 7, M, P", "k7 m-p": "K, 7, M, P", "": "", "<b>": "B", "ABCDEFGHIJ": "A, B, C, D, E, F, G, H"} {
		if got := For("en").Code(code); got != want {
			t.Errorf("Code(%q) = %q, want %q", code, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	items := []string{"Ann", "Bob", "Eve"}
	for n, want := range []string{"", "Ann", "Ann or Bob", "Ann, Bob, or Eve"} {
		if got := For("en").Or(items[:n]); got != want {
			t.Errorf("%d items: got %q, want %q", n, got, want)
		}
	}
	if got := For("en").And(items); got != "Ann, Bob, and Eve" {
		t.Errorf("got %q", got)
	}
}

func TestNames(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"Ann Bell", "Ann Bell"},
		{"  Ann \t\n Bell ", "Ann Bell"},
		{"Dr. Zoë O'Brien-Núñez", "Dr. Zoë O'Brien-Núñez"},
		{"李小龍", "李小龍"},
		{"Smith & Sons", "Smith and Sons"},
		{"<break time='9s'/>Ann", "Ann"},
		{"**Ann** [Bell](x) {code}", "Ann Bell x code"},
		{"Ann 2027-03-14", "Ann 2027 03 14"},
		{"Ann 5725767000000411001", "Ann"},
		{"Ann +12125550143", "Ann"},
		{"Ann\u202eBell\u0000", "Ann Bell"},
		{"\xff\xfe", ""},
		{"---", ""},
		{"Bartholomew Maximilian Featherstonehaugh the Third", "Bartholomew Maximilian Featherstonehaugh"},
		{strings.Repeat("a", 100), strings.Repeat("a", 40)},
	}
	for _, tt := range tests {
		if got := english().name(tt.raw); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.raw, got, tt.want)
		}
	}
}

func TestClip(t *testing.T) {
	for most := range 30 {
		if got := clip("one two, three four", most); utf8.RuneCountInString(got) > most || strings.HasSuffix(got, " ") || strings.HasSuffix(got, ",") {
			t.Errorf("to %d: %q", most, got)
		}
	}
	if got := clip("one two three", 7); got != "one two" {
		t.Errorf("a word that just fits: %q", got)
	}
	if got := clip("one two three", 9); got != "one two" {
		t.Errorf("a word that does not: %q", got)
	}
}

func TestUnknownLanguagesAreEnglish(t *testing.T) {
	for _, code := range []string{"", "en", "EN-gb", "tlh"} {
		if got := For(code).Clock(14, 30); got != "2:30 PM" {
			t.Errorf("%q says %q", code, got)
		}
	}
}

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

package speech

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestLists(t *testing.T) {
	items := []string{"Ann", "Bob", "Eve"}
	for n, want := range []string{"", "Ann", "Ann or Bob", "Ann, Bob, or Eve"} {
		if got := For("en").Or(items[:n]); got != want {
			t.Errorf("%d items: got %q, want %q", n, got, want)
		}
	}
	for n, want := range []string{"", "Ana", "Ana u Olga", "Ana, Olga o María"} {
		if got := For("es").Or([]string{"Ana", "Olga", "María"}[:n]); got != want {
			t.Errorf("%d items: got %q, want %q", n, got, want)
		}
	}
	for last, want := range map[string]string{"Inés": "Ana e Inés", "Hilario": "Ana e Hilario", "Iago": "Ana y Iago", "Hielo": "Ana y Hielo", "Yves": "Ana y Yves"} {
		if got := For("es").And([]string{"Ana", last}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := For("de").And(items); got != "Ann, Bob und Eve" {
		t.Errorf("got %q", got)
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
		{"😀\ufe0f", ""},
		{"Ann \u3164\u034f😀", "Ann"},
		{"محمد علي", "محمد علي"},
		{"\u05d3\u05b8\u05bc\u05e0\u05d4", "\u05d3\u05b8\u05bc\u05e0\u05d4"},
		{"2027\u201103\u201114", "2027 03 14"},
		{"٢٠٢٧٠٣١٤", ""},
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
		if got := For(code).Or([]string{"a", "b"}); got != "a or b" {
			t.Errorf("%q says %q", code, got)
		}
	}
}

// TestListsAreCut offers a whole week of times: as many are said as fit, in
// order, and the sentence stays whole.
func TestListsAreCut(t *testing.T) {
	var times []time.Time
	for day := range 7 {
		times = append(times, now.AddDate(0, 0, day+1), now.AddDate(0, 0, day+1).Add(5*time.Hour))
	}
	for code, want := range map[string]string{
		"en": "I have tomorrow at nine twenty, two twenty, Wednesday the tenth at nine twenty, two twenty, Thursday the eleventh at nine twenty, or two twenty. Which works best for you?",
		"es": "Puedo ofrecerle mañana a las nueve y veinte de la mañana, a las dos y veinte de la tarde, pasado mañana a las nueve y veinte de la mañana o a las dos y veinte de la tarde. ¿Cuál le conviene más?",
		"de": "Ich kann Ihnen morgen um neun Uhr zwanzig, um zwei Uhr zwanzig, übermorgen um neun Uhr zwanzig oder um zwei Uhr zwanzig anbieten. Was passt Ihnen am besten?",
	} {
		if got := For(code).At(now, newYork(t)).Offer(times); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestTheZoneIsSaidWhereItDiffers: not for a zone of another name whose clocks
// show the same, and only for times at which they do not.
func TestTheZoneIsSaidWhereItDiffers(t *testing.T) {
	at := marches(t, "09T10:00")[0]
	for zoneName, want := range map[string]string{
		"America/New_York": "tomorrow at ten", "America/Toronto": "tomorrow at ten", "America/Chicago": "tomorrow at nine your time",
	} {
		if got := For("en").At(now, zone(t, zoneName)).From(newYork(t)).When(at); got != want {
			t.Errorf("%s: got %q, want %q", zoneName, got, want)
		}
	}
	// Phoenix does not change its clocks: it is with Denver until Sunday only.
	l := For("en").At(now, zone(t, "America/Phoenix")).From(zone(t, "America/Denver"))
	times := marches(t, "13T12:00", "15T12:00")
	if got := l.When(times[0]) + ", " + l.When(times[1]); got != "Saturday the thirteenth at ten, Monday March fifteenth at nine your time" {
		t.Errorf("got %q", got)
	}
}

// TestTheCodeIsNeverCut: where a line gets too long, the aside goes first and
// the name next.
func TestTheCodeIsNeverCut(t *testing.T) {
	at := instant(t, "2029-09-26T03:27:00Z")
	for _, code := range languages {
		l := For(code).At(now, zone(t, "America/Los_Angeles")).From(newYork(t))
		const name = "Bartholomew Maximilian Featherstonehaugh"
		for _, got := range []string{l.Booked(at, name, "YYYYYY"), l.BookingPending(at, "YYYYYY"), l.Rescheduled(at, "YYYYYY")} {
			if !strings.HasSuffix(got, l.Code("YYYYYY")+".") || utf8.RuneCountInString(got) > Longest {
				t.Errorf("%d characters: %s", utf8.RuneCountInString(got), got)
			}
		}
	}
}

package speech

import (
	"strings"
	"testing"
	"time"
)

// TestRemarks are said before a line, cleaned, and left out where there is no
// room.
func TestRemarks(t *testing.T) {
	speaker := For("en")
	for _, tt := range []struct{ remark, line, want string }{
		{"", "I have noon.", "I have noon."},
		{"that Thursday is March 26", "I have noon.", "That Thursday is March 26. I have noon."},
		{"<b>\n", "I have noon.", "I have noon."},
		{"été, <i>2026</i>", "I have noon.", "Été, 2026. I have noon."},
		{strings.Repeat("so ", 70), "I have noon.", "I have noon."},
	} {
		if got := speaker.Remarked(tt.remark, tt.line); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.remark, got, tt.want)
		}
	}
}

// TestRemarkTakesAShorterLine: rather a time less than no word of what was put
// right.
func TestRemarkTakesAShorterLine(t *testing.T) {
	remark, long, short := "der 27. März ist ein Samstag", strings.Repeat("so ", 60), "Um neun?"
	speaker := For("de")
	if got, want := speaker.Remarked(remark, long, long, short), "Der 27. März ist ein Samstag. Um neun?"; got != want {
		t.Errorf("got %q", got)
	}
	if got := speaker.Remarked("", long, short); got != long {
		t.Errorf("without a remark: %q", got)
	}
}

// TestBothReadingsAreSaid: a day, a stretch of a day, an instant.
func TestBothReadingsAreSaid(t *testing.T) {
	zone := newYork(t)
	at := func(day, hour int) time.Time { return time.Date(2027, time.March, day, hour, 0, 0, 0, zone) }
	lines := For("en").At(at(8, 9), zone)
	for _, tt := range []struct {
		readings []Reading
		want     string
	}{
		{[]Reading{{From: at(12, 0), To: at(13, 0)}, {From: at(19, 0), To: at(20, 0)}}, "Just to be sure, did you mean on Friday the twelfth or on Friday March nineteenth?"},
		{[]Reading{{From: at(12, 15), To: at(12, 17)}, {From: at(19, 15), To: at(19, 17)}}, "Just to be sure, did you mean on Friday the twelfth from three until five or on Friday March nineteenth from three until five?"},
		{[]Reading{{From: at(12, 15), Exact: true}, {From: at(19, 15), Exact: true}}, "Just to be sure, did you mean Friday the twelfth at three or Friday March nineteenth at three?"},
	} {
		if got := lines.WhenUnclear(tt.readings); got != tt.want {
			t.Errorf("got %q", got)
		}
	}
}

package speech

import (
	"strings"
	"testing"
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

// TestBothReadingsAreSaid, however long they are.
func TestBothReadingsAreSaid(t *testing.T) {
	long := "tomorrow, Wednesday September 23 between 10:30 AM and 11:45 AM"
	line := For("en").At(now, newYork(t)).WhenUnclear([]string{long, strings.Replace(long, "tomorrow, ", "", 1)})
	if strings.Count(line, "10:30 AM and 11:45 AM") != 2 || breach(line) != "" {
		t.Errorf("%q", line)
	}
}

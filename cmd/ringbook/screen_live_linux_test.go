package main

import (
	"strings"
	"testing"
)

// TestOnAScreen: a person's terminal gets colour and steps that are written
// over, and is asked; NO_COLOR takes the colour alone.
func TestOnAScreen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code, seen := openScreen(t).shows(t, d.env, "", "attributes", "publish")
	if code != 0 {
		t.Errorf("it ended with %d", code)
	}
	shows(t, seen, "\x1b[2m...      validate\x1b[0m\r\x1b[2K\x1b[32mdone   \x1b[0m  validate ", "Revision 3 is live.")

	_, seen = openScreen(t).shows(t, append(d.env, "NO_COLOR=1"), "", "attributes", "publish")
	shows(t, seen, "...      validate\r\x1b[2Kdone     validate ")
	hides(t, seen, "\x1b[2m", "\x1b[32m")

	_, seen = openScreen(t).shows(t, append(d.env, "TERM=dumb"), "", "attributes", "publish")
	hides(t, seen, "\x1b")

	code, seen = openScreen(t).shows(t, d.env, "no\n", "connect", "disconnect")
	if code != 1 || !strings.Contains(seen, "[y/N]") || !strings.Contains(seen, "Nothing was changed.") {
		t.Errorf("it ended with %d and %q", code, seen)
	}
	code, seen = openScreen(t).shows(t, d.env, "yes\n", "connect", "disconnect")
	if code != 0 || !strings.Contains(seen, "tokens are forgotten") {
		t.Errorf("it ended with %d and %q", code, seen)
	}
}

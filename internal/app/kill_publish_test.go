package app_test

import (
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// publishPoints are moments all along a publish with a new code. The process
// dies while the request is held, or after the answer.
func publishPoints() []killing {
	const token, crm = "/oauth/v2/token", "/crm/v8/"
	points := []killing{
		{"the code is on its way", held("POST", token, false)},
		{"the code is on its way and gets lost", held("POST", token, true)},
		{"the code was exchanged and the answer lost", []zohosim.Fault{{Method: "POST", Path: token, Kind: "drop_after", Times: 1}}},
	}
	for _, read := range []string{"users", "org", "settings/fields", "settings/layouts", "settings/pipeline", "settings/business_hours", "settings/holidays"} {
		points = append(points, killing{read + " is being read", held("GET", crm+read, false)})
	}
	return append(points, killing{"the publish was answered", nil})
}

// slotMinutes is how long slots are, which tells which revision is live.
func (w *world) slotMinutes() int {
	w.t.Helper()
	s := w.slots(quietDay)[0]
	return int(s.GetEnd().AsTime().Sub(s.GetStart().AsTime()).Minutes())
}

// TestKilledWhilePublishing kills the process at moments all along a publish
// that also connects the project anew. What was live stays live until the new
// revision is, whole; the connection works at every moment; and a repeat, with a
// new code where the old one is spent, succeeds.
func TestKilledWhilePublishing(t *testing.T) {
	t.Parallel()
	points := publishPoints()
	t.Logf("%d points", len(points))
	for _, k := range points {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newConnectedProject(t, map[string]string{"zoho_duration": "30"})
			before := w.attribute(w.builder(), "zoho_duration").GetPublishedValue()
			w.sets(w.builder(), map[string]string{"zoho_duration": "45", "zoho_oauth_code": w.code()})
			w.kills(k, func() error {
				_, err := w.tries()
				return err
			})
			if k.faults == nil {
				if got := w.slotMinutes(); got != 45 {
					t.Errorf("the publish was answered, and slots have %d minutes", got)
				}
				return
			}
			if got, live := w.slotMinutes(), w.attribute(w.builder(), "zoho_duration").GetPublishedValue(); got != 30 || live != before {
				t.Errorf("slots have %d minutes and %s is published; the publish was cut off", got, live)
			}
			w.passes(time.Minute) // whoever exchanges a code is given half of that
			again, err := w.tries()
			if err != nil {
				t.Fatal(err)
			}
			if again.revision == 0 {
				exchange := again.step("exchange")
				if exchange.GetState() != ringbookv1.StepState_STEP_STATE_FAILED || !strings.Contains(exchange.GetRemedy(), "authorize") {
					t.Fatalf("the repeat came to %v", again.steps)
				}
				t.Logf("the repeat says: %s; %s", exchange.GetDetail(), exchange.GetRemedy())
				w.makes(map[string]string{"zoho_oauth_code": w.code()})
			}
			if got := w.slotMinutes(); got != 45 {
				t.Errorf("after revision %d slots have %d minutes", again.revision, got)
			}
		})
	}
}

// TestKilledWhileConnectingFirst: the same for the first code that a project is
// given, where there is no connection to fall back to.
func TestKilledWhileConnectingFirst(t *testing.T) {
	t.Parallel()
	points := publishPoints()
	t.Logf("%d points", len(points))
	for _, k := range points {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newBareProject(t)
			w.sets(w.builder(), map[string]string{"zoho_oauth_code": w.code(), "zoho_meeting_venue": "In-office", "zoho_duration": "45"})
			w.kills(k, func() error {
				_, err := w.tries()
				return err
			})
			w.passes(time.Minute)
			if again, err := w.tries(); err != nil {
				t.Fatal(err)
			} else if again.revision == 0 {
				w.makes(map[string]string{"zoho_oauth_code": w.code()})
			}
			if got := w.slotMinutes(); got != 45 {
				t.Errorf("slots have %d minutes", got)
			}
		})
	}
}

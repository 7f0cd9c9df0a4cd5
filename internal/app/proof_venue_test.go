package app_test

import (
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

const proofVenue = "zoho_meeting_venue"

// proofCheck is one check of an examination.
func (w *world) proofCheck(name string) *ringbookv1.Check {
	w.t.Helper()
	stream, err := w.builder().Diagnose(w.t.Context(), &ringbookv1.DiagnoseRequest{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer stream.Close()
	var found *ringbookv1.Check
	for stream.Receive() {
		if c := stream.Msg().GetCheck(); c.GetName() == name {
			found = c
		}
	}
	if stream.Err() != nil || found == nil {
		w.t.Fatalf("no check %q: %v", name, stream.Err())
	}
	return found
}

// A venue that the publish chose is the draft's too: nobody changed anything,
// so nothing waits to be published.
func TestProofTheDraftTakesTheChosenVenueOver(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.makes(map[string]string{"zoho_oauth_code": w.code()})
	for range 2 {
		if a := w.attribute(w.builder(), proofVenue); a.GetValue() != "In-office" || a.GetPublishedValue() != "In-office" || a.GetChanged() {
			t.Errorf("the venue is listed as %v", a)
		}
		if c := w.proofCheck("attributes"); c.GetState() != ringbookv1.CheckState_CHECK_STATE_OK {
			t.Errorf("the doctor says %v", c)
		}
		w.live(w.builder())
	}
}

// A publish that fails chooses nothing for the draft, and what a builder types
// while one runs stays.
func TestProofTheDraftKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	w.sets(w.builder(), map[string]string{"zoho_oauth_code": w.code(), "zoho_staff": "Nobody Atall"})
	if failed, err := w.tries(); err != nil || failed.step("meeting venue") == nil || failed.revision != 0 {
		t.Fatalf("the publish came to %v, %v", failed, err)
	}
	if a := w.attribute(w.builder(), proofVenue); a.GetValue() != "" {
		t.Errorf("after a failure the draft has %v", a)
	}

	w.sets(w.builder(), map[string]string{"zoho_staff": ""})
	w.slowly(500 * time.Millisecond)
	stream := w.begins(t.Context(), w.builder())
	defer stream.Close()
	w.sets(w.builder(), map[string]string{proofVenue: "Online"})
	for stream.Receive() {
		continue
	}
	if a := w.attribute(w.builder(), proofVenue); a.GetValue() != "Online" || a.GetPublishedValue() != "In-office" || !a.GetChanged() {
		t.Errorf("the venue is listed as %v", a)
	}
}

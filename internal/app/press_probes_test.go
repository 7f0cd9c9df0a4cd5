package app_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// Where Zoho refuses to delete, as it does to users whose profile does not let
// them, nothing more is written than what showed that.
func TestPressProbesWhereNothingCanBeDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	kept := w.kept()
	w.faults(zohosim.Fault{Method: http.MethodDelete, Path: "/crm/", Kind: "status", Status: http.StatusForbidden})
	told := w.probes(true)
	left := len(w.records("Events")) - len(kept["Events"]) + len(w.records("Leads")) - len(kept["Leads"]) + len(w.records("Calls")) - len(kept["Calls"])
	if left != 1 {
		t.Errorf("%d records are left", left)
	}
	if c := told["clean-up"]; c.GetState() != ringbookv1.CheckState_CHECK_STATE_WARNING || !strings.Contains(c.GetDetail(), "1 written, 0 removed") {
		t.Errorf("%v", c)
	}
	if c := told["call-duration-format"]; c.GetState() != ringbookv1.CheckState_CHECK_STATE_SKIPPED || !strings.Contains(c.GetDetail(), "nothing more is written") {
		t.Errorf("%v", c)
	}
	w.faults()
	w.probes(true)
	if !reflect.DeepEqual(w.kept(), kept) {
		t.Error("the next run left something")
	}
}

// A project's probes leave alone what another one's, in the same organisation,
// are at work with; what has been there for long is swept whoever wrote it.
func TestPressTwoProjectsProbe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	second := w.secondProject()
	kept := w.kept()
	first := w.searching(kept)
	w.keys = second
	other, err := w.builder().Diagnose(t.Context(), &ringbookv1.DiagnoseRequest{Probe: true, Write: true})
	if err != nil {
		t.Fatal(err)
	}
	for other.Receive() && other.Msg().GetCheck().GetName() != "probe leftovers" {
		continue
	}
	if c := other.Msg().GetCheck(); !strings.Contains(c.GetDetail(), "none: 1 records are another examination's") {
		t.Errorf("%v", c)
	}
	if n := len(w.records("Events")) - len(kept["Events"]); n == 0 {
		t.Error("the other project's event is gone")
	}
	w.behaves("searchLagMs", 0)
	for _, stream := range []*connect.ServerStreamForClient[ringbookv1.DiagnoseResponse]{first, other} {
		for stream.Receive() {
			if c := stream.Msg().GetCheck(); c.GetState() == ringbookv1.CheckState_CHECK_STATE_FAILED {
				t.Errorf("%v", c)
			}
		}
	}
	if !reflect.DeepEqual(w.kept(), kept) {
		t.Error("something is left")
	}
	w.insert("Events", map[string]any{
		"Event_Title": "ringbook probe, may be deleted: 2027-03-01 13:40 ABCDEFGH-0123456789", "Meeting_Venue__s": "In-office",
		"Start_DateTime": "2032-03-01T10:00:00Z", "End_DateTime": "2032-03-01T11:00:00Z",
	})
	if told := w.probes(true); told.reading("leftovers") != "removed" || !reflect.DeepEqual(w.kept(), kept) {
		t.Errorf("%v", told["leftovers"])
	}
}

// searching begins an examination that has written an event and waits for the
// index.
func (w *world) searching(kept map[string][]record) *connect.ServerStreamForClient[ringbookv1.DiagnoseResponse] {
	w.t.Helper()
	w.behaves("searchLagMs", 60_000)
	stream, err := w.builder().Diagnose(w.t.Context(), &ringbookv1.DiagnoseRequest{Probe: true, Write: true})
	if err != nil {
		w.t.Fatal(err)
	}
	for stream.Receive() && stream.Msg().GetCheck().GetName() != "probe delete-twice" {
		continue
	}
	w.eventually("an event is being searched for", func() bool { return !reflect.DeepEqual(w.kept(), kept) })
	return stream
}

// The administrator switches the CRM off while a probe waits: nothing more
// reaches Zoho, what is left is told, and the next run removes it.
func TestPressSwitchedOffWhileProbing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	kept := w.kept()
	stream := w.searching(kept)
	w.switchCRM(false)
	since := w.lastSeq()
	left := w.records("Events")[len(kept["Events"])]
	told := probed{}
	for stream.Receive() {
		c := stream.Msg().GetCheck()
		told[strings.TrimPrefix(c.GetName(), "probe ")] = c
	}
	if n, _ := w.zohoCalls(since); n > 1 { // one may have been under way
		t.Errorf("%d calls reached Zoho", n)
	}
	if c := told["clean-up"]; !strings.Contains(c.GetDetail(), left.text("id")) {
		t.Errorf("%v is left, told %v", left.text("id"), c)
	}
	w.switchCRM(true)
	w.behaves("searchLagMs", 0)
	w.probes(true)
	if !reflect.DeepEqual(w.kept(), kept) {
		t.Error("the next run left something")
	}
}

package app_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// TestProbesOnlyRead leaves every record as it was, and asks in no way that
// could change one.
func TestProbesOnlyRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	kept, bin, since := w.kept(), w.bin(), w.lastSeq()
	told := w.probes(false)
	for _, r := range w.sim.Sim.Requests(since) {
		if reads := r.Method == http.MethodGet || r.Path == "/crm/v8/coql"; !reads || r.Applied {
			t.Errorf("asked was %s %s", r.Method, r.Path)
		}
	}
	if !reflect.DeepEqual(w.kept(), kept) || !reflect.DeepEqual(w.bin(), bin) {
		t.Error("the records have changed")
	}
	for id, c := range told {
		if c.GetState() != ringbookv1.CheckState_CHECK_STATE_OK && c.GetState() != ringbookv1.CheckState_CHECK_STATE_SKIPPED {
			t.Errorf("%s: %v", id, c)
		}
		if strings.Contains(c.GetDetail(), "555") {
			t.Errorf("%s tells a phone number: %s", id, c.GetDetail())
		}
	}
	if told["unknown-fields"] != nil || told["clean-up"] != nil {
		t.Error("there are probes that write")
	}
}

// TestProbesRemoveWhatTheyWrite, but for the recycle bin, where every record
// says what it is, nobody was to be told of it, and its time is far away.
func TestProbesRemoveWhatTheyWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	kept := w.kept()
	told := w.probes(true)
	if !reflect.DeepEqual(w.kept(), kept) {
		t.Error("the records have changed")
	}
	written := 0
	for module, all := range w.bin() {
		for _, r := range all {
			written++
			title := r.text(map[string]string{"Leads": "Last_Name", "Calls": "Subject", "Events": "Event_Title"}[module])
			if !strings.HasPrefix(title, "ringbook probe, may be deleted: 2027-03-01 ") {
				t.Errorf("%s has the title %q", module, title)
			}
			if people, _ := r["Participants"].([]any); len(people) > 0 {
				t.Errorf("%s has participants: %v", title, people)
			}
			if start := r.text("Start_DateTime"); module == "Events" && start < "2032" {
				t.Errorf("%s is at %s", title, start)
			}
		}
	}
	if want := fmt.Sprintf("yes: %d written, %d removed;", written, written); written < 10 || !strings.Contains(told["clean-up"].GetDetail(), want) {
		t.Errorf("%d were written, and told is %v", written, told["clean-up"])
	}
}

// TestProbesTellTheirPrice as Zoho charges it.
func TestProbesTellTheirPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 0)
	for _, write := range []bool{false, true} {
		since := w.lastSeq()
		told := w.probes(write)
		calls, credits := -12, -12 // what the checks cost, reading of the modules included
		for _, r := range w.sim.Sim.Requests(since) {
			calls, credits = calls+1, credits+r.Credits
		}
		if want := fmt.Sprintf("%d API credits: for %d calls", credits, calls); !strings.HasSuffix(told["cost"].GetDetail(), want) {
			t.Errorf("writing %v, told is %v, want %s", write, told["cost"], want)
		}
	}
}

// With the rights alone that ringbook asks for, a probe that needs more asks
// nothing and says which, so that nothing is written that could not be removed.
func TestProbesWithinTheGrant(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.config.PublicURL = publicURL
	w.restart()
	w.guardScopes("")
	kept, since := w.kept(), w.lastSeq()
	told := w.probes(true)
	if denied, _ := w.guardDenials(since); len(denied) > 0 {
		t.Errorf("denied were %v", denied)
	}
	for id, lacks := range map[string]string{
		"lead-in-what-id": "ZohoCRM.modules.leads.DELETE", "call-duration-format": "ZohoCRM.modules.calls.READ",
		"unmodified-since": "ZohoCRM.modules.events.UPDATE", "phone-search": "ZohoSearch.securesearch.READ",
	} {
		if c := told[id]; c.GetState() != ringbookv1.CheckState_CHECK_STATE_SKIPPED || !strings.Contains(c.GetDetail(), lacks) {
			t.Errorf("%s: %v", id, c)
		}
	}
	for _, id := range []string{"unknown-fields", "events-overlap", "all-day-storage", "delete-twice", "meeting-venue-insert"} {
		if told.reading(id) == "" {
			t.Errorf("%s: %v", id, told[id])
		}
	}
	if !reflect.DeepEqual(w.kept(), kept) {
		t.Error("the records have changed")
	}
}

// TestProbesOutliveTheirListener: a builder who leaves, and a server that
// stops, in the middle leave nothing behind.
func TestProbesOutliveTheirListener(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.behaves("searchLagMs", 60_000) // so that there is a middle
	kept := w.kept()
	for name, leave := range map[string]func(close func() error){
		"the listener leaves": func(close func() error) { _ = close() },
		"the server stops":    func(func() error) { w.restart() },
	} {
		stream, err := w.builder().Diagnose(t.Context(), &ringbookv1.DiagnoseRequest{Probe: true, Write: true})
		if err != nil {
			t.Fatal(err)
		}
		for stream.Receive() && stream.Msg().GetCheck().GetName() != "probe delete-twice" {
			continue
		}
		w.eventually("an event is being searched for", func() bool { return !reflect.DeepEqual(w.kept(), kept) })
		leave(stream.Close)
		w.eventually(name+" and nothing is left", func() bool { return reflect.DeepEqual(w.kept(), kept) })
		_ = stream.Close()
	}
}

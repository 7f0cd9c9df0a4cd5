package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim"
)

func TestRestartWithWorkPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(faultOn("POST", "/crm/v8/Leads", "status", 503, 0))
	for n := range 5 {
		id := fmt.Sprint("call-", n)
		w.starts(id, fmt.Sprintf("+1917555040%d", n))
		req := endOf(id)
		req.CallerName, req.WaitSeconds = fmt.Sprint("Caller ", n), 0
		call(w, w.agent.EndConversation, req)
	}
	w.restart()
	w.faults()
	for n := range 5 {
		w.follows(fmt.Sprint("call-", n))
		w.oneNote(w.leadOf(fmt.Sprintf("+1917555040%d", n)).text("id"))
	}
}

// A stop in the middle of a write, orderly or not, must not make it twice.
func TestRestartInTheMiddleOfAWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for n, path := range []string{"/crm/v8/[L]eads*", "/crm/v8/Leads/*/Notes"} {
		id, number := fmt.Sprint("call-", n), fmt.Sprintf("+1917555041%d", n)
		w.starts(id, number)
		w.faults(zohosim.Fault{Method: "POST", Path: path, Kind: "latency", LatencyMs: 400})
		req := endOf(id)
		req.CallerName, req.WaitSeconds = fmt.Sprint("Caller ", n), 0
		call(w, w.agent.EndConversation, req)
		time.Sleep(100 * time.Millisecond) // into the write
		w.restart()
		w.follows(id)
		w.faults()
		w.oneNote(w.leadOf(number).text("id"))
	}
}

// TestKilledInTheFollowUp kills the process at several moments after the end
// of a call (SIGKILL) and lets another finish: every call has one lead and one
// note in the end.
func TestKilledInTheFollowUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.stop()
	w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/", Kind: "latency", LatencyMs: 40})
	moments := []time.Duration{0, 20, 60, 100, 140, 180}
	for n, moment := range moments {
		kill := w.child()
		id := fmt.Sprint("call-", n)
		req := endOf(id)
		req.CallerPhone, req.CallerName, req.WaitSeconds = fmt.Sprintf("+1917555042%d", n), fmt.Sprint("Caller ", n), 0
		wantStatus(t, call(w, w.agent.EndConversation, req).GetStatus(), accepted)
		time.Sleep(moment * time.Millisecond) // the kill shall come at another point each time
		kill()
	}
	w.faults()
	w.start()
	for n := range moments {
		w.follows(fmt.Sprint("call-", n))
		w.oneNote(w.leadOf(fmt.Sprintf("+1917555042%d", n)).text("id"))
	}
}

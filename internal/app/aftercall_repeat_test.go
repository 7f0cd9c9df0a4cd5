package app_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/zohosim"
)

func faultOn(method, path, kind string, status, times int) zohosim.Fault {
	return zohosim.Fault{Method: method, Path: path, Kind: kind, Status: status, Times: times}
}

func TestReportedTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	first := endOf("call-1")
	first.CallerName = "Ann"
	wantStatus(t, w.ends(first).GetStatus(), accepted)
	second := endOf("call-1")
	second.CallerName, second.Summary, second.Outcome, second.Transcript = "Ann Lee", "Short.", "asked", "caller: hello"
	res := w.ends(second)
	wantStatus(t, res.GetStatus(), mergedInto)
	wantStep(t, res, "record", stepDone, "Leads")
	wantStep(t, res, "note", stepDone, "Notes")
	w.oneNote(w.leadOf(newPhone).text("id"))
	w.behind(func(db *sqlite.DB) {
		c, err := db.Conversations().Get(t.Context(), w.keys.Project, "call-1")
		r := c.Report
		if err != nil || r.CallerName != "Ann Lee" || r.Summary != first.GetSummary() || r.Outcome != "asked" || r.Transcript != "caller: hello" {
			t.Errorf("kept is %+v, %v", r, err)
		}
	})
}

func TestReportedByManyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	var all sync.WaitGroup
	var mu sync.Mutex
	statuses := map[ringbookv1.EndConversationStatus]int{}
	for i := range 8 {
		all.Go(func() {
			req := endOf("call-1")
			req.CallerName, req.Transcript = "Ann Lee", strings.Repeat("caller: hello\n", i+1)
			res, err := w.agent.EndConversation(t.Context(), req)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			statuses[res.GetStatus()]++
		})
	}
	all.Wait()
	if statuses[accepted] != 1 || statuses[mergedInto] != 7 {
		t.Errorf("the statuses are %v", statuses)
	}
	w.follows("call-1")
	w.oneNote(w.leadOf(newPhone).text("id"))
}

func TestWaitSeconds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	w.faults(zohosim.Fault{Method: "POST", Path: "/crm/v8/Contacts", Kind: "latency", LatencyMs: 700})
	req := endOf("call-1")
	req.WaitSeconds = 0
	began := time.Now()
	if res := call(w, w.agent.EndConversation, req); res.GetFollowUp().GetState() == followDone || time.Since(began) > 600*time.Millisecond {
		t.Errorf("without waiting, after %v: %v", time.Since(began), res.GetFollowUp())
	}
	w.follows("call-1")
	w.starts("call-2", danaPhone)
	began = time.Now()
	w.ends(endOf("call-2"))
	if waited := time.Since(began); waited < 600*time.Millisecond || waited > 3*time.Second {
		t.Errorf("waited %v", waited)
	}
}

func TestSwitchedOffAndOnAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.switchCRM(false)
	_, since := w.zohoCalls(0)
	w.starts("call-1", newPhone)
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	res := call(w, w.agent.EndConversation, req)
	wantStatus(t, res.GetStatus(), accepted)
	if res.GetFollowUp().GetState() != followDead || len(res.GetFollowUp().GetSteps()) == 0 || res.GetFollowUp().GetSteps()[0].GetDetail() == "" {
		t.Errorf("the follow-up is %v", res.GetFollowUp())
	}
	if again := call(w, w.agent.EndConversation, req); again.GetStatus() != mergedInto || again.GetFollowUp().GetState() != followDead {
		t.Errorf("again while off: %v", again)
	}
	if calls, _ := w.zohoCalls(since); calls != 0 {
		t.Errorf("%d calls reached Zoho", calls)
	}
	w.switchCRM(true)
	for range 2 {
		res = w.ends(req)
		wantStep(t, res, "note", stepDone, "Notes")
	}
	w.oneNote(w.leadOf(newPhone).text("id"))
}

// A job that is under way when the switch is thrown must not reach Zoho either.
func TestSwitchedOffWithWorkPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.faults(faultOn("POST", "/crm/v8/Leads", "status", 429, 0))
	req := endOf("call-1")
	req.CallerName, req.WaitSeconds = "Ann Lee", 1
	res := call(w, w.agent.EndConversation, req)
	if res.GetFollowUp().GetState() == followDone || res.GetFollowUp().GetState() == followDead {
		t.Fatalf("the follow-up is %v", res.GetFollowUp())
	}
	w.faults()
	w.switchCRM(false)
	w.eventually("the attempt under way ended", func() bool {
		_, before := w.zohoCalls(0)
		time.Sleep(300 * time.Millisecond) // quiet means that nothing came for so long
		calls, _ := w.zohoCalls(before)
		return calls == 0
	})
	_, since := w.zohoCalls(0)
	for range 5 {
		w.sim.Sim.Advance(30 * time.Second)
		time.Sleep(250 * time.Millisecond) // let the job be tried
	}
	if calls, _ := w.zohoCalls(since); calls != 0 {
		t.Errorf("%d calls reached Zoho", calls)
	}
	w.switchCRM(true)
	w.follows("call-1")
	w.oneNote(w.leadOf(newPhone).text("id"))
}

func TestRevokedAndConnectedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", danaPhone)
	w.revoke()
	req := endOf("call-1")
	res := call(w, w.agent.EndConversation, req)
	wantStatus(t, res.GetStatus(), accepted)
	s := step(res, "note")
	if s.GetState() != stepFailed || strings.Count(s.GetDetail(), "again: open the authorization link") != 1 {
		t.Errorf("the follow-up is %v", res.GetFollowUp())
	}
	status := w.status(w.keys.Project)
	has(t, status.GetLastError(), "no longer accepts")
	has(t, status.GetRemedy(), "authorize again")
	w.reconnect()
	w.follows("call-1")
	wantStep(t, w.state("call-1"), "note", stepDone, "Notes")
	w.oneNote(w.named("Contacts", "Whitfield")[0].text("id"))
}

// Every way in which the answer to a write can get lost, and every refusal
// that is worth another attempt, leaves one lead with one note.
func TestLostAnswersLeaveOneEffect(t *testing.T) {
	t.Parallel()
	for where, path := range map[string]string{
		"lead": "/crm/v8/[L]eads*", // not the notes below it
		"note": "/crm/v8/Leads/*/Notes",
	} {
		for _, f := range []zohosim.Fault{
			{Kind: "drop_after", Times: 1}, {Kind: "drop_before", Times: 1}, {Kind: "reset", Times: 1}, {Kind: "truncate", Times: 1},
			{Kind: "html", Times: 1}, {Kind: "status", Status: 500, Times: 1}, {Kind: "status", Status: 503, Times: 2},
			{Kind: "status", Status: 429, Times: 9}, {Kind: "drop_before", Times: 3}, {Kind: "drop_after", Times: 3},
		} {
			t.Run(fmt.Sprint(where, " ", f.Kind, f.Status, " x", f.Times), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, nil)
				f.Method, f.Path = "POST", path
				w.faults(f)
				w.starts("call-1", newPhone)
				req := endOf("call-1")
				req.CallerName, req.WaitSeconds = "Ann Lee", 0
				call(w, w.agent.EndConversation, req)
				w.follows("call-1")
				w.faults()
				w.passes(3 * time.Minute)
				res := w.ends(endOf("call-1"))
				wantStep(t, res, "record", stepDone, "Leads")
				wantStep(t, res, "note", stepDone, "Notes")
				w.oneNote(w.leadOf(newPhone).text("id"))
			})
		}
	}
}

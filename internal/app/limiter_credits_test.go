package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/store/sqlite"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// shortage lets somebody else use up half of the organisation's credits, with
// so many left.
func (w *world) shortage(left int) {
	w.t.Helper()
	granted, err := w.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		w.t.Fatal(err)
	}
	for range left {
		req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.sim.URL+"/crm/v8/org", nil)
		if err != nil {
			w.t.Fatal(err)
		}
		req.Header.Set("Authorization", "Zoho-oauthtoken "+granted.AccessToken)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			w.t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	var credits struct{ Used int }
	w.control(http.MethodGet, "credits", nil, &credits)
	w.control(http.MethodPost, "settings", map[string]any{"credits": credits.Used + left}, nil)
}

// While credits are low, what follows a call waits and says why; callers and
// builders are served. A day later all of it is done.
//
// Fidelity: credits-header-past-half
func TestLimiterJobsWaitForCredits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.shortage(250)
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	end := endOf("call-1")
	res := call(w, w.agent.EndConversation, end)
	if s := step(res, "note"); res.GetFollowUp().GetState() == followDone || len(w.notes("")) != 0 {
		t.Fatalf("the follow-up is %v, its note %v", res.GetFollowUp(), s)
	}
	w.eventually("the reason is told", func() bool {
		for _, s := range w.state("call-1").GetFollowUp().GetSteps() {
			if s.GetState() == stepFailed {
				has(t, s.GetDetail(), "API credits", "it will be tried again")
				return true
			}
		}
		return false
	})
	before := w.last()
	w.passes(5 * time.Minute)
	wantStatus(t, w.asksSlots(), slotsOK)
	w.books(booked, asks("call-2", caller(2), "Bo Lund", on(t, quietDay, "11:00")))
	checks, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]ringbookv1.CheckState{
		"token": ringbookv1.CheckState_CHECK_STATE_OK, "organisation": ringbookv1.CheckState_CHECK_STATE_OK, "credits": ringbookv1.CheckState_CHECK_STATE_WARNING,
	} {
		if c := named(checks, name); c.GetState() != want {
			t.Errorf("%s: %v", name, c)
		}
	}
	if _, err := w.publishing(w.builder(), &ringbookv1.PublishRequest{}); err != nil {
		t.Errorf("publishing: %v", err)
	}
	for _, r := range w.sim.Sim.Requests(before) {
		if r.Method == http.MethodPost && r.Path != "/crm/v8/coql" && r.Path != "/crm/v8/Events" && r.Path != "/crm/v8/Contacts" && r.Applied {
			t.Errorf("in the shortage somebody made %s", r.Path)
		}
	}
	if n := len(w.notes("")); n != 0 {
		t.Errorf("%d notes were written in the shortage", n)
	}
	w.passes(25 * time.Hour)
	w.follows("call-1")
	if n := len(w.notes("")); n != 1 {
		t.Errorf("%d notes are there in the end", n)
	}
}

// An event that Zoho first refuses for the number of calls is one intention with
// one attempt, and one event.
//
// Fidelity: rate-limit-code
func TestLimiterARepeatedWriteIsOneAttempt(t *testing.T) {
	t.Parallel()
	for refusals := range 3 {
		t.Run(fmt.Sprint(refusals), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			if refusals > 0 {
				w.faults(zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Events", Kind: "status", Status: 429, Times: refusals})
			}
			before := w.last()
			w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
			_, id, _ := strings.Cut(w.holds(1)[0].text("Description"), "Reference: ringbook-")
			tries := 0
			for _, r := range w.sim.Sim.Requests(before) {
				if r.Path == "/crm/v8/Events" {
					tries++
				}
			}
			if tries != refusals+1 {
				t.Errorf("the event was sent %d times", tries)
			}
			w.behind(func(db *sqlite.DB) {
				in, err := db.Intents().Get(t.Context(), w.keys.Project, "booking/"+strings.TrimSpace(id)+"/create")
				if err != nil || in.State != intent.Done || in.Attempts != 1 {
					t.Errorf("the intention is %+v, %v", in, err)
				}
			})
		})
	}
}

// What the published organisation says of its edition holds after a restart,
// before Zoho is asked again.
//
// Fidelity: edition-concurrency
func TestLimiterRemembersTheEdition(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil) // of an organisation with the Enterprise edition
	w.restart()
	w.zohoTakes(100 * time.Millisecond)
	start := time.Now()
	done := make(chan bool)
	const callers = 12
	for n := range callers {
		go func() {
			_, err := w.agent.StartConversation(t.Context(), &ringbookv1.StartConversationRequest{ConversationId: fmt.Sprint("c-", n), CallerPhone: caller(n)})
			if err != nil {
				t.Error(err)
			}
			done <- true
		}()
	}
	for range callers {
		<-done
	}
	var credits struct{ PeakConcurrency int }
	w.control(http.MethodGet, "credits", nil, &credits)
	if credits.PeakConcurrency <= 5 || credits.PeakConcurrency > 19 {
		t.Errorf("at most %d calls were in flight; the answers took %s", credits.PeakConcurrency, time.Since(start))
	}
	if got := w.statuses(0)[http.StatusTooManyRequests]; got != 0 {
		t.Errorf("Zoho refused %d calls", got)
	}
}

package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/zohosim"
)

const (
	connected         = ringbookv1.ConnectionState_CONNECTION_STATE_CONNECTED
	slotsNotConnected = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED
)

// asksSlots makes a request of its own each time, so that no calendar in memory
// answers it.
func (w *world) asksSlots() ringbookv1.CheckSlotsStatus {
	w.t.Helper()
	w.passes(31 * time.Second)
	return call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}).GetStatus()
}

// A person consents in a data centre that nobody had named: calls go there from
// then on, and the draft knows it.
func TestConsentConnectsTheProject(t *testing.T) {
	t.Parallel()
	w := newPublicWorld(t)
	other := w.secondProject()
	w.disconnects(w.keys.Project)
	wantStatus(t, w.asksSlots(), slotsNotConnected)
	if err := w.sim.Sim.Configure(func(s *zohosim.Settings) { s.DataCenter = "eu" }); err != nil {
		t.Fatal(err)
	}
	back := w.consents(w.keys.Project)
	since := w.lastSeq()
	if status, page := w.visits(back); status != http.StatusOK || !strings.Contains(page, "<h1>Connected</h1>") || !strings.Contains(page, w.keys.Project) {
		t.Fatalf("%d %s", status, page)
	}
	if s := w.status(w.keys.Project); s.GetState() != connected || s.GetRegion() != "eu" {
		t.Errorf("the connection is %v", s)
	}
	if region := w.attribute(w.builder(), "zoho_region").GetValue(); region != "eu" {
		t.Errorf("the draft says %q", region)
	}
	wantStatus(t, w.asksSlots(), slotsOK)
	reached := w.reached(since)
	if reached["accounts.zoho.eu/oauth/v2/token"] != 1 || reached["www.zohoapis.eu/crm/v8/coql"] == 0 {
		t.Errorf("Zoho was reached at %v", reached)
	}
	for at := range reached {
		if !strings.Contains(at, ".eu/") {
			t.Errorf("%s was reached too", at)
		}
	}
	// The page is reloaded, and the same address is tried for another project.
	if status, _ := w.visits(back); status != http.StatusOK {
		t.Errorf("reloaded: %d", status)
	}
	stolen := strings.Replace(back, w.keys.Project, other.Project, 1)
	if status, page := w.visits(stolen); status != http.StatusForbidden || !strings.Contains(page, "Not connected") {
		t.Errorf("for another project: %d %s", status, page)
	}
	u, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{u.Query().Get("code"), u.Query().Get("state")} {
		if strings.Contains(w.log.String(), secret) {
			t.Error("the code or the state is in the log")
		}
	}
}

// While the CRM is switched off, a person who comes back from Zoho is turned
// away, and Zoho is told nothing.
func TestConsentWhileSwitchedOff(t *testing.T) {
	t.Parallel()
	w := newPublicWorld(t)
	back := w.consents(w.keys.Project)
	w.switchCRM(false)
	since := w.lastSeq()
	if status, page := w.visits(back); status != http.StatusConflict || !strings.Contains(page, "switched off by the administrator") {
		t.Errorf("%d %s", status, page)
	}
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	wantStatus(t, w.asksSlots(), slotsNotConnected)
	if reached := w.reached(since); len(reached) != 0 {
		t.Errorf("Zoho was reached at %v", reached)
	}
	w.switchCRM(true)
	if status, page := w.visits(back); status != http.StatusOK {
		t.Errorf("switched on again: %d %s", status, page)
	}
}

// alsoServes starts a second app on the same data folder and returns a client
// for the agent.
func (w *world) alsoServes() *world {
	w.t.Helper()
	second := &world{t: w.t, sim: w.sim, log: w.log, keys: w.keys, config: w.config}
	second.start()
	return second
}

// Two processes with twenty callers each meet an expired token: Zoho is asked
// for one new token, and nobody notices.
func TestTwoProcessesRefreshATokenOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	both := []*world{w, w.alsoServes()}
	for round, expire := range []func(){
		func() { w.control(http.MethodPost, "tokens/expire", nil, nil) }, // Zoho rejects it
		func() { w.passes(56 * time.Minute) },                            // it is due
	} {
		expire()
		w.faults(zohosim.Fault{Path: "/oauth/", Kind: "latency", LatencyMs: 200})
		since := w.lastSeq()
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				res := call(both[i%2], both[i%2].agent.StartConversation, &ringbookv1.StartConversationRequest{
					ConversationId: fmt.Sprintf("call-%d-%d", round, i), CallerPhone: caller(100*round + i),
				})
				if res.GetStatus() != ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_OK {
					t.Errorf("round %d: a caller is told %s", round, res.GetStatus())
				}
			})
		}
		all.Wait()
		if n := w.reached(since)["accounts.zoho.com/oauth/v2/token"]; n != 1 {
			t.Errorf("round %d: %d refreshes for one token", round, n)
		}
	}
	w.quiet()
}

// An expired token is nobody's business; a revoked grant is the builder's, and
// agents are told from then on, also by a process that starts afterwards.
func TestRevokedGrantThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	wantStatus(t, w.asksSlots(), slotsOK)
	if s := w.status(w.keys.Project); s.GetState() != connected || s.GetLastError() != "" {
		t.Errorf("after an expiry the connection is %v", s)
	}
	w.revoke()
	wantStatus(t, w.asksSlots(), slotsNotConnected)
	s := w.status(w.keys.Project)
	if s.GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_REVOKED || !strings.Contains(s.GetLastError(), "no longer accepts") || !strings.Contains(s.GetRemedy(), "authorize again") {
		t.Errorf("after the revocation the connection is %v", s)
	}
	w.restart()
	since := w.lastSeq()
	wantStatus(t, w.asksSlots(), slotsNotConnected)
	if reached := w.reached(since); len(reached) != 0 {
		t.Errorf("Zoho was asked again: %v", reached)
	}
	w.reconnect()
	wantStatus(t, w.asksSlots(), slotsOK)
}

// Two projects, one with a Zoho application of its own: what happens to one
// does not touch the other.
func TestProjectsWithTheirOwnApplications(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	own, err := w.sim.Sim.AddClient(zohosim.ClientRequest{})
	if err != nil {
		t.Fatal(err)
	}
	granted, err := w.sim.Sim.Grant(zohosim.GrantRequest{ClientID: own.ClientID})
	if err != nil {
		t.Fatal(err)
	}
	keys := w.project("Quay Physio", map[string]string{
		"zoho_oauth_code": granted.Code, "zoho_client_id": own.ClientID, "zoho_client_secret": own.ClientSecret,
	})
	if s := w.status(keys.Project); s.GetClientId() != own.ClientID {
		t.Errorf("the second project's connection is %v", s)
	}
	theirs := w.client(keys.AgentKey)
	asks := func(agent ringbookv1connect.SchedulingServiceClient) ringbookv1.CheckSlotsStatus {
		w.passes(31 * time.Second)
		w.control(http.MethodPost, "tokens/expire", nil, nil)
		return call(w, agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}).GetStatus()
	}
	wantStatus(t, asks(theirs), slotsOK)
	// The draft is being edited: what is live goes on as it is.
	call(w, w.admin().UpdateAttributes, &ringbookv1.UpdateAttributesRequest{
		Project: keys.Project, Values: map[string]string{"zoho_client_secret": "not the one", "zoho_region": "eu"},
	})
	wantStatus(t, asks(theirs), slotsOK)
	if err := w.sim.Sim.RemoveClient(own.ClientID); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, asks(theirs), slotsNotConnected)
	wantStatus(t, asks(w.agent), slotsOK)
	if s := w.status(keys.Project); !strings.Contains(s.GetLastError(), "no longer knows the application") {
		t.Errorf("the second project's connection is %v", s)
	}
}

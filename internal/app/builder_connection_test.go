package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// connectionOf asks how a project's connection is; "" asks for the key's own.
func (w *world) connectionOf(by desk, project string) *ringbookv1.Connection {
	w.t.Helper()
	return call(w, by.GetConnection, &ringbookv1.GetConnectionRequest{Project: project}).GetConnection()
}

// TestConnectionTellsHowItIs through the life of one.
func TestConnectionTellsHowItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	fresh := call(w, w.admin().CreateProject, &ringbookv1.CreateProjectRequest{Name: "Fresh", TimeZone: "UTC"}).GetProject()
	none := w.connectionOf(w.admin(), fresh)
	if none.GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_NOT_CONNECTED || none.GetRemedy() == "" || none.GetOrganisation() != nil ||
		none.GetUser() != nil || none.GetConnectedAt() != nil || none.GetAccessTokenExpiresAt() != nil || len(none.GetMissingScopes()) != 0 {
		t.Errorf("before there is one: %v", none)
	}

	connection := w.connectionOf(w.builder(), "")
	if connection.GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_CONNECTED || connection.GetRegion() != "com" || connection.GetEnvironment() != "production" {
		t.Errorf("connected it is %v", connection)
	}
	if connection.GetOrganisation().GetName() == "" || connection.GetUser().GetName() == "" || connection.GetUser().GetId() == "" || connection.GetClientId() != w.config.ZohoClientID {
		t.Errorf("who it is connected to: %v", connection)
	}
	if len(connection.GetScopes()) == 0 || len(connection.GetMissingScopes()) != 0 || connection.GetLastError() != "" || connection.GetRemedy() != "" || connection.CreditsRemaining != nil {
		t.Errorf("what it allows: %v", connection)
	}
	if left := connection.GetAccessTokenExpiresAt().AsTime().Sub(monday); left < 50*time.Minute || left > 70*time.Minute {
		t.Errorf("the access token ends in %s", left)
	}
	if since := connection.GetConnectedAt().AsTime().Sub(monday); since < 0 || since > time.Minute {
		t.Errorf("it was made %s after the start", since)
	}

	var credits struct{ Used, Remaining int32 }
	w.control(http.MethodGet, "credits", nil, &credits)
	w.control(http.MethodPost, "settings", map[string]any{"credits": credits.Used + 10}, nil)
	w.slots("2027-03-03")
	// What a view of the calendars needs is asked at once, and what comes last
	// of it need not be the last that Zoho did.
	w.control(http.MethodGet, "credits", nil, &credits)
	connection = w.connectionOf(w.builder(), "")
	if connection.CreditsRemaining == nil || connection.GetCreditsRemaining() < credits.Remaining || connection.GetCreditsRemaining() > credits.Remaining+1 {
		t.Errorf("with more than half of the credits used, %d are left: %v", credits.Remaining, connection)
	}

	off, on := false, true
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &off})
	if connection := w.connectionOf(w.builder(), ""); connection.GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_SWITCHED_OFF || !strings.Contains(connection.GetRemedy(), "`ringbook projects update "+w.keys.Project+" --crm on`") {
		t.Errorf("switched off it is %v", connection)
	}
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &on})

	w.control(http.MethodPost, "settings", map[string]any{"credits": 0}, nil)
	w.control(http.MethodPost, "tokens/revoke", nil, nil)
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	w.starts("call-1", newPhone) // finds the grant dead
	connection = w.connectionOf(w.builder(), "")
	if connection.GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_REVOKED || connection.GetLastError() == "" || connection.GetRemedy() == "" {
		t.Errorf("revoked it is %v", connection)
	}
	w.quiet()
}

// TestDisconnectRevokesAndForgets ends a connection at both ends, and can be repeated.
func TestDisconnectRevokesAndForgets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, seen := w.zohoCalls(0)
	ended := call(w, w.builder().Disconnect, &ringbookv1.DisconnectRequest{})
	if !ended.GetRevoked() || ended.GetDetail() != "" || ended.GetConnection().GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_NOT_CONNECTED {
		t.Errorf("the end is %v", ended)
	}
	revoked := false
	for _, r := range w.sim.Sim.Requests(seen) {
		revoked = revoked || r.Path == "/oauth/v2/token/revoke" && r.Status == http.StatusOK
	}
	if !revoked {
		t.Error("Zoho was not told")
	}
	res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{})
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)
	if a := w.attribute(w.builder(), "zoho_refresh_token"); a.GetPublishedValue() != "" {
		t.Errorf("the token is still listed: %v", a)
	}
	again := call(w, w.builder().Disconnect, &ringbookv1.DisconnectRequest{})
	if again.GetRevoked() || again.GetDetail() == "" {
		t.Errorf("the second end is %v", again)
	}
	w.quiet()
}

// TestAuthorizationURL needs a public address, and then leads to Zoho.
func TestAuthorizationURL(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, err := w.builder().GetAuthorizationUrl(t.Context(), &ringbookv1.GetAuthorizationUrlRequest{})
	wantCode(t, err, connect.CodeFailedPrecondition)
	if err == nil || !strings.Contains(err.Error(), "--public-url") {
		t.Errorf("no remedy: %v", err)
	}
	w.stop()
	w.config.PublicURL = "https://ringbook.example.com"
	w.start()
	res := call(w, w.builder().GetAuthorizationUrl, &ringbookv1.GetAuthorizationUrlRequest{})
	address, err := url.Parse(res.GetUrl())
	if err != nil || !strings.HasPrefix(res.GetUrl(), w.sim.URL+"/oauth/v2/auth?") {
		t.Fatalf("the address is %q, %v", res.GetUrl(), err)
	}
	const back = "https://ringbook.example.com/api/auth/callback/zoho"
	if q := address.Query(); q.Get("redirect_uri") != back || res.GetRedirectUrl() != back || q.Get("state") == "" || q.Get("access_type") != "offline" {
		t.Errorf("the address is %s, back to %s", address, res.GetRedirectUrl())
	}
	if left := res.GetExpiresAt().AsTime().Sub(w.sim.Sim.Now()); left < 9*time.Minute || left > 10*time.Minute {
		t.Errorf("it is good for %s", left)
	}
}

// examines listens to an examination to its end.
func (w *world) examines(by desk, req *ringbookv1.DiagnoseRequest) (checks []*ringbookv1.Check, err error) {
	w.t.Helper()
	stream, err := by.Diagnose(w.t.Context(), req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer stream.Close()
	for stream.Receive() {
		checks = append(checks, stream.Msg().GetCheck())
	}
	return checks, stream.Err()
}

func named(checks []*ringbookv1.Check, name string) *ringbookv1.Check {
	for _, c := range checks {
		if c.GetName() == name {
			return c
		}
	}
	return nil
}

// TestDiagnoseTellsOfEachCheck of a project that is well, of one with a dead
// grant, and of one that is switched off, about which Zoho is asked nothing.
func TestDiagnoseTellsOfEachCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	checks, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{})
	if err != nil || len(checks) < 10 {
		t.Fatalf("%v, %v", checks, err)
	}
	for _, c := range checks {
		if c.GetName() == "" || c.GetDetail() == "" || c.GetDuration() == nil ||
			c.GetState() == ringbookv1.CheckState_CHECK_STATE_UNSPECIFIED || c.GetState() == ringbookv1.CheckState_CHECK_STATE_FAILED {
			t.Errorf("a project that is well: %v", c)
		}
	}
	probed, err := w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true})
	if c := named(probed, "read Events"); err != nil || c.GetState() != ringbookv1.CheckState_CHECK_STATE_OK || named(checks, "read Events") != nil {
		t.Errorf("with probes: %v, %v", c, err)
	}

	w.control(http.MethodPost, "tokens/revoke", nil, nil)
	w.control(http.MethodPost, "tokens/expire", nil, nil)
	checks, err = w.examines(w.builder(), &ringbookv1.DiagnoseRequest{})
	if c := named(checks, "token"); err != nil || c.GetState() != ringbookv1.CheckState_CHECK_STATE_FAILED || c.GetRemedy() == "" {
		t.Errorf("with a dead grant: %v, %v", c, err)
	}

	off := false
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &off})
	since := lastRequest(w)
	checks, err = w.examines(w.builder(), &ringbookv1.DiagnoseRequest{Probe: true})
	if c := named(checks, "switch"); err != nil || c.GetState() != ringbookv1.CheckState_CHECK_STATE_FAILED || c.GetRemedy() == "" {
		t.Errorf("switched off: %v, %v", c, err)
	}
	if asked := w.sim.Sim.Requests(since); len(asked) != 0 {
		t.Errorf("switched off, Zoho was asked %v", asked)
	}
}

// lastRequest is the number of the last request that the simulator has seen.
func lastRequest(w *world) (last int64) {
	for _, r := range w.sim.Sim.Requests(0) {
		last = max(last, r.Seq)
	}
	return last
}

// TestExaminationEndsWithTheServer lets the listener go in good order.
func TestExaminationEndsWithTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.faults(zohosim.Fault{Kind: "latency", Path: "/crm/", LatencyMs: 5000, Times: 1})
	stream, err := w.builder().Diagnose(t.Context(), &ringbookv1.DiagnoseRequest{})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if !stream.Receive() {
		t.Fatalf("no check: %v", stream.Err())
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.stop()
	}()
	for stream.Receive() {
		continue
	}
	wantCode(t, stream.Err(), connect.CodeUnavailable)
	<-ended
}

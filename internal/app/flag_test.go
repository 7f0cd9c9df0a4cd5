package app_test

import (
	"strings"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// TestOAuthCodeConnects: without a code a project is connected to nothing; with
// one, publishing connects it, uses the code up and fills what the system owns.
func TestOAuthCodeConnects(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	check := &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}

	failed, err := w.tries()
	if err != nil || failed.revision != 0 || !strings.Contains(failed.step("exchange").GetRemedy(), "zoho_oauth_code") {
		t.Errorf("without a code the publish came to %v (%v)", failed, err)
	}
	wantStatus(t, call(w, w.agent.CheckSlots, check).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)

	w.makes(map[string]string{"zoho_oauth_code": w.code(), "zoho_meeting_venue": "In-office"})
	wantStatus(t, call(w, w.agent.CheckSlots, check).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	if a := w.attribute(w.builder(), "zoho_oauth_code"); a.GetValue() != "" || a.GetPublishedValue() != "" {
		t.Errorf("the used code is still there: %v", a)
	}
	if a := w.attribute(w.builder(), "zoho_access_token"); a.GetEffectiveValue() != "********" || a.GetSource() != ringbookv1.ValueSource_VALUE_SOURCE_SYSTEM {
		t.Errorf("zoho_access_token is listed as %v, want a mask", a)
	}
	if a := w.attribute(w.builder(), "zoho_user_id"); a.GetEffectiveValue() == "" {
		t.Errorf("zoho_user_id is listed as %v, want it filled", a)
	}
}

// TestRegionIsWhereZohoIsAsked: the accounts and API hosts are those of the
// region, and a code of another region is told as such.
func TestRegionIsWhereZohoIsAsked(t *testing.T) {
	t.Parallel()
	w := newBareProject(t)
	if err := w.sim.Sim.Configure(func(s *zohosim.Settings) { s.DataCenter = "eu" }); err != nil {
		t.Fatal(err)
	}
	seen := w.lastSeq()
	w.sets(w.builder(), map[string]string{"zoho_oauth_code": w.code(), "zoho_meeting_venue": "In-office", "zoho_region": "com"})
	wrong, err := w.tries()
	exchange := wrong.step("exchange")
	if err != nil || wrong.revision != 0 || !strings.Contains(exchange.GetDetail()+exchange.GetRemedy(), "eu") {
		t.Fatalf("with the wrong region the publish came to %v (%v)", wrong, err)
	}
	w.makes(map[string]string{"zoho_region": "eu"}) // the tokens were kept: no new code
	wantStatus(t, call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}).GetStatus(),
		ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	for _, r := range w.sim.Sim.Requests(seen) {
		if strings.HasPrefix(r.Path, "/crm/") && r.Host != "www.zohoapis.eu" {
			t.Errorf("%s %s went to %s", r.Method, r.Path, r.Host)
		}
	}
}

// TestTimeZoneIsSpoken: zoho_timezone moves the business's clock.
func TestTimeZoneIsSpoken(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, nil)
	hours := `{"tuesday":[["09:00","17:00"]]}`
	w.makes(map[string]string{"zoho_working_hours": hours})
	for _, c := range []struct{ zone, want, offset string }{
		{"", "America/New_York", "-05:00"},
		{"Europe/Berlin", "Europe/Berlin", "+01:00"},
		{"", "America/New_York", "-05:00"},
	} {
		w.makes(map[string]string{"zoho_timezone": c.zone})
		res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay, Limit: 1})
		if len(res.GetSlots()) == 0 || res.GetTimeZone() != c.want || !strings.HasSuffix(res.GetSlots()[0].GetLocalStart(), c.offset) {
			t.Errorf("with zoho_timezone %q the answer is %v", c.zone, res)
		}
	}
}

// TestDurationIsTheLength: of slots, and of the event in the CRM.
func TestDurationIsTheLength(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, nil)
	for i, minutes := range []string{"30", "45"} {
		w.makes(map[string]string{"zoho_duration": minutes})
		want, err := time.ParseDuration(minutes + "m")
		if err != nil {
			t.Fatal(err)
		}
		s := w.slots(quietDay)[0]
		if got := s.GetEnd().AsTime().Sub(s.GetStart().AsTime()); got != want {
			t.Errorf("with %s a slot has %s", minutes, got)
		}
		w.books(booked, &ringbookv1.BookRequest{ConversationId: "call-" + minutes, CallerPhone: caller(i), CallerName: "Ada Brook", SlotId: s.GetSlotId()})
		for _, e := range w.events() {
			if e.text("Start_DateTime") != "" && startOf(t, e).Equal(s.GetStart().AsTime()) {
				end, err := time.Parse(time.RFC3339, e.text("End_DateTime"))
				if err != nil || end.Sub(startOf(t, e)) != want {
					t.Errorf("with %s the event is %v", minutes, e)
				}
			}
		}
		w.holds(i + 1)
	}
}

// TestAvailabilityDaysBoundTheWindow.
func TestAvailabilityDaysBoundTheWindow(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, nil)
	check := &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}
	for _, c := range []struct {
		days string
		want ringbookv1.CheckSlotsStatus
		book ringbookv1.BookStatus
	}{
		{"3", ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_BEYOND_WINDOW, ringbookv1.BookStatus_BOOK_STATUS_BEYOND_WINDOW},
		{"30", ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK, booked},
	} {
		w.makes(map[string]string{"zoho_availability_days": c.days})
		wantStatus(t, call(w, w.agent.CheckSlots, check).GetStatus(), c.want)
		w.books(c.book, asks("call-"+c.days, newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	}
	w.holds(1)
}

// TestFeaturesCanBeSwitchedOff: each of the three answers DISABLED while off and
// leaves the CRM as it is.
func TestFeaturesCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, nil)
	code := w.books(booked, asks("call-0", newPhone, "Ada Brook", on(t, quietDay, "09:00"))).GetAppointment().GetConfirmationCode()

	w.makes(map[string]string{"zoho_enable_slot_check": "False", "zoho_enable_booking": "False", "zoho_enable_cancellation": "False"})
	off := w.client(w.keys.AgentKey)
	wantStatus(t, call(w, off.CheckSlots, &ringbookv1.CheckSlotsRequest{}).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_DISABLED)
	w.books(ringbookv1.BookStatus_BOOK_STATUS_DISABLED, asks("call-1", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	cancel := &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: code}
	w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_DISABLED, cancel)
	w.holds(1)

	w.makes(map[string]string{"zoho_enable_slot_check": "True", "zoho_enable_booking": "yes", "zoho_enable_cancellation": "1"})
	wantStatus(t, call(w, off.CheckSlots, &ringbookv1.CheckSlotsRequest{}).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	w.books(booked, asks("call-3", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	w.holds(2)
	cancel.ConversationId = "call-4"
	w.cancels(cancelled, cancel)
	w.holds(1)
}

// TestUpdatePipelineWritesDeals: off, no deal is read or written; on, the deal
// of a caller who booked is made or moved, by the criteria where one matches.
func TestUpdatePipelineWritesDeals(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, map[string]string{"zoho_pipeline_criteria": `rule: outcome == "wants a quote" => "Proposal/Price Quote" because "the caller asked for a quote"`})
	deals := len(w.records("Deals"))
	asksFor := func(conversation, outcome string) {
		end := endOf(conversation)
		end.CallerPhone, end.Outcome = danaPhone, outcome
		w.starts(conversation, danaPhone)
		w.ends(end)
	}
	stage := func() string {
		for _, d := range w.records("Deals") {
			if d.text("Deal_Name") == "Whitfield implant plan" {
				return d.text("Stage")
			}
		}
		return ""
	}
	seen := w.lastSeq()
	asksFor("call-off", "wants a quote")
	if paths := w.zohoPaths(seen); anyHas(paths, "Deals") || stage() != "Qualification" {
		t.Errorf("with zoho_update_pipeline off the deal is in %q; Zoho was asked %q", stage(), paths)
	}

	w.makes(map[string]string{"zoho_update_pipeline": "True", "zoho_pipeline_criteria": ""})
	asksFor("call-none", "wants a quote")
	if stage() != "Qualification" {
		t.Errorf("without criteria the deal moved to %q", stage())
	}

	w.makes(map[string]string{"zoho_pipeline_criteria": `rule: outcome == "wants a quote" => "Proposal/Price Quote" because "the caller asked for a quote"`})
	asksFor("call-on", "wants a quote")
	if stage() != "Proposal/Price Quote" {
		t.Errorf("with a rule that matches the deal is in %q\n%s", stage(), w.log)
	}
	if notes := w.notesOf("Contacts", "Whitfield"); !anyNote(notes, "the caller asked for a quote") {
		t.Errorf("no note tells why: %v", notes)
	}
	if got := len(w.records("Deals")); got != deals {
		t.Errorf("%d deals, want %d: the known one is moved and none is made", got, deals)
	}
}

func anyNote(notes []record, part string) bool {
	for _, n := range notes {
		if strings.Contains(n.text("Note_Content"), part) {
			return true
		}
	}
	return false
}

// TestCheckExistingClient: on, who is in the CRM is known and booked for; off,
// the CRM is not looked into and a contact is made.
func TestCheckExistingClient(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, map[string]string{"zoho_check_existing_client": "False"})
	contacts := len(w.records("Contacts"))
	seen := w.lastSeq()
	if match := w.starts("call-off", danaPhone).GetCaller().GetMatch(); match != ringbookv1.CallerMatch_CALLER_MATCH_NOT_CHECKED {
		t.Errorf("with zoho_check_existing_client off the caller is %s", match)
	}
	w.books(booked, asks("call-off", danaPhone, "Dana Whitfield", on(t, quietDay, "09:00")))
	if paths := w.zohoPaths(seen); anyHas(paths, "coql Contacts") || anyHas(paths, "search") {
		t.Errorf("the CRM was looked into all the same: %q", paths)
	}
	if got := len(w.records("Contacts")); got != contacts+1 {
		t.Errorf("%d contacts, want one more than %d", got, contacts)
	}

	w.makes(map[string]string{"zoho_check_existing_client": "True"})
	const ottoPhone = "+12125550168" // in the CRM as "212.555.0168"
	if match := w.starts("call-on", ottoPhone).GetCaller().GetMatch(); match != ringbookv1.CallerMatch_CALLER_MATCH_KNOWN {
		t.Errorf("with zoho_check_existing_client on the caller is %s", match)
	}
	w.books(booked, asks("call-on", ottoPhone, "Otto Lindqvist", on(t, quietDay, "10:00")))
	if got := len(w.records("Contacts")); got != contacts+1 {
		t.Errorf("%d contacts, want no more than %d", got, contacts+1)
	}
}

// TestAvailabilityOnConversationStart: StartConversation brings slots.
func TestAvailabilityOnConversationStart(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, nil)
	for _, c := range []struct {
		value string
		want  int
	}{{"False", 0}, {"True", 3}} {
		w.makes(map[string]string{"zoho_check_availability_on_conversation_start": c.value})
		if got := len(w.starts("call-"+c.value, danaPhone).GetSlots()); got != c.want {
			t.Errorf("with %s StartConversation brings %d slots, want %d", c.value, got, c.want)
		}
	}
}

// TestSwitchedOffNothingReachesZoho: the administrator's switch stops every call
// of every service, and what was kept meanwhile is written when it is on again.
func TestSwitchedOffNothingReachesZoho(t *testing.T) {
	t.Parallel()
	w := newConnectedProject(t, map[string]string{"zoho_update_pipeline": "True"})
	code := w.books(booked, asks("call-0", newPhone, "Ada Brook", on(t, quietDay, "09:00"))).GetAppointment().GetConfirmationCode()
	off, on := false, true
	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &off})
	seen := w.lastSeq()
	w.sim.Sim.Advance(2 * time.Hour) // the access token is over, too

	if got := w.starts("call-1", danaPhone).GetStatus(); got != ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_NOT_CONNECTED {
		t.Errorf("StartConversation came to %s", got)
	}
	wantStatus(t, call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{}).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)
	w.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, asks("call-1", caller(1), "Bo Lund", local(t, quietDay+" 10:00")))
	w.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_NOT_CONNECTED, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code})
	end := endOf("call-1")
	end.CallerPhone, end.WaitSeconds = danaPhone, 1
	wantStatus(t, call(w, w.agent.EndConversation, end).GetStatus(), accepted)
	w.sets(w.builder(), map[string]string{"zoho_oauth_code": w.code()})
	if failed, err := w.tries(); err != nil || failed.revision != 0 {
		t.Errorf("a publish came to %v (%v)", failed, err)
	}
	call(w, w.builder().GetConnection, &ringbookv1.GetConnectionRequest{})
	diagnosis, err := w.builder().Diagnose(t.Context(), &ringbookv1.DiagnoseRequest{Probe: true})
	if err != nil {
		t.Fatal(err)
	}
	for diagnosis.Receive() {
	}
	if err := diagnosis.Close(); err != nil {
		t.Error(err)
	}
	if paths := w.zohoPaths(seen); len(paths) > 0 {
		t.Errorf("Zoho was reached: %q", paths)
	}

	call(w, w.admin().UpdateProject, &ringbookv1.UpdateProjectRequest{Project: w.keys.Project, CrmEnabled: &on})
	w.ends(end)
	if len(w.notesOf("Contacts", "Whitfield")) != 1 {
		t.Errorf("the note of the call that was kept is not there: %v", w.records("Notes"))
	}
	w.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: code})
	w.holds(0)
}

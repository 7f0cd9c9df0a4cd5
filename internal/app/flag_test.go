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
	p := newTenant(t, "Harbor Dental")
	check := &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}

	failed, err := p.tries()
	if err != nil || failed.revision != 0 || !strings.Contains(failed.step("exchange").GetRemedy(), "zoho_oauth_code") {
		t.Errorf("without a code the publish came to %v (%v)", failed, err)
	}
	wantStatus(t, call(p.world, p.agent.CheckSlots, check).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)

	p.publishes(map[string]string{"zoho_oauth_code": p.code(), "zoho_meeting_venue": "In-office"})
	wantStatus(t, call(p.world, p.agent.CheckSlots, check).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	if a := p.attribute("zoho_oauth_code"); a.GetValue() != "" || a.GetPublishedValue() != "" {
		t.Errorf("the used code is still there: %v", a)
	}
	if a := p.attribute("zoho_access_token"); a.GetEffectiveValue() != "********" || a.GetSource() != ringbookv1.ValueSource_VALUE_SOURCE_SYSTEM {
		t.Errorf("zoho_access_token is listed as %v, want a mask", a)
	}
	if a := p.attribute("zoho_user_id"); a.GetEffectiveValue() == "" {
		t.Errorf("zoho_user_id is listed as %v, want it filled", a)
	}
}

// TestRegionIsWhereZohoIsAsked: the accounts and API hosts are those of the
// region, and a code of another region is told as such.
func TestRegionIsWhereZohoIsAsked(t *testing.T) {
	t.Parallel()
	p := newTenant(t, "Hafen Zahnarzt")
	if err := p.sim.Sim.Configure(func(s *zohosim.Settings) { s.DataCenter = "eu" }); err != nil {
		t.Fatal(err)
	}
	_, seen := p.reached(0)
	p.sets(map[string]string{"zoho_oauth_code": p.code(), "zoho_meeting_venue": "In-office", "zoho_region": "com"})
	wrong, err := p.tries()
	exchange := wrong.step("exchange")
	if err != nil || wrong.revision != 0 || !strings.Contains(exchange.GetDetail()+exchange.GetRemedy(), "eu") {
		t.Fatalf("with the wrong region the publish came to %v (%v)", wrong, err)
	}
	p.publishes(map[string]string{"zoho_region": "eu"}) // the tokens were kept: no new code
	wantStatus(t, call(p.world, p.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}).GetStatus(),
		ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	for _, r := range p.sim.Sim.Requests(seen) {
		if strings.HasPrefix(r.Path, "/crm/") && r.Host != "www.zohoapis.eu" {
			t.Errorf("%s %s went to %s", r.Method, r.Path, r.Host)
		}
	}
}

// TestTimeZoneIsSpoken: zoho_timezone moves the business's clock.
func TestTimeZoneIsSpoken(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, nil)
	hours := `{"tuesday":[["09:00","17:00"]]}`
	p.publishes(map[string]string{"zoho_working_hours": hours})
	for _, c := range []struct{ zone, want, offset string }{
		{"", "America/New_York", "-05:00"},
		{"Europe/Berlin", "Europe/Berlin", "+01:00"},
		{"", "America/New_York", "-05:00"},
	} {
		p.publishes(map[string]string{"zoho_timezone": c.zone})
		res := call(p.world, p.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay, Limit: 1})
		if len(res.GetSlots()) == 0 || res.GetTimeZone() != c.want || !strings.HasSuffix(res.GetSlots()[0].GetLocalStart(), c.offset) {
			t.Errorf("with zoho_timezone %q the answer is %v", c.zone, res)
		}
	}
}

// TestDurationIsTheLength: of slots, and of the event in the CRM.
func TestDurationIsTheLength(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, nil)
	for i, minutes := range []string{"30", "45"} {
		p.publishes(map[string]string{"zoho_duration": minutes})
		want, err := time.ParseDuration(minutes + "m")
		if err != nil {
			t.Fatal(err)
		}
		s := p.slots(quietDay)[0]
		if got := s.GetEnd().AsTime().Sub(s.GetStart().AsTime()); got != want {
			t.Errorf("with %s a slot has %s", minutes, got)
		}
		p.books(booked, &ringbookv1.BookRequest{ConversationId: "call-" + minutes, CallerPhone: caller(i), CallerName: "Ada Brook", SlotId: s.GetSlotId()})
		for _, e := range p.events() {
			if e.text("Start_DateTime") != "" && startOf(t, e).Equal(s.GetStart().AsTime()) {
				end, err := time.Parse(time.RFC3339, e.text("End_DateTime"))
				if err != nil || end.Sub(startOf(t, e)) != want {
					t.Errorf("with %s the event is %v", minutes, e)
				}
			}
		}
		p.holds(i + 1)
	}
}

// TestAvailabilityDaysBoundTheWindow.
func TestAvailabilityDaysBoundTheWindow(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, nil)
	check := &ringbookv1.CheckSlotsRequest{From: quietDay, To: quietDay}
	for _, c := range []struct {
		days string
		want ringbookv1.CheckSlotsStatus
		book ringbookv1.BookStatus
	}{
		{"3", ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_BEYOND_WINDOW, ringbookv1.BookStatus_BOOK_STATUS_BEYOND_WINDOW},
		{"30", ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK, booked},
	} {
		p.publishes(map[string]string{"zoho_availability_days": c.days})
		wantStatus(t, call(p.world, p.agent.CheckSlots, check).GetStatus(), c.want)
		p.books(c.book, asks("call-"+c.days, newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	}
	p.holds(1)
}

// TestFeaturesCanBeSwitchedOff: each of the three answers DISABLED while off and
// leaves the CRM as it is.
func TestFeaturesCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, nil)
	code := p.books(booked, asks("call-0", newPhone, "Ada Brook", on(t, quietDay, "09:00"))).GetAppointment().GetConfirmationCode()

	p.publishes(map[string]string{"zoho_enable_slot_check": "False", "zoho_enable_booking": "False", "zoho_enable_cancellation": "False"})
	off := p.client(p.keys.AgentKey)
	wantStatus(t, call(p.world, off.CheckSlots, &ringbookv1.CheckSlotsRequest{}).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_DISABLED)
	p.books(ringbookv1.BookStatus_BOOK_STATUS_DISABLED, asks("call-1", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	cancel := &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: code}
	p.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_DISABLED, cancel)
	p.holds(1)

	p.publishes(map[string]string{"zoho_enable_slot_check": "True", "zoho_enable_booking": "yes", "zoho_enable_cancellation": "1"})
	wantStatus(t, call(p.world, off.CheckSlots, &ringbookv1.CheckSlotsRequest{}).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	p.books(booked, asks("call-3", caller(1), "Bo Lund", on(t, quietDay, "10:00")))
	p.holds(2)
	cancel.ConversationId = "call-4"
	p.cancels(cancelled, cancel)
	p.holds(1)
}

// TestUpdatePipelineWritesDeals: off, no deal is read or written; on, the deal
// of a caller who booked is made or moved, by the criteria where one matches.
func TestUpdatePipelineWritesDeals(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, map[string]string{"zoho_pipeline_criteria": `rule: outcome == "wants a quote" => "Proposal/Price Quote" because "the caller asked for a quote"`})
	deals := len(p.records("Deals"))
	asksFor := func(conversation, outcome string) {
		end := endOf(conversation)
		end.CallerPhone, end.Outcome = danaPhone, outcome
		p.starts(conversation, danaPhone)
		p.ends(end)
	}
	stage := func() string {
		for _, d := range p.records("Deals") {
			if d.text("Deal_Name") == "Whitfield implant plan" {
				return d.text("Stage")
			}
		}
		return ""
	}
	_, seen := p.reached(0)
	asksFor("call-off", "wants a quote")
	if paths, _ := p.reached(seen); anyHas(paths, "Deals") || stage() != "Qualification" {
		t.Errorf("with zoho_update_pipeline off the deal is in %q; Zoho was asked %q", stage(), paths)
	}

	p.publishes(map[string]string{"zoho_update_pipeline": "True", "zoho_pipeline_criteria": ""})
	asksFor("call-none", "wants a quote")
	if stage() != "Qualification" {
		t.Errorf("without criteria the deal moved to %q", stage())
	}

	p.publishes(map[string]string{"zoho_pipeline_criteria": `rule: outcome == "wants a quote" => "Proposal/Price Quote" because "the caller asked for a quote"`})
	asksFor("call-on", "wants a quote")
	if stage() != "Proposal/Price Quote" {
		t.Errorf("with a rule that matches the deal is in %q\n%s", stage(), p.log)
	}
	if notes := p.notesOf("Contacts", "Whitfield"); !anyNote(notes, "the caller asked for a quote") {
		t.Errorf("no note tells why: %v", notes)
	}
	if got := len(p.records("Deals")); got != deals {
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
	p := connectedTenant(t, map[string]string{"zoho_check_existing_client": "False"})
	contacts := len(p.records("Contacts"))
	_, seen := p.reached(0)
	if match := p.starts("call-off", danaPhone).GetCaller().GetMatch(); match != ringbookv1.CallerMatch_CALLER_MATCH_NOT_CHECKED {
		t.Errorf("with zoho_check_existing_client off the caller is %s", match)
	}
	p.books(booked, asks("call-off", danaPhone, "Dana Whitfield", on(t, quietDay, "09:00")))
	if paths, _ := p.reached(seen); anyHas(paths, "coql Contacts") || anyHas(paths, "search") {
		t.Errorf("the CRM was looked into all the same: %q", paths)
	}
	if got := len(p.records("Contacts")); got != contacts+1 {
		t.Errorf("%d contacts, want one more than %d", got, contacts)
	}

	p.publishes(map[string]string{"zoho_check_existing_client": "True"})
	const ottoPhone = "+12125550168" // in the CRM as "212.555.0168"
	if match := p.starts("call-on", ottoPhone).GetCaller().GetMatch(); match != ringbookv1.CallerMatch_CALLER_MATCH_KNOWN {
		t.Errorf("with zoho_check_existing_client on the caller is %s", match)
	}
	p.books(booked, asks("call-on", ottoPhone, "Otto Lindqvist", on(t, quietDay, "10:00")))
	if got := len(p.records("Contacts")); got != contacts+1 {
		t.Errorf("%d contacts, want no more than %d", got, contacts+1)
	}
}

// TestAvailabilityOnConversationStart: StartConversation brings slots.
func TestAvailabilityOnConversationStart(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, nil)
	for _, c := range []struct {
		value string
		want  int
	}{{"False", 0}, {"True", 3}} {
		p.publishes(map[string]string{"zoho_check_availability_on_conversation_start": c.value})
		if got := len(p.starts("call-"+c.value, danaPhone).GetSlots()); got != c.want {
			t.Errorf("with %s StartConversation brings %d slots, want %d", c.value, got, c.want)
		}
	}
}

// TestSwitchedOffNothingReachesZoho: the administrator's switch stops every call
// of every service, and what was kept meanwhile is written when it is on again.
func TestSwitchedOffNothingReachesZoho(t *testing.T) {
	t.Parallel()
	p := connectedTenant(t, map[string]string{"zoho_update_pipeline": "True"})
	code := p.books(booked, asks("call-0", newPhone, "Ada Brook", on(t, quietDay, "09:00"))).GetAppointment().GetConfirmationCode()
	off, on := false, true
	call(p.world, p.admin.UpdateProject, &ringbookv1.UpdateProjectRequest{Project: p.project, CrmEnabled: &off})
	_, seen := p.reached(0)
	p.sim.Sim.Advance(2 * time.Hour) // the access token is over, too

	if got := p.starts("call-1", danaPhone).GetStatus(); got != ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_NOT_CONNECTED {
		t.Errorf("StartConversation came to %s", got)
	}
	wantStatus(t, call(p.world, p.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{}).GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED)
	p.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, asks("call-1", caller(1), "Bo Lund", local(t, quietDay+" 10:00")))
	p.cancels(ringbookv1.CancelStatus_CANCEL_STATUS_NOT_CONNECTED, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code})
	end := endOf("call-1")
	end.CallerPhone, end.WaitSeconds = danaPhone, 1
	wantStatus(t, call(p.world, p.agent.EndConversation, end).GetStatus(), accepted)
	p.sets(map[string]string{"zoho_oauth_code": p.code()})
	if failed, err := p.tries(); err != nil || failed.revision != 0 {
		t.Errorf("a publish came to %v (%v)", failed, err)
	}
	call(p.world, p.connection.GetConnection, &ringbookv1.GetConnectionRequest{})
	diagnosis, err := p.connection.Diagnose(t.Context(), &ringbookv1.DiagnoseRequest{Probe: true})
	if err != nil {
		t.Fatal(err)
	}
	for diagnosis.Receive() {
	}
	if err := diagnosis.Close(); err != nil {
		t.Error(err)
	}
	if paths, _ := p.reached(seen); len(paths) > 0 {
		t.Errorf("Zoho was reached: %q", paths)
	}

	call(p.world, p.admin.UpdateProject, &ringbookv1.UpdateProjectRequest{Project: p.project, CrmEnabled: &on})
	p.ends(end)
	if len(p.notesOf("Contacts", "Whitfield")) != 1 {
		t.Errorf("the note of the call that was kept is not there: %v", p.records("Notes"))
	}
	p.cancels(cancelled, &ringbookv1.CancelRequest{ConversationId: "call-2", ConfirmationCode: code})
	p.holds(0)
}

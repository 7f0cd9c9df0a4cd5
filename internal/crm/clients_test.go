package crm_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/aftercall"
	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/phone"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// everything makes each call that the gateway has and returns the errors.
func (r *rig) everything() map[string]error {
	ctx, dana := r.Context(), contact.Person{Name: "Dana", Phone: "+12125550143", Company: "x"}
	note := aftercall.Note{Module: "Contacts", Record: "1", Title: "t", Content: "c", Reference: "r"}
	errs := map[string]error{}
	_, errs["Events"] = r.gateway.Events(ctx, r.project, []calendar.Owner{{ID: "1", Zone: time.UTC}}, r.span("2027-03-01 00:00", "2027-03-02 00:00"))
	_, errs["Absences"] = r.gateway.Absences(ctx, r.project, []calendar.Owner{{ID: "1", Zone: time.UTC}})
	_, errs["Cancelled"] = r.gateway.Cancelled(ctx, r.project, []string{"1"})
	_, errs["CreateEvent"] = r.gateway.CreateEvent(ctx, r.project, r.bareDraft())
	errs["DeleteEvent"] = r.gateway.DeleteEvent(ctx, r.project, "1")
	_, errs["Propose"] = r.gateway.Propose(ctx, r.project, []contact.Module{contact.Contacts, contact.Leads, contact.Accounts}, phone.Number("+12125550143"))
	_, errs["CreateContact"] = r.gateway.CreateContact(ctx, r.project, dana, "r")
	_, errs["CreateLead"] = r.gateway.CreateLead(ctx, r.project, dana, "r")
	_, _, errs["FindReference"] = r.gateway.FindReference(ctx, r.project, contact.Leads, dana, "r", monday)
	_, errs["AddNote"] = r.gateway.AddNote(ctx, r.project, note)
	_, _, errs["FindNote"] = r.gateway.FindNote(ctx, r.project, note)
	for _, idn := range []string{"zoho_org", "zoho_users", "zoho_deal_fields", "zoho_pipelines", "zoho_business_hours", "zoho_holidays", "zoho_shifts"} {
		_, errs[idn] = r.gateway.SystemValue(ctx, r.project, idn, monday)
	}
	_, _, errs["CurrentUser"] = r.gateway.CurrentUser(ctx, r.project)
	_, _, errs["Venues"] = r.gateway.Venues(ctx, r.project)
	_, errs["Fields"] = r.gateway.Fields(ctx, r.project, "Leads")
	errs["Renew"] = r.gateway.Renew(ctx, r.project)
	_, errs["Heard"] = r.gateway.Heard(ctx, r.project)
	_, errs["Users"] = r.gateway.Users(ctx, r.project)
	_, errs["Organisation"] = r.gateway.Organisation(ctx, r.project)
	_, errs["Pipelines"] = r.gateway.Pipelines(ctx, r.project)
	for _, module := range []string{"Events", "Contacts", "Leads", "Accounts", "Deals", "Notes"} {
		errs["ProbeRead "+module] = r.gateway.ProbeRead(ctx, r.project, module)
	}
	return errs
}

func TestSwitchedOffNothingReachesZoho(t *testing.T) {
	r := newRig(t, "demo")
	granted, err := r.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.projects.UpdateProject(t.Context(), r.project, project.Change{CRMEnabled: new(false)}); err != nil {
		t.Fatal(err)
	}
	since := r.last()
	errs := r.everything()
	errs["ProbeSearch"] = r.gateway.ProbeSearch(t.Context(), r.project)
	errs["Exchange"] = r.connections.Exchange(t.Context(), r.project, connection.Application{Region: "com"}, granted.Code, time.Time{})
	for call, err := range errs {
		if !fault.Is(err, fault.NotConnected) {
			t.Errorf("%s: %v, want not connected", call, err)
		}
	}
	if reached := r.requests(since); len(reached) != 0 {
		t.Errorf("Zoho was reached: %v", reached)
	}
	if _, err := r.projects.UpdateProject(t.Context(), r.project, project.Change{CRMEnabled: new(true)}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.gateway.SystemValue(t.Context(), r.project, "zoho_org", monday); err != nil {
		t.Errorf("switched on again: %v", err)
	}
}

// A call that had its client before the CRM was switched off, as one has that
// waits to be repeated, sends nothing more.
func TestSwitchedOffInTheMiddleOfACall(t *testing.T) {
	r := newRig(t, "demo")
	client, err := r.clients.For(t.Context(), r.project)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Org(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := r.projects.UpdateProject(t.Context(), r.project, project.Change{CRMEnabled: new(false)}); err != nil {
		t.Fatal(err)
	}
	since := r.last()
	if _, err := client.Org(t.Context()); !fault.Is(err, fault.NotConnected) {
		t.Errorf("got %v, want not connected", err)
	}
	if reached := r.requests(since); len(reached) != 0 {
		t.Errorf("Zoho was reached: %v", reached)
	}
}

func TestNeverConnectedProject(t *testing.T) {
	r := newRig(t, "demo")
	made, err := r.projects.CreateProject(t.Context(), "Another", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	r.project = made.ID
	since := r.last()
	for call, err := range r.everything() {
		if !fault.Is(err, fault.NotConnected) {
			t.Errorf("%s: %v, want not connected", call, err)
		}
	}
	if reached := r.requests(since); len(reached) != 0 {
		t.Errorf("Zoho was reached: %v", reached)
	}
}

func (r *rig) org() error {
	_, err := r.gateway.SystemValue(r.Context(), r.project, "zoho_org", monday)
	return err
}

func (r *rig) refreshes(since int64) (n int) {
	for _, q := range r.requests(since) {
		if strings.HasPrefix(q.Path, "/oauth/") {
			n++
		}
	}
	return n
}

func TestAnExpiredTokenIsRefreshedOnceAndKept(t *testing.T) {
	r := newRig(t, "demo")
	before, err := r.connections.Get(t.Context(), r.project)
	if err != nil {
		t.Fatal(err)
	}
	r.control("POST", "tokens/expire", map[string]any{})
	since := r.last()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := r.org(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := r.refreshes(since); n != 1 {
		t.Errorf("%d refreshes for one expired token", n)
	}
	after, err := r.connections.Get(t.Context(), r.project)
	if err != nil || after.AccessToken == before.AccessToken || after.RefreshToken != before.RefreshToken || !after.AccessExpiry.After(r.sim.Sim.Now()) {
		t.Errorf("stored is %v", err)
	}
	r.boot()
	since = r.last()
	if err := r.org(); err != nil || r.refreshes(since) != 0 {
		t.Errorf("after a restart: %v, %d refreshes", err, r.refreshes(since))
	}
}

func TestATokenIsRenewedBeforeItsHourIsOver(t *testing.T) {
	r := newRig(t, "demo")
	r.sim.Sim.Advance(59 * time.Minute)
	since := r.last()
	if err := r.org(); err != nil {
		t.Fatal(err)
	}
	for _, q := range r.requests(since) {
		if q.Status == 401 {
			t.Errorf("Zoho had to refuse a token that was about to expire")
		}
	}
	if r.refreshes(since) != 1 {
		t.Errorf("%d refreshes", r.refreshes(since))
	}
}

func TestARevokedGrantIsNotConnectedUntilItIsReplaced(t *testing.T) {
	r := newRig(t, "demo")
	if err := r.org(); err != nil {
		t.Fatal(err)
	}
	r.control("POST", "tokens/revoke", map[string]any{})
	for call, err := range r.everything() {
		if !fault.Is(err, fault.NotConnected) {
			t.Errorf("%s: %v, want not connected", call, err)
		}
	}
	since := r.last()
	for range 3 {
		_ = r.org()
	}
	if n := r.refreshes(since); n != 0 {
		t.Errorf("a refused grant was tried %d times more", n)
	}
	conn, err := r.connections.Get(t.Context(), r.project)
	if err != nil || conn.LastError != "Zoho no longer accepts the connection" || conn.Remedy != connection.ConnectAgain {
		t.Errorf("the connection's state is %q, %v", conn.LastError, err)
	}
	r.connect()
	if err := r.org(); err != nil {
		t.Errorf("connected anew: %v", err)
	}
	if conn, err = r.connections.Get(t.Context(), r.project); err != nil || conn.LastError != "" {
		t.Errorf("connected anew, the connection's state is %q, %v", conn.LastError, err)
	}
}

func TestAMissingScopeIsDenied(t *testing.T) {
	r := newRig(t, "demo")
	r.connect("ZohoCRM.modules.contacts.READ", "ZohoCRM.coql.READ")
	if err := r.org(); !fault.Is(err, fault.Denied) {
		t.Errorf("got %v, want denied", err)
	}
}

func TestTwoProjectsHaveTwoGrants(t *testing.T) {
	r := newRig(t, "demo")
	first := r.project
	made, err := r.projects.CreateProject(t.Context(), "Another", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	r.project = made.ID
	r.connect()
	if _, err := r.projects.UpdateProject(t.Context(), first, project.Change{CRMEnabled: new(false)}); err != nil {
		t.Fatal(err)
	}
	if err := r.org(); err != nil {
		t.Errorf("one project's switch stops another: %v", err)
	}
	r.project = first
	if err := r.org(); !fault.Is(err, fault.NotConnected) {
		t.Errorf("got %v, want not connected", err)
	}
}

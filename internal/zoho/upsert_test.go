package zoho_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Fidelity: upsert-action
// Fidelity: upsert-contacts-by-email
func TestUpsert(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	contacts := s.client.Contacts
	made, err := contacts.UpsertOne(ctx, zoho.Contact{LastName: "Boyle", Email: "p@example.com"}, zoho.UpsertOptions{DuplicateCheck: []string{"Email"}})
	ok(t, "insert", err)
	if made.Action != zoho.ActionInsert || made.DuplicateField != "" {
		t.Errorf("first: %+v", made)
	}
	again, err := contacts.Upsert(ctx, []zoho.Contact{
		{LastName: "Boyle-Smith", Email: "p@example.com"}, {LastName: "Other", Email: "o@example.com"},
	}, zoho.UpsertOptions{DuplicateCheck: []string{"Email"}})
	ok(t, "both", err)
	if again[0].ID != made.ID || again[0].Action != zoho.ActionUpdate || again[0].DuplicateField != "Email" || again[1].Action != zoho.ActionInsert {
		t.Errorf("then: %+v", again)
	}
	if got := s.field("Contacts", made.ID, "Last_Name"); got != "Boyle-Smith" {
		t.Errorf("the record has %v", got)
	}
}

// Fidelity: upsert-action
// Fidelity: unmodified-since
func TestUpsertById(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	id := insert(t, s.client.Contacts, zoho.Contact{LastName: "Boyle"})
	result, err := s.client.Contacts.UpsertOne(ctx, zoho.Contact{ID: id, LastName: "Smith"}, zoho.UpsertOptions{})
	ok(t, "upsert", err)
	if result.Action != zoho.ActionUpdate || s.field("Contacts", id, "Last_Name") != "Smith" {
		t.Errorf("%+v, %v", result, s.field("Contacts", id, "Last_Name"))
	}
	s.sim.Advance(time.Minute)
	_, err = s.client.Contacts.UpdateOne(ctx, id, zoho.Contact{LastName: "Later"}, zoho.UpdateOptions{})
	ok(t, "update", err)
	_, err = s.client.Contacts.UpsertOne(ctx, zoho.Contact{ID: id, LastName: "Stale"}, zoho.UpsertOptions{IfUnmodifiedSince: noon})
	if !zoho.IsModified(err) || s.field("Contacts", id, "Last_Name") != "Later" {
		t.Errorf("stale: %v", err)
	}
}

// Fidelity: upsert-modules
func TestUpsertIsRefusedWhereZohoHasNone(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	before := len(s.sim.Requests(0))
	for module, err := range map[string]error{
		"Events": second(s.client.Events.UpsertOne(ctx, haircut(noon), zoho.UpsertOptions{})),
		"Calls":  second(s.client.Calls.Upsert(ctx, []zoho.Call{{}}, zoho.UpsertOptions{})),
		"Tasks":  second(s.client.Tasks.UpsertOne(ctx, zoho.Task{}, zoho.UpsertOptions{})),
	} {
		if e := apiError(t, err); e.Applied != zoho.NotApplied || e.Status != 0 {
			t.Errorf("%s: %+v", module, e)
		}
	}
	if n := len(s.sim.Requests(0)); n != before {
		t.Errorf("%d requests were sent", n-before)
	}
}

// second drops the result of a call.
func second[T any](_ T, err error) error { return err }

// Fidelity: recurring-insert
func TestRecurringInsert(t *testing.T) {
	s := simulate(t)
	event := haircut(noon.Add(24 * time.Hour))
	event.Recurring = &zoho.Recurrence{RRule: "FREQ=DAILY;INTERVAL=1;DTSTART=2026-03-10;UNTIL=2026-03-12"}
	results, err := s.client.Events.Insert(context.Background(), []zoho.Event{event}, zoho.InsertOptions{})
	ok(t, "insert", err)
	if len(results) != 3 {
		t.Fatalf("%d results: %+v", len(results), results)
	}
	ids := map[string]bool{}
	for _, r := range results {
		ids[r.ID] = r.Err == nil && s.field("Events", r.ID, "Event_Title") == "Haircut"
	}
	if len(ids) != 3 || !ids[results[0].ID] || !ids[results[2].ID] {
		t.Errorf("not three events of their own: %+v", results)
	}
	first, err := s.client.Events.InsertOne(context.Background(), event, zoho.InsertOptions{})
	ok(t, "insert one", err)
	got, err := s.client.Events.Get(context.Background(), first.ID)
	ok(t, "get", err)
	if !got.Start.Equal(noon.Add(24 * time.Hour)) {
		t.Errorf("the first occurrence starts at %v", got.Start)
	}
}

// Fidelity: convert-lead
// Fidelity: convert-mapping-mismatch
// Fidelity: convert-once
func TestConvertLead(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	id := insert(t, s.client.Leads, zoho.Lead{LastName: "Boyle", Company: "Zylker", Email: "p@example.com"})
	_, err := s.client.ConvertLead(ctx, id, zoho.Conversion{Deal: &zoho.Deal{Name: "D", Stage: "No such stage", Pipeline: "Standard (Standard)", ClosingDate: zoho.DateOf(noon)}})
	if !errors.Is(err, zoho.CodeMappingMismatch) || apiError(t, err).Applied != zoho.NotApplied {
		t.Errorf("wrong stage: %v", err)
	}
	done, err := s.client.ConvertLead(ctx, id, zoho.Conversion{
		Deal: &zoho.Deal{Name: "Boyle's cut", Stage: "Qualification", Pipeline: "Standard (Standard)", ClosingDate: zoho.DateOf(noon)},
	})
	ok(t, "convert", err)
	if s.field("Contacts", done.Contact.ID, "Last_Name") != "Boyle" || s.field("Accounts", done.Account.ID, "Account_Name") != "Zylker" ||
		s.field("Deals", done.Deal.ID, "Deal_Name") != "Boyle's cut" {
		t.Errorf("became %+v", done)
	}
	if _, err = s.client.ConvertLead(ctx, id, zoho.Conversion{}); !errors.Is(err, zoho.CodeAlreadyConverted) {
		t.Errorf("again: %v", err)
	}
}

// Fidelity: blueprint-transitions
// Fidelity: record-in-blueprint
func TestBlueprint(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	id := insert(t, s.client.Deals, zoho.Deal{Name: "D", Stage: "Qualification", Pipeline: "Standard (Standard)", ClosingDate: zoho.DateOf(noon)})
	if _, err := s.client.Blueprint(ctx, "Deals", id); !errors.Is(err, zoho.CodeRecordNotInProcess) {
		t.Errorf("no process: %v", err)
	}
	s.control("POST", "records/Deals/"+id+"/blueprint", struct{}{}, nil)
	_, err := s.client.Deals.UpdateOne(ctx, id, zoho.Deal{Stage: "Closed Won"}, zoho.UpdateOptions{})
	if !zoho.IsLocked(err) || !errors.Is(err, zoho.CodeRecordInBlueprint) {
		t.Errorf("plain update: %v", err)
	}
	process, err := s.client.Blueprint(ctx, "Deals", id)
	ok(t, "read", err)
	if process.Process.Field != "Stage" || process.Process.Value != "Qualification" || len(process.Transitions) == 0 {
		t.Fatalf("process %+v", process)
	}
	step := process.Transitions[0]
	ok(t, "advance", s.client.Advance(ctx, "Deals", id, step.ID.String(), nil))
	if got := s.field("Deals", id, "Stage"); got != step.NextValue {
		t.Errorf("stage %v, want %s", got, step.NextValue)
	}
	if err := s.client.Advance(ctx, "Deals", id, "1", nil); !zoho.IsInvalid(err) || apiError(t, err).Applied != zoho.NotApplied {
		t.Errorf("unknown transition: %v", err)
	}
}

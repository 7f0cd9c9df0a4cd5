package zoho_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// withKey gives a module a custom field.
func (s *simulator) withKey(module string, properties map[string]any) {
	s.control("POST", "fields/"+module, properties, nil)
}

// Fidelity: external-id
// Fidelity: external-id-unknown
func TestExternalIDs(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	s.withKey("Events", map[string]any{"apiName": "Booking_Key", "external": "org"})
	for _, key := range []string{"rb 7 ü?#%&", "+15551234567"} {
		event := haircut(noon.Add(time.Hour))
		event.Extra = map[string]any{"Booking_Key": key}
		id := insert(t, s.client.Events, event)
		byKey := s.client.Events.ByExternal("Booking_Key")

		got, err := byKey.Get(ctx, key)
		ok(t, "get "+key, err)
		if got.ID != id || got.Extra["Booking_Key"] != key {
			t.Errorf("got %s %v, want %s", got.ID, got.Extra, id)
		}
		result, err := byKey.UpdateOne(ctx, key, zoho.Event{Title: "Shave"}, zoho.UpdateOptions{IfUnmodifiedSince: got.ModifiedTime.Time})
		ok(t, "update "+key, err)
		if result.ID != id || s.field("Events", id, "Event_Title") != "Shave" {
			t.Errorf("update: %+v", result)
		}
		ok(t, "delete "+key, byKey.DeleteOne(ctx, key))
		if s.field("Events", id, "Event_Title") != nil {
			t.Error("the record is still there")
		}
		_, err = byKey.Get(ctx, key)
		if !zoho.IsNotFound(err) || strings.Contains(err.Error(), key) {
			t.Errorf("gone: %v", err)
		}
	}
}

func TestExternalRefusals(t *testing.T) {
	s := newServer(t, answers(say(500, "")))
	c := client(t, s)
	for _, err := range []error{
		second(c.Events.ByExternal("Booking_Key").Get(context.Background(), "")),
		second(c.Events.ByExternal("Booking_Key").Get(context.Background(), "..")),
		second(c.Events.ByExternal("Booking_Key").Get(context.Background(), "7/actions")),
		c.Events.ByExternal("Booking-Key").DeleteOne(context.Background(), "x"),
		second(zoho.Module[zoho.Event](c, "E/v").ByExternal("K").UpdateOne(context.Background(), "x", zoho.Event{}, zoho.UpdateOptions{})),
	} {
		if e := apiError(t, err); e.Status != 0 || e.Applied != zoho.NotApplied {
			t.Errorf("%+v", e)
		}
	}
	if n := len(s.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// Fidelity: unique-field
func TestUniqueField(t *testing.T) {
	s := simulate(t)
	s.withKey("Events", map[string]any{"apiName": "Booking_Key", "unique": true})
	event := haircut(noon.Add(time.Hour))
	event.Extra = map[string]any{"Booking_Key": "k-1"}
	id := insert(t, s.client.Events, event)
	_, err := s.client.Events.InsertOne(context.Background(), event, zoho.InsertOptions{})
	if existing, is := zoho.IsDuplicate(err); !is || existing != id || apiError(t, err).Applied != zoho.NotApplied || apiError(t, err).Field != "Booking_Key" {
		t.Errorf("%v: %s, want %s", err, existing, id)
	}
	fields, err := s.client.Fields(context.Background(), "Events")
	ok(t, "fields", err)
	for _, f := range fields {
		if f.APIName == "Booking_Key" && (!f.IsUnique() || !f.Custom) {
			t.Errorf("metadata %+v", f)
		}
	}
}

// Fidelity: modified-since
func TestGetIfModified(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	id := insert(t, s.client.Contacts, zoho.Contact{LastName: "Boyle"})
	s.sim.Advance(time.Minute)
	since := s.sim.Now()
	if got, modified, err := s.client.Contacts.GetIfModified(ctx, id, since); err != nil || modified || got.ID != "" {
		t.Errorf("unchanged: %+v %v %v", got, modified, err)
	}
	s.sim.Advance(time.Minute)
	_, err := s.client.Contacts.UpdateOne(ctx, id, zoho.Contact{LastName: "Smith"}, zoho.UpdateOptions{})
	ok(t, "update", err)
	if got, modified, err := s.client.Contacts.GetIfModified(ctx, id, since, "Last_Name"); err != nil || !modified || got.LastName != "Smith" {
		t.Errorf("changed: %+v %v %v", got, modified, err)
	}
	if _, _, err := s.client.Contacts.GetIfModified(ctx, "404404", since); !zoho.IsNotFound(err) {
		t.Errorf("unknown: %v", err)
	}
}

// Fidelity: unmodified-since
// Fidelity: unmodified-since-code
func TestUpdateOfAStaleCopy(t *testing.T) {
	for _, code := range []string{"ALREADY_MODIFIED", "RECORD_MODIFIED"} {
		s, ctx := simulate(t, func(set *zohosim.Settings) { set.UnmodifiedSinceCode = code }), context.Background()
		id := insert(t, s.client.Contacts, zoho.Contact{LastName: "Boyle"})
		read, err := s.client.Contacts.Get(ctx, id)
		ok(t, "get", err)
		s.sim.Advance(time.Minute)
		s.control("PUT", "records/Contacts/"+id, map[string]any{"data": []any{map[string]any{"Last_Name": "Person"}}}, nil)
		_, err = s.client.Contacts.UpdateOne(ctx, id, zoho.Contact{LastName: "Mine"}, zoho.UpdateOptions{IfUnmodifiedSince: read.ModifiedTime.Time})
		if !zoho.IsModified(err) || !errors.Is(err, zoho.Code(code)) || s.field("Contacts", id, "Last_Name") != "Person" {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// Fidelity: record-count
func TestCount(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	for range 3 {
		insert(t, s.client.Contacts, zoho.Contact{LastName: "Countess", Email: "c@example.com"})
	}
	s.sim.Advance(30 * time.Minute)
	all, err := s.client.Contacts.Count(ctx, zoho.Search{})
	ok(t, "all", err)
	some, err := s.client.Contacts.Count(ctx, zoho.ByEmail("c@example.com"))
	ok(t, "some", err)
	none, err := s.client.Contacts.Count(ctx, zoho.ByEmail("nobody@example.com"))
	ok(t, "none", err)
	if all != len(s.stored("Contacts")) || some != 3 || none != 0 {
		t.Errorf("all %d of %d, some %d, none %d", all, len(s.stored("Contacts")), some, none)
	}
	if _, err := s.client.Contacts.Count(ctx, zoho.ByEmail("")); err == nil {
		t.Error("an empty search counts")
	}
	narrow := s.connect(zohosim.GrantRequest{Scopes: []string{"ZohoCRM.modules.ALL"}})
	if _, err := narrow.Contacts.Count(ctx, zoho.Search{}); !errors.Is(err, zoho.CodeScopeMismatch) {
		t.Errorf("without the search scope: %v", err)
	}
}

// Fidelity: users-unavailability
func TestUsersUnavailability(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	user := s.sim.Users()[0]
	if got, err := collect(s.client.UsersUnavailability(ctx)); err != nil || len(got) != 0 {
		t.Errorf("nobody is away: %v %v", got, err)
	}
	absence, err := s.sim.AddAbsence(zohosim.Absence{UserID: user.ID, From: noon, To: noon.Add(time.Hour), Comments: "dentist"})
	ok(t, "add", err)
	got, err := collect(s.client.UsersUnavailability(ctx))
	ok(t, "list", err)
	if len(got) != 1 || got[0].ID != absence.ID || got[0].User.ID != user.ID || !got[0].From.Equal(noon) || !got[0].To.Equal(noon.Add(time.Hour)) || got[0].Comments != "dentist" {
		t.Errorf("%+v", got)
	}
}

// Fidelity: shift-hours
func TestShifts(t *testing.T) {
	s, ctx := simulate(t), context.Background()
	if got, err := s.client.Shifts(ctx); err != nil || len(got) != 0 {
		t.Errorf("none: %v %v", got, err)
	}
	user := s.sim.Users()[0]
	_, err := s.sim.SetShifts([]zohosim.Shift{{
		Name: "Early", Days: []string{"Monday", "Friday"}, Timing: [2]string{"06:00", "14:00"}, TimeZone: "Europe/Berlin", UserIDs: []string{user.ID},
	}})
	ok(t, "set", err)
	got, err := s.client.Shifts(ctx)
	ok(t, "read", err)
	if len(got) != 1 || got[0].Name != "Early" || got[0].TimeZone != "Europe/Berlin" || len(got[0].Days) != 2 || !got[0].SameEveryDay ||
		got[0].DailyTiming[0] != "06:00" || got[0].Users[0].ID != user.ID || got[0].Users[0].EffectiveFrom.IsZero() {
		t.Errorf("%+v", got)
	}
}

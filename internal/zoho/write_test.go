package zoho_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Fidelity: insert-answer
func TestInsertSendsItsOptions(t *testing.T) {
	for name, tt := range map[string]struct {
		opts zoho.InsertOptions
		want string
	}{
		"none":      {zoho.InsertOptions{}, `{"data":[{"Last_Name":"Boyle"}]}`},
		"no events": {zoho.InsertOptions{Trigger: []string{}}, `{"data":[{"Last_Name":"Boyle"}],"trigger":[]}`},
		"all": {
			zoho.InsertOptions{Trigger: []string{"workflow"}, ApplyFeatures: []string{"layout_rules"}, SkipFeatures: []string{"cadences"}, AssignmentRule: "9"},
			`{"data":[{"Last_Name":"Boyle"}],"trigger":["workflow"],"apply_feature_execution":[{"name":"layout_rules"}],
			 "skip_feature_execution":[{"name":"cadences"}],"lar_id":"9"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answers(say(201, inserted)))
			got, err := client(t, s).Contacts.InsertOne(context.Background(), zoho.Contact{LastName: "Boyle"}, tt.opts)
			if err != nil || got.ID != "57001" || got.Code != "SUCCESS" || !got.ModifiedTime.Equal(noon) || !got.CreatedTime.Equal(noon) {
				t.Errorf("got %+v, %v", got, err)
			}
			call := s.only(t)
			if call.Method != "POST" || call.Path != "/crm/v8/Contacts" || call.Header.Get("Content-Type") != "application/json" {
				t.Errorf("sent %+v", call)
			}
			sameJSON(t, call.Body, tt.want)
		})
	}
}

const mixed = `{"data":[{"code":"SUCCESS","status":"success","message":"record added","details":{"id":"1"}},
 {"code":"MANDATORY_NOT_FOUND","status":"error","message":"required field not found","details":{"api_name":"Last_Name","json_path":"$.data[1].Last_Name"}}]}`

// Fidelity: write-statuses
// Fidelity: mandatory-fields
func TestInsertReportsEachRecord(t *testing.T) {
	s := newServer(t, answers(say(207, mixed)))
	got, err := client(t, s).Contacts.Insert(context.Background(), make([]zoho.Contact, 2), zoho.InsertOptions{})
	if err != nil || len(got) != 2 || got[0].ID != "1" || got[0].Err != nil || !errors.Is(got[1].Err, zoho.CodeMandatoryNotFound) {
		t.Fatalf("got %+v, %v", got, err)
	}
	s = newServer(t, answers(say(400, strings.Replace(mixed, `"SUCCESS"`, `"DUPLICATE_DATA"`, 1))))
	got, err = client(t, s).Contacts.Insert(context.Background(), make([]zoho.Contact, 2), zoho.InsertOptions{})
	if err != nil || len(got) != 2 || got[0].Err == nil || got[1].Err == nil {
		t.Fatalf("all refused: got %+v, %v", got, err)
	}
	s = newServer(t, answers(say(400, `{"code":"INVALID_MODULE","details":{"resource_path_index":0},"message":"no","status":"error"}`)))
	got, err = client(t, s).Contacts.Insert(context.Background(), make([]zoho.Contact, 2), zoho.InsertOptions{})
	if got != nil || !errors.Is(err, zoho.CodeInvalidModule) {
		t.Fatalf("refused as a whole: got %+v, %v", got, err)
	}
}

func TestFewerResultsThanRecordsIsNoAnswer(t *testing.T) {
	s := newServer(t, answers(say(201, inserted)))
	got, err := client(t, s).Contacts.Insert(context.Background(), make([]zoho.Contact, 2), zoho.InsertOptions{})
	if e := apiError(t, err); len(got) != 1 || e.Applied != zoho.MaybeApplied {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRecurringInsertHasAResultPerOccurrence(t *testing.T) {
	item := `{"code":"SUCCESS","status":"success","message":"record added","details":{"id":"ID"}}`
	body := `{"data":[` + strings.ReplaceAll(item, "ID", "1") + `,` + strings.ReplaceAll(item, "ID", "2") + `,` + strings.ReplaceAll(item, "ID", "3") + `]}`
	s := newServer(t, answers(say(201, body)))
	c := client(t, s)
	event := zoho.Event{Title: "Weekly", Recurring: &zoho.Recurrence{RRule: "FREQ=WEEKLY;COUNT=3"}}
	all, err := c.Events.Insert(context.Background(), []zoho.Event{event}, zoho.InsertOptions{})
	if err != nil || len(all) != 3 || all[2].ID != "3" {
		t.Errorf("got %+v, %v", all, err)
	}
	if first, err := c.Events.InsertOne(context.Background(), event, zoho.InsertOptions{}); err != nil || first.ID != "1" {
		t.Errorf("got %+v, %v", first, err)
	}
}

// Fidelity: write-request-errors
func TestBatchesAreBounded(t *testing.T) {
	s := newServer(t, answers(say(201, inserted)))
	c := client(t, s)
	ctx := context.Background()
	for _, n := range []int{0, 101} {
		if _, err := c.Events.Insert(ctx, make([]zoho.Event, n), zoho.InsertOptions{}); err == nil {
			t.Errorf("insert of %d passed", n)
		}
		if _, err := c.Events.Update(ctx, make([]zoho.Event, n), zoho.UpdateOptions{}); err == nil {
			t.Errorf("update of %d passed", n)
		}
	}
	if _, err := c.Events.Delete(ctx); err == nil || len(s.seen()) != 0 {
		t.Errorf("delete of none: %v, sent %+v", err, s.seen())
	}
}

func TestUnwritableRecordsAreNotSent(t *testing.T) {
	s := newServer(t, answers(say(201, inserted)))
	_, err := client(t, s).Events.InsertOne(context.Background(), zoho.Event{Extra: map[string]any{"F": func() {}}}, zoho.InsertOptions{})
	if e := apiError(t, err); e.Applied != zoho.NotApplied || zoho.IsUnavailable(err) || len(s.seen()) != 0 {
		t.Errorf("got %v", err)
	}
}

// Fidelity: update
// Fidelity: unmodified-since
func TestUpdateOne(t *testing.T) {
	s := newServer(t, answers(say(200, strings.Replace(inserted, "record added", "record updated", 1))))
	opts := zoho.UpdateOptions{Trigger: []string{}, IfUnmodifiedSince: noon.In(time.FixedZone("", 5*3600+1800)).Add(time.Millisecond)}
	got, err := client(t, s).Events.UpdateOne(context.Background(), "57001", zoho.Event{Title: "Shave"}, opts)
	if err != nil || got.Message != "record updated" {
		t.Errorf("got %+v, %v", got, err)
	}
	call := s.only(t)
	if call.Method != "PUT" || call.Path != "/crm/v8/Events/57001" || call.Header.Get("If-Unmodified-Since") != "2026-03-09T17:30:00+05:30" {
		t.Errorf("sent %+v", call)
	}
	sameJSON(t, call.Body, `{"data":[{"Event_Title":"Shave"}],"trigger":[]}`)
}

// Fidelity: update
func TestUpdateSeveral(t *testing.T) {
	s := newServer(t, answers(say(412, `{"data":[{"code":"ALREADY_MODIFIED","status":"error","message":"too late","details":{"id":"57001"}}]}`)))
	got, err := client(t, s).Events.Update(context.Background(), []zoho.Event{{ID: "57001", Title: "Shave"}}, zoho.UpdateOptions{IfUnmodifiedSince: noon})
	if err != nil || len(got) != 1 || !zoho.IsModified(got[0].Err) {
		t.Errorf("got %+v, %v", got, err)
	}
	call := s.only(t)
	if call.Path != "/crm/v8/Events" || call.Header.Get("If-Unmodified-Since") != "2026-03-09T12:00:00+00:00" {
		t.Errorf("sent %+v", call)
	}
	sameJSON(t, call.Body, `{"data":[{"id":"57001","Event_Title":"Shave"}]}`)
}

// Fidelity: delete
func TestDelete(t *testing.T) {
	s := newServer(t, answers(say(200, `{"data":[{"code":"SUCCESS","details":{"id":"1"},"message":"record deleted","status":"success"}]}`),
		say(207, `{"data":[{"code":"SUCCESS","details":{"id":"1"},"message":"record deleted","status":"success"},
		 {"code":"INVALID_DATA","details":{"id":"2"},"message":"record not deleted","status":"error"}]}`),
		say(400, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"the related id given seems to be invalid","status":"error"}`)))
	c := client(t, s)
	ctx := context.Background()
	if err := c.Events.DeleteOne(ctx, "1"); err != nil {
		t.Error(err)
	}
	got, err := c.Events.Delete(ctx, "1", "2")
	if err != nil || got[0].Err != nil || !zoho.IsNotFound(got[1].Err) {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := c.Events.DeleteOne(ctx, "2"); !zoho.IsNotFound(err) {
		t.Errorf("gone already: %v", err)
	}
	calls := s.seen()
	if calls[0].Path != "/crm/v8/Events/1" || calls[0].Body != "" || calls[1].Path != "/crm/v8/Events" || calls[1].Query != "ids=1%2C2" {
		t.Errorf("sent %+v", calls)
	}
}

// Fidelity: cancel-meeting
// Fidelity: cancel-needs-invite
func TestCancelEvent(t *testing.T) {
	s := newServer(t, answers(say(200, `{"data":[{"code":"SUCCESS","details":{"id":"57001"},"message":"The event is successfully cancelled","status":"success"}]}`),
		say(400, `{"data":[{"code":"NOT_ALLOWED","details":{},"message":"no invited participants","status":"error"}]}`)))
	c := client(t, s)
	if err := c.CancelEvent(context.Background(), "57001", false); err != nil {
		t.Error(err)
	}
	call := s.only(t)
	if call.Method != "POST" || call.Path != "/crm/v8/Events/57001/actions/cancel" {
		t.Errorf("sent %+v", call)
	}
	sameJSON(t, call.Body, `{"data":[{"send_cancelling_mail":false}]}`)
	if err := c.CancelEvent(context.Background(), "57001", true); !errors.Is(err, zoho.CodeNotAllowed) {
		t.Errorf("got %v", err)
	}
}

// Fidelity: notes
func TestNotes(t *testing.T) {
	s := newServer(t, answers(say(201, inserted), say(200, `{"data":[{"id":"9","Note_Title":"Call","Note_Content":"said hello",
	 "Parent_Id":{"name":"Boyle","id":"33","module":{"api_name":"Contacts","id":"1"}}}],"info":{"more_records":false}}`)))
	c := client(t, s)
	ctx := context.Background()
	if got, err := c.AddNote(ctx, "Contacts", "33", "Call", "said hello"); err != nil || got.ID != "57001" {
		t.Errorf("got %+v, %v", got, err)
	}
	for note, err := range c.NotesOf(ctx, "Contacts", "33") {
		if err != nil || note.Content != "said hello" || note.Parent.Module.APIName != "Contacts" {
			t.Errorf("got %+v, %v", note, err)
		}
	}
	calls := s.seen()
	sameJSON(t, calls[0].Body, `{"data":[{"Note_Title":"Call","Note_Content":"said hello"}]}`)
	if len(calls) != 2 || calls[0].Path != "/crm/v8/Contacts/33/Notes" || calls[1].Path != calls[0].Path || !strings.Contains(calls[1].Query, "fields=Note_Title") {
		t.Errorf("sent %+v", calls)
	}
	if _, err := c.AddNote(ctx, "Contacts", "", "Call", "lost"); err == nil || len(s.seen()) != 2 {
		t.Errorf("a note for nobody: %v", err)
	}
}

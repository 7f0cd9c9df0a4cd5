package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// booking is a composite of a new contact, an event for it and a note.
func booking(mode zoho.CompositeMode, event zoho.Event) (b *zoho.Composite, contact, meeting, note *zoho.Part) {
	b = zoho.NewComposite(mode)
	contact = b.Insert("Contacts", zoho.Contact{LastName: "Boyle", Phone: "+15551234567"}, zoho.InsertOptions{})
	event.Who = contact.Ref()
	meeting = b.Insert("Events", event, zoho.InsertOptions{Trigger: []string{}})
	note = b.AddNote("Contacts", contact.ID(), "Call", "Booked a haircut.")
	return b, contact, meeting, note
}

// Fidelity: composite-references
func TestCompositeReferences(t *testing.T) {
	for _, mode := range []zoho.CompositeMode{zoho.InOrder, zoho.RollbackOnFail, zoho.InParallel} {
		s := simulate(t)
		b, contact, meeting, note := booking(mode, haircut(noon.Add(time.Hour)))
		read := b.Get("Contacts", contact.ID(), "Last_Name", "Phone")
		rows := b.Query("select Last_Name from Contacts where Last_Name = 'Boyle'")
		answer, err := s.client.Composite(context.Background(), b)
		ok(t, "composite", err)
		ok(t, "its parts", answer.Err())
		made, err := answer.Result(contact)
		ok(t, "contact", err)
		event, err := answer.Result(meeting)
		ok(t, "event", err)
		if who, _ := s.field("Events", event.ID, "Who_Id").(map[string]any); who["id"] != made.ID {
			t.Errorf("mode %d: the event is for %v, want %s", mode, who, made.ID)
		}
		_, err = answer.Result(note)
		ok(t, "note", err)
		notes, err := collect(s.client.NotesOf(context.Background(), "Contacts", made.ID))
		if err != nil || len(notes) != 1 || notes[0].Content != "Booked a haircut." {
			t.Errorf("notes %+v %v", notes, err)
		}
		found, err := zoho.Found[zoho.Contact](answer, read)
		if err != nil || len(found) != 1 || found[0].ID != made.ID || found[0].LastName != "Boyle" {
			t.Errorf("read %+v %v", found, err)
		}
		if _, err := zoho.Found[map[string]any](answer, rows); err != nil {
			t.Errorf("query %v", err)
		}
	}
}

// Fidelity: composite-rollback
func TestCompositeRollback(t *testing.T) {
	s := simulate(t)
	before := len(s.stored("Contacts"))
	broken := haircut(noon.Add(time.Hour))
	broken.Title = ""
	b, contact, meeting, note := booking(zoho.RollbackOnFail, broken)
	answer, err := s.client.Composite(context.Background(), b)
	ok(t, "composite", err)
	if len(s.stored("Contacts")) != before {
		t.Error("the contact is still there")
	}
	for name, tt := range map[string]struct {
		part *zoho.Part
		code zoho.Code
	}{
		"undone": {contact, zoho.CodeRollbackPerformed}, "failed": {meeting, zoho.CodeMandatoryNotFound}, "not begun": {note, zoho.CodeProcessingStopped},
	} {
		_, err := answer.Result(tt.part)
		if e := apiError(t, err); !errors.Is(err, tt.code) || e.Applied != zoho.NotApplied || zoho.IsRolledBack(err) != (tt.part != meeting) {
			t.Errorf("%s: %v %v", name, err, e.Applied)
		}
	}
	if err := answer.Err(); !answer.RolledBack() || !errors.Is(err, zoho.CodeMandatoryNotFound) || apiError(t, err).Field != "Event_Title" {
		t.Errorf("the cause is %v", err)
	}
}

// Fidelity: composite-outer-success
func TestCompositeWithoutRollback(t *testing.T) {
	s := simulate(t)
	broken := haircut(noon.Add(time.Hour))
	broken.Title = ""
	b, contact, meeting, note := booking(zoho.InOrder, broken)
	answer, err := s.client.Composite(context.Background(), b)
	ok(t, "composite", err)
	made, err := answer.Result(contact)
	ok(t, "contact", err)
	if s.field("Contacts", made.ID, "Last_Name") != "Boyle" {
		t.Error("the contact is not there")
	}
	_, err = answer.Result(note)
	ok(t, "note", err)
	_, failed := answer.Result(meeting)
	if !errors.Is(failed, zoho.CodeMandatoryNotFound) || answer.Err() != failed && !errors.Is(answer.Err(), zoho.CodeMandatoryNotFound) || answer.RolledBack() {
		t.Errorf("event %v, composite %v", failed, answer.Err())
	}
}

// Whether a composite of which nothing is heard happened is not known, for any
// of its writes; one that only reads has done no harm.
func TestCompositeWhoseAnswerIsLost(t *testing.T) {
	s := simulate(t)
	s.control("POST", "faults", map[string]any{"faults": []any{map[string]any{"path": "/crm/v8/__composite_requests", "kind": "drop_after"}}}, nil)
	before := len(s.stored("Contacts"))
	b, _, _, _ := booking(zoho.RollbackOnFail, haircut(noon.Add(time.Hour)))
	_, err := s.client.Composite(context.Background(), b)
	if e := apiError(t, err); e.Applied != zoho.MaybeApplied || !zoho.IsUnavailable(err) {
		t.Errorf("%+v", e)
	}
	if n := len(s.stored("Contacts")); n != before+1 {
		t.Errorf("%d contacts, want one more than %d", n, before)
	}
	reads := zoho.NewComposite(zoho.InParallel)
	reads.Query("select Last_Name from Contacts where Last_Name = 'Boyle'")
	if _, err := s.client.Composite(context.Background(), reads); apiError(t, err).Applied != zoho.NotApplied {
		t.Errorf("reads: %v", err)
	}
}

func TestCompositeAnswersThatProveNothing(t *testing.T) {
	wrote := `{"code":"SUCCESS","status":"success","details":{"response":{"status_code":201,"body":` + inserted + `}}}`
	noted := func(code string) string {
		return `{"code":"` + code + `","status":"error","message":"m","details":{"rollbacked_by_sub_request_index":1}}`
	}
	for name, tt := range map[string]struct {
		mode   zoho.CompositeMode
		status int
		parts  string
		want   []zoho.Applied // of the contact and the event
	}{
		"success within a rollback": {zoho.RollbackOnFail, 400, wrote + "," + noted("PROCESSING_STOPPED"), []zoho.Applied{zoho.MaybeApplied, zoho.NotApplied}},
		"no status":                 {zoho.InOrder, 200, `{"code":"SUCCESS","status":"success","details":{}},` + noted("REQUEST_TIMEOUT"), []zoho.Applied{zoho.MaybeApplied, zoho.MaybeApplied}},
		"a part's own 500":          {zoho.InOrder, 200, `{"code":"SUCCESS","status":"success","details":{"response":{"status_code":500,"body":{"code":"INTERNAL_ERROR","status":"error","message":"m","details":{}}}}},` + noted("NOT_SUPPORTED"), []zoho.Applied{zoho.MaybeApplied, zoho.NotApplied}},
		"a 500 that was undone":     {zoho.RollbackOnFail, 400, `{"code":"SUCCESS","status":"success","details":{"response":{"status_code":500,"body":{"code":"INTERNAL_ERROR","status":"error","message":"m","details":{}}}}},` + noted("PROCESSING_STOPPED"), []zoho.Applied{zoho.NotApplied, zoho.NotApplied}},
		"written without an id":     {zoho.InOrder, 200, strings.Replace(wrote, `"id":"57001"`, `"no":"57001"`, 1) + "," + noted("INVALID_REFERENCE"), []zoho.Applied{zoho.MaybeApplied, zoho.NotApplied}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answers(say(tt.status, `{"__composite_requests":[`+tt.parts+`]}`)))
			b := zoho.NewComposite(tt.mode)
			parts := []*zoho.Part{b.Insert("Contacts", zoho.Contact{LastName: "x"}, zoho.InsertOptions{}), b.Insert("Events", zoho.Event{Title: "x"}, zoho.InsertOptions{})}
			answer, err := client(t, s).Composite(context.Background(), b)
			ok(t, "composite", err)
			for i, part := range parts {
				if _, err := answer.Result(part); apiError(t, err).Applied != tt.want[i] {
					t.Errorf("part %d: %v: %v", i, apiError(t, err).Applied, err)
				}
			}
		})
	}
	for _, body := range []string{`{"__composite_requests":[` + wrote + `]}`, `{}`, `{"__composite_requests":{}}`, gatewayPage} {
		s := newServer(t, answers(say(200, body)))
		b, _, _, _ := booking(zoho.InOrder, haircut(noon))
		if _, err := client(t, s).Composite(context.Background(), b); apiError(t, err).Applied != zoho.MaybeApplied {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Fidelity: composite-limits
func TestCompositeMistakes(t *testing.T) {
	six := zoho.NewComposite(zoho.InOrder)
	for i := range 6 {
		six.Delete("Contacts", fmt.Sprint(57000+i))
	}
	text := zoho.NewComposite(zoho.InOrder)
	text.Insert("Contacts", zoho.Contact{LastName: "@{9:$.data[0].id}"}, zoho.InsertOptions{})
	later := zoho.NewComposite(zoho.InOrder)
	later.Delete("Contacts", "@{1:$.data[0].id}")
	limit := zoho.NewComposite(zoho.InOrder)
	limit.Query("select id from Contacts where id is not null limit 200")
	upsert := zoho.NewComposite(zoho.InOrder)
	upsert.Upsert("Events", zoho.Event{}, zoho.UpsertOptions{})
	search := zoho.NewComposite(zoho.InOrder)
	search.Search("Contacts", zoho.ByPhone(""), zoho.SearchOptions{})
	s := newServer(t, answers(say(500, "")))
	c := client(t, s)
	for name, b := range map[string]*zoho.Composite{
		"six": six, "none": zoho.NewComposite(zoho.InOrder), "text like a reference": text, "reference to nothing": later,
		"own limit": limit, "no upsert": upsert, "empty search": search,
	} {
		_, err := c.Composite(context.Background(), b)
		if e := apiError(t, err); e.Status != 0 || e.Applied != zoho.NotApplied {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if n := len(s.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestCompositePartOfAnother(t *testing.T) {
	s := simulate(t)
	mine, other := zoho.NewComposite(zoho.InOrder), zoho.NewComposite(zoho.InOrder)
	mine.Insert("Contacts", zoho.Contact{LastName: "Boyle"}, zoho.InsertOptions{})
	stranger := other.Insert("Contacts", zoho.Contact{LastName: "Smith"}, zoho.InsertOptions{})
	answer, err := s.client.Composite(context.Background(), mine)
	ok(t, "composite", err)
	if _, err := answer.Result(stranger); err == nil {
		t.Error("another composite's part has a result here")
	}
}

// What a composite takes of Zoho's limits is what Zoho says it took.
//
// Fidelity: composite-credits
func TestCompositeCredits(t *testing.T) {
	s := simulate(t, func(set *zohosim.Settings) { set.Edition = "free" })
	b, _, _, _ := booking(zoho.RollbackOnFail, haircut(noon.Add(time.Hour)))
	answer, err := s.client.Composite(context.Background(), b)
	ok(t, "composite", err)
	ok(t, "parts", answer.Err())
	if last := s.sim.Requests(0); last[len(last)-1].Credits != 2 || last[len(last)-1].Status != http.StatusOK {
		t.Errorf("last request %+v", last[len(last)-1])
	}
}

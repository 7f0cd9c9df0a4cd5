package zoho_test

import (
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// One call with a limit of its own, which Zoho may refuse.
func TestQueryRowsTakesALimit(t *testing.T) {
	s := newServer(t, answers(say(200, `{"data":[{"id":"1"},{"id":"2"}],"info":{"count":2,"more_records":true}}`)))
	c := client(t, s)
	rows, more, err := zoho.QueryRows[map[string]any](t.Context(), c, "select id from Leads where id is not null", 5, 2000)
	if err != nil || len(rows) != 2 || rows[1]["id"] != "2" || !more {
		t.Errorf("%v, %v, %v", rows, more, err)
	}
	if got := s.only(t).Body; got != `{"select_query":"select id from Leads where id is not null limit 5, 2000"}` {
		t.Errorf("asked was %s", got)
	}
	for _, refused := range []struct {
		query         string
		offset, limit int
	}{{"select id from Leads where id is not null limit 3", 0, 1}, {"select id from Leads", 0, 0}, {"select id from Leads", -1, 1}} {
		if _, _, err := zoho.QueryRows[map[string]any](t.Context(), c, refused.query, refused.offset, refused.limit); err == nil {
			t.Errorf("%+v was sent", refused)
		}
	}
	s.only(t)
}

// A quiet delete names the record in the query, where wf_trigger is documented.
func TestDeleteQuietly(t *testing.T) {
	s := newServer(t, answers(
		say(200, `{"data":[{"code":"SUCCESS","status":"success","message":"record deleted","details":{"id":"57001"}}]}`)))
	if err := client(t, s).Events.DeleteQuietly(t.Context(), "57001"); err != nil {
		t.Fatal(err)
	}
	if r := s.only(t); r.Method != "DELETE" || r.Path != "/crm/v8/Events" || r.Query != "ids=57001&wf_trigger=false" {
		t.Errorf("sent was %+v", r)
	}
	gone := newServer(t, answers(say(400, `{"data":[{"code":"INVALID_DATA","status":"error","message":"record not deleted","details":{"id":"57001"}}]}`)))
	if err := client(t, gone).Events.DeleteQuietly(t.Context(), "57001"); !zoho.IsNotFound(err) {
		t.Errorf("of a record that is gone: %v", err)
	}
	if err := client(t, gone).Events.DeleteQuietly(t.Context(), ""); err == nil {
		t.Error("no id was sent")
	}
}

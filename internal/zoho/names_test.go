package zoho_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Custom fields may be called as Zoho's own are but for the case.
func TestNamesCountExactly(t *testing.T) {
	const stored = `{"id":"57001","ID":"A-77","Last_Name":"Boyle","last_name":"other","EMAIL":"x@example.com","modified_time":"soon"}`
	var c zoho.Contact
	if err := json.Unmarshal([]byte(stored), &c); err != nil {
		t.Fatal(err)
	}
	if c.ID != "57001" || c.LastName != "Boyle" || c.Email != "" || len(c.Extra) != 4 || c.Extra["ID"] != "A-77" {
		t.Errorf("read %+v", c)
	}
	written, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, string(written), stored)
}

// A record whose fields are those of an error is a record.
func TestARecordMayLookLikeAnError(t *testing.T) {
	const body = `{"data":[{"id":"57001","Code":"E-12","Status":"Error","Message":"printer on fire"}],"info":{"more_records":false}}`
	s := newServer(t, answers(say(200, body)))
	c := client(t, s)
	incidents := zoho.Module[map[string]string](c, "Incidents")
	got, err := incidents.Get(context.Background(), "57001")
	if err != nil || got["Code"] != "E-12" {
		t.Errorf("get: %v %v", got, err)
	}
	list, err := collect(incidents.List(context.Background(), zoho.ListOptions{Fields: []string{"Code", "Status", "Message"}}))
	if err != nil || len(list) != 1 {
		t.Errorf("list: %v %v", list, err)
	}
}

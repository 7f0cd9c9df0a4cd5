package zoho_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Fidelity: participants
// Fidelity: lead-in-what-id
func TestEventOnTheWire(t *testing.T) {
	event := zoho.Event{
		Title: "Haircut", Start: zoho.At(noon), End: zoho.At(noon.Add(time.Hour)), MeetingVenue: "In-office",
		Owner: zoho.Ref("11"), What: zoho.Ref("22"), WhatModule: "Leads", AllDay: new(false), SendNotification: new(false),
		Participants: []zoho.Participant{
			{Type: zoho.ParticipantContact, Participant: "33", Name: "ignored", Invited: true},
			{Type: zoho.ParticipantEmail, Participant: "a@example.com"},
			{Type: zoho.ParticipantEmail, Email: "b@example.com"},
		},
		RemindAt: zoho.Reminders{{Unit: 15, Period: "minutes"}},
		Extra:    map[string]any{"Booking_Key": "k-1", "Description": nil},
	}
	event.Description = "loses against the null in Extra"
	b, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, string(b), `{"Event_Title":"Haircut","Start_DateTime":"2026-03-09T12:00:00+00:00",
	 "End_DateTime":"2026-03-09T13:00:00+00:00","Meeting_Venue__s":"In-office","Owner":{"id":"11"},"What_Id":{"id":"22"},
	 "$se_module":"Leads","All_day":false,"$send_notification":false,
	 "Participants":[{"type":"contact","participant":"33"},
	  {"type":"email","participant":"a@example.com","Email":"a@example.com"},
	  {"type":"email","participant":"b@example.com","Email":"b@example.com"}],
	 "Remind_At":[{"unit":15,"period":"minutes"}],"Booking_Key":"k-1","Description":null}`)
}

// Fidelity: participants
// Fidelity: user-time-zone
func TestEventReadsWhatZohoSends(t *testing.T) {
	var event zoho.Event
	err := json.Unmarshal([]byte(`{"id":"5725767000000524157","Event_Title":"Haircut","Start_DateTime":"2026-03-09T05:00:00-07:00",
	 "Owner":{"id":"11","name":"Patricia","email":"p@example.com"},"Who_Id":null,"What_Id":{"id":"22"},
	 "Participants":[{"id":"9","type":"email","participant":"a@example.com","Email":"a@example.com","name":"A","invited":true,"status":"not_known"}],
	 "Remind_At":"2026-03-09T11:45:00+00:00","All_day":false,"Created_Time":"2026-03-01T00:00:00Z","$event_cancelled":true,
	 "Big":1234567890123456789,"$approval":{"delegate":false}}`), &event)
	if err != nil {
		t.Fatal(err)
	}
	if !event.Start.Equal(noon) || event.Owner.Email != "p@example.com" || event.What.ID != "22" || event.Who != (zoho.Lookup{}) {
		t.Errorf("got %+v", event)
	}
	if !event.Cancelled || event.CreatedTime.IsZero() || event.RemindAt != nil || event.AllDay == nil || *event.AllDay {
		t.Errorf("got %+v", event)
	}
	if p := event.Participants; len(p) != 1 || !p[0].Invited || p[0].Status != "not_known" {
		t.Errorf("participants %+v", p)
	}
	if len(event.Extra) != 2 || event.Extra["Big"] != json.Number("1234567890123456789") {
		t.Errorf("extra %v", event.Extra)
	}
}

// Each record type must keep what it does not know and write it back.
func TestRecordsKeepExtraFields(t *testing.T) {
	keepsExtra[zoho.Event](t)
	keepsExtra[zoho.Contact](t)
	keepsExtra[zoho.Lead](t)
	keepsExtra[zoho.Account](t)
	keepsExtra[zoho.Deal](t)
	keepsExtra[zoho.Call](t)
	keepsExtra[zoho.Task](t)
	keepsExtra[zoho.Note](t)
}

func keepsExtra[T any](t *testing.T) {
	t.Helper()
	const text = `{"id":"7","Created_Time":"2026-03-09T12:00:00+00:00","Loyalty_Level":"gold"}`
	var record T
	if err := json.Unmarshal([]byte(text), &record); err != nil {
		t.Errorf("%T: %v", record, err)
	}
	b, err := json.Marshal(record)
	if err != nil {
		t.Errorf("%T: %v", record, err)
	}
	sameJSON(t, string(b), text)
}

func TestLookupReadsABareID(t *testing.T) {
	var got []zoho.Lookup
	if err := json.Unmarshal([]byte(`["42",{"id":"43","name":"N"},null]`), &got); err != nil {
		t.Fatal(err)
	}
	if got[0].ID != "42" || got[1] != (zoho.Lookup{ID: "43", Name: "N"}) || got[2] != (zoho.Lookup{}) {
		t.Errorf("got %+v", got)
	}
}

package zoho

import (
	"bytes"
	"encoding/json"
)

// Event is a record of the module Events, which Zoho's pages call Meetings
// (zoho-crm-api §2.2).
//
// Event_Title, Start_DateTime and End_DateTime are mandatory, and in current
// organisations Meeting_Venue__s too, a picklist whose values differ from one
// organisation to the next. Zoho accepts events that overlap.
type Event struct {
	ID    string   `json:"id,omitempty"`
	Title string   `json:"Event_Title,omitempty"`
	Start DateTime `json:"Start_DateTime,omitzero"`
	End   DateTime `json:"End_DateTime,omitzero"`
	// AllDay events have start and end too; how Zoho places them in the day
	// is not documented.
	AllDay *bool `json:"All_day,omitempty"`
	// MeetingVenue is the picklist, Venue the free text ("Location").
	MeetingVenue string `json:"Meeting_Venue__s,omitempty"`
	Venue        string `json:"Venue,omitempty"`
	Description  string `json:"Description,omitempty"`
	// Owner is the user whose calendar the event fills; Zoho takes the user
	// of the token if it is omitted.
	Owner Lookup `json:"Owner,omitzero"`
	// Who is a contact, never a lead.
	Who Lookup `json:"Who_Id,omitzero"`
	// What is a record of the module that WhatModule names; one without the
	// other is refused.
	What       Lookup `json:"What_Id,omitzero"`
	WhatModule string `json:"$se_module,omitempty"`
	// Participants are at most 50.
	Participants []Participant `json:"Participants,omitempty"`
	// SendNotification says whether participants get an invitation mail.
	// Zoho does not document what it does when this is omitted: set it.
	SendNotification   *bool       `json:"$send_notification,omitempty"`
	RemindAt           Reminders   `json:"Remind_At,omitempty"`
	RemindParticipants Reminders   `json:"Remind_Participants,omitempty"`
	Recurring          *Recurrence `json:"Recurring_Activity,omitempty"`
	Tags               []Tag       `json:"Tag,omitempty"`
	// Cancelled is only filled where a read names $event_cancelled.
	Cancelled bool `json:"$event_cancelled,omitempty"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// MarshalJSON merges Extra into the object. A name in Extra wins over the
// typed field, so Extra can send a null: {"Description": nil} empties it.
func (e Event) MarshalJSON() ([]byte, error) {
	type plain Event
	return marshalRecord(plain(e), e.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (e *Event) UnmarshalJSON(data []byte) error {
	type plain Event
	return unmarshalRecord(data, (*plain)(e), &e.Extra)
}

// ParticipantType says what a participant is.
type ParticipantType string

// The kinds of participant that Zoho knows.
const (
	ParticipantContact ParticipantType = "contact"
	ParticipantLead    ParticipantType = "lead"
	ParticipantUser    ParticipantType = "user"
	ParticipantEmail   ParticipantType = "email"
)

// Participant is somebody invited to an event. Type and Participant, or Type
// and Email for a bare address, are what a write needs; the rest is read.
type Participant struct {
	Type ParticipantType `json:"type"`
	// Participant is the record's id, or the address for ParticipantEmail.
	Participant string `json:"participant,omitempty"`
	Email       string `json:"Email,omitempty"`
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Invited     bool   `json:"invited,omitempty"`
	Status      string `json:"status,omitempty"`
}

// MarshalJSON writes what Zoho takes. For a bare address that is the address
// under both names: Zoho's v2 pages want it in "participant", its v7 pages in
// "Email" (zoho-crm-api §2.2).
func (p Participant) MarshalJSON() ([]byte, error) {
	type written struct {
		Type        ParticipantType `json:"type"`
		Participant string          `json:"participant"`
		Email       string          `json:"Email,omitempty"`
	}
	w := written{Type: p.Type, Participant: p.Participant}
	if p.Type == ParticipantEmail {
		if p.Email == "" {
			p.Email = p.Participant
		}
		w.Participant, w.Email = p.Email, p.Email
	}
	return json.Marshal(w)
}

// Reminder is a notice before an event: Unit is 0 to 60 of Period ("minutes",
// "hours", "days", "weeks"), with an optional clock time ("10.30") for days
// and weeks.
type Reminder struct {
	Unit   int    `json:"unit"`
	Period string `json:"period"`
	Time   string `json:"time,omitempty"`
}

// Reminders is a list of reminders.
type Reminders []Reminder

// UnmarshalJSON reads the list. Other forms, such as the single instant of
// API version 2, are read as no reminders rather than failing the record.
func (r *Reminders) UnmarshalJSON(data []byte) error {
	*r = nil
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '[' {
		return nil
	}
	return json.Unmarshal(data, (*[]Reminder)(r))
}

// Recurrence is a repetition rule, such as
// "FREQ=DAILY;INTERVAL=1;DTSTART=2026-05-20;UNTIL=2026-05-28". Zoho turns each
// occurrence into an event of its own with its own id (zoho-crm-api §3.4).
type Recurrence struct {
	RRule  string `json:"RRULE"`
	ExDate string `json:"EXDATE,omitempty"`
}

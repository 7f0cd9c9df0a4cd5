package zoho

// CallType says who called whom.
type CallType string

// The values of Call_Type.
const (
	CallInbound  CallType = "Inbound"
	CallOutbound CallType = "Outbound"
	CallMissed   CallType = "Missed"
)

// Call is a record of the module Calls: one phone call, past or planned
// (zoho-crm-api §2.3). Subject, Call_Type, Call_Start_Time and, for a call
// that took place, Call_Duration are mandatory.
type Call struct {
	ID      string   `json:"id,omitempty"`
	Subject string   `json:"Subject,omitempty"`
	Type    CallType `json:"Call_Type,omitempty"`
	Start   DateTime `json:"Call_Start_Time,omitzero"`
	// Duration is text. Zoho's page calls the form HH:mm while its samples
	// and common practice read as MM:SS; DurationSeconds, read back, tells
	// which one holds. Zero is refused for inbound and outbound calls.
	Duration        string `json:"Call_Duration,omitempty"`
	DurationSeconds int    `json:"Call_Duration_in_seconds,omitempty"` // set by Zoho
	// OutgoingStatus is "Scheduled" or "Completed".
	OutgoingStatus string `json:"Outgoing_Call_Status,omitempty"`
	Purpose        string `json:"Call_Purpose,omitempty"`
	Result         string `json:"Call_Result,omitempty"`
	Agenda         string `json:"Call_Agenda,omitempty"`
	CallerID       string `json:"Caller_ID,omitempty"`
	DialledNumber  string `json:"Dialled_Number,omitempty"`
	// Recording is the address of the recording.
	Recording   string `json:"Voice_Recording__s,omitempty"`
	Description string `json:"Description,omitempty"`
	// Who is a contact; What a record of the module that WhatModule names.
	Who        Lookup `json:"Who_Id,omitzero"`
	What       Lookup `json:"What_Id,omitzero"`
	WhatModule string `json:"$se_module,omitempty"`
	Owner      Lookup `json:"Owner,omitzero"`
	Tags       []Tag  `json:"Tag,omitempty"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// MarshalJSON merges Extra into the object; see [Event.MarshalJSON].
func (c Call) MarshalJSON() ([]byte, error) {
	type plain Call
	return marshalRecord(plain(c), c.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (c *Call) UnmarshalJSON(data []byte) error {
	type plain Call
	return unmarshalRecord(data, (*plain)(c), &c.Extra)
}

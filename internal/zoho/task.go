package zoho

// Task is a record of the module Tasks (zoho-crm-api §2.3). Subject is
// mandatory.
type Task struct {
	ID      string `json:"id,omitempty"`
	Subject string `json:"Subject,omitempty"`
	DueDate Date   `json:"Due_Date,omitzero"`
	// Status is "Not Started", "Deferred", "In Progress", "Completed" or
	// "Waiting for input" unless the organisation changed the list.
	Status string `json:"Status,omitempty"`
	// Priority is "High", "Highest", "Low", "Lowest" or "Normal".
	Priority    string `json:"Priority,omitempty"`
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
func (t Task) MarshalJSON() ([]byte, error) {
	type plain Task
	return marshalRecord(plain(t), t.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (t *Task) UnmarshalJSON(data []byte) error {
	type plain Task
	return unmarshalRecord(data, (*plain)(t), &t.Extra)
}

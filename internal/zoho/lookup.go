package zoho

import (
	"bytes"
	"encoding/json"
)

// Lookup points at a record or a user. Zoho takes only the id on a write and
// ignores the rest; answers carry the name in most places, and the e-mail
// address of an owner in some (zoho-crm-api §2.1).
type Lookup struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// UnmarshalJSON reads the object form, and a bare id as old answers have it.
func (l *Lookup) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] == '"' {
		*l = Lookup{}
		return json.Unmarshal(data, &l.ID)
	}
	type plain Lookup
	return json.Unmarshal(data, (*plain)(l))
}

// Ref returns a lookup of an id.
func Ref(id string) Lookup { return Lookup{ID: id} }

// Tag is a label on a record.
type Tag struct {
	Name string `json:"name"`
	ID   string `json:"id,omitempty"`
}

// Audit holds what Zoho itself notes on each record. Zoho sets these fields;
// leave them empty on writes.
type Audit struct {
	CreatedTime  DateTime `json:"Created_Time,omitzero"`
	ModifiedTime DateTime `json:"Modified_Time,omitzero"`
	CreatedBy    Lookup   `json:"Created_By,omitzero"`
	ModifiedBy   Lookup   `json:"Modified_By,omitzero"`
}

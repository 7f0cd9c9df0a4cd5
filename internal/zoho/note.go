package zoho

import (
	"context"
	"iter"
)

// Note is a record of the module Notes, attached to a parent record
// (zoho-crm-api §2.3).
type Note struct {
	ID string `json:"id,omitempty"`
	// Title has at most 120 characters, Content at most 65,535.
	Title   string `json:"Note_Title,omitempty"`
	Content string `json:"Note_Content,omitempty"`
	// Parent is needed on an insert into Notes, not on [Client.AddNote].
	Parent Parent `json:"Parent_Id,omitzero"`
	Owner  Lookup `json:"Owner,omitzero"`
	Audit
	// Extra holds every other field by its API name; see [Event.MarshalJSON].
	Extra map[string]any `json:"-"`
}

// Parent is the record that a note belongs to.
type Parent struct {
	ID     string       `json:"id"`
	Name   string       `json:"name,omitempty"`
	Module ParentModule `json:"module"`
}

// ParentModule names the module of a note's parent.
type ParentModule struct {
	APIName string `json:"api_name"`
	ID      string `json:"id,omitempty"`
}

// MarshalJSON merges Extra into the object; see [Event.MarshalJSON].
func (n Note) MarshalJSON() ([]byte, error) {
	type plain Note
	return marshalRecord(plain(n), n.Extra)
}

// UnmarshalJSON keeps fields without a typed counterpart in Extra.
func (n *Note) UnmarshalJSON(data []byte) error {
	type plain Note
	return unmarshalRecord(data, (*plain)(n), &n.Extra)
}

// noteFields are what NotesOf asks for: a related list must name its fields.
var noteFields = []string{"Note_Title", "Note_Content", "Parent_Id", "Owner", "Created_Time", "Modified_Time", "Created_By", "Modified_By"}

// AddNote attaches a note to a record (POST /{module}/{id}/Notes). The title
// may be empty.
func (c *Client) AddNote(ctx context.Context, module, id, title, content string) (Result, error) {
	req, err := recordRequest("POST", module, id, "Notes")
	if err != nil {
		return Result{}, err
	}
	req.body, err = encode(req, writeBody{Data: []Note{{Title: title, Content: content}}})
	if err != nil {
		return Result{}, err
	}
	return c.writeOne(ctx, req)
}

// NotesOf yields the notes of a record, in Zoho's order
// (GET /{module}/{id}/Notes). The list of all notes of an organisation
// (GET /Notes) is for administrators only.
func (c *Client) NotesOf(ctx context.Context, module, id string) iter.Seq2[Note, error] {
	req, err := recordRequest("GET", module, id, "Notes")
	if err != nil {
		return failed[Note](err)
	}
	return pages[Note](ctx, c, req, listQuery(noteFields, 0))
}

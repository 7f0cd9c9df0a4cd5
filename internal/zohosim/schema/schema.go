// Package schema is the simulator's field table: which modules exist, which
// fields each has, of what type, how long, how mandatory. The same table judges
// writes and is served as /settings/fields, /settings/modules and
// /settings/layouts, so metadata and behaviour cannot drift apart.
//
// It knows no HTTP, no records and no clock. A Catalogue is built from Options
// (the doubtful points of the documents) and is immutable afterwards; ids are
// derived from positions and therefore the same in every run. What an
// administrator adds is among the Options, so adding a field is a new Catalogue.
//
// Source: zoho-crm-api §2.2 (Events), §2.3 (other modules), §2.1 (value formats
// and lengths), §3.6 (metadata keys).
package schema

// Kind is the way a field's values are written, checked and compared. Its text
// is Zoho's data_type, except for Participants and JSON (see DataType).
type Kind string

// The kinds of field that the simulated modules use (zoho-crm-api §2.1).
const (
	Text         Kind = "text"
	Textarea     Kind = "textarea"
	Phone        Kind = "phone"
	Email        Kind = "email"
	Website      Kind = "website"
	Integer      Kind = "integer"
	Double       Kind = "double"
	Currency     Kind = "currency"
	Boolean      Kind = "boolean"
	Date         Kind = "date"
	DateTime     Kind = "datetime"
	Picklist     Kind = "picklist"
	Multiselect  Kind = "multiselectpicklist"
	Lookup       Kind = "lookup"
	Owner        Kind = "ownerlookup"
	MultiModule  Kind = "multi_module_lookup"
	Participants Kind = "participants"
	Reminders    Kind = "multireminder"
	JSON         Kind = "json"
)

// Choice is one value of a picklist. Display and Actual differ for some deal
// stages (zoho-crm-api §3.6, pipeline).
type Choice struct {
	ID      string
	Display string
	Actual  string
}

// Field is one field of a module.
type Field struct {
	ID        string
	APIName   string
	Label     string
	Kind      Kind
	Length    int    // longest value in characters; 0 where the kind has none
	Target    string // module that a Lookup points to
	Targets   []string
	Choices   []Choice
	Mandatory bool // an insert without it answers MANDATORY_NOT_FOUND
	ByLayout  bool // mandatory only when the insert names a Layout (zoho-crm-api §2.4)
	ReadOnly  bool // set by the server; a value sent for it is ignored
	Closed    bool // a picklist that refuses values outside Choices
	OnRequest bool // answered only when named in `fields` (zoho-crm-api §2.2, $event_cancelled)

	Custom   bool     // added by an administrator, see Custom
	Unique   bool     // "do not allow duplicates" (zoho-crm-api §2.5)
	External External // whether X-EXTERNAL may name it (zoho-crm-api §2.5)
}

// DataType is the data_type of the metadata. Participants is a JSON array that
// Zoho's metadata calls bigint (zoho-crm-api §2.2).
func (f *Field) DataType() string {
	switch f.Kind {
	case Participants:
		return "bigint"
	case JSON:
		return "text"
	default:
		return string(f.Kind)
	}
}

// JSONType is the json_type of the metadata: the JSON shape of a value.
func (f *Field) JSONType() string {
	switch f.Kind {
	case Integer:
		return "integer"
	case Double, Currency:
		return "double"
	case Boolean:
		return "boolean"
	case Lookup, Owner, MultiModule:
		return "jsonobject"
	case Participants, Reminders, JSON, Multiselect:
		return "jsonarray"
	default:
		return "string"
	}
}

// Textual reports whether values are free text to search and COQL.
func (f *Field) Textual() bool {
	switch f.Kind {
	case Text, Textarea, Phone, Email, Website:
		return true
	default:
		return false
	}
}

// Structured reports whether values are more than one scalar: no condition and
// no order can name them.
func (f *Field) Structured() bool {
	return f.Kind == Participants || f.Kind == Reminders || f.Kind == JSON
}

// Reference reports whether values point at another record or a user.
func (f *Field) Reference() bool {
	return f.Kind == Lookup || f.Kind == Owner || f.Kind == MultiModule
}

// Module is one module.
type Module struct {
	ID       string
	LayoutID string
	APIName  string
	Singular string
	Plural   string
	Name     string // field that stands for the record in lookups and in lists of deleted records
	Fields   []*Field
	// DuplicateCheck is the field by which Zoho itself looks for duplicates on
	// upsert; empty where the module has no upsert (zoho-crm-api §2.5).
	DuplicateCheck string

	keyless bool // neither unique nor external fields
	byName  map[string]*Field
}

// Field finds a field by API name; nil when the module has none of that name.
func (m *Module) Field(apiName string) *Field { return m.byName[apiName] }

// Catalogue is every module of the organisation, in the order of its tabs.
type Catalogue struct {
	Modules []*Module
	byName  map[string]*Module
}

// Module finds a module by API name; nil when there is none.
func (c *Catalogue) Module(apiName string) *Module { return c.byName[apiName] }

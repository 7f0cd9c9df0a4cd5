package zohosim

import (
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// maxJoins is how many lookups a dotted column may go through (zoho-crm-api §3.3).
const maxJoins = 2

// queryTable shows a module to COQL: its fields, fields of records that its
// lookups point at (Who_Id.Email), of users (Owner.email), and through
// multi-module lookups ('What_Id->Leads.Last_Name').
type queryTable struct {
	world    *world
	rules    *rules
	module   *schema.Module
	resolved map[string]*column // by path; one table serves one query
}

func (t queryTable) column(path string) *column {
	c, known := t.resolved[path]
	if !known {
		c = t.resolve(t.module, strings.TrimPrefix(path, "!"+t.module.APIName+"."), maxJoins)
		t.resolved[path] = c
	}
	return c
}

// column is a resolved path: a field of this module, or, through one of its
// lookups, a column elsewhere.
type column struct {
	field *schema.Field
	user  string  // property of a user, where field is an owner lookup
	next  *column // column of the record that field points at
	id    bool    // the id of the record reached
	in    string  // module that a multi-module lookup must point at
}

// Column implements coql.Table. Participants and other structured fields cannot
// be used in conditions (§3.3). Whether $event_cancelled can be queried is not
// documented; the setting coqlEventCancelled decides.
func (t queryTable) Column(path string) (coql.Column, bool) {
	c := t.column(path)
	if c == nil {
		return coql.Column{}, false
	}
	return t.typed(c), true
}

func (t queryTable) resolve(m *schema.Module, path string, joins int) *column {
	if path == "id" {
		return &column{id: true}
	}
	head, rest, dotted := strings.Cut(path, ".")
	name, target, multi := strings.Cut(head, "->")
	f := m.Field(name)
	switch {
	case f == nil || f.OnRequest && t.rules.COQLEventCancelled == "refused":
		return nil
	case !dotted:
		if multi {
			return nil
		}
		return &column{field: f}
	case joins == 0 || !f.Reference() || multi != (f.Kind == schema.MultiModule):
		return nil
	case f.Kind == schema.Owner:
		return userColumn(f, rest)
	case multi && !slices.Contains(f.Targets, target):
		return nil
	case !multi:
		target = f.Target
	}
	next := t.resolve(t.rules.catalogue.Module(target), rest, joins-1)
	if next == nil {
		return nil
	}
	return &column{field: f, next: next, in: target}
}

// own finds the field of the table's module that a path names.
func (t queryTable) own(path string) (*schema.Field, bool) {
	c := t.column(path)
	if c == nil || c.field == nil || c.next != nil || c.user != "" {
		return nil, false
	}
	return c.field, true
}

// typed is how the column compares; structured values do not.
func (t queryTable) typed(c *column) coql.Column {
	usable := func(kind coql.Type) coql.Column { return coql.Column{Type: kind, Filterable: true} }
	switch {
	case c.id || c.user == "id":
		return usable(coql.Reference)
	case c.user != "":
		return usable(coql.Text)
	case c.next != nil:
		return t.typed(c.next)
	}
	switch c.field.Kind {
	case schema.Participants, schema.Reminders, schema.JSON:
		return coql.Column{Type: coql.Text}
	case schema.Boolean:
		return coql.Column{Type: coql.Boolean, Filterable: !c.field.OnRequest || t.rules.COQLEventCancelled == "both"}
	case schema.Date:
		return usable(coql.Date)
	case schema.DateTime:
		return usable(coql.DateTime)
	case schema.Integer, schema.Double, schema.Currency:
		return usable(coql.Number)
	case schema.Lookup, schema.Owner, schema.MultiModule:
		return usable(coql.Reference)
	case schema.Picklist:
		return usable(coql.Picklist)
	default:
		return usable(coql.Text)
	}
}

// target is the field that a column ends at and the record that holds it; no
// field where the column is an id or of a user, no record where a lookup on the
// way points nowhere.
func (t queryTable) target(c *column, r *record.Record) (*schema.Field, *record.Record) {
	for c.next != nil && r != nil {
		r, c = t.follow(c, r), c.next
	}
	for c.next != nil {
		c = c.next
	}
	if c.id || c.user != "" {
		return nil, r
	}
	return c.field, r
}

// queryRow is one record to COQL.
type queryRow struct {
	table  queryTable
	record *record.Record
}

// Value implements coql.Row.
func (r queryRow) Value(path string) any {
	c := r.table.column(path)
	if c == nil {
		return nil
	}
	return r.table.value(c, r.record)
}

func (t queryTable) value(c *column, r *record.Record) any {
	switch {
	case c.id:
		return r.ID
	case c.user != "":
		return t.userValue(r.Ref(c.field.APIName), c.user)
	case c.next != nil:
		if target := t.follow(c, r); target != nil {
			return t.value(c.next, target)
		}
		return nil
	}
	switch v := r.Values[c.field.APIName].(type) {
	case record.Ref:
		return v.ID
	case record.Date:
		return string(v)
	case int64:
		return float64(v)
	case nil:
		if c.field.Kind == schema.Boolean {
			return false
		}
		return nil
	case string, bool, float64, time.Time:
		return v
	default:
		return nil
	}
}

// follow finds the record that a lookup points at; nil when it points nowhere,
// into another module, or at a deleted record.
func (t queryTable) follow(c *column, r *record.Record) *record.Record {
	ref := r.Ref(c.field.APIName)
	if ref.ID == "" || ref.Module != c.in {
		return nil
	}
	return t.world.store.Get(ref.Module, ref.ID)
}

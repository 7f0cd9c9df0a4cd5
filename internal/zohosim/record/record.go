// Package record keeps the organisation's records and the values in them: it
// parses what a client sends into typed values, stores versions of records, and
// renders values the way Zoho answers them.
//
// It knows the field table (package schema) but no HTTP, no modules' special
// rules and no clock: every write says at what instant it happens. A stored
// Record is immutable; a change stores a new version. Old versions are kept for
// a while, because search reads an index that lags behind (zoho-crm-api §3.2),
// and a lagging index is exactly the newest version older than the lag.
package record

import (
	"maps"
	"time"
)

// Ref points at a record or, where Module is empty, at a user.
type Ref struct {
	Module string
	ID     string
}

// Date is a calendar day, yyyy-MM-dd (zoho-crm-api §2.1).
type Date string

// Participant is one invitee of an event as stored (zoho-crm-api §2.2).
type Participant struct {
	ID          string // of the participation itself
	Type        string // contact, lead, user or email
	Participant string // record or user id; the address where Type is email
	Email       string
	Name        string
	Invited     bool
	Status      string
}

// Values are a record's fields by API name. A value is a string, bool, int64,
// float64, Date, time.Time, Ref, []Participant, or decoded JSON for the fields
// that the simulator only carries. A missing key is null.
type Values map[string]any

// Deletion says when and by whom a record was deleted.
type Deletion struct {
	At time.Time
	By string // user id
}

// Record is one version of a record. It must not be changed once stored.
type Record struct {
	ID      string
	Module  string
	Values  Values
	Deleted *Deletion
}

// With returns a copy of the record with the given fields changed; nil values
// clear a field.
func (r *Record) With(changes Values) *Record {
	next := *r
	next.Values = maps.Clone(r.Values)
	for name, value := range changes {
		if value == nil {
			delete(next.Values, name)
		} else {
			next.Values[name] = value
		}
	}
	return &next
}

// Time is a date-time field, zero when it is null.
func (r *Record) Time(name string) time.Time {
	t, _ := r.Values[name].(time.Time)
	return t
}

// String is a text field, empty when it is null.
func (r *Record) String(name string) string {
	s, _ := r.Values[name].(string)
	return s
}

// Ref is a lookup field, zero when it is null.
func (r *Record) Ref(name string) Ref {
	ref, _ := r.Values[name].(Ref)
	return ref
}

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
// float64, Date, time.Time, Ref, []Participant, []string (several choices),
// Private, or decoded JSON for the fields that the simulator only carries. A missing key is null.
type Values map[string]any

// Private is a text that every user has their own of, by user id: the value of
// an external field of type user (zoho-crm-api §2.5).
type Private map[string]string

// InRecycleBin is how long a deleted record can be restored (zoho-crm-api §3.5).
const InRecycleBin = 60 * 24 * time.Hour

// Deletion says when and by whom a record was deleted.
type Deletion struct {
	At     time.Time
	By     string    // user id
	Purged time.Time // when it was deleted for good; zero while that is left to time
}

// Final is when the deletion became permanent, or will.
func (d Deletion) Final() time.Time {
	if !d.Purged.IsZero() {
		return d.Purged
	}
	return d.At.Add(InRecycleBin)
}

// Permanent reports whether the record has left the recycle bin at an instant.
func (d Deletion) Permanent(at time.Time) bool { return !at.Before(d.Final()) }

// Record is one version of a record. It must not be changed once stored.
type Record struct {
	ID      string
	Module  string
	Values  Values
	Deleted *Deletion
	// Locked refuses changes and deletion (zoho-crm-api §7, RECORD_LOCKED).
	Locked bool
	// Blueprint names the field whose changes a Blueprint has taken over; empty
	// outside of any (zoho-crm-api §7, RECORD_IN_BLUEPRINT).
	Blueprint string
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

// Trashed returns the record as it lies in the recycle bin.
func (r *Record) Trashed(d Deletion) *Record {
	next := r.With(Values{"Record_Status__s": "Trash"})
	next.Deleted = &d
	return next
}

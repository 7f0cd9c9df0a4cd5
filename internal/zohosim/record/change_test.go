package record_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// A store through which every write is noted, and the notes.
func noted() (*record.Store, *[]record.Change) {
	var changes []record.Change
	s := record.NewStore().Noting(func(c record.Change) { changes = append(changes, c) })
	return s, &changes
}

func put(t *testing.T, s *record.Store, id string, at time.Time, fields record.Values) {
	t.Helper()
	if _, err := s.Update("Contacts", id, at, func(r *record.Record) (*record.Record, error) { return r.With(fields), nil }); err != nil {
		t.Fatal(err)
	}
}

// What was changed on top of a write that is undone stays; what was not goes
// back to what it was before.
func TestUndoLeavesLaterWritesOfOthers(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	s, changes := noted()
	s.Insert(&record.Record{ID: "1", Module: "Contacts", Values: record.Values{"Name": "a", "Phone": "1", "Title": "x"}}, at)
	put(t, s, "1", at.Add(time.Second), record.Values{"Name": "b", "Phone": "2", "Title": nil})
	put(t, s, "1", at.Add(2*time.Second), record.Values{"Phone": "3"})
	s.Undo((*changes)[1])
	got := s.Get("Contacts", "1").Values
	if got["Name"] != "a" || got["Phone"] != "3" || got["Title"] != "x" {
		t.Errorf("after undoing: %v", got)
	}
	if old := s.Indexed("Contacts", at.Add(time.Second)); len(old) != 1 || old[0].Values["Name"] != "a" {
		t.Errorf("the index still has what was undone: %v", old[0].Values)
	}
}

// A new record goes for good; a deleted one is back.
func TestUndoOfInsertAndDelete(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	s, changes := noted()
	s.Insert(&record.Record{ID: "1", Module: "Contacts", Values: record.Values{"Name": "a"}}, at)
	if err := s.Delete("Contacts", "1", record.Deletion{At: at}); err != nil {
		t.Fatal(err)
	}
	s.Undo((*changes)[1])
	if r := s.Get("Contacts", "1"); r == nil || r.Values["Record_Status__s"] != nil {
		t.Errorf("not back as it was: %+v", r)
	}
	s.Undo((*changes)[0])
	if s.Any("Contacts", "1") != nil || len(s.Live("Contacts")) != 0 {
		t.Error("the record is still there")
	}
	s.Undo((*changes)[0]) // a second time changes nothing
}

// A clock that was moved backward meanwhile leaves no older version to go back
// to; the change itself remembers it.
func TestUndoAfterSettling(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	s, changes := noted()
	s.Insert(&record.Record{ID: "1", Module: "Contacts", Values: record.Values{"Name": "a"}}, at)
	put(t, s, "1", at, record.Values{"Name": "b"})
	s.Settle()
	s.Undo((*changes)[1])
	if got := s.Get("Contacts", "1"); got == nil || got.Values["Name"] != "a" {
		t.Errorf("after undoing: %+v", got)
	}
}

// Each handle tells of its own writes alone.
func TestNotingTellsOfItsOwnWrites(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	s, mine := noted()
	var theirs []record.Change
	others := s.Noting(func(c record.Change) { theirs = append(theirs, c) })
	s.Insert(&record.Record{ID: "1", Module: "Contacts", Values: record.Values{"Name": "a", "Phone": "1"}}, at)
	put(t, others, "1", at, record.Values{"Name": "b", "Phone": nil, "Title": "x"})
	if len(*mine) != 1 || len(theirs) != 1 {
		t.Fatalf("%d and %d changes", len(*mine), len(theirs))
	}
	if got := theirs[0].Fields(); !slices.Equal(got, []string{"Name", "Phone", "Title"}) {
		t.Errorf("changed fields: %v", got)
	}
	if got := (*mine)[0].Fields(); !slices.Equal(got, []string{"Name", "Phone"}) {
		t.Errorf("fields of the new record: %v", got)
	}
}

package record

import (
	"reflect"
	"slices"
)

// Change is one write: the version that was and the version that took its
// place. Before is nil for a new record; After.Deleted is set for a deletion.
type Change struct {
	Before, After *Record
}

// Noting returns a Store of the same records that tells note of every write
// that is made through it, in order, and of no other. note is called while the
// store is locked and must not use it.
func (s *Store) Noting(note func(Change)) *Store {
	return &Store{shelves: s.shelves, note: note}
}

func (s *Store) tell(c Change) {
	if s.note != nil {
		s.note(c)
	}
}

// Fields names the fields in which the two versions differ, sorted. For a new
// record they are the fields that have a value.
func (c Change) Fields() []string {
	before := Values{}
	if c.Before != nil {
		before = c.Before.Values
	}
	var names []string
	for name, value := range c.After.Values {
		if old, had := before[name]; !had || !reflect.DeepEqual(old, value) {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, kept := c.After.Values[name]; !kept {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Undo takes a write back, as if it had never been made. Where others have
// written to the record since, their changes stay and only the fields that this
// write changed, and they did not, get their former values again.
func (s *Store) Undo(c Change) {
	s.turn.Lock()
	defer s.turn.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[c.After.Module]
	switch {
	case t == nil:
	case c.Before == nil:
		delete(t.rows, c.After.ID)
		t.ids = slices.DeleteFunc(t.ids, func(id string) bool { return id == c.After.ID })
	default:
		t.rows[c.After.ID] = c.takenOut(t.rows[c.After.ID])
	}
}

// takenOut are a record's versions without the one that the change made.
func (c Change) takenOut(versions []version) []version {
	var kept []version
	undone := false
	for _, v := range versions {
		if v.record == c.After {
			undone = true
			continue
		}
		if undone {
			v.record = c.outOf(v.record)
		}
		kept = append(kept, v)
	}
	if undone && len(kept) == 0 { // the index was settled meanwhile
		return []version{{record: c.Before}}
	}
	return kept
}

// outOf is a later version without this change.
func (c Change) outOf(later *Record) *Record {
	former := Values{}
	for _, name := range c.Fields() {
		if reflect.DeepEqual(later.Values[name], c.After.Values[name]) {
			former[name] = c.Before.Values[name]
		}
	}
	return later.With(former)
}

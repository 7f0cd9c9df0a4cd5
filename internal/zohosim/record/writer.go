package record

import (
	"slices"
	"time"
)

// Writer is the right to write, for as long as Alone lasts.
type Writer struct{ s *Store }

// Alone runs f while nobody else writes: what f reads of the store holds until
// f has written, which is how a value stays unique. f writes by w, never by the
// store itself, which would wait for f to end.
func (s *Store) Alone(f func(w Writer)) {
	s.turn.Lock()
	defer s.turn.Unlock()
	f(Writer{s})
}

// Insert stores a new record at an instant. Its ID comes from NewID.
func (s *Store) Insert(r *Record, at time.Time) {
	s.Alone(func(w Writer) { w.Insert(r, at) })
}

// Update replaces a live record by what change returns, as one step: no other
// write comes between, and change may read the store. An error of change leaves
// the record as it was. It returns ErrNotFound when there is no live record of
// that id.
func (s *Store) Update(module, id string, at time.Time, change func(*Record) (*Record, error)) (next *Record, err error) {
	s.Alone(func(w Writer) { next, err = w.Update(module, id, at, change) })
	return next, err
}

// Delete moves a live record to the recycle bin; ErrNotFound when there is none.
func (s *Store) Delete(module, id string, d Deletion) error {
	_, err := s.Update(module, id, d.At, func(r *Record) (*Record, error) { return r.Trashed(d), nil })
	return err
}

// Insert is Store.Insert within Alone.
func (w Writer) Insert(r *Record, at time.Time) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	t := w.s.tables[r.Module]
	if t == nil {
		t = &table{rows: map[string][]version{}}
		w.s.tables[r.Module] = t
	}
	i, _ := slices.BinarySearch(t.ids, r.ID)
	t.ids = slices.Insert(t.ids, i, r.ID)
	t.rows[r.ID] = []version{{at, r}}
	w.s.tell(Change{After: r})
}

// Update is Store.Update within Alone.
func (w Writer) Update(module, id string, at time.Time, change func(*Record) (*Record, error)) (*Record, error) {
	current := w.s.Get(module, id)
	if current == nil {
		return nil, ErrNotFound
	}
	next, err := change(current)
	if err != nil {
		return nil, err
	}
	w.Replace(next, at)
	return next, nil
}

// Replace stores a new version of a record that exists.
func (w Writer) Replace(next *Record, at time.Time) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	t := w.s.tables[next.Module]
	before := newestOf(t.rows[next.ID])
	t.rows[next.ID] = append(trimmed(t.rows[next.ID], at.Add(-historyKept)), version{at, next})
	w.s.tell(Change{Before: before, After: next})
}

// Restore takes a deleted record out of the recycle bin again; ErrNotFound when
// it is not in there.
func (s *Store) Restore(module, id string, at time.Time) error {
	return s.recycled(module, id, at, func(r *Record) *Record {
		next := r.With(Values{"Record_Status__s": "Available"})
		next.Deleted = nil
		return next
	})
}

// Purge deletes a record in the recycle bin for good: its values are gone, only
// that it was deleted is remembered. ErrNotFound when it is not in there.
func (s *Store) Purge(module, id string, at time.Time) error {
	return s.recycled(module, id, at, func(r *Record) *Record {
		d := *r.Deleted
		d.Purged = at
		return &Record{ID: r.ID, Module: r.Module, Values: Values{}, Deleted: &d}
	})
}

func (s *Store) recycled(module, id string, at time.Time, change func(*Record) *Record) error {
	err := ErrNotFound
	s.Alone(func(w Writer) {
		if r := s.Any(module, id); r != nil && r.Deleted != nil && !r.Deleted.Permanent(at) {
			w.Replace(change(r), at)
			err = nil
		}
	})
	return err
}

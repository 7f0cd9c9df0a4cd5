package record

import "time"

// Version is a state that a record had from an instant on.
type Version struct {
	At     time.Time
	Record *Record
}

// History lists the versions of a record that are still kept, the newest first;
// none for an id that never existed. Superseded ones are forgotten after a while.
func (s *Store) History(module, id string) []Version {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.tables[module]
	if t == nil {
		return nil
	}
	kept := t.rows[id]
	all := make([]Version, len(kept))
	for i, v := range kept {
		all[len(kept)-1-i] = Version{v.at, v.record}
	}
	return all
}

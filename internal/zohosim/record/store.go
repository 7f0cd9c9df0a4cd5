package record

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// ErrNotFound is returned for an id that never existed or was deleted.
var ErrNotFound = errors.New("no such record")

// historyKept bounds how long superseded versions stay readable for the search
// index; the longest lag that may be configured is shorter.
const historyKept = 15 * time.Minute

// MaxLag is the longest search lag that the store can serve.
const MaxLag = 10 * time.Minute

// Store holds every version of every record. It is safe for concurrent use.
// Writes take turns, see Alone; reads wait for none of them.
type Store struct {
	*shelves
	note func(Change) // told of every write; nil where nobody asks
}

// shelves are what all Stores that Noting made of one share.
type shelves struct {
	turn   sync.Mutex   // held by the one who writes
	mu     sync.RWMutex // guards the fields below
	last   int64
	tables map[string]*table
}

type table struct {
	ids  []string // ascending: ids only grow
	rows map[string][]version
}

type version struct {
	at     time.Time
	record *Record
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{shelves: &shelves{last: schema.FirstRecordNumber, tables: map[string]*table{}}}
}

// NewID gives the next record id: 19 digits, always growing.
func (s *Store) NewID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return schema.ID(s.last)
}

// Get finds a live record; nil when there is none.
func (s *Store) Get(module, id string) *Record {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.live(module, id)
}

// Any finds a record, deleted or not; nil when it never existed.
func (s *Store) Any(module, id string) *Record {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.newest(module, id)
}

// Live lists a module's records by ascending id.
func (s *Store) Live(module string) []*Record {
	return s.collect(module, func(vs []version) *Record { return newestOf(vs) }, false)
}

// Deleted lists a module's deleted records by ascending id.
func (s *Store) Deleted(module string) []*Record {
	return s.collect(module, func(vs []version) *Record { return newestOf(vs) }, true)
}

// Indexed lists a module's records as they were at an instant, by ascending id:
// what a search index that lags behind can see.
func (s *Store) Indexed(module string, asOf time.Time) []*Record {
	return s.collect(module, func(vs []version) *Record {
		for _, v := range slices.Backward(vs) {
			if !v.at.After(asOf) {
				return v.record
			}
		}
		return nil
	}, false)
}

// Settle forgets superseded versions and makes every record visible to the
// index. It is for a clock that was moved backward: instants of earlier writes
// would otherwise lie in the future.
func (s *Store) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tables {
		for id, vs := range t.rows {
			t.rows[id] = []version{{record: newestOf(vs)}}
		}
	}
}

func (s *Store) collect(module string, pick func([]version) *Record, deleted bool) []*Record {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.tables[module]
	if t == nil {
		return nil
	}
	found := make([]*Record, 0, len(t.ids))
	for _, id := range t.ids {
		if r := pick(t.rows[id]); r != nil && (r.Deleted != nil) == deleted {
			found = append(found, r)
		}
	}
	return found
}

func (s *Store) newest(module, id string) *Record {
	t := s.tables[module]
	if t == nil || strings.TrimSpace(id) == "" {
		return nil
	}
	return newestOf(t.rows[id])
}

func (s *Store) live(module, id string) *Record {
	if r := s.newest(module, id); r != nil && r.Deleted == nil {
		return r
	}
	return nil
}

func newestOf(vs []version) *Record {
	if len(vs) == 0 {
		return nil
	}
	return vs[len(vs)-1].record
}

// trimmed drops versions that nobody can ask for any more: all but the newest
// of those before the horizon.
func trimmed(vs []version, horizon time.Time) []version {
	first := 0
	for i, v := range vs {
		if v.at.Before(horizon) {
			first = i
		}
	}
	if first == 0 {
		return vs // copying each time would make many saves of one record slow
	}
	return slices.Clone(vs[first:])
}

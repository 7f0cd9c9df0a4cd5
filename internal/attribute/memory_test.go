package attribute_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/storetest"
)

// memory is a Store for the tests of the Service. It passes the suite that
// the real ones pass.
type memory struct {
	mu        sync.Mutex
	drafts    map[string]attribute.Draft
	revisions map[string][]attribute.Revision
	// reads counts Active, ActiveNumber and Revision; broken fails every method.
	reads  int
	broken bool
	// beforeSave, where set, runs once before a draft is saved; afterActive
	// once between the read of the active revision and its return.
	beforeSave, afterActive func()
}

func newMemory() *memory {
	return &memory{drafts: map[string]attribute.Draft{}, revisions: map[string][]attribute.Revision{}}
}

func TestMemoryStoreKeepsTheContract(t *testing.T) {
	storetest.Attributes(t, func(*testing.T) attribute.Store { return newMemory() })
}

func (m *memory) lock() (func(), error) {
	m.mu.Lock()
	if m.broken {
		m.mu.Unlock()
		return nil, fault.New(fault.Unavailable, "the store is away")
	}
	return m.mu.Unlock, nil
}

func (m *memory) Seed(_ context.Context, first attribute.Revision, draft attribute.Draft) error {
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if len(m.revisions[first.Project]) > 0 {
		return fault.New(fault.Conflict, "seeded before")
	}
	m.revisions[first.Project] = []attribute.Revision{cloneRevision(first)}
	m.drafts[first.Project] = cloneDraft(draft)
	return nil
}

func (m *memory) Draft(_ context.Context, project string) (attribute.Draft, error) {
	unlock, err := m.lock()
	if err != nil {
		return attribute.Draft{}, err
	}
	defer unlock()
	draft, ok := m.drafts[project]
	if !ok {
		return draft, fault.New(fault.NotFound, "no draft")
	}
	return cloneDraft(draft), nil
}

func (m *memory) SaveDraft(_ context.Context, expected int64, draft attribute.Draft) error {
	if hook := m.beforeSave; hook != nil {
		m.beforeSave = nil
		hook()
	}
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if m.drafts[draft.Project].Revision != expected {
		return fault.New(fault.Conflict, "stale")
	}
	m.drafts[draft.Project] = cloneDraft(draft)
	return nil
}

func (m *memory) Activate(_ context.Context, r attribute.Revision) error {
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	known := m.revisions[r.Project]
	if len(known) == 0 || r.Number != int64(len(known))+1 {
		return fault.New(fault.Conflict, "not the next revision")
	}
	m.revisions[r.Project] = append(known, cloneRevision(r))
	return nil
}

func (m *memory) Active(_ context.Context, project string) (attribute.Revision, error) {
	r, err := m.active(project)
	if hook := m.afterActive; hook != nil {
		m.afterActive = nil
		hook()
	}
	return r, err
}

func (m *memory) active(project string) (attribute.Revision, error) {
	unlock, err := m.lock()
	if err != nil {
		return attribute.Revision{}, err
	}
	defer unlock()
	m.reads++
	known := m.revisions[project]
	if len(known) == 0 {
		return attribute.Revision{}, fault.New(fault.NotFound, "no such project")
	}
	return cloneRevision(known[len(known)-1]), nil
}

func (m *memory) ActiveNumber(_ context.Context, project string) (int64, error) {
	r, err := m.active(project)
	return r.Number, err
}

func (m *memory) Revision(_ context.Context, project string, number int64) (attribute.Revision, error) {
	unlock, err := m.lock()
	if err != nil {
		return attribute.Revision{}, err
	}
	defer unlock()
	m.reads++
	known := m.revisions[project]
	if number < 1 || number > int64(len(known)) {
		return attribute.Revision{}, fault.New(fault.NotFound, "no such revision")
	}
	return cloneRevision(known[number-1]), nil
}

func (m *memory) Revisions(_ context.Context, project string, before int64, limit int) ([]attribute.Revision, error) {
	unlock, err := m.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	var list []attribute.Revision
	for _, r := range slices.Backward(m.revisions[project]) {
		if (before == 0 || r.Number < before) && len(list) < limit {
			list = append(list, cloneRevision(r))
		}
	}
	return list, nil
}

func (m *memory) ResealRevision(_ context.Context, project string, number int64, values map[string]string) error {
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	known := m.revisions[project]
	if number < 1 || number > int64(len(known)) {
		return fault.New(fault.NotFound, "no such revision")
	}
	known[number-1].Values = maps.Clone(values)
	return nil
}

func (m *memory) Projects(_ context.Context, after string, limit int) ([]string, error) {
	unlock, err := m.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(m.drafts)) {
		if id > after && len(ids) < limit {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func cloneRevision(r attribute.Revision) attribute.Revision {
	r.Values = maps.Clone(r.Values)
	return r
}

func cloneDraft(d attribute.Draft) attribute.Draft {
	d.Values, d.SetAt = maps.Clone(d.Values), maps.Clone(d.SetAt)
	return d
}

// plainSealer marks text with its purpose and a count instead of sealing it:
// enough to see that what was sealed for one place does not open in another,
// and that sealing the same text twice gives two texts.
type plainSealer struct {
	mu    sync.Mutex
	count int
}

func (s *plainSealer) Seal(purpose, plain string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	return "sealed|" + purpose + "|" + strings.Repeat("i", s.count) + "|" + plain
}

func (s *plainSealer) Stale(string) bool { return false }

func (s *plainSealer) Open(purpose, sealed string) (string, error) {
	rest, ok := strings.CutPrefix(sealed, "sealed|"+purpose+"|")
	if !ok {
		return "", errors.New("sealed for another purpose")
	}
	_, plain, _ := strings.Cut(rest, "|")
	return plain, nil
}

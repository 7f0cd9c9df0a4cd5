package project_test

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/store/storetest"
)

// memory is a Store for the tests of the Service. It passes the suite that
// the real ones pass.
type memory struct {
	mu       sync.Mutex
	projects map[string]project.Project
	keys     map[project.Hash]project.Key
	// reads counts KeyByHash; broken fails it.
	reads  int
	broken bool
	// taken refuses so many creations as if the id were taken.
	taken int
	// afterRead, where set, runs once between the read of a key and its
	// return.
	afterRead func()
}

func newMemory() *memory {
	return &memory{projects: map[string]project.Project{}, keys: map[project.Hash]project.Key{}}
}

func TestMemoryStoreKeepsTheContract(t *testing.T) {
	storetest.Projects(t, func(*testing.T) project.Store { return newMemory() })
}

func (m *memory) CreateProject(_ context.Context, p project.Project) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.projects[p.ID]; there || m.taken > 0 {
		m.taken--
		return fault.New(fault.Conflict, "taken")
	}
	m.projects[p.ID] = p
	return nil
}

func (m *memory) Project(_ context.Context, id string) (project.Project, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.projects[id]
	if !ok {
		return p, fault.New(fault.NotFound, "no such project")
	}
	return p, nil
}

func (m *memory) Projects(context.Context) ([]project.Project, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []project.Project
	for _, p := range m.projects {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b project.Project) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

func (m *memory) UpdateProject(_ context.Context, id string, change func(project.Project) (project.Project, error)) (project.Project, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.projects[id]
	if !ok {
		return p, fault.New(fault.NotFound, "no such project")
	}
	p, err := change(p)
	if err != nil {
		return project.Project{}, err
	}
	m.projects[id] = p
	return p, nil
}

func (m *memory) CreateKey(_ context.Context, k project.Key, hash project.Hash) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.projects[k.Project]; k.Project != "" && !there {
		return fault.New(fault.NotFound, "no such project")
	}
	for known, key := range m.keys {
		if known == hash || key.ID == k.ID {
			return fault.New(fault.Conflict, "taken")
		}
	}
	m.keys[hash] = k
	return nil
}

func (m *memory) KeyByHash(_ context.Context, hash project.Hash) (project.Key, error) {
	m.mu.Lock()
	m.reads++
	k, ok := m.keys[hash]
	broken, hook := m.broken, m.afterRead
	m.afterRead = nil
	m.mu.Unlock()
	if hook != nil {
		hook()
	}
	switch {
	case broken:
		return project.Key{}, fault.New(fault.Unavailable, "the store is away")
	case !ok:
		return project.Key{}, fault.New(fault.NotFound, "no such key")
	}
	return k, nil
}

func (m *memory) Keys(_ context.Context, of string) ([]project.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var keys []project.Key
	for _, k := range m.keys {
		if k.Project == of {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b project.Key) int { return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID)) })
	return keys, nil
}

func (m *memory) RevokeKey(_ context.Context, id string, at time.Time, allow func(project.Key, int) error) (project.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for hash, k := range m.keys {
		if k.ID != id || k.Revoked() {
			if k.ID == id {
				return k, nil
			}
			continue
		}
		if err := allow(k, m.goodBeside(k)); err != nil {
			return project.Key{}, err
		}
		k.RevokedAt = at
		m.keys[hash] = k
		return k, nil
	}
	return project.Key{}, fault.New(fault.NotFound, "no such key")
}

func (m *memory) goodBeside(k project.Key) (others int) {
	for _, other := range m.keys {
		if other.Project == k.Project && other.ID != k.ID && !other.Revoked() {
			others++
		}
	}
	return others
}

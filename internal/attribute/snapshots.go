package attribute

import (
	"sync"
	"time"
)

// snapshots keeps the decoded settings of each project in memory.
type snapshots struct {
	mu        sync.Mutex
	byProject map[string]snapshot
}

type snapshot struct {
	settings Settings
	checked  time.Time
}

type snapshotState int

const (
	snapshotMissing snapshotState = iota
	snapshotFresh
	// snapshotDue: the one who is told so must check for a newer revision.
	// Others are served meanwhile.
	snapshotDue
)

func (s *snapshots) get(project string, now time.Time, recheck time.Duration) (Settings, snapshotState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.byProject[project]
	if !ok {
		return Settings{}, snapshotMissing
	}
	if recheck <= 0 || now.Sub(known.checked) < recheck {
		return known.settings, snapshotFresh
	}
	known.checked = now
	s.byProject[project] = known
	return known.settings, snapshotDue
}

// put keeps settings unless newer ones are there, as when a slow read ends
// after an activation, and returns those that are kept.
func (s *snapshots) put(project string, settings Settings, now time.Time) Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.byProject[project]; ok && known.settings.Revision > settings.Revision {
		return known.settings
	}
	s.byProject[project] = snapshot{settings, now}
	return settings
}

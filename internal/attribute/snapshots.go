package attribute

import (
	"slices"
	"sync"
	"time"
)

// mostPast bounds the settings of past revisions that are kept in memory, of
// all projects together. Conversations last minutes, so few are asked for.
const mostPast = 256

// snapshots keeps decoded settings in memory: the active ones of each project,
// and those of past revisions that running conversations began with.
type snapshots struct {
	mu        sync.Mutex
	byProject map[string]snapshot
	byNumber  map[pastKey]Settings
	// kept are the keys of byNumber, the oldest first, which goes first.
	kept []pastKey
}

type pastKey struct {
	project  string
	revision int64
}

func newSnapshots() snapshots {
	return snapshots{byProject: map[string]snapshot{}, byNumber: map[pastKey]Settings{}}
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
	// A clock that was set back is no reason to stop asking.
	if age := now.Sub(known.checked); recheck <= 0 || (0 <= age && age < recheck) {
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
	known, ok := s.byProject[project]
	if ok && known.settings.Revision > settings.Revision {
		return known.settings
	}
	if ok && known.settings.Revision < settings.Revision {
		s.retain(project, known.settings) // conversations are still running on them
	}
	s.byProject[project] = snapshot{settings, now}
	return settings
}

// past returns the settings of a past revision, where they are in memory.
func (s *snapshots) past(project string, revision int64) (Settings, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	settings, ok := s.byNumber[pastKey{project, revision}]
	return settings, ok
}

// keep keeps the settings of a past revision.
func (s *snapshots) keep(project string, settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retain(project, settings)
}

func (s *snapshots) retain(project string, settings Settings) {
	key := pastKey{project, settings.Revision}
	if _, known := s.byNumber[key]; known {
		return
	}
	if len(s.kept) == mostPast {
		delete(s.byNumber, s.kept[0])
		s.kept = slices.Delete(s.kept, 0, 1)
	}
	s.byNumber[key] = settings
	s.kept = append(s.kept, key)
}

package attribute

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
)

// Config is what a Service needs. All of it but Recheck must be given.
type Config struct {
	Store  Store
	Sealer Sealer
	// ProjectZone returns the IANA zone of a project, which applies where
	// zoho_timezone is not set. It is a function because projects live in a
	// package beside this one.
	ProjectZone func(ctx context.Context, project string) (string, error)
	// Now is the clock.
	Now func() time.Time
	// Recheck is how long settings in memory are served before the store is
	// asked whether another process has activated newer ones. Zero means
	// never, which is right where only one process uses the store.
	Recheck time.Duration
}

// Service is the attributes of all projects. It is safe for use by several
// goroutines.
type Service struct {
	config    Config
	snapshots snapshots
}

// NewService returns a Service.
func NewService(config Config) *Service {
	return &Service{config: config, snapshots: snapshots{byProject: map[string]snapshot{}}}
}

// Seed gives a new project its first revision, in which every default applies,
// and an empty draft. For a project that has them it does nothing.
func (s *Service) Seed(ctx context.Context, project string) error {
	now := s.config.Now()
	first := Revision{Project: project, Number: 1, Values: map[string]string{}, CreatedAt: now, Note: "defaults"}
	draft := Draft{Project: project, Revision: 1, Values: map[string]string{}, UpdatedAt: now}
	err := s.config.Store.Seed(ctx, first, draft)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// Settings returns the settings of the active revision, from memory where it
// can. While the store does not answer, settings that are in memory are served
// on: a call on the line is better off with the last known ones.
func (s *Service) Settings(ctx context.Context, project string) (Settings, error) {
	known, state := s.snapshots.get(project, s.config.Now(), s.config.Recheck)
	switch state {
	case snapshotFresh:
		return known, nil
	case snapshotDue:
		number, err := s.config.Store.ActiveNumber(ctx, project)
		if err != nil || number == known.Revision {
			return known, nil
		}
	}
	loaded, err := s.load(ctx, project)
	if err != nil && state == snapshotDue {
		return known, nil
	}
	return loaded, err
}

func (s *Service) load(ctx context.Context, project string) (Settings, error) {
	active, err := s.config.Store.Active(ctx, project)
	if err != nil {
		return Settings{}, err
	}
	settings, err := s.decode(ctx, project, active.Values)
	if err != nil {
		return Settings{}, fault.Wrap(fault.Internal, err, "the published settings cannot be read; publish again")
	}
	settings.Revision = active.Number
	return s.snapshots.put(project, settings, s.config.Now()), nil
}

func (s *Service) decode(ctx context.Context, project string, values map[string]string) (Settings, error) {
	zone, err := s.config.ProjectZone(ctx, project)
	if err != nil {
		return Settings{}, err
	}
	return Decode(values, zone)
}

// Reveal opens a secret of a project. The plain text must go nowhere but to
// the party that asks for it as proof.
func (s *Service) Reveal(project string, secret Secret) (string, error) {
	if !secret.IsSet() {
		return "", nil
	}
	plain, err := s.config.Sealer.Open(sealPurpose(project, secret.idn), secret.sealed)
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "the stored %s cannot be opened; set it again", secret.idn)
	}
	return plain, nil
}

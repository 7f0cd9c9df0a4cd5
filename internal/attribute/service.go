package attribute

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/vault"
)

// UnreadableError is the cause where the active revision cannot be read any more,
// as after an upgrade whose catalogue no longer allows a value of it.
type UnreadableError struct {
	Revision int64
	// Problems joins one Invalid fault for each attribute.
	Problems error
	// Rest is what could be read, with the defaults in place of the remainder.
	// It serves to keep what somebody tells; nothing may be done by it.
	Rest Settings
}

func (e *UnreadableError) Error() string {
	return fmt.Sprintf("revision %d: %v", e.Revision, e.Problems)
}

func (e *UnreadableError) Unwrap() error { return e.Problems }

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
	return &Service{config: config, snapshots: newSnapshots()}
}

// Settings returns the settings of the active revision, from memory where it
// can. While the store does not answer, settings that are in memory are served
// on: a call on the line is better off with the last known ones. The cause is an
// *UnreadableError where the active revision cannot be read.
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

// SettingsAt returns the settings of one revision, for what has begun under it
// and shall end under it. Revision 0, and one that is not there or that this
// program cannot read any more, gives those of the active revision: a call on
// the line is better off with them than with an error. So does one of another
// organisation than the active one's, or of none, as before the first publish:
// its users and pipelines are not there. Recent revisions are served from memory.
func (s *Service) SettingsAt(ctx context.Context, project string, revision int64) (Settings, error) {
	active, err := s.Settings(ctx, project)
	if err != nil || revision == 0 || revision == active.Revision {
		return active, err
	}
	past, known := s.snapshots.past(project, revision)
	if !known {
		if revision > active.Revision { // another process has activated it
			if active, err = s.load(ctx, project); err != nil || revision == active.Revision {
				return active, err
			}
		}
		if past, err = s.loadPast(ctx, project, revision, active); err != nil {
			return Settings{}, err
		}
	}
	if past.Organisation.ID != active.Organisation.ID {
		return active, nil
	}
	return past, nil
}

// loadPast reads the settings of a past revision from the store; the active ones
// stand in where that cannot be.
func (s *Service) loadPast(ctx context.Context, project string, revision int64, active Settings) (Settings, error) {
	r, err := s.config.Store.Revision(ctx, project, revision)
	if fault.Is(err, fault.NotFound) {
		return active, nil
	}
	if err != nil {
		return Settings{}, err
	}
	settings, err := s.decode(ctx, project, r.Values)
	if fault.Is(err, fault.Invalid) {
		return active, nil
	}
	if err != nil {
		return Settings{}, err
	}
	settings.Revision = r.Number
	s.snapshots.keep(project, settings)
	return settings, nil
}

func (s *Service) load(ctx context.Context, project string) (Settings, error) {
	active, err := s.active(ctx, project)
	if err != nil {
		return Settings{}, err
	}
	zone, err := s.config.ProjectZone(ctx, project)
	if err != nil {
		return Settings{}, err
	}
	settings, problems := decodeMost(active.Values, zone)
	settings.Revision = active.Number
	if len(problems) > 0 {
		unreadable := &UnreadableError{Revision: active.Number, Problems: errors.Join(problems...), Rest: settings}
		return Settings{}, fault.Wrap(fault.Internal, unreadable, "the published settings cannot be read").WithRemedy("publish again")
	}
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
	if missing, is := errors.AsType[*vault.UnknownKeyError](err); is {
		return "", fault.Wrap(fault.Internal, err, "the stored %s cannot be opened: the sealing key with the id %q is not configured", secret.idn, missing.ID).
			WithRemedy("put the key file back that has this key, or set %s again", secret.idn)
	}
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "the stored %s cannot be opened", secret.idn).WithRemedy("set it again")
	}
	return plain, nil
}

package attribute

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
)

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

// active returns the project's active revision.
func (s *Service) active(ctx context.Context, project string) (Revision, error) {
	return seeded(ctx, s, project, func() (Revision, error) { return s.config.Store.Active(ctx, project) })
}

// draft returns the project's draft.
func (s *Service) draft(ctx context.Context, project string) (Draft, error) {
	return seeded(ctx, s, project, func() (Draft, error) { return s.config.Store.Draft(ctx, project) })
}

// seeded reads what every project has. A project that exists without it was
// made by a process that died before it could seed; that is made up for here,
// so that no project is stuck.
func seeded[T any](ctx context.Context, s *Service, project string, read func() (T, error)) (T, error) {
	value, err := read()
	if !fault.Is(err, fault.NotFound) {
		return value, err
	}
	if _, err := s.config.ProjectZone(ctx, project); err != nil {
		return value, err
	}
	if err := s.Seed(ctx, project); err != nil {
		return value, err
	}
	return read()
}

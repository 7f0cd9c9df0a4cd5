package attribute

import "context"

// DiffDraft lists what publishing would change of what a builder set.
func (s *Service) DiffDraft(ctx context.Context, project string) ([]Change, error) {
	c, err := s.Candidate(ctx, project)
	if err != nil {
		return nil, err
	}
	active, err := s.config.Store.Active(ctx, project)
	if err != nil {
		return nil, err
	}
	return Diff(typedValues(active.Values), c.Values), nil
}

// Revision returns one revision with its secrets masked, and what it changed
// of the one before it.
func (s *Service) Revision(ctx context.Context, project string, number int64) (Revision, []Change, error) {
	r, err := s.config.Store.Revision(ctx, project, number)
	if err != nil {
		return Revision{}, nil, err
	}
	var before map[string]string
	if number > 1 {
		previous, err := s.config.Store.Revision(ctx, project, number-1)
		if err != nil {
			return Revision{}, nil, err
		}
		before = previous.Values
	}
	changes := Diff(before, r.Values)
	r.Values = shownAll(r.Values)
	return r, changes, nil
}

// Revisions returns at most limit revisions, newest first, numbered below
// before (0: from the newest), with their secrets masked.
func (s *Service) Revisions(ctx context.Context, project string, before int64, limit int) ([]Revision, error) {
	revisions, err := s.config.Store.Revisions(ctx, project, before, limit)
	for i := range revisions {
		revisions[i].Values = shownAll(revisions[i].Values)
	}
	return revisions, err
}

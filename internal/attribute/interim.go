package attribute

import "context"

// Compare lists what differs between two revisions.
func (s *Service) Compare(ctx context.Context, project string, from, to int64) ([]Change, error) {
	before, err := s.config.Store.Revision(ctx, project, from)
	if err != nil {
		return nil, err
	}
	after, err := s.config.Store.Revision(ctx, project, to)
	if err != nil {
		return nil, err
	}
	return Diff(before.Values, after.Values), nil
}

// ActiveRevision returns the number of the active revision.
func (s *Service) ActiveRevision(ctx context.Context, project string) (int64, error) {
	return s.config.Store.ActiveNumber(ctx, project)
}

package attribute

import (
	"context"

	"github.com/ringbook/ringbook/config"
)

// A Change is an attribute whose value differs between two sets of values. An
// empty side means that nothing was set there and the default applied. Both
// sides of a secret are masks.
type Change struct {
	IDN    string
	Before string
	After  string
}

// ActiveRevision returns the number of the revision that is published, as the
// store has it.
func (s *Service) ActiveRevision(ctx context.Context, project string) (int64, error) {
	return seeded(ctx, s, project, func() (int64, error) { return s.config.Store.ActiveNumber(ctx, project) })
}

// Compare lists what differs in revision to from what was in revision from, in
// the order of the catalogue; either may be the older. Number 0 stands for
// nothing at all being set.
func (s *Service) Compare(ctx context.Context, project string, from, to int64) ([]Change, error) {
	before, err := s.valuesOf(ctx, project, from)
	if err != nil {
		return nil, err
	}
	after, err := s.valuesOf(ctx, project, to)
	if err != nil {
		return nil, err
	}
	return s.diff(project, before, after), nil
}

func (s *Service) valuesOf(ctx context.Context, project string, number int64) (map[string]string, error) {
	if number == 0 {
		return nil, nil
	}
	r, err := s.config.Store.Revision(ctx, project, number)
	return r.Values, err
}

// DiffDraft lists what publishing would change of what a builder set.
func (s *Service) DiffDraft(ctx context.Context, project string) ([]Change, error) {
	c, err := s.Candidate(ctx, project)
	if err != nil {
		return nil, err
	}
	active, err := s.active(ctx, project)
	if err != nil {
		return nil, err
	}
	return s.diff(project, typedValues(active.Values), c.Values), nil
}

// Revision returns one revision with its secrets masked, and what it changed
// of the one before it.
func (s *Service) Revision(ctx context.Context, project string, number int64) (Revision, []Change, error) {
	r, err := s.config.Store.Revision(ctx, project, number)
	if err != nil {
		return Revision{}, nil, err
	}
	before, err := s.valuesOf(ctx, project, number-1)
	if err != nil {
		return Revision{}, nil, err
	}
	changes := s.diff(project, before, r.Values)
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

// diff lists what differs between two sets of values of a project. Names that
// the catalogue does not know are passed over.
func (s *Service) diff(project string, before, after map[string]string) []Change {
	var changes []Change
	for _, entry := range theCatalogue().entries {
		old, new := before[entry.IDN], after[entry.IDN]
		if !s.same(project, entry, old, new) {
			changes = append(changes, Change{entry.IDN, shown(entry, old), shown(entry, new)})
		}
	}
	return changes
}

// shown is a value as people may see it.
func shown(entry config.Attribute, value string) string {
	if entry.ValueType == config.Secret {
		return mask(value)
	}
	return value
}

func shownAll(values map[string]string) map[string]string {
	visible := make(map[string]string, len(values))
	for _, entry := range theCatalogue().entries {
		if value, set := values[entry.IDN]; set {
			visible[entry.IDN] = shown(entry, value)
		}
	}
	return visible
}

package attribute

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

// Candidate is a draft on its way to becoming a revision. Publishing takes
// one, fills in System, has it checked, and activates it. Later changes of
// the draft do not reach it.
type Candidate struct {
	Project string
	// Base is the number of the revision that was active when publishing
	// began.
	Base int64
	// DraftRevision is the Draft.Revision that was taken.
	DraftRevision int64
	// Values are what the builder has set, secrets sealed.
	Values map[string]string
	// System are the system-owned values. They begin as those of the base;
	// publishing replaces what it fetched.
	System map[string]string

	setAt map[string]time.Time
}

// Secret returns a secret of the candidate, to be opened by Service.Reveal.
func (c Candidate) Secret(idn string) Secret { return Secret{idn, c.Values[idn]} }

// SetAt is when a one-time value was typed; the zero time where there is none
// or nobody knows.
func (c Candidate) SetAt(idn string) time.Time { return c.setAt[idn] }

// all are the values that the revision will hold: what was typed, without the
// one-time ones, and what the system owns.
func (c Candidate) all() map[string]string {
	values := selected(c.Values, func(entry config.Attribute) bool { return !entry.OneTime })
	maps.Copy(values, c.System)
	return values
}

// Candidate takes the draft for publishing.
func (s *Service) Candidate(ctx context.Context, project string) (Candidate, error) {
	active, err := s.active(ctx, project)
	if err != nil {
		return Candidate{}, err
	}
	draft, err := s.draft(ctx, project)
	if err != nil {
		return Candidate{}, err
	}
	return Candidate{
		Project: project, Base: active.Number, DraftRevision: draft.Revision, setAt: draft.SetAt,
		Values: typedValues(draft.Values),
		System: selected(active.Values, func(entry config.Attribute) bool { return entry.IsReadOnly }),
	}, nil
}

// Check returns the settings as they would be if the candidate were active,
// with Revision 0, or what stands against it: one Invalid fault per attribute,
// joined.
func (s *Service) Check(ctx context.Context, c Candidate) (Settings, error) {
	c, err := c.canonical()
	if err != nil {
		return Settings{}, err
	}
	return s.decode(ctx, c.Project, c.all())
}

// Activate checks the candidate once more and makes it the active revision.
// It is a Conflict where another revision was activated since the candidate
// was taken.
func (s *Service) Activate(ctx context.Context, c Candidate, author, note string) (Revision, error) {
	c, err := c.canonical()
	if err != nil {
		return Revision{}, err
	}
	settings, err := s.decode(ctx, c.Project, c.all())
	if err != nil {
		return Revision{}, err
	}
	r := Revision{Project: c.Project, Number: c.Base + 1, Values: c.all(),
		CreatedAt: s.config.Now(), Author: author, Note: note}
	err = s.config.Store.Activate(ctx, r)
	if fault.Is(err, fault.Conflict) {
		return Revision{}, fault.Wrap(fault.Conflict, err, "another revision was published meanwhile").WithRemedy("publish again")
	}
	if err != nil {
		return Revision{}, err
	}
	settings.Revision = r.Number
	s.snapshots.put(c.Project, settings, r.CreatedAt)
	return r, nil
}

// canonical returns the candidate with its system-owned values in their
// canonical form.
func (c Candidate) canonical() (Candidate, error) {
	system := map[string]string{}
	var problems []error
	for _, idn := range slices.Sorted(maps.Keys(c.System)) {
		value, err := canonicalSystemValue(idn, c.System[idn])
		if err != nil {
			problems = append(problems, err)
			continue
		}
		set(system, idn, value)
	}
	c.System = system
	return c, errors.Join(problems...)
}

func canonicalSystemValue(idn, value string) (string, error) {
	entry, err := Lookup(idn)
	if err != nil {
		return "", err
	}
	if !entry.IsReadOnly || entry.KeptBeside {
		return "", fault.InvalidField(idn, "this is not a value that a revision holds for the system")
	}
	return Canonical(entry, value)
}

package attribute

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

// AnyRevision as the expected revision of a change means: whatever is there.
// The change is then laid over the newest draft.
const AnyRevision = 0

// saveAttempts bounds how often a change with AnyRevision is laid over a
// draft that others keep saving.
const saveAttempts = 5

// UpdateDraft sets values of the draft and leaves the others as they are. An
// empty value unsets, so that the default applies; a Mask leaves a secret as
// it was. expected is the Draft.Revision that the change was made on, or
// AnyRevision; author the id of the key that asks.
//
// All values are judged before any is saved. The error joins one Invalid fault
// per value that was refused, and is a Conflict where the draft was saved by
// somebody else since.
func (s *Service) UpdateDraft(ctx context.Context, project string, values map[string]string, expected int64, author string) (Draft, error) {
	changes, err := s.judge(project, values)
	if err != nil {
		return Draft{}, err
	}
	return s.change(ctx, project, expected, author, func(draft map[string]string) {
		for idn, value := range changes {
			set(draft, idn, value)
		}
	})
}

// DiscardDraft puts the draft back to what is published.
func (s *Service) DiscardDraft(ctx context.Context, project string, expected int64, author string) (Draft, error) {
	active, err := s.config.Store.Active(ctx, project)
	if err != nil {
		return Draft{}, err
	}
	return s.replace(ctx, active, expected, author)
}

// Restore puts what a builder had set in an older revision into the draft. To
// make it apply it must be published again.
func (s *Service) Restore(ctx context.Context, project string, number, expected int64, author string) (Draft, error) {
	old, err := s.config.Store.Revision(ctx, project, number)
	if err != nil {
		return Draft{}, err
	}
	return s.replace(ctx, old, expected, author)
}

func (s *Service) replace(ctx context.Context, r Revision, expected int64, author string) (Draft, error) {
	return s.change(ctx, r.Project, expected, author, func(draft map[string]string) {
		clear(draft)
		maps.Copy(draft, typedValues(r.Values))
	})
}

// Blank unsets a one-time secret that was used up. One that was typed since
// stays.
func (s *Service) Blank(ctx context.Context, project string, used Secret) error {
	_, err := s.change(ctx, project, AnyRevision, "", func(draft map[string]string) {
		if draft[used.idn] == used.sealed {
			delete(draft, used.idn)
		}
	})
	return err
}

// change applies an edit to the draft and saves it. An edit that changes
// nothing is not saved.
func (s *Service) change(ctx context.Context, project string, expected int64, author string, edit func(values map[string]string)) (Draft, error) {
	for attempt := 1; ; attempt++ {
		draft, err := s.config.Store.Draft(ctx, project)
		if err != nil {
			return Draft{}, err
		}
		if expected != AnyRevision && expected != draft.Revision {
			return Draft{}, staleDraft()
		}
		values := maps.Clone(draft.Values)
		edit(values)
		if maps.Equal(values, draft.Values) {
			return draft, nil
		}
		next := Draft{Project: project, Revision: draft.Revision + 1, Values: values, UpdatedAt: s.config.Now(), UpdatedBy: author}
		err = s.config.Store.SaveDraft(ctx, draft.Revision, next)
		if err == nil {
			return next, nil
		}
		if !fault.Is(err, fault.Conflict) {
			return Draft{}, err
		}
		if expected != AnyRevision || attempt == saveAttempts {
			return Draft{}, staleDraft()
		}
	}
}

func staleDraft() error {
	return fault.New(fault.Conflict, "the draft was changed by somebody else; list the attributes again and repeat the change")
}

// judge gives the values as they are to be stored. A value that is to stay as
// it was is left out.
func (s *Service) judge(project string, typed map[string]string) (map[string]string, error) {
	judged := map[string]string{}
	var problems []error
	for _, idn := range slices.Sorted(maps.Keys(typed)) {
		value, keep, err := s.judgeOne(project, idn, typed[idn])
		switch {
		case err != nil:
			problems = append(problems, err)
		case !keep:
			judged[idn] = value
		}
	}
	return judged, errors.Join(problems...)
}

func (s *Service) judgeOne(project, idn, typed string) (value string, keep bool, err error) {
	entry, err := Lookup(idn)
	if err != nil {
		return "", false, err
	}
	if entry.IsReadOnly {
		return "", false, fault.InvalidField(idn, "this is filled on publish and cannot be typed; leave it out")
	}
	if entry.ValueType == config.Secret && typed == Mask {
		return "", true, nil
	}
	value, err = Canonical(entry, typed)
	if err != nil || entry.ValueType != config.Secret || value == "" {
		return value, false, err
	}
	return s.config.Sealer.Seal(sealPurpose(project, idn), value), false, nil
}

func set(values map[string]string, idn, value string) {
	if value == "" {
		delete(values, idn)
		return
	}
	values[idn] = value
}

// typedValues are the values of a revision that a builder had set.
func typedValues(values map[string]string) map[string]string {
	return selected(values, func(entry config.Attribute) bool { return !entry.IsReadOnly })
}

// selected returns the values whose attribute is known and wanted.
func selected(values map[string]string, wanted func(config.Attribute) bool) map[string]string {
	chosen := map[string]string{}
	for _, entry := range theCatalogue().entries {
		if value := values[entry.IDN]; value != "" && wanted(entry) {
			chosen[entry.IDN] = value
		}
	}
	return chosen
}

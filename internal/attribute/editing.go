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
	return s.change(ctx, project, expected, author, func(draft *Draft) {
		for idn, value := range changes {
			s.put(draft, idn, value)
		}
	})
}

// put sets or unsets one value of a draft. A secret that is typed again stays
// as it was: an authorization code becomes no younger by it.
func (s *Service) put(draft *Draft, idn, value string) {
	entry := theCatalogue().entry(idn)
	if s.same(draft.Project, entry, draft.Values[idn], value) {
		return
	}
	set(draft.Values, idn, value)
	delete(draft.SetAt, idn)
	if entry.OneTime && value != "" {
		draft.SetAt[idn] = s.config.Now()
	}
}

// DiscardDraft puts the draft back to what is published. A one-time value is
// published nowhere, so it is dropped: an authorization code that was typed
// must be had anew.
func (s *Service) DiscardDraft(ctx context.Context, project string, expected int64, author string) (Draft, error) {
	active, err := s.active(ctx, project)
	if err != nil {
		return Draft{}, err
	}
	return s.replace(ctx, active, expected, author)
}

// Restore puts what a builder had set in an older revision into the draft. To
// make it apply it must be published again. A one-time value of the draft is
// dropped, as by DiscardDraft.
func (s *Service) Restore(ctx context.Context, project string, number, expected int64, author string) (Draft, error) {
	old, err := s.config.Store.Revision(ctx, project, number)
	if err != nil {
		return Draft{}, err
	}
	return s.replace(ctx, old, expected, author)
}

func (s *Service) replace(ctx context.Context, r Revision, expected int64, author string) (Draft, error) {
	return s.change(ctx, r.Project, expected, author, func(draft *Draft) {
		clear(draft.Values)
		clear(draft.SetAt)
		maps.Copy(draft.Values, typedValues(r.Values))
	})
}

// Blank unsets a one-time secret that was used up, and when it was typed.
// Another one that was typed since stays.
func (s *Service) Blank(ctx context.Context, project string, used Secret) error {
	_, err := s.change(ctx, project, AnyRevision, "", func(draft *Draft) {
		// Compared by what is inside: it may have been resealed meanwhile.
		if s.same(project, theCatalogue().entry(used.idn), draft.Values[used.idn], used.sealed) {
			s.put(draft, used.idn, "")
		}
	})
	return err
}

// FillDraft sets values of the draft that nobody has set: what publishing chose
// for the builder, so that the draft does not differ from what is live by it.
// What has been set since stays.
func (s *Service) FillDraft(ctx context.Context, project string, values map[string]string) error {
	chosen, err := s.judge(project, values)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, project, AnyRevision, "", func(draft *Draft) {
		for idn, value := range chosen {
			if draft.Values[idn] == "" {
				s.put(draft, idn, value)
			}
		}
	})
	return err
}

// change applies an edit to the draft and saves it. An edit that changes
// nothing is not saved.
func (s *Service) change(ctx context.Context, project string, expected int64, author string, edit func(*Draft)) (Draft, error) {
	for attempt := 1; ; attempt++ {
		draft, err := s.draft(ctx, project)
		if err != nil {
			return Draft{}, err
		}
		if expected != AnyRevision && expected != draft.Revision {
			return Draft{}, staleDraft()
		}
		next := Draft{Project: project, Revision: draft.Revision + 1, Values: maps.Clone(draft.Values),
			SetAt: map[string]time.Time{}, UpdatedAt: s.config.Now(), UpdatedBy: author}
		maps.Copy(next.SetAt, draft.SetAt)
		edit(&next)
		if maps.Equal(next.Values, draft.Values) {
			return draft, nil
		}
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
	return fault.New(fault.Conflict, "the draft was changed by somebody else").
		WithRemedy("list the attributes again and repeat the change")
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

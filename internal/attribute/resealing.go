package attribute

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

const (
	// resealRounds bounds how often all is gone through again, since somebody
	// who edits a draft may save a text of before once more.
	resealRounds = 3
	// resealPage is how many projects or revisions are read at once.
	resealPage = 20
)

// Reseal seals all secrets of all drafts and revisions anew that are not
// sealed with the first key, and returns how many it did. Nothing changes in
// meaning: revisions keep their numbers, and a draft that is being edited its
// revision. Each draft and each revision is a transaction of its own, so it may
// be cut off and repeated at any point, and run beside a serving process: a
// draft that is saved meanwhile wins.
//
// A secret that cannot be opened stays as it is; the error names all of these
// and comes after everything else was done.
func (s *Service) Reseal(ctx context.Context) (resealed int, err error) {
	for round := 1; ; round++ {
		r := resealing{Service: s}
		err := r.projects(ctx)
		resealed += r.count
		if err != nil {
			return resealed, err
		}
		if (r.count == 0 && !r.overtaken) || round == resealRounds {
			return resealed, errors.Join(r.lost...)
		}
	}
}

// resealing is one round through everything.
type resealing struct {
	*Service
	count int
	// overtaken: a draft was saved while it was resealed.
	overtaken bool
	lost      []error
}

func (r *resealing) projects(ctx context.Context) error {
	after := ""
	for {
		page, err := r.config.Store.Projects(ctx, after, resealPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, project := range page {
			if err := errors.Join(r.resealDraft(ctx, project), r.revisions(ctx, project)); err != nil {
				return err
			}
		}
		after = page[len(page)-1]
	}
}

// resealDraft keeps the draft's revision, so that a builder who edits it meets
// no conflict with somebody who changed nothing.
func (r *resealing) resealDraft(ctx context.Context, project string) error {
	draft, err := r.config.Store.Draft(ctx, project)
	if err != nil {
		return err
	}
	values, n := r.anew(project, draft.Values)
	if n == 0 {
		return nil
	}
	draft.Values = values
	err = r.config.Store.SaveDraft(ctx, draft.Revision, draft)
	if fault.Is(err, fault.Conflict) {
		r.overtaken = true // the next round looks at what was saved
		return nil
	}
	return r.did(n, err)
}

func (r *resealing) revisions(ctx context.Context, project string) error {
	before := int64(0)
	for {
		page, err := r.config.Store.Revisions(ctx, project, before, resealPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, revision := range page {
			before = revision.Number
			values, n := r.anew(project, revision.Values)
			if n == 0 {
				continue
			}
			if err := r.did(n, r.config.Store.ResealRevision(ctx, project, revision.Number, values)); err != nil {
				return err
			}
		}
	}
}

func (r *resealing) did(n int, err error) error {
	if err == nil {
		r.count += n
	}
	return err
}

// anew returns the values with every stale secret sealed anew, and how many
// these were.
func (r *resealing) anew(project string, values map[string]string) (map[string]string, int) {
	fresh, n := maps.Clone(values), 0
	for _, entry := range theCatalogue().entries {
		sealed := values[entry.IDN]
		if entry.ValueType != config.Secret || sealed == "" || !r.config.Sealer.Stale(sealed) {
			continue
		}
		purpose := sealPurpose(project, entry.IDN)
		plain, err := r.config.Sealer.Open(purpose, sealed)
		if err != nil {
			r.lose(project, entry.IDN, err)
			continue
		}
		fresh[entry.IDN] = r.config.Sealer.Seal(purpose, plain)
		n++
	}
	return fresh, n
}

// lose notes a secret that cannot be opened, once for all the revisions that
// hold it.
func (r *resealing) lose(project, idn string, cause error) {
	err := fault.Wrap(fault.Internal, cause, "%s of project %s cannot be opened", idn, project).
		WithRemedy("set it again and publish, or configure the key it was sealed with")
	known := func(other error) bool { return other.Error() == err.Error() }
	if !slices.ContainsFunc(r.lost, known) {
		r.lost = append(r.lost, err)
	}
}

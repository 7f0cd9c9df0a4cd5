package rpc

import (
	"cmp"
	"context"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
)

// revisionsAPage is how many revisions are listed where no number is asked for.
const revisionsAPage = 20

// ListRevisions implements the RPC.
func (a *attributeService) ListRevisions(ctx context.Context, req *ringbookv1.ListRevisionsRequest) (*ringbookv1.ListRevisionsResponse, error) {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	active, err := a.attributes.ActiveRevision(ctx, at.project)
	if err != nil {
		return nil, err
	}
	limit := cmp.Or(int(req.GetLimit()), revisionsAPage)
	found, err := a.attributes.Revisions(ctx, at.project, int64(req.GetBefore()), limit+1)
	if err != nil {
		return nil, err
	}
	res := &ringbookv1.ListRevisionsResponse{}
	if len(found) > limit { // the one more tells that there is another page
		found = found[:limit]
		res.NextBefore = int32(found[limit-1].Number)
	}
	res.Revisions = each(found, func(r attribute.Revision) *ringbookv1.Revision { return revision(r, active) })
	return res, nil
}

// GetRevision implements the RPC.
func (a *attributeService) GetRevision(ctx context.Context, req *ringbookv1.GetRevisionRequest) (*ringbookv1.GetRevisionResponse, error) {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	active, err := a.attributes.ActiveRevision(ctx, at.project)
	if err != nil {
		return nil, err
	}
	found, changes, err := a.attributes.Revision(ctx, at.project, cmp.Or(int64(req.GetRevision()), active))
	if err != nil {
		return nil, err
	}
	if other := int64(req.GetCompareWith()); other != 0 {
		older, newer := min(other, found.Number), max(other, found.Number)
		if changes, err = a.attributes.Compare(ctx, at.project, older, newer); err != nil {
			return nil, err
		}
	}
	return &ringbookv1.GetRevisionResponse{
		Revision: revision(found, active), Values: found.Values, Changes: each(changes, change),
	}, nil
}

// RestoreRevision implements the RPC.
func (a *attributeService) RestoreRevision(ctx context.Context, req *ringbookv1.RestoreRevisionRequest) (*ringbookv1.RestoreRevisionResponse, error) {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	draft, err := a.attributes.Restore(ctx, at.project, int64(req.GetRevision()), int64(req.GetExpectedRevision()), at.by.KeyID)
	if err != nil {
		return nil, err
	}
	changes, err := a.attributes.DiffDraft(ctx, at.project)
	if err != nil {
		return nil, err
	}
	return &ringbookv1.RestoreRevisionResponse{DraftRevision: int32(draft.Revision), Changes: each(changes, change)}, nil
}

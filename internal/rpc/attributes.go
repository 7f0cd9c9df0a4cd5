package rpc

import (
	"context"
	"slices"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/publish"
)

// attributeService is the handler of AttributeService; see revisions.go and
// publish.go for the rest of it.
type attributeService struct {
	targets     targets
	attributes  *attribute.Service
	connections *connection.Service
	publisher   *publish.Service
	stopping    <-chan struct{}
}

// ListAttributes implements the RPC.
func (a *attributeService) ListAttributes(ctx context.Context, req *ringbookv1.ListAttributesRequest) (*ringbookv1.ListAttributesResponse, error) {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	listing, err := a.list(ctx, at, attribute.ListOptions{Query: req.GetQuery(), IncludeHidden: req.GetIncludeHidden()})
	if err != nil {
		return nil, err
	}
	return &ringbookv1.ListAttributesResponse{
		Attributes:    each(listing.Attributes, listed),
		DraftRevision: int32(listing.DraftRevision), ActiveRevision: int32(listing.ActiveRevision),
	}, nil
}

// UpdateAttributes implements the RPC.
func (a *attributeService) UpdateAttributes(ctx context.Context, req *ringbookv1.UpdateAttributesRequest) (*ringbookv1.UpdateAttributesResponse, error) {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	draft, err := a.attributes.UpdateDraft(ctx, at.project, req.GetValues(), int64(req.GetExpectedRevision()), at.by.KeyID)
	if err != nil {
		return nil, err
	}
	listing, err := a.list(ctx, at, attribute.ListOptions{IncludeHidden: true})
	if err != nil {
		return nil, err
	}
	named := slices.DeleteFunc(listing.Attributes, func(l attribute.Listed) bool {
		_, wasNamed := req.GetValues()[l.IDN]
		return !wasNamed
	})
	return &ringbookv1.UpdateAttributesResponse{Attributes: each(named, listed), DraftRevision: int32(draft.Revision)}, nil
}

// DiscardDraft implements the RPC.
func (a *attributeService) DiscardDraft(ctx context.Context, req *ringbookv1.DiscardDraftRequest) (*ringbookv1.DiscardDraftResponse, error) {
	at, err := a.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	draft, err := a.attributes.DiscardDraft(ctx, at.project, int64(req.GetExpectedRevision()), at.by.KeyID)
	if err != nil {
		return nil, err
	}
	return &ringbookv1.DiscardDraftResponse{DraftRevision: int32(draft.Revision)}, nil
}

// list shows the tokens as filled where the connection has them, which keeps
// them beside the revisions.
func (a *attributeService) list(ctx context.Context, at target, o attribute.ListOptions) (attribute.Listing, error) {
	status, err := a.connections.Status(ctx, at.project)
	if err != nil {
		return attribute.Listing{}, err
	}
	if status.State != connection.NotConnected {
		o.Kept = map[string]bool{"zoho_access_token": true, "zoho_refresh_token": true}
	}
	return a.attributes.List(ctx, at.project, o)
}

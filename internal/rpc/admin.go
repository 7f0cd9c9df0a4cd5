package rpc

import (
	"context"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/project"
)

// adminService is the handler of AdminService.
type adminService struct {
	projects   *project.Service
	attributes *attribute.Service
}

// CreateProject implements the RPC. A project whose attributes could not be
// made, as in a crash in between, gets them when they are first asked for.
func (a *adminService) CreateProject(ctx context.Context, req *ringbookv1.CreateProjectRequest) (*ringbookv1.CreateProjectResponse, error) {
	p, err := a.projects.CreateProject(ctx, req.GetName(), req.GetTimeZone())
	if err != nil {
		return nil, err
	}
	if err := a.attributes.Seed(ctx, p.ID); err != nil {
		return nil, err
	}
	return &ringbookv1.CreateProjectResponse{Project: p.ID, Name: p.Name, TimeZone: p.TimeZone, CrmEnabled: p.CRMEnabled}, nil
}

// UpdateProject implements the RPC.
func (a *adminService) UpdateProject(ctx context.Context, req *ringbookv1.UpdateProjectRequest) (*ringbookv1.UpdateProjectResponse, error) {
	p, err := a.projects.UpdateProject(ctx, req.GetProject(), project.Change{Name: req.Name, CRMEnabled: req.CrmEnabled})
	if err != nil {
		return nil, err
	}
	return &ringbookv1.UpdateProjectResponse{Project: p.ID, Name: p.Name, TimeZone: p.TimeZone, CrmEnabled: p.CRMEnabled}, nil
}

// ListProjects implements the RPC.
func (a *adminService) ListProjects(ctx context.Context, _ *ringbookv1.ListProjectsRequest) (*ringbookv1.ListProjectsResponse, error) {
	all, err := a.projects.Projects(ctx)
	if err != nil {
		return nil, err
	}
	return &ringbookv1.ListProjectsResponse{Projects: each(all, projectOf)}, nil
}

// CreateKey implements the RPC.
func (a *adminService) CreateKey(ctx context.Context, req *ringbookv1.CreateKeyRequest) (*ringbookv1.CreateKeyResponse, error) {
	text, k, err := a.projects.CreateKey(ctx, req.GetProject(), keyRoles[req.GetRole()])
	if err != nil {
		return nil, err
	}
	return &ringbookv1.CreateKeyResponse{Key: text, KeyId: k.ID}, nil
}

// ListKeys implements the RPC.
func (a *adminService) ListKeys(ctx context.Context, req *ringbookv1.ListKeysRequest) (*ringbookv1.ListKeysResponse, error) {
	all, err := a.projects.ListKeys(ctx, req.GetProject())
	if err != nil {
		return nil, err
	}
	return &ringbookv1.ListKeysResponse{Keys: each(all, keyOf)}, nil
}

// RevokeKey implements the RPC.
func (a *adminService) RevokeKey(ctx context.Context, req *ringbookv1.RevokeKeyRequest) (*ringbookv1.RevokeKeyResponse, error) {
	k, err := a.projects.RevokeKey(ctx, req.GetKeyId())
	if err != nil {
		return nil, err
	}
	return &ringbookv1.RevokeKeyResponse{Key: keyOf(k)}, nil
}

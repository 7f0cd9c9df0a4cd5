package rpc

import (
	"context"
	"errors"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/vault"
)

// CRM is what is known of a project's CRM beside what its connection keeps. It
// makes no call to Zoho. internal/crm implements it.
type CRM interface {
	// Heard is what the CRM said of itself beside its last answers.
	Heard(ctx context.Context, project string) (doctor.Heard, error)
	// MissingScopes are those that ringbook needs and a grant does not cover.
	MissingScopes(granted string) []doctor.Scope
}

// connectionService is the handler of ConnectionService.
type connectionService struct {
	targets     targets
	projects    *project.Service
	attributes  *attribute.Service
	connections *connection.Service
	doctor      *doctor.Service
	crm         CRM
	stopping    <-chan struct{}
}

// GetAuthorizationUrl implements the RPC.
func (s *connectionService) GetAuthorizationUrl(ctx context.Context, req *ringbookv1.GetAuthorizationUrlRequest) (*ringbookv1.GetAuthorizationUrlResponse, error) {
	at, err := s.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	invitation, err := s.connections.Authorize(ctx, at.project)
	if err != nil {
		return nil, err
	}
	return &ringbookv1.GetAuthorizationUrlResponse{
		Url: invitation.URL, RedirectUrl: invitation.RedirectURL, ExpiresAt: timestamppb.New(invitation.ExpiresAt),
	}, nil
}

// GetConnection implements the RPC. It does not ask Zoho.
func (s *connectionService) GetConnection(ctx context.Context, req *ringbookv1.GetConnectionRequest) (*ringbookv1.GetConnectionResponse, error) {
	at, err := s.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	now, err := s.now(ctx, at.project)
	return &ringbookv1.GetConnectionResponse{Connection: now}, err
}

// Disconnect implements the RPC.
func (s *connectionService) Disconnect(ctx context.Context, req *ringbookv1.DisconnectRequest) (*ringbookv1.DisconnectResponse, error) {
	at, err := s.targets.of(ctx, req)
	if err != nil {
		return nil, err
	}
	ended, err := s.connections.Disconnect(ctx, at.project)
	if err != nil {
		return nil, err
	}
	now, err := s.now(ctx, at.project)
	return &ringbookv1.DisconnectResponse{Connection: now, Revoked: ended.Revoked, Detail: ended.Detail}, err
}

// Diagnose implements the RPC. A client that is gone ends it.
func (s *connectionService) Diagnose(ctx context.Context, req *ringbookv1.DiagnoseRequest, stream *connect.ServerStream[ringbookv1.DiagnoseResponse]) error {
	at, err := s.targets.of(ctx, req)
	if err != nil {
		return err
	}
	ctx, leave := untilStopping(ctx, s.stopping)
	defer leave()
	o := doctor.Options{Probe: req.GetProbe(), Write: req.GetWrite()}
	err = s.doctor.Diagnose(ctx, at.project, o, func(c doctor.Check) {
		_ = stream.Send(&ringbookv1.DiagnoseResponse{Check: &ringbookv1.Check{
			Name: c.Name, State: checkStates[c.State], Detail: c.Detail, Remedy: c.Remedy, Duration: durationpb.New(c.Duration),
		}}) // it fails where the client is gone, and the context tells
	})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// now is the connection as it is, from what ringbook knows by itself.
func (s *connectionService) now(ctx context.Context, id string) (*ringbookv1.Connection, error) {
	owner, err := s.projects.Project(ctx, id)
	if err != nil {
		return nil, err
	}
	set, err := s.attributes.Settings(ctx, id)
	if _, is := errors.AsType[*attribute.UnreadableError](err); is {
		set = attribute.Settings{} // whom it belongs to is not known then, the connection is
	} else if err != nil {
		return nil, err
	}
	status, err := s.connections.Status(ctx, id)
	if err != nil {
		return nil, err
	}
	known := connectionNow{project: id, on: owner.CRMEnabled, status: status, organisation: set.Organisation}
	if status.State != connection.NotConnected {
		known.missing = s.crm.MissingScopes(status.Scopes)
	}
	if known.on && status.State == connection.Connected {
		known.heard, err = s.crm.Heard(ctx, id)
		if unopened, is := errors.AsType[*fault.Error](err); is && errors.Is(err, vault.ErrUnknownKey) {
			known.status.LastError, known.status.Remedy = unopened.Text, unopened.Remedy
		} else if err != nil {
			return nil, err
		}
	}
	return known.wire(), nil
}

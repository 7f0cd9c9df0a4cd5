package rpc

import (
	"context"
	"slices"

	"connectrpc.com/connect"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/ringbook/ringbook/gen/grpc/health/v1/healthv1connect"
	"github.com/ringbook/ringbook/internal/fault"
)

// health answers gRPC's health protocol: a server that answers at all serves.
// Whether its store and its projects' connections work is told by /readyz.
type health struct {
	healthv1connect.UnimplementedHealthHandler
	// stopping is closed when the server begins to end.
	stopping <-chan struct{}
}

func (health) Check(_ context.Context, req *healthv1.HealthCheckRequest) (*healthv1.HealthCheckResponse, error) {
	if req.GetService() == "" || slices.Contains(services(), req.GetService()) {
		return &healthv1.HealthCheckResponse{Status: healthv1.HealthCheckResponse_SERVING}, nil
	}
	return nil, fault.New(fault.NotFound, "there is no service of that name here")
}

// Watch sends the state, which changes only when the server begins to end:
// then the watcher is told and let go, since a server that drains would
// otherwise wait for a stream that never ends.
func (h health) Watch(ctx context.Context, req *healthv1.HealthCheckRequest, stream *connect.ServerStream[healthv1.HealthCheckResponse]) error {
	state := healthv1.HealthCheckResponse_SERVING
	if _, err := h.Check(ctx, req); err != nil {
		state = healthv1.HealthCheckResponse_SERVICE_UNKNOWN
	}
	if err := stream.Send(&healthv1.HealthCheckResponse{Status: state}); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case <-h.stopping:
		return stream.Send(&healthv1.HealthCheckResponse{Status: healthv1.HealthCheckResponse_NOT_SERVING})
	}
}

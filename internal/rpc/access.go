package rpc

import (
	"context"
	"strings"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

// access says which role may call a service: the single source of truth. A
// procedure of a service that is not listed is open to nobody.
var access = map[string]principal.Role{
	ringbookv1connect.SchedulingServiceName: principal.Agent,
}

// open lists the services that need no key.
var open = map[string]bool{
	"grpc.health.v1.Health":                    true,
	"grpc.reflection.v1.ServerReflection":      true,
	"grpc.reflection.v1alpha.ServerReflection": true,
}

type askerKey struct{}

// asker returns who sent the request that is being handled.
func asker(ctx context.Context) principal.Principal {
	p, _ := ctx.Value(askerKey{}).(principal.Principal)
	return p
}

// gate checks the key of each request against the access table.
type gate struct{ projects *project.Service }

func (g gate) admit(ctx context.Context, procedure, authorization string) (context.Context, error) {
	service, _, _ := strings.Cut(strings.TrimPrefix(procedure, "/"), "/")
	if open[service] {
		return ctx, nil
	}
	scheme, key, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		return ctx, fault.New(fault.Unauthenticated, "send your key in the header Authorization: Bearer KEY")
	}
	p, err := g.projects.Authenticate(ctx, strings.TrimSpace(key))
	if err != nil {
		return ctx, err
	}
	if role, listed := access[service]; !listed || role != p.Role {
		return ctx, fault.New(fault.Denied, "a key of the role %q cannot call this; it needs one of the role %q", p.Role, role)
	}
	return context.WithValue(ctx, askerKey{}, p), nil
}

// WrapUnary implements connect.Interceptor.
func (g gate) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		ctx, err := g.admit(ctx, req.Spec().Procedure, req.Header().Get("Authorization"))
		if err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
}

// WrapStreamingHandler implements connect.Interceptor.
func (g gate) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		ctx, err := g.admit(ctx, conn.Spec().Procedure, conn.RequestHeader().Get("Authorization"))
		if err != nil {
			return err
		}
		return next(ctx, conn)
	}
}

// WrapStreamingClient implements connect.Interceptor; no client is wrapped here.
func (g gate) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

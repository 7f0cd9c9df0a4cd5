package rpc

import (
	"context"
	"net/http"
	"strings"
	"time"

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

// gate checks the key of each request against the access table, before
// anything else of the request is read: what a stranger sends is neither
// unpacked nor parsed.
type gate struct {
	projects *project.Service
	watch    watch
	errors   *connect.ErrorWriter
}

// guard lets requests with the right key through to a handler.
func (g gate) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		p, err := g.admit(r.Context(), r.URL.Path, r.Header.Get("Authorization"))
		if err != nil {
			refused := g.watch.judge(r.Context(), r.URL.Path, began, err)
			_ = g.errors.Write(w, r, refused) // it fails where the client is gone
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), askerKey{}, p)))
	})
}

func (g gate) admit(ctx context.Context, procedure, authorization string) (principal.Principal, error) {
	service, _, _ := strings.Cut(strings.TrimPrefix(procedure, "/"), "/")
	if open[service] {
		return principal.Principal{}, nil
	}
	scheme, key, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "bearer") || key == "" {
		return principal.Principal{}, fault.New(fault.Unauthenticated, "send your key in the header Authorization: Bearer KEY")
	}
	p, err := g.projects.Authenticate(ctx, strings.TrimSpace(key))
	if err != nil {
		return principal.Principal{}, err
	}
	if role, listed := access[service]; !listed || role != p.Role {
		return principal.Principal{}, fault.New(fault.Denied, "a key of the role %q cannot call this; it needs one of the role %q", p.Role, role)
	}
	return p, nil
}

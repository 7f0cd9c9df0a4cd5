package rpc

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/gen/grpc/health/v1/healthv1connect"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
	"github.com/ringbook/ringbook/internal/project"
)

// access says which roles may call a service: the single source of truth. A
// procedure of a service that is not listed is open to nobody. In which project
// a builder or an administrator may work is judged by [targets].
var access = map[string][]principal.Role{
	ringbookv1connect.SchedulingServiceName: {principal.Agent},
	ringbookv1connect.AttributeServiceName:  {principal.Builder, principal.Admin},
	ringbookv1connect.ConnectionServiceName: {principal.Builder, principal.Admin},
	ringbookv1connect.AdminServiceName:      {principal.Admin},
}

// open lists the services that need no key.
var open = map[string]bool{
	healthv1connect.HealthName:                 true,
	"grpc.reflection.v1.ServerReflection":      true,
	"grpc.reflection.v1alpha.ServerReflection": true,
}

// forAgents reports whether a voice agent waits for the answer.
func forAgents(procedure string) bool {
	return slices.Contains(access[serviceOf(procedure)], principal.Agent)
}

// serviceOf is the service of a procedure such as "/ringbook.v1.AdminService/ListKeys".
func serviceOf(procedure string) string {
	service, _, _ := strings.Cut(strings.TrimPrefix(procedure, "/"), "/")
	return service
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
		seen := request{procedure: r.URL.Path, began: time.Now()}
		p, err := g.admit(r.Context(), r.URL.Path, r.Header.Get("Authorization"))
		if err != nil {
			seen.by, seen.project = p, p.Project
			refused := g.watch.judge(r.Context(), seen, err)
			_ = g.errors.Write(w, r, refused) // it fails where the client is gone
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), askerKey{}, p)))
	})
}

// admit tells who asks. Of a key that is good and may not call this it tells
// whose it is, beside the fault.
func (g gate) admit(ctx context.Context, procedure, authorization string) (principal.Principal, error) {
	service := serviceOf(procedure)
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
	if roles := access[service]; !slices.Contains(roles, p.Role) {
		return p, fault.New(fault.Denied, "a key of the role %q cannot call this; it needs one of the role %s", p.Role, anyOf(roles))
	}
	return p, nil
}

func anyOf(roles []principal.Role) string {
	var quoted []string
	for _, r := range roles {
		quoted = append(quoted, fmt.Sprintf("%q", r))
	}
	return strings.Join(quoted, " or ")
}

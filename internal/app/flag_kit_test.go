package app_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// tenant is a project that was set up as a customer's is: by the RPCs of
// administrators and builders alone.
type tenant struct {
	*world
	project    string
	attributes ringbookv1connect.AttributeServiceClient
	connection ringbookv1connect.ConnectionServiceClient
	admin      ringbookv1connect.AdminServiceClient
}

// bearer sends a key with every request.
func bearer(key string) connect.ClientOption {
	return connect.WithInterceptors(bearerKey(key))
}

// bearerKey is that for streams too.
type bearerKey string

func (k bearerKey) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		req.Header().Set("Authorization", "Bearer "+string(k))
		return next(ctx, req)
	}
}

func (k bearerKey) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		conn := next(ctx, spec)
		conn.RequestHeader().Set("Authorization", "Bearer "+string(k))
		return conn
	}
}

func (k bearerKey) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}

// newTenant makes a project with its keys by AdminService, in the world's
// server, and publishes nothing. The world's agent is the new project's.
func newTenant(t *testing.T, name string) *tenant {
	t.Helper()
	w := newWorld(t, nil)
	return w.tenant(name)
}

func (w *world) tenant(name string) *tenant {
	w.t.Helper()
	p := &tenant{world: w, admin: ringbookv1connect.NewAdminServiceClient(http.DefaultClient, w.url, bearer(w.keys.AdminKey))}
	p.project = call(w, p.admin.CreateProject, &ringbookv1.CreateProjectRequest{Name: name, TimeZone: "America/New_York"}).GetProject()
	w.keys.Project = p.project
	w.keys.AgentKey = p.key(ringbookv1.Role_ROLE_AGENT)
	w.keys.BuilderKey = p.key(ringbookv1.Role_ROLE_BUILDER)
	p.dials()
	return p
}

func (p *tenant) key(role ringbookv1.Role) string {
	p.t.Helper()
	return call(p.world, p.admin.CreateKey, &ringbookv1.CreateKeyRequest{Project: p.project, Role: role}).GetKey()
}

// dials makes the clients anew, which is needed where the server moved.
func (p *tenant) dials() {
	p.agent = p.client(p.keys.AgentKey)
	p.admin = ringbookv1connect.NewAdminServiceClient(http.DefaultClient, p.url, bearer(p.keys.AdminKey))
	p.attributes = ringbookv1connect.NewAttributeServiceClient(http.DefaultClient, p.url, bearer(p.keys.BuilderKey))
	p.connection = ringbookv1connect.NewConnectionServiceClient(http.DefaultClient, p.url, bearer(p.keys.BuilderKey))
}

// code is an authorization code that a person has just been given.
func (p *tenant) code() string {
	p.t.Helper()
	grant, err := p.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	return grant.Code
}

// sets changes the draft.
func (p *tenant) sets(values map[string]string) {
	p.t.Helper()
	call(p.world, p.attributes.UpdateAttributes, &ringbookv1.UpdateAttributesRequest{Values: values})
}

// told is how a publish went: the steps as they ended, and the revision.
type told struct {
	steps    []*ringbookv1.PublishStep
	revision int32
}

// step is how a step of that name ended.
func (p told) step(name string) *ringbookv1.PublishStep {
	for _, s := range p.steps {
		if s.GetName() == name {
			return s
		}
	}
	return nil
}

// tries publishes and tells how that went.
func (p *tenant) tries() (told, error) {
	stream, err := p.attributes.Publish(p.t.Context(), &ringbookv1.PublishRequest{})
	if err != nil {
		return told{}, err
	}
	var all told
	for stream.Receive() {
		m := stream.Msg()
		if m.GetStep() != nil && m.GetStep().GetState() != ringbookv1.StepState_STEP_STATE_RUNNING {
			all.steps = append(all.steps, m.GetStep())
		}
		all.revision = m.GetRevision()
	}
	return all, errors.Join(stream.Err(), stream.Close())
}

// publishes sets values and publishes them, which must succeed.
func (p *tenant) publishes(values map[string]string) told {
	p.t.Helper()
	if len(values) > 0 {
		p.sets(values)
	}
	all, err := p.tries()
	if err != nil || all.revision == 0 {
		p.t.Fatalf("the publish came to revision %d: %v\n%v\n%s", all.revision, err, all.steps, p.log)
	}
	return all
}

// connected is a tenant that was connected by a code and published.
func connectedTenant(t *testing.T, values map[string]string) *tenant {
	t.Helper()
	p := newTenant(t, "Harbor Dental")
	all := map[string]string{"zoho_oauth_code": p.code(), "zoho_meeting_venue": "In-office"}
	maps.Copy(all, values)
	p.publishes(all)
	return p
}

// attribute is one attribute as it is listed.
func (p *tenant) attribute(idn string) *ringbookv1.Attribute {
	p.t.Helper()
	res := call(p.world, p.attributes.ListAttributes, &ringbookv1.ListAttributesRequest{Query: idn, IncludeHidden: true})
	for _, a := range res.GetAttributes() {
		if a.GetIdn() == idn {
			return a
		}
	}
	p.t.Fatalf("%s is not listed", idn)
	return nil
}

// reached are the requests that came to Zoho since a sequence number.
func (w *world) reached(since int64) (paths []string, last int64) {
	w.t.Helper()
	last = since
	for _, r := range w.sim.Sim.Requests(since) {
		last = max(last, r.Seq)
		paths = append(paths, r.Method+" "+r.Path+" "+r.Module)
	}
	return paths, last
}

func anyHas(texts []string, part string) bool {
	for _, text := range texts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

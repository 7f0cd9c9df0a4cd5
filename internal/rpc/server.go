package rpc

import (
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/grpcreflect"
	"connectrpc.com/validate"

	"github.com/ringbook/ringbook/gen/grpc/health/v1/healthv1connect"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/project"
	"github.com/ringbook/ringbook/internal/publish"
	"github.com/ringbook/ringbook/internal/vault"
)

// largestRequest bounds a message, compressed or not. The transcript of a call
// of several hours fits; ten megabytes of anything do not.
const largestRequest = 4 << 20

// Config is what the Connect edge serves; every field is required.
type Config struct {
	Projects      *project.Service
	Attributes    *attribute.Service
	Connections   *connection.Service
	Conversations *conversation.Service
	Contacts      *contact.Service
	Bookings      *booking.Service
	Publisher     *publish.Service
	Doctor        *doctor.Service
	CRM           CRM
	Jobs          job.Queue
	Sealer        *vault.Handles
	// RecordURL is the page of a CRM record, for people who are signed in there.
	RecordURL func(region, module, id string) string
	// Now is the product's clock, which a simulator may move.
	Now    func() time.Time
	Logger *slog.Logger
	// Stopping is closed when the server begins to end, so that streams end too.
	Stopping <-chan struct{}
}

// Mount adds the services to a mux: Connect, gRPC and gRPC-Web on one port,
// with reflection and gRPC's health protocol.
func Mount(mux *http.ServeMux, c Config) {
	watch := watch{log: c.Logger}
	options := connect.WithHandlerOptions(
		connect.WithReadMaxBytes(largestRequest), withBoundedGzip(), connect.WithCompressMinBytes(smallAnswer),
		connect.WithCodec(lenientJSON{"json"}), connect.WithCodec(lenientJSON{"json; charset=utf-8"}),
		connect.WithInterceptors(watch, validate.NewInterceptor(), connect.UnaryInterceptorFunc(limit)),
	)
	gate := gate{projects: c.Projects, watch: watch, errors: connect.NewErrorWriter(options)}
	handle := func(path string, handler http.Handler) { mux.Handle(path, gate.guard(handler)) }
	targets := targets{c.Projects}
	handle(ringbookv1connect.NewSchedulingServiceHandler(&schedulingService{
		projects: c.Projects, attributes: c.Attributes, connections: c.Connections, conversations: c.Conversations,
		contacts: c.Contacts, bookings: c.Bookings, jobs: c.Jobs, sealer: c.Sealer, recordURL: c.RecordURL, now: c.Now, log: c.Logger,
	}, options))
	handle(ringbookv1connect.NewAttributeServiceHandler(&attributeService{
		targets: targets, attributes: c.Attributes, connections: c.Connections, publisher: c.Publisher, stopping: c.Stopping,
	}, options))
	handle(ringbookv1connect.NewConnectionServiceHandler(&connectionService{
		targets: targets, projects: c.Projects, attributes: c.Attributes, connections: c.Connections,
		doctor: c.Doctor, crm: c.CRM, stopping: c.Stopping,
	}, options))
	handle(ringbookv1connect.NewAdminServiceHandler(&adminService{projects: c.Projects, attributes: c.Attributes}, options))
	handle(healthv1connect.NewHealthHandler(health{stopping: c.Stopping}, options))
	reflector := grpcreflect.NewStaticReflector(services()...)
	handle(grpcreflect.NewHandlerV1(reflector, options))
	handle(grpcreflect.NewHandlerV1Alpha(reflector, options))
}

// services are those that a client may ask about: the ones in the access table,
// and health.
func services() []string {
	return append(slices.Sorted(maps.Keys(access)), healthv1connect.HealthName)
}

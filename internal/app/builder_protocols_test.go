package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"connectrpc.com/grpcreflect"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/reflect/protoreflect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
)

// TestProtocolsOfBuilders asks each service of a builder or administrator, and
// listens to its streams, over each protocol of the one port.
func TestProtocolsOfBuilders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	h2c := overH2C(t)
	for _, p := range []struct {
		name    string
		over    *http.Client
		options []connect.ClientOption
	}{
		{"Connect, proto, HTTP/1.1", http.DefaultClient, nil},
		{"Connect, JSON, HTTP/1.1", http.DefaultClient, []connect.ClientOption{connect.WithProtoJSON(), connect.WithHTTPGet()}},
		{"Connect, JSON, gzip, h2c", h2c, []connect.ClientOption{connect.WithProtoJSON(), connect.WithSendGzip()}},
		{"gRPC, h2c", h2c, []connect.ClientOption{connect.WithGRPC()}},
		{"gRPC-Web, HTTP/1.1", http.DefaultClient, []connect.ClientOption{connect.WithGRPCWeb()}},
	} {
		t.Run(p.name, func(t *testing.T) {
			builder := w.desk(w.keys.BuilderKey, p.over, p.options...)
			before := w.active(builder)
			w.sets(builder, map[string]string{"zoho_duration": "45"})
			if number := w.live(builder); number != before+1 {
				t.Errorf("published is %d after %d", number, before)
			}
			if checks, err := w.examines(builder, &ringbookv1.DiagnoseRequest{}); err != nil || len(checks) < 10 {
				t.Errorf("the examination: %d checks, %v", len(checks), err)
			}
			if connection := w.connectionOf(builder, ""); connection.GetState() != ringbookv1.ConnectionState_CONNECTION_STATE_CONNECTED {
				t.Errorf("the connection is %v", connection)
			}
			admin := w.desk(w.keys.AdminKey, p.over, p.options...)
			if projects := call(w, admin.ListProjects, &ringbookv1.ListProjectsRequest{}).GetProjects(); len(projects) != 1 {
				t.Errorf("the projects are %v", projects)
			}
			_, err := w.publishing(admin, &ringbookv1.PublishRequest{})
			wantCode(t, err, connect.CodeInvalidArgument)
			_, err = w.publishing(builder, &ringbookv1.PublishRequest{Note: strings.Repeat("x", 201)})
			wantCode(t, err, connect.CodeInvalidArgument)
			_, err = w.examines(w.desk(w.keys.AgentKey, p.over, p.options...), &ringbookv1.DiagnoseRequest{})
			wantCode(t, err, connect.CodePermissionDenied)
		})
	}
	w.quiet()
}

// TestServicesAreListed by reflection and by gRPC's health protocol.
func TestServicesAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	stream := grpcreflect.NewClient(overH2C(t), w.url, connect.WithGRPC()).NewStream(t.Context())
	defer stream.Close()
	names, err := stream.ListServices()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := grpc.NewClient(strings.TrimPrefix(w.url, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, service := range []string{
		ringbookv1connect.AttributeServiceName, ringbookv1connect.ConnectionServiceName, ringbookv1connect.AdminServiceName,
	} {
		if !slices.ContainsFunc(names, func(n protoreflect.FullName) bool { return string(n) == service }) {
			t.Errorf("%s is not among %v", service, names)
		}
		if files, err := stream.FileContainingSymbol(protoreflect.FullName(service)); err != nil || len(files) == 0 {
			t.Errorf("the file of %s: %v, %v", service, files, err)
		}
		res, err := healthv1.NewHealthClient(conn).Check(t.Context(), &healthv1.HealthCheckRequest{Service: service})
		if err != nil || res.GetStatus() != healthv1.HealthCheckResponse_SERVING {
			t.Errorf("the health of %s: %v, %v", service, res, err)
		}
	}
}

// TestLogTellsWhoAsked: procedure, code, key and project, and no value.
func TestLogTellsWhoAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.sets(w.builder(), map[string]string{"zoho_lead_company": "walk-in-customers"})
	call(w, w.admin().ListAttributes, &ringbookv1.ListAttributesRequest{Project: w.keys.Project, Query: "walk-in"})
	_, err := w.examines(w.admin(), &ringbookv1.DiagnoseRequest{Project: "walk-in"})
	wantCode(t, err, connect.CodeNotFound)
	_, err = w.agent.CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{Limit: 51})
	wantCode(t, err, connect.CodeInvalidArgument)
	_, err = w.desk(w.keys.AgentKey, nil).ListKeys(t.Context(), &ringbookv1.ListKeysRequest{})
	wantCode(t, err, connect.CodePermissionDenied)
	log := w.log.String()
	for _, want := range []string{
		"AttributeService/UpdateAttributes code=ok", "AttributeService/ListAttributes code=ok", "ConnectionService/Diagnose code=not_found",
		"SchedulingService/CheckSlots code=invalid_argument", "AdminService/ListKeys code=permission_denied",
	} {
		line := lineAround(log, strings.Index(log, want))
		if !strings.Contains(line, want) || !strings.Contains(line, "key=key_") || !strings.Contains(line, "took=") {
			t.Errorf("%q is told as %q", want, line)
		}
		if strings.Contains(line, "project="+w.keys.Project) == strings.Contains(want, "Diagnose") {
			t.Errorf("the project in %q", line)
		}
	}
	if strings.Contains(log, "walk-in-customers") || strings.Contains(log, w.keys.BuilderKey) {
		t.Error("a value is in the log")
	}
}

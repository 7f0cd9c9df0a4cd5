package app_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/grpcreflect"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
)

// overH2C speaks HTTP/2 without TLS from the first byte.
func overH2C(t *testing.T) *http.Client {
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: &protocols}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// TestProtocolsBookAlike books and cancels over each protocol of the one port.
func TestProtocolsBookAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	free := w.slots("2027-03-03")
	h2c := overH2C(t)
	for i, p := range []struct {
		name    string
		over    *http.Client
		options []connect.ClientOption
	}{
		{"Connect, proto, HTTP/1.1", http.DefaultClient, nil},
		{"Connect, JSON, HTTP/1.1", http.DefaultClient, []connect.ClientOption{connect.WithProtoJSON()}},
		{"Connect, gzip", http.DefaultClient, []connect.ClientOption{connect.WithSendGzip()}},
		{"Connect, JSON, h2c", h2c, []connect.ClientOption{connect.WithProtoJSON()}},
		{"gRPC, h2c", h2c, []connect.ClientOption{connect.WithGRPC()}},
		{"gRPC, JSON, h2c", h2c, []connect.ClientOption{connect.WithGRPC(), connect.WithProtoJSON()}},
		{"gRPC-Web, HTTP/1.1", http.DefaultClient, []connect.ClientOption{connect.WithGRPCWeb()}},
		{"gRPC-Web, h2c", h2c, []connect.ClientOption{connect.WithGRPCWeb()}},
	} {
		t.Run(p.name, func(t *testing.T) {
			bearer := connect.UnaryInterceptorFunc(func(next connect.UnaryFunc) connect.UnaryFunc {
				return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
					req.Header().Set("Authorization", "Bearer "+w.keys.AgentKey)
					return next(ctx, req)
				}
			})
			agent := ringbookv1connect.NewSchedulingServiceClient(p.over, w.url, append(p.options, connect.WithInterceptors(bearer))...)
			booked, err := agent.Book(t.Context(), &ringbookv1.BookRequest{
				ConversationId: "protocol-" + string(rune('a'+i)), SlotId: free[i].GetSlotId(), CallerPhone: newPhone, CallerName: "Maya Okafor",
			})
			if err != nil {
				t.Fatal(err)
			}
			wantStatus(t, booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED)
			cancelled, err := agent.Cancel(t.Context(), &ringbookv1.CancelRequest{ConfirmationCode: booked.GetAppointment().GetConfirmationCode()})
			if err != nil {
				t.Fatal(err)
			}
			wantStatus(t, cancelled.GetStatus(), ringbookv1.CancelStatus_CANCEL_STATUS_CANCELLED)
			_, err = agent.HoldSlot(t.Context(), &ringbookv1.HoldSlotRequest{})
			wantCode(t, err, connect.CodeUnimplemented)
			_, err = agent.CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{Limit: 51})
			wantCode(t, err, connect.CodeInvalidArgument)
		})
	}
	w.quiet()
}

// TestGRPCClient uses the client that most gRPC users have.
func TestGRPCClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	conn, err := grpc.NewClient(strings.TrimPrefix(w.url, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+w.keys.AgentKey)
	var res ringbookv1.CheckSlotsResponse
	if err := conn.Invoke(ctx, ringbookv1connect.SchedulingServiceCheckSlotsProcedure, &ringbookv1.CheckSlotsRequest{}, &res); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	for procedure, want := range map[string]codes.Code{
		ringbookv1connect.SchedulingServiceHoldSlotProcedure: codes.Unimplemented,
		servicePath + "NoSuchMethod":                         codes.Unimplemented,
		"/ringbook.v1.NoSuchService/Method":                  codes.Unimplemented,
	} {
		if err := conn.Invoke(ctx, procedure, &ringbookv1.HoldSlotRequest{}, &ringbookv1.HoldSlotResponse{}); status.Code(err) != want {
			t.Errorf("%s: %v, want %s", procedure, err, want)
		}
	}
	err = conn.Invoke(t.Context(), ringbookv1connect.SchedulingServiceCheckSlotsProcedure, &ringbookv1.CheckSlotsRequest{}, &res)
	if status.Code(err) != codes.Unauthenticated {
		t.Errorf("without a key: %v", err)
	}
}

// TestGRPCHealth asks and watches without a key.
func TestGRPCHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	conn, err := grpc.NewClient(strings.TrimPrefix(w.url, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	client := healthv1.NewHealthClient(conn)
	for _, service := range []string{"", ringbookv1connect.SchedulingServiceName} {
		res, err := client.Check(t.Context(), &healthv1.HealthCheckRequest{Service: service})
		if err != nil || res.GetStatus() != healthv1.HealthCheckResponse_SERVING {
			t.Errorf("Check of %q: %v, %v", service, res, err)
		}
	}
	if _, err := client.Check(t.Context(), &healthv1.HealthCheckRequest{Service: "no.such"}); status.Code(err) != codes.NotFound {
		t.Errorf("Check of an unknown service: %v", err)
	}
	for service, want := range map[string]healthv1.HealthCheckResponse_ServingStatus{
		"": healthv1.HealthCheckResponse_SERVING, "no.such": healthv1.HealthCheckResponse_SERVICE_UNKNOWN,
	} {
		ctx, cancel := context.WithCancel(t.Context())
		watch, err := client.Watch(ctx, &healthv1.HealthCheckRequest{Service: service})
		if err != nil {
			t.Fatal(err)
		}
		res, err := watch.Recv()
		if err != nil || res.GetStatus() != want {
			t.Errorf("Watch of %q: %v, %v", service, res, err)
		}
		cancel()
	}
}

// TestWatchersDoNotDelayTheEnd stops a server that somebody watches: the
// watcher hears that it ends, and the end does not wait for the watcher.
func TestWatchersDoNotDelayTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	conn, err := grpc.NewClient(strings.TrimPrefix(w.url, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	watch, err := healthv1.NewHealthClient(conn).Watch(t.Context(), &healthv1.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := watch.Recv(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	w.stop()
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the end took %s", took)
	}
	if res, err := watch.Recv(); err != nil || res.GetStatus() != healthv1.HealthCheckResponse_NOT_SERVING {
		t.Errorf("the watcher heard %v, %v", res, err)
	}
}

func TestReflectionListsTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	stream := grpcreflect.NewClient(overH2C(t), w.url, connect.WithGRPC()).NewStream(t.Context())
	defer stream.Close()
	names, err := stream.ListServices()
	if err != nil {
		t.Fatal(err)
	}
	var found bool
	for _, n := range names {
		found = found || n == ringbookv1connect.SchedulingServiceName
	}
	if !found {
		t.Errorf("listed are %v", names)
	}
	files, err := stream.FileContainingSymbol(ringbookv1connect.SchedulingServiceName)
	if err != nil || len(files) == 0 {
		t.Errorf("the service's file: %v, %v", files, err)
	}
}

// TestCheckSlotsByGET asks in the form that a cache or a browser uses.
func TestCheckSlotsByGET(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	query := "?connect=v1&encoding=json&message=" + url.QueryEscape(`{"from":"2027-03-03","to":"2027-03-03","limit":2}`)
	got := w.send(http.MethodGet, servicePath+"CheckSlots"+query, nil)
	if got.status != http.StatusOK || got.text(t, "status") != "CHECK_SLOTS_STATUS_OK" || len(got.fields(t)["slots"].([]any)) != 2 {
		t.Errorf("the answer is %s", got)
	}
	agent := w.clientOver(w.keys.AgentKey, nil, connect.WithHTTPGet())
	if res, err := agent.CheckSlots(t.Context(), &ringbookv1.CheckSlotsRequest{Limit: 1}); err != nil || len(res.GetSlots()) != 1 {
		t.Errorf("the client's GET: %v, %v", res, err)
	}
	for rpc, want := range map[string]int{"Book": http.StatusMethodNotAllowed, "Cancel": http.StatusMethodNotAllowed} {
		if got := w.send(http.MethodGet, servicePath+rpc+query, nil); got.status != want {
			t.Errorf("GET %s: %s", rpc, got)
		}
	}
	if got := w.send(http.MethodGet, servicePath+"CheckSlots"+query, nil, "Authorization", "Bearer wrong"); got.status != http.StatusUnauthorized {
		t.Errorf("GET with a wrong key: %s", got)
	}
}

// TestWhatIsNotBuiltYet answers plainly, in both forms of a name.
func TestWhatIsNotBuiltYet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, rpc := range []string{"HoldSlot", "Reschedule", "FindAppointments", "FindCaller", "AddNote"} {
		body := `{}`
		if rpc == "AddNote" {
			body = `{"text":"a remark"}`
		}
		got := w.posts(rpc, body)
		if got.status != http.StatusNotImplemented || got.text(t, "code") != "unimplemented" {
			t.Errorf("%s: %s", rpc, got)
		}
		if got := w.posts(rpc, body, "Authorization", ""); got.status != http.StatusUnauthorized {
			t.Errorf("%s without a key: %s", rpc, got)
		}
	}
	if got := w.posts("NoSuchThing", `{}`); got.status != http.StatusNotFound {
		t.Errorf("an unknown RPC: %s", got)
	}
	w.quiet()
}

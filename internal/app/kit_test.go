package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/app"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// monday is when the tests begin: 9:12 in New York, two weeks before the
// clocks change there.
var monday = time.Date(2027, time.March, 1, 14, 12, 0, 0, time.UTC)

// danaPhone belongs to the contact Dana Whitfield of the demo seed, there
// spelled "(212) 555-0143"; marinPhone to two people; newPhone to nobody.
const (
	danaPhone  = "+12125550143"
	marinPhone = "+16465550177"
	newPhone   = "+19175550166"
)

// world is a running ringbook, the simulated Zoho it is connected to, and a
// client for its agent.
type world struct {
	t      *testing.T
	sim    *zohosim.Server
	app    *app.App
	keys   app.Provisioned
	url    string
	log    *logBuffer
	agent  ringbookv1connect.SchedulingServiceClient
	stop   func()
	config app.Config
}

// newWorld starts everything on loopback, with attributes beside those that
// every test needs.
func newWorld(t *testing.T, attributes map[string]string) *world {
	t.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo", RandomSeed: 1, At: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	id, secret := sim.Sim.Client()
	w := &world{t: t, sim: sim, log: &logBuffer{}}
	w.config = app.Config{
		Data: t.TempDir(), ZohoClientID: id, ZohoClientSecret: secret, ZohoURL: sim.URL,
		Now: sim.Sim.Now, Logger: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	w.start()
	w.provision(attributes)
	return w
}

// start opens the app on its data folder and serves it on a free port.
func (w *world) start() {
	w.t.Helper()
	a, err := app.New(w.t.Context(), w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, listener) }()
	w.app, w.url = a, "http://"+listener.Addr().String()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("serving ended with %v", err)
		}
		if err := a.Close(); err != nil {
			w.t.Errorf("closing: %v", err)
		}
	})
	w.t.Cleanup(w.stop)
	if w.keys.AgentKey != "" {
		w.agent = w.client(w.keys.AgentKey)
	}
}

// restart stops the app in an orderly way and starts it again on its data.
func (w *world) restart() {
	w.t.Helper()
	w.stop()
	w.start()
}

func (w *world) provision(attributes map[string]string) {
	w.t.Helper()
	w.keys = w.project("Harbor Dental", attributes)
	w.agent = w.client(w.keys.AgentKey)
}

// project makes a project that is connected and published, with attributes
// beside those that every test needs.
func (w *world) project(name string, attributes map[string]string) app.Provisioned {
	w.t.Helper()
	all := map[string]string{"zoho_oauth_code": w.code(), "zoho_meeting_venue": "In-office", "zoho_event_title": "Appointment: {name}"}
	maps.Copy(all, attributes)
	made, err := w.app.Provision(w.t.Context(), app.Provision{Name: name, TimeZone: "America/New_York", Attributes: all})
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

// code is an authorization code that a person has just been given.
func (w *world) code() string {
	w.t.Helper()
	grant, err := w.sim.Sim.Grant(zohosim.GrantRequest{})
	if err != nil {
		w.t.Fatal(err)
	}
	return grant.Code
}

// client calls with a key, and with the headers of a platform where they are
// given as name, value, name, value ...
func (w *world) client(key string, headers ...string) ringbookv1connect.SchedulingServiceClient {
	return w.clientOver(key, headers, connect.WithProtoJSON())
}

func (w *world) clientOver(key string, headers []string, options ...connect.ClientOption) ringbookv1connect.SchedulingServiceClient {
	set := connect.UnaryInterceptorFunc(func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
			req.Header().Set("Authorization", "Bearer "+key)
			for i := 0; i+1 < len(headers); i += 2 {
				req.Header().Set(headers[i], headers[i+1])
			}
			return next(ctx, req)
		}
	})
	return ringbookv1connect.NewSchedulingServiceClient(http.DefaultClient, w.url, append(options, connect.WithInterceptors(set))...)
}

// call makes one RPC that must succeed on the transport.
func call[Req, Res any](w *world, rpc func(context.Context, *Req) (*Res, error), req *Req) *Res {
	w.t.Helper()
	res, err := rpc(w.t.Context(), req)
	if err != nil {
		w.t.Fatalf("%T: %v\n%s", req, err, w.log)
	}
	return res
}

// starts opens a conversation with an identity.
func (w *world) starts(conversation, phone string) *ringbookv1.StartConversationResponse {
	w.t.Helper()
	return call(w, w.agent.StartConversation, &ringbookv1.StartConversationRequest{ConversationId: conversation, CallerPhone: phone})
}

// slots asks for the free slots of a day, all of them.
func (w *world) slots(day string) []*ringbookv1.Slot {
	w.t.Helper()
	res := call(w, w.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{From: day, To: day, Limit: 50})
	wantStatus(w.t, res.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK)
	return res.GetSlots()
}

// local is an instant on New York's clock.
func local(t *testing.T, clock string) *timestamppb.Timestamp {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
	if err != nil {
		t.Fatal(err)
	}
	return timestamppb.New(at)
}

func wantStatus[S interface {
	comparable
	String() string
}](t *testing.T, got, want S) {
	t.Helper()
	if got != want {
		t.Fatalf("the status is %s, want %s", got, want)
	}
}

// eventually waits until something holds.
func (w *world) eventually(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			w.t.Fatalf("not in time: %s\n%s", what, w.log)
		}
		time.Sleep(20 * time.Millisecond) // polling a running server
	}
}

// logBuffer keeps the log for tests that look into it.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

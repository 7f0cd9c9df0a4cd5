package app_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/app"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// bare is a handler that answers at once what it was given: what is left is
// HTTP, JSON and Connect, the floor under every RPC.
type bare struct {
	ringbookv1connect.UnimplementedSchedulingServiceHandler
	slots  *ringbookv1.CheckSlotsResponse
	booked *ringbookv1.BookResponse
}

func (b bare) CheckSlots(context.Context, *ringbookv1.CheckSlotsRequest) (*ringbookv1.CheckSlotsResponse, error) {
	return b.slots, nil
}

func (b bare) Book(context.Context, *ringbookv1.BookRequest) (*ringbookv1.BookResponse, error) {
	return b.booked, nil
}

func benchClient(url, key string) ringbookv1connect.SchedulingServiceClient {
	bearer := connect.UnaryInterceptorFunc(func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
			req.Header().Set("Authorization", "Bearer "+key)
			return next(ctx, req)
		}
	})
	return ringbookv1connect.NewSchedulingServiceClient(http.DefaultClient, url, connect.WithProtoJSON(), connect.WithInterceptors(bearer))
}

// benchWorld serves ringbook beside a simulator, without a log.
func benchWorld(b *testing.B) ringbookv1connect.SchedulingServiceClient {
	b.Helper()
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo", RandomSeed: 1, At: monday})
	must(b, err)
	b.Cleanup(func() { _ = sim.Close() })
	id, secret := sim.Sim.Client()
	a, err := app.New(b.Context(), app.Config{Data: b.TempDir(), ZohoClientID: id, ZohoClientSecret: secret, ZohoURL: sim.URL, Now: sim.Sim.Now})
	must(b, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, listener) }()
	b.Cleanup(func() {
		cancel()
		must(b, <-done)
		must(b, a.Close())
	})
	grant, err := sim.Sim.Grant(zohosim.GrantRequest{})
	must(b, err)
	// The credits last, however long it runs.
	must(b, sim.Sim.Configure(func(s *zohosim.Settings) { s.Credits = 10_000_000 }))
	keys, err := a.Provision(b.Context(), app.Provision{Name: "Harbor Dental", TimeZone: "America/New_York", Attributes: map[string]string{
		"zoho_oauth_code": grant.Code, "zoho_meeting_venue": "In-office", "zoho_event_title": "Appointment: {name}",
	}})
	must(b, err)
	return benchClient("http://"+listener.Addr().String(), keys.AgentKey)
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOverHTTP times CheckSlots on a warm calendar and Book against the
// simulator beside a bare handler of the same answers, in one run, so that the
// ratios hold on any machine:
//
//	go test ./internal/app -run '^$' -bench OverHTTP
//
// A Book of the real thing includes one durable commit and its calls to Zoho;
// it is cancelled again outside the time.
func BenchmarkOverHTTP(b *testing.B) {
	ctx := b.Context()
	agent := benchWorld(b)
	check := &ringbookv1.CheckSlotsRequest{ConversationId: "c", From: "2027-03-08", To: "2027-03-12"}
	book := func(i int) *ringbookv1.BookRequest {
		return &ringbookv1.BookRequest{
			ConversationId: fmt.Sprintf("c-%d", i), CallerPhone: newPhone, CallerName: "Maya Okafor",
			Start: timestamppb.New(time.Date(2027, time.March, 15+i%5, 14, 0, 0, 0, time.UTC)),
		}
	}
	slots, err := agent.CheckSlots(ctx, check)
	must(b, err)
	booked, err := agent.Book(ctx, book(0))
	must(b, err)
	cancel := func(ref *ringbookv1.BookResponse, conversation string) {
		_, err := agent.Cancel(ctx, &ringbookv1.CancelRequest{ConversationId: conversation, AppointmentRef: ref.GetAppointment().GetAppointmentRef()})
		must(b, err)
	}
	cancel(booked, "c-0")

	mux := http.NewServeMux()
	mux.Handle(ringbookv1connect.NewSchedulingServiceHandler(bare{slots: slots, booked: booked}))
	floor := httptest.NewServer(mux)
	defer floor.Close()
	bareAgent := benchClient(floor.URL, "none")

	took := map[string]time.Duration{}
	run := func(name, floor string, once func(int) func()) {
		b.Run(name, func(b *testing.B) {
			i := 0
			var spent time.Duration
			for b.Loop() {
				i++
				began := time.Now()
				undo := once(i)
				spent += time.Since(began)
				b.StopTimer()
				undo()
				b.StartTimer()
			}
			took[name] = spent / time.Duration(i)
			if floor != "" && took[floor] > 0 {
				b.ReportMetric(float64(took[name])/float64(took[floor]), "x-bare")
			}
		})
	}
	nothing := func() {}
	run("bare CheckSlots", "", func(int) func() {
		_, err := bareAgent.CheckSlots(ctx, check)
		must(b, err)
		return nothing
	})
	run("CheckSlots", "bare CheckSlots", func(int) func() {
		_, err := agent.CheckSlots(ctx, check)
		must(b, err)
		return nothing
	})
	run("bare Book", "", func(i int) func() {
		_, err := bareAgent.Book(ctx, book(i))
		must(b, err)
		return nothing
	})
	run("Book", "bare Book", func(i int) func() {
		res, err := agent.Book(ctx, book(i))
		must(b, err)
		if res.GetStatus() != ringbookv1.BookStatus_BOOK_STATUS_BOOKED {
			b.Fatalf("the answer is %v", res)
		}
		return func() { cancel(res, book(i).GetConversationId()) }
	})
}

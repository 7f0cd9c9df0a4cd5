package app_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// quietDay is a Tuesday on which the demo seed has no event.
const quietDay = "2027-03-09"

// hardStop is within what every answer is promised (contract §1, rule 6).
const hardStop = 3500 * time.Millisecond

// The statuses that the tests ask for most.
const (
	booked          = ringbookv1.BookStatus_BOOK_STATUS_BOOKED
	bookPending     = ringbookv1.BookStatus_BOOK_STATUS_PENDING
	slotTaken       = ringbookv1.BookStatus_BOOK_STATUS_SLOT_TAKEN
	keyReused       = ringbookv1.BookStatus_BOOK_STATUS_KEY_REUSED
	alreadyBooked   = ringbookv1.BookStatus_BOOK_STATUS_ALREADY_BOOKED
	callerAmbiguous = ringbookv1.BookStatus_BOOK_STATUS_CALLER_AMBIGUOUS
	bookRetryLater  = ringbookv1.BookStatus_BOOK_STATUS_RETRY_LATER
	cancelled       = ringbookv1.CancelStatus_CANCEL_STATUS_CANCELLED
	cancelPending   = ringbookv1.CancelStatus_CANCEL_STATUS_PENDING
	notYours        = ringbookv1.CancelStatus_CANCEL_STATUS_NOT_YOURS
	cancelNotFound  = ringbookv1.CancelStatus_CANCEL_STATUS_NOT_FOUND
)

// on is an instant of a day on New York's clock.
func on(t *testing.T, day, clock string) *timestamppb.Timestamp {
	t.Helper()
	return local(t, day+" "+clock)
}

// asks is a plain request of somebody new: their number and name, and a time.
func asks(conversation, phone, name string, start *timestamppb.Timestamp) *ringbookv1.BookRequest {
	return &ringbookv1.BookRequest{ConversationId: conversation, CallerPhone: phone, CallerName: name, Start: start}
}

// books makes a request that must come to a status.
func (w *world) books(want ringbookv1.BookStatus, req *ringbookv1.BookRequest) *ringbookv1.BookResponse {
	w.t.Helper()
	res := call(w, w.agent.Book, req)
	if res.GetStatus() != want {
		w.t.Fatalf("Book came to %s (%q), want %s\n%s", res.GetStatus(), res.GetSay(), want, w.log)
	}
	return res
}

// booksAs does it over another client.
func (w *world) booksAs(agent ringbookv1connect.SchedulingServiceClient, want ringbookv1.BookStatus, req *ringbookv1.BookRequest) *ringbookv1.BookResponse {
	w.t.Helper()
	res := call(w, agent.Book, req)
	wantStatus(w.t, res.GetStatus(), want)
	return res
}

// cancels makes a cancellation that must come to a status.
func (w *world) cancels(want ringbookv1.CancelStatus, req *ringbookv1.CancelRequest) *ringbookv1.CancelResponse {
	w.t.Helper()
	res := call(w, w.agent.Cancel, req)
	if res.GetStatus() != want {
		w.t.Fatalf("Cancel came to %s (%q), want %s\n%s", res.GetStatus(), res.GetSay(), want, w.log)
	}
	return res
}

// onLine is a client whose platform says who is on the line.
func (w *world) onLine(phone string) ringbookv1connect.SchedulingServiceClient {
	return w.client(w.keys.AgentKey, "X-Caller-Number", phone)
}

// holds demands that so many events of ours are in the CRM, and returns them.
func (w *world) holds(want int) []record {
	w.t.Helper()
	events := w.events()
	if len(events) != want {
		w.t.Fatalf("%d events of ours are in the CRM, want %d: %v\n%s", len(events), want, events, w.log)
	}
	return events
}

// personBooks puts an event into the CRM as a person would.
func (w *world) personBooks(start *timestamppb.Timestamp, minutes int) {
	w.t.Helper()
	at := start.AsTime()
	w.insert("Events", map[string]any{
		"Event_Title": "Typed in by a person", "Meeting_Venue__s": "In-office",
		"Start_DateTime": at.Format(time.RFC3339), "End_DateTime": at.Add(time.Duration(minutes) * time.Minute).Format(time.RFC3339),
	})
}

// passes moves the clock of the simulator and the app.
func (w *world) passes(d time.Duration) { w.sim.Sim.Advance(d) }

// settles lets the job that finishes bookings work until something holds. Its
// waits are in hours at most, and all on the moved clock.
func (w *world) settles(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for next := time.Now(); !holds(); time.Sleep(20 * time.Millisecond) { // polling a running server
		if time.Now().After(deadline) {
			w.t.Fatalf("never settled: %s\n%s", what, w.log)
		}
		if time.Now().After(next) {
			w.passes(30 * time.Second)
			next = time.Now().Add(250 * time.Millisecond)
		}
	}
}

// inTime makes a call and demands its answer within the hard stop. The allowance
// is for the race detector on a busy machine.
func inTime[Req, Res any](w *world, rpc func(context.Context, *Req) (*Res, error), req *Req) *Res {
	w.t.Helper()
	began := time.Now()
	res := call(w, rpc, req)
	if took := time.Since(began); took > hardStop+100*time.Millisecond {
		w.t.Errorf("%T was answered after %s", req, took)
	}
	return res
}

// late is an answer of Zoho's that comes when our own has long been due. How it is
// with ten seconds is TestSlowZoho's.
const late = 4500 * time.Millisecond

// eventFault is something that goes wrong with the writing of an event.
func eventFault(kind string, times int) zohosim.Fault {
	return zohosim.Fault{Method: http.MethodPost, Path: "/crm/v8/Events", Kind: kind, Times: times}
}

// startOf is when an event of the CRM begins.
func startOf(t *testing.T, e record) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, e.text("Start_DateTime"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// spelled is a code as a model may write down what it heard.
func spelled(code string) string { return strings.ToLower(strings.Join(strings.Split(code, ""), " ")) }

// caller is the number of the n-th of many callers whom nobody knows.
func caller(n int) string { return fmt.Sprintf("+1917555%04d", 1000+n) }

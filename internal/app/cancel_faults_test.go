package app_test

import (
	"net/http"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/zohosim"
)

// TestRemovingAnEventGoesWrong: the caller has an answer in time, and in the
// end the event is gone.
func TestRemovingAnEventGoesWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault zohosim.Fault
		first ringbookv1.CancelStatus
	}{
		"the answer is lost":      {zohosim.Fault{Kind: "drop_after", Times: 1}, cancelled},
		"the answer is cut short": {zohosim.Fault{Kind: "truncate", Times: 1}, cancelled},
		"the request is lost":     {zohosim.Fault{Kind: "drop_before", Times: 1}, cancelled},
		"lost again and again":    {zohosim.Fault{Kind: "drop_before", Times: 3}, cancelPending},
		"500 for a while":         {zohosim.Fault{Kind: "status", Status: 500, Times: 3}, cancelPending},
		"503 for a while":         {zohosim.Fault{Kind: "status", Status: 503, Times: 3}, cancelPending},
		"429 for a while":         {zohosim.Fault{Kind: "status", Status: 429, Times: 3}, cancelPending},
		"answered late":           {zohosim.Fault{Kind: "latency", LatencyMs: int(late.Milliseconds()), Times: 1}, cancelPending},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			at := on(t, quietDay, "10:00")
			code := w.books(booked, asks("call-1", newPhone, "Ada Brook", at)).GetAppointment().GetConfirmationCode()
			c.fault.Method, c.fault.Path = http.MethodDelete, "/crm/v8/Events"
			w.faults(c.fault)
			req := &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code}
			first := inTime(w, w.agent.Cancel, req)
			wantStatus(t, first.GetStatus(), c.first)
			if first.GetReplayed() || first.GetAppointment().GetState() != ringbookv1.AppointmentState_APPOINTMENT_STATE_CANCELLED {
				t.Errorf("the answer is %v", first)
			}
			w.settles("the event is gone", func() bool { return len(w.events()) == 0 })
			w.settles("it is cancelled", func() bool { return call(w, w.agent.Cancel, req).GetStatus() == cancelled })
			if again := w.cancels(cancelled, req); !again.GetReplayed() {
				t.Errorf("the repeat is %v", again)
			}
			w.books(booked, asks("call-2", caller(1), "Bo Lund", at))
			w.holds(1)
		})
	}
}

// TestCancellationSettlesByItself: nobody asks again, and the app was stopped
// in between.
func TestCancellationSettlesByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	code := w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00"))).GetAppointment().GetConfirmationCode()
	w.faults(zohosim.Fault{Method: http.MethodDelete, Path: "/crm/v8/Events", Kind: "status", Status: 503})
	w.cancels(cancelPending, &ringbookv1.CancelRequest{ConversationId: "call-1", ConfirmationCode: code})
	w.restart()
	w.holds(1)
	w.faults()
	w.settles("the event is gone", func() bool { return len(w.events()) == 0 })
}

// TestCancelWhileItIsWritten: the cancellation comes while the event is on its
// way. What was written is removed; what was not, is not written any more.
func TestCancelWhileItIsWritten(t *testing.T) {
	t.Parallel()
	slow := func(ms int) zohosim.Fault {
		return zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "latency", LatencyMs: ms, Times: 1}
	}
	for name, c := range map[string]struct {
		fault zohosim.Fault
		// want is the answer to the cancellation.
		want ringbookv1.CancelStatus
	}{
		"it is written a second later": {slow(1000), cancelled},
		"it is written much later":     {slow(5000), cancelPending},
		"the request was lost":         {eventFault("drop_before", 1), cancelPending},
		"its outcome is unknown":       {eventFault("html", 1), cancelPending},
		"Zoho was busy":                {zohosim.Fault{Method: "POST", Path: "/crm/v8/Events", Kind: "status", Status: 429, Times: 3}, cancelled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			at := on(t, quietDay, "10:00")
			w.faults(c.fault)
			done := make(chan struct{})
			go func() {
				defer close(done)
				if _, err := w.agent.Book(t.Context(), asks("call-1", newPhone, "Ada Brook", at)); err != nil {
					t.Error(err)
				}
			}()
			defer func() { <-done }()
			line := w.onLine(newPhone)
			w.eventually("the booking is known", func() bool { return len(w.starts("call-2", newPhone).GetUpcoming()) == 1 })
			if c.fault.Kind != "latency" {
				<-done
			}
			res := inTime(w, line.Cancel, &ringbookv1.CancelRequest{ConversationId: "call-3"})
			wantStatus(t, res.GetStatus(), c.want)
			w.settles("it is cancelled", func() bool {
				res := call(w, line.Cancel, &ringbookv1.CancelRequest{ConversationId: "call-3"})
				return res.GetStatus() == cancelled
			})
			w.passes(10 * time.Minute)
			w.holds(0)
			w.books(booked, asks("call-4", caller(1), "Bo Lund", at))
			w.holds(1)
		})
	}
}

// TestManyFaultsManyCallers: half of all that is said to the CRM goes wrong
// while callers book, and some of them cancel. Afterwards every caller has what
// they were told, once.
func TestManyFaultsManyCallers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var kinds []zohosim.Fault
	for _, kind := range []string{"drop_before", "drop_after", "truncate", "html"} {
		kinds = append(kinds, zohosim.Fault{Path: "/crm/", Kind: kind, Probability: 0.12})
	}
	w.faults(append(kinds, zohosim.Fault{Path: "/crm/", Kind: "status", Status: 429, Probability: 0.1})...)
	stands := map[time.Time]bool{}
	day := w.wholeDay()
	for n, at := range day {
		ask := asks("call-"+caller(n), caller(n), "Caller Number", timestamppb.New(at))
		res := call(w, w.agent.Book, ask)
		if s := res.GetStatus(); s != booked && s != bookPending {
			t.Fatalf("caller %d: %s", n, s)
		}
		if stands[at] = true; n%3 == 0 {
			code := res.GetAppointment().GetConfirmationCode()
			end := call(w, w.agent.Cancel, &ringbookv1.CancelRequest{ConversationId: ask.GetConversationId(), ConfirmationCode: code})
			if s := end.GetStatus(); s != cancelled && s != cancelPending {
				t.Fatalf("caller %d: %s", n, s)
			}
			delete(stands, at)
		}
	}
	w.faults()
	w.settles("every booking is settled", func() bool {
		for n, at := range day {
			upcoming := w.starts("look-"+caller(n), caller(n)).GetUpcoming()
			if stands[at] && (len(upcoming) != 1 || upcoming[0].GetState() != ringbookv1.AppointmentState_APPOINTMENT_STATE_CONFIRMED) {
				return false
			}
		}
		return len(w.events()) == len(stands)
	})
	w.passes(time.Hour)
	for _, e := range w.holds(len(stands)) {
		if at := startOf(t, e).UTC(); !stands[at] {
			t.Errorf("an event too many, or twice: %s", at)
		} else {
			delete(stands, at)
		}
	}
	if made := w.named("Contacts", "Number"); len(made) > len(day) {
		t.Errorf("%d contacts were made of %d callers", len(made), len(day))
	}
}

// wholeDay are the starts of a day without appointments.
func (w *world) wholeDay() (starts []time.Time) {
	first := on(w.t, quietDay, "9:00").AsTime()
	for n := range 16 {
		starts = append(starts, first.Add(time.Duration(n)*30*time.Minute))
	}
	return starts
}

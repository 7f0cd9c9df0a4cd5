package app_test

import (
	"sync"
	"testing"

	"google.golang.org/protobuf/proto"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// together sends requests at the same moment and returns the answers in order.
func (w *world) together(reqs []*ringbookv1.BookRequest) []*ringbookv1.BookResponse {
	w.t.Helper()
	answers := make([]*ringbookv1.BookResponse, len(reqs))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, req := range reqs {
		all.Go(func() {
			<-start
			res, err := w.agent.Book(w.t.Context(), req)
			if err != nil {
				w.t.Errorf("request %d: %v", i, err)
			}
			answers[i] = res
		})
	}
	close(start)
	all.Wait()
	return answers
}

func tally(answers []*ringbookv1.BookResponse) map[ringbookv1.BookStatus]int {
	count := map[ringbookv1.BookStatus]int{}
	for _, a := range answers {
		count[a.GetStatus()]++
	}
	return count
}

// TestManyCallersOneSlot: of 64 callers exactly one gets the time. On a busy
// machine they may be told that it is pending.
func TestManyCallersOneSlot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	at := on(t, quietDay, "10:00")
	var reqs []*ringbookv1.BookRequest
	for n := range 64 {
		reqs = append(reqs, asks("call-"+caller(n), caller(n), "Caller Number", at))
	}
	answers := w.together(reqs)
	if count := tally(answers); count[booked]+count[bookPending] != 1 || count[slotTaken] != 63 {
		t.Fatalf("the answers are %v", count)
	}
	w.settles("the event is there", func() bool { return len(w.events()) > 0 })
	w.holds(1)
	if made := w.named("Contacts", "Number"); len(made) != 1 {
		t.Errorf("%d contacts were made", len(made))
	}
}

// TestOverlappingStartsRace: callers ask for overlapping times of different
// lengths; no two of the events that come about overlap.
func TestOverlappingStartsRace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_slot_interval": "15"})
	var reqs []*ringbookv1.BookRequest
	for n, clock := range []string{"10:00", "10:15", "10:30", "10:45", "11:00", "11:15", "11:30", "11:45"} {
		for m, minutes := range []int32{15, 30, 45, 60} {
			req := asks("call-"+caller(4*n+m), caller(4*n+m), "Caller Number", on(t, quietDay, clock))
			req.DurationMinutes = minutes
			reqs = append(reqs, req)
		}
	}
	count := tally(w.together(reqs))
	won := count[booked] + count[bookPending]
	if won < 2 || won+count[slotTaken] != len(reqs) {
		t.Errorf("the answers are %v", count)
	}
	w.settles("the events are there", func() bool { return len(w.events()) >= won })
	events := w.holds(won)
	for i, a := range events {
		for _, b := range events[:i] {
			if a.text("Start_DateTime") < b.text("End_DateTime") && b.text("Start_DateTime") < a.text("End_DateTime") {
				t.Errorf("%s to %s overlaps %s to %s", a["Start_DateTime"], a["End_DateTime"], b["Start_DateTime"], b["End_DateTime"])
			}
		}
	}
}

// TestOneRequestManyTimes: what a platform repeats while the first is still
// under way gets the first's answer or PENDING, never SLOT_TAKEN. With a key
// and without, for a new caller and for one of several people.
func TestOneRequestManyTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for n, c := range []struct{ phone, key, key2 string }{
		{newPhone, "", ""}, {caller(1), "tool-1", "tool-1"}, {caller(2), "tool-2", "tool-3"}, {marinPhone, "", ""},
	} {
		one := asks("call-1", c.phone, "Ada Brook", on(t, quietDay, []string{"10:00", "11:00", "12:00", "13:00"}[n]))
		var reqs []*ringbookv1.BookRequest
		for i := range 16 {
			req := proto.Clone(one).(*ringbookv1.BookRequest)
			req.IdempotencyKey = []string{c.key, c.key2}[i%2]
			reqs = append(reqs, req)
		}
		answers := w.together(reqs)
		count := tally(answers)
		if c.phone == marinPhone {
			if count[callerAmbiguous] != 16 {
				t.Errorf("several people: %v", count)
			}
			continue
		}
		first := 0
		for _, a := range answers {
			if !a.GetReplayed() {
				first++
			}
			if a.GetAppointment().GetConfirmationCode() != answers[0].GetAppointment().GetConfirmationCode() {
				t.Errorf("two codes: %v and %v", a.GetAppointment(), answers[0].GetAppointment())
			}
		}
		if count[booked]+count[bookPending] != 16 || first != 1 {
			t.Errorf("caller %d: %v, %d of them first answers", n, count, first)
		}
	}
	w.settles("the events are there", func() bool { return len(w.events()) >= 3 })
	w.holds(3)
	if made := w.named("Contacts", "Brook"); len(made) != 3 {
		t.Errorf("%d contacts were made of three callers", len(made))
	}
}

// TestBookAndCancelRace: one conversation books and another gives up the same
// caller's appointments, over and over; what stands is in the CRM, once.
func TestBookAndCancelRace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	line := w.onLine(newPhone)
	at := on(t, quietDay, "10:00")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 5 {
				if _, err := line.Book(t.Context(), asks("call-1", newPhone, "Ada Brook", at)); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 5 {
				if _, err := line.Cancel(t.Context(), &ringbookv1.CancelRequest{ConversationId: "call-2"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	standing := len(w.starts("call-3", newPhone).GetUpcoming())
	if standing > 1 {
		t.Errorf("%d appointments stand at one time", standing)
	}
	w.settles("the CRM holds what stands", func() bool { return len(w.events()) == standing })
}

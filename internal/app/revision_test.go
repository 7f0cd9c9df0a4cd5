package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/store/sqlite"
)

const (
	bookDisabled  = ringbookv1.BookStatus_BOOK_STATUS_DISABLED
	slotsDisabled = ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_DISABLED
)

// minutesOf asks for the slots of the quiet day in a conversation and returns
// their length and the zone they are spoken in.
func (w *world) minutesOf(conversation string) (minutes int, zone string) {
	w.t.Helper()
	res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{ConversationId: conversation, From: quietDay, To: quietDay})
	s := res.GetSlots()[0]
	return int(s.GetEnd().AsTime().Sub(s.GetStart().AsTime()).Minutes()), res.GetTimeZone()
}

// A conversation that runs keeps what it began with, over a restart too; one
// that begins after the publish does not, nor does a request without one.
func TestARunningConversationKeepsItsSwitches(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.makes(map[string]string{"zoho_enable_booking": "False"})
	w.starts("call-2", newPhone)

	begun := func(clock string) {
		t.Helper()
		w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, clock)))
		for _, other := range []string{"call-2", "never-heard-of", ""} {
			w.books(bookDisabled, asks(other, newPhone, "Ada Brook", on(t, quietDay, "16:00")))
		}
	}
	begun("10:00")
	w.restart()
	begun("11:00")
	w.makes(map[string]string{"zoho_enable_booking": "True"})
	w.books(bookDisabled, asks("call-2", newPhone, "Ada Brook", on(t, quietDay, "12:00")))
	w.holds(2)

	// What is over is no running conversation any more.
	w.makes(map[string]string{"zoho_enable_booking": "False"})
	call(w, w.agent.EndConversation, endOf("call-1"))
	w.books(bookDisabled, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "13:00")))
	w.holds(2)
}

func TestARunningConversationKeepsLengthAndZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.makes(map[string]string{"zoho_duration": "60", "zoho_timezone": "America/Chicago"})
	w.starts("call-2", danaPhone)
	for id, want := range map[string]string{"call-1": "30 America/New_York", "call-2": "60 America/Chicago", "": "60 America/Chicago"} {
		if minutes, zone := w.minutesOf(id); fmt.Sprint(minutes, " ", zone) != want {
			t.Errorf("in %q slots are of %d minutes in %s, want %s", id, minutes, zone, want)
		}
	}
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	w.books(booked, asks("call-2", danaPhone, "Dana Whitfield", on(t, quietDay, "12:00")))
	lengths := map[time.Duration]int{}
	for _, e := range w.holds(2) {
		start, err := time.Parse(time.RFC3339, e.text("Start_DateTime"))
		end, err2 := time.Parse(time.RFC3339, e.text("End_DateTime"))
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		lengths[end.Sub(start)]++
	}
	if lengths[30*time.Minute] != 1 || lengths[time.Hour] != 1 {
		t.Errorf("the events in the CRM have the lengths %v", lengths)
	}
}

// A platform need not tell when a conversation starts: its first booking does.
func TestAConversationThatBeginsWithABooking(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	w.makes(map[string]string{"zoho_enable_booking": "False"})
	w.books(booked, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "11:00")))
	w.books(bookDisabled, asks("call-2", newPhone, "Ada Brook", on(t, quietDay, "12:00")))
	w.holds(2)
}

func TestCheckSlotsLeavesNoConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	req := &ringbookv1.CheckSlotsRequest{ConversationId: "call-1", From: quietDay, To: quietDay}
	w.checks(slotsOK, req)
	w.makes(map[string]string{"zoho_enable_slot_check": "False"})
	w.checks(slotsDisabled, req)
	w.behind(func(db *sqlite.DB) {
		if _, err := db.Conversations().Get(t.Context(), w.keys.Project, "call-1"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a conversation came of it: %v", err)
		}
	})
}

// Whether the CRM may be reached is no setting of a revision.
func TestTheSwitchOfTheCRMIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.makes(map[string]string{"zoho_duration": "60"})
	w.switchCRM(false)
	_, since := w.zohoCalls(0)
	w.books(ringbookv1.BookStatus_BOOK_STATUS_NOT_CONNECTED, asks("call-1", newPhone, "Ada Brook", on(t, quietDay, "10:00")))
	w.checks(ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_NOT_CONNECTED, &ringbookv1.CheckSlotsRequest{ConversationId: "call-1", From: quietDay})
	if calls, _ := w.zohoCalls(since); calls != 0 {
		t.Errorf("%d calls reached Zoho", calls)
	}
}

// What follows a call belongs to it.
func TestTheFollowUpKeepsTheRevision(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	dana := w.named("Contacts", "Whitfield")[0].text("id")
	w.starts("call-1", danaPhone)
	w.makes(map[string]string{"zoho_add_note": "False"})
	w.starts("call-2", danaPhone)
	w.restart()
	wantStep(t, w.ends(endOf("call-2")), "note", stepSkipped, "")
	wantStep(t, w.ends(endOf("call-1")), "note", stepDone, "Notes")
	has(t, w.oneNote(dana), "Asked about call-1.")
	// It is the other way round as well, and a report that comes later makes
	// no difference.
	w.makes(map[string]string{"zoho_add_note": "True"})
	late := endOf("call-2")
	late.Transcript = "caller: hello"
	wantStep(t, w.ends(late), "note", stepSkipped, "")
	w.oneNote(dana)
}

// A builder mends what the CRM refused for good by publishing: the report that
// is sent again obeys what is published now, in all that is left to do.
func TestWhatFailedForGoodIsTriedWithWhatIsPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	req := endOf("call-1")
	req.CallerName = "Ann Lee"
	w.faults(faultOn("POST", "/crm/v8/[L]eads*", "status", 400, 0))
	if res := call(w, w.agent.EndConversation, req); res.GetFollowUp().GetState() != followDead {
		t.Fatalf("the follow-up is %v", res.GetFollowUp())
	}
	w.makes(map[string]string{"zoho_create_for_new": "contact", "zoho_add_note": "False"})
	res := w.ends(req)
	wantStep(t, res, "record", stepDone, "Contacts")
	wantStep(t, res, "note", stepSkipped, "")
	if made := w.named("Contacts", "Lee"); len(made) != 1 {
		t.Errorf("%d contacts were made, want 1", len(made))
	}
}

// While the CRM is merely away, what was live when the call began stays good.
func TestWhatFailedForNowKeepsTheRevision(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	req := endOf("call-1")
	req.CallerName, req.WaitSeconds = "Ann Lee", 1
	w.faults(faultOn("POST", "/crm/v8/[L]eads*", "status", 503, 0))
	if res := call(w, w.agent.EndConversation, req); res.GetFollowUp().GetState() == followDone {
		t.Fatalf("the follow-up is %v", res.GetFollowUp())
	}
	w.makes(map[string]string{"zoho_create_for_new": "contact", "zoho_add_note": "False"})
	w.faults()
	w.follows("call-1")
	w.oneNote(w.leadOf(newPhone).text("id"))
}

// Another process that publishes is seen within a second, and what runs is
// left alone.
func TestAnotherProcessPublishes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.starts("call-1", newPhone)
	w.alsoServes().makes(map[string]string{"zoho_duration": "60"})
	w.passes(time.Second)
	for id, want := range map[string]int{"call-1": 30, "call-2": 60, "": 60} {
		if minutes, _ := w.minutesOf(id); minutes != want {
			t.Errorf("in %q slots are of %d minutes, want %d", id, minutes, want)
		}
	}
}

// Whatever is published around it, one conversation sees one length.
func TestConversationsAmidPublishes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	by, lengths := w.builder(), []string{"20", "30", "45", "60"}
	done := make(chan struct{})
	var publishing, talking sync.WaitGroup
	publishing.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			default:
			}
			values := map[string]string{"zoho_duration": lengths[n%len(lengths)]}
			if _, err := by.UpdateAttributes(t.Context(), &ringbookv1.UpdateAttributesRequest{Values: values}); err != nil {
				t.Error(err)
				return
			}
			if _, err := w.publishing(by, &ringbookv1.PublishRequest{}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	seen := make(chan int, 64)
	for c := range 4 {
		talking.Go(func() {
			for n := range 5 {
				if minutes, ok := w.oneLength(fmt.Sprint("call-", c, "-", n)); ok {
					seen <- minutes
				}
			}
		})
	}
	talking.Wait()
	close(done)
	publishing.Wait()
	close(seen)
	kinds := map[int]bool{}
	for minutes := range seen {
		kinds[minutes] = true
	}
	if len(kinds) < 2 {
		t.Errorf("all conversations saw %v: nothing was published between them", kinds)
	}
}

// oneLength starts a conversation and asks for slots several times, which must
// all be of one length.
func (w *world) oneLength(id string) (minutes int, ok bool) {
	ctx := w.t.Context()
	if _, err := w.agent.StartConversation(ctx, &ringbookv1.StartConversationRequest{ConversationId: id, CallerPhone: newPhone}); err != nil {
		w.t.Error(err)
		return 0, false
	}
	for range 5 {
		res, err := w.agent.CheckSlots(ctx, &ringbookv1.CheckSlotsRequest{ConversationId: id, From: quietDay, To: quietDay})
		if err != nil || len(res.GetSlots()) == 0 {
			w.t.Errorf("%s: %v, %v", id, res, err)
			return 0, false
		}
		s := res.GetSlots()[0]
		now := int(s.GetEnd().AsTime().Sub(s.GetStart().AsTime()).Minutes())
		if minutes != 0 && now != minutes {
			w.t.Errorf("%s: slots of %d minutes after some of %d", id, now, minutes)
			return 0, false
		}
		minutes = now
	}
	return minutes, true
}

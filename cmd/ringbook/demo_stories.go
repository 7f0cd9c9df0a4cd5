package main

import (
	"context"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// story is a phone conversation, or several at a time.
type story struct {
	title string
	play  func(context.Context, *stage) error
}

var stories = []story{
	{"A known caller books", knownCallerBooks},
	{"A new caller books, changes her mind and cancels", newCallerCancels},
	{"An unknown caller only asks", unknownCallerAsks},
	{"A rule is published while somebody is on the phone", ruleIsPublished},
}

// followUpWait is how long the demo waits for the work after a call, in
// seconds, so that it can be shown.
const followUpWait = 3

func knownCallerBooks(ctx context.Context, s *stage) error {
	const id = "demo-dana"
	start, err := turn(ctx, s, "(the phone rings: 212 555 0143)", s.agent.StartConversation, &ringbookv1.StartConversationRequest{
		ConversationId: id, CallerPhone: "+12125550143",
	})
	if err != nil {
		return err
	}
	if s.zone, err = time.LoadLocation(start.GetTimeZone()); err != nil {
		return err
	}
	if err := expect(start.GetCaller().GetMatch(), ringbookv1.CallerMatch_CALLER_MATCH_KNOWN); err != nil {
		return err
	}
	slots, err := turn(ctx, s, "Do you have something on Wednesday?", s.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{
		ConversationId: id, From: "2027-03-03", To: "2027-03-03",
	})
	if err != nil {
		return err
	}
	if err := expect(slots.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK); err != nil {
		return err
	}
	first := slots.GetSlots()[0]
	booked, err := turn(ctx, s, "The first one, please.", s.agent.Book, &ringbookv1.BookRequest{
		ConversationId: id, SlotId: first.GetSlotId(), IdempotencyKey: "tool-call-1",
	})
	if err != nil {
		return err
	}
	if err := expect(booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED); err != nil {
		return err
	}
	again, err := turn(ctx, s, "(the platform repeats the call)", s.agent.Book, &ringbookv1.BookRequest{
		ConversationId: id, SlotId: first.GetSlotId(), IdempotencyKey: "tool-call-1",
	})
	if err != nil {
		return err
	}
	if err := expect(again.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED); err != nil {
		return err
	}
	dana, err := named(ctx, s.crm, "Contacts", "Whitfield")
	if err != nil {
		return err
	}
	s.promiseEvent("Dana Whitfield", first.GetStart().AsTime(), func(e record) bool {
		return len(dana) == 1 && e.lookup("Who_Id") == dana[0].text("id")
	})
	s.promiseRecord("Contacts", "Whitfield", "(212) 555-0143")
	return s.end(ctx, id, "", "Dana booked a check-up for Wednesday.", "Contacts", "Whitfield")
}

func newCallerCancels(ctx context.Context, s *stage) error {
	const id = "demo-maya"
	start, err := turn(ctx, s, "(the phone rings: 917 555 0166)", s.agent.StartConversation, &ringbookv1.StartConversationRequest{
		ConversationId: id, CallerPhone: "+19175550166",
	})
	if err != nil {
		return err
	}
	if err := expect(start.GetCaller().GetMatch(), ringbookv1.CallerMatch_CALLER_MATCH_NEW); err != nil {
		return err
	}
	slots, err := turn(ctx, s, "I need an appointment some afternoon.", s.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{
		ConversationId: id, PartOfDay: ringbookv1.PartOfDay_PART_OF_DAY_AFTERNOON,
	})
	if err != nil {
		return err
	}
	if err := expect(slots.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK); err != nil {
		return err
	}
	last := slots.GetSlots()[len(slots.GetSlots())-1]
	unnamed, err := turn(ctx, s, "The last one.", s.agent.Book, &ringbookv1.BookRequest{ConversationId: id, SlotId: last.GetSlotId()})
	if err != nil {
		return err
	}
	if err := expect(unnamed.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_CALLER_UNKNOWN); err != nil {
		return err
	}
	booked, err := turn(ctx, s, "Maya Okafor.", s.agent.Book, &ringbookv1.BookRequest{
		ConversationId: id, SlotId: last.GetSlotId(), CallerName: "Maya Okafor",
	})
	if err != nil {
		return err
	}
	if err := expect(booked.GetStatus(), ringbookv1.BookStatus_BOOK_STATUS_BOOKED); err != nil {
		return err
	}
	cancelled, err := turn(ctx, s, "Oh no, I am away that day. Cancel it, please.", s.agent.Cancel, &ringbookv1.CancelRequest{
		ConversationId: id, AppointmentRef: booked.GetAppointment().GetAppointmentRef(),
	})
	if err != nil {
		return err
	}
	if err := expect(cancelled.GetStatus(), ringbookv1.CancelStatus_CANCEL_STATUS_CANCELLED); err != nil {
		return err
	}
	s.promiseNoEvent("Maya Okafor", last.GetStart().AsTime())
	s.promiseRecord("Contacts", "Okafor", "+19175550166")
	return s.end(ctx, id, "Maya Okafor", "Maya booked an appointment and cancelled it in the same call.", "Contacts", "Okafor")
}

func unknownCallerAsks(ctx context.Context, s *stage) error {
	const id = "demo-sam"
	start, err := turn(ctx, s, "(the phone rings: 646 555 0109)", s.agent.StartConversation, &ringbookv1.StartConversationRequest{
		ConversationId: id, CallerPhone: "+16465550109",
	})
	if err != nil {
		return err
	}
	if err := expect(start.GetCaller().GetMatch(), ringbookv1.CallerMatch_CALLER_MATCH_NEW); err != nil {
		return err
	}
	slots, err := turn(ctx, s, "What do you have next week?", s.agent.CheckSlots, &ringbookv1.CheckSlotsRequest{
		ConversationId: id, From: "2027-03-08", To: "2027-03-12",
	})
	if err != nil {
		return err
	}
	if err := expect(slots.GetStatus(), ringbookv1.CheckSlotsStatus_CHECK_SLOTS_STATUS_OK); err != nil {
		return err
	}
	s.promiseRecord("Leads", "Abara", "+16465550109")
	return s.end(ctx, id, "Sam Abara", "Sam asked for times next week and will call again.", "Leads", "Abara")
}

// end reports the conversation's end and promises the note that follows.
func (s *stage) end(ctx context.Context, id, name, summary, module, lastName string) error {
	s.promiseNote(module, lastName, summary)
	_, err := s.ended(ctx, &ringbookv1.EndConversationRequest{ConversationId: id, CallerName: name, Summary: summary})
	return err
}

// ended reports the end of a conversation and waits for what follows, all of
// which must succeed.
func (s *stage) ended(ctx context.Context, req *ringbookv1.EndConversationRequest) (*ringbookv1.FollowUp, error) {
	s.conversations++
	req.WaitSeconds = followUpWait
	req.Turns = []*ringbookv1.ConversationTurn{
		{Role: "agent", Text: "Harbor Dental, how can I help you?"},
		{Role: "caller", Text: req.GetSummary()},
	}
	ended, err := turn(ctx, s, "Thank you, bye.", s.agent.EndConversation, req)
	if err != nil {
		return nil, err
	}
	return ended.GetFollowUp(), expect(ended.GetFollowUp().GetState(), ringbookv1.FollowUpState_FOLLOW_UP_STATE_DONE)
}

package rpc

import (
	"context"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/fault"
)

// greetWithin bounds the look-ups in the CRM at the start of a call, together:
// the caller is listening to silence meanwhile, and a name that comes late is
// worth less than an answer.
const greetWithin = 2 * time.Second

// StartConversation implements the RPC: who is calling, what they have booked,
// and the first slots where the project wants them.
func (s *schedulingService) StartConversation(ctx context.Context, req *ringbookv1.StartConversationRequest) (*ringbookv1.StartConversationResponse, error) {
	c, err := s.open(ctx, req.GetConversationId())
	if err != nil {
		return nil, err
	}
	spoken := c.spoken("")
	if spoken.Transport == "" {
		// The platform's own code makes this call, so here the body vouches.
		spoken.Transport = req.GetCallerPhone()
	}
	conv, err := s.conversations.Begin(ctx, c.project, c.conversation, conversation.Start{
		Spoken: spoken, Channel: channels[req.GetChannel()], Direction: directions[req.GetDirection()],
		StartedAt: c.told(req.GetStartedAt()),
	})
	if err != nil {
		return nil, err
	}
	until := time.Now().Add(greetWithin)
	match, status := s.whoCalls(ctx, c, conv, until)
	upcoming, err := s.bookings.Upcoming(ctx, c.project, conv.Line)
	if err != nil {
		return nil, err
	}
	offers := s.firstSlots(ctx, c, until)
	say, next := c.greeting(status, match, offers)
	return &ringbookv1.StartConversationResponse{
		Status: status, Say: say, Next: next, Now: c.stamp(), TimeZone: c.zoneName(),
		Caller: c.match(match), Upcoming: c.appointments(upcoming), Slots: c.slots(offers, c.set.Scheduling.Zone),
	}, nil
}

// whoCalls looks the line's number up and keeps a single match with the
// conversation.
func (s *schedulingService) whoCalls(ctx context.Context, c call, conv conversation.Conversation, until time.Time) (contact.Match, ringbookv1.StartConversationStatus) {
	const ok = ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_OK
	if conv.Withheld {
		return contact.Match{Outcome: contact.Withheld}, ok
	}
	if !c.connected {
		return contact.Match{Outcome: contact.NotChecked}, ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_NOT_CONNECTED
	}
	asking, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	match, err := s.contacts.Find(asking, c.project, c.set.Callers, conv.Line)
	if err != nil {
		s.log.Warn("the caller could not be looked up", "project", c.project, "error", err)
		return contact.Match{Outcome: contact.NotChecked}, unreachableAtStart(err)
	}
	if match.Outcome == contact.Known {
		// A client that has gone does not undo what was found out for it.
		err = s.conversations.Stand(context.WithoutCancel(ctx), c.project, c.conversation, conversation.Standing{
			Module: string(match.Record.Module), ID: match.Record.ID, Name: match.Record.Name, Number: conv.Line,
		})
		if err != nil {
			s.log.Warn("the caller's record could not be kept", "project", c.project, "error", err)
		}
	}
	return match, ok
}

func unreachableAtStart(err error) ringbookv1.StartConversationStatus {
	if k := fault.KindOf(err); k == fault.NotConnected || k == fault.Unauthenticated {
		return ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_NOT_CONNECTED
	}
	return ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_RETRY_LATER
}

// firstSlots are what may be offered at once, where the project wants that.
// None is no reason to fail a greeting.
func (s *schedulingService) firstSlots(ctx context.Context, c call, until time.Time) []booking.Offer {
	if !c.set.Features.SlotsAtStart {
		return nil
	}
	ctx, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	list, err := s.bookings.Slots(ctx, c.set, booking.SlotQuery{Project: c.project, Connected: c.connected})
	if err != nil {
		s.log.Warn("no slots to greet with", "project", c.project, "error", err)
	}
	return list.Offers
}

func (c call) greeting(status ringbookv1.StartConversationStatus, m contact.Match, offers []booking.Offer) (string, ringbookv1.Next) {
	switch {
	case status == ringbookv1.StartConversationStatus_START_CONVERSATION_STATUS_NOT_CONNECTED:
		return c.say().Greeting(""), ringbookv1.Next_NEXT_HAND_OFF
	case m.Outcome == contact.Withheld:
		return c.say().GreetingWithheld(), ringbookv1.Next_NEXT_ASK_PHONE
	case m.Outcome == contact.Known:
		return c.say().Greeting(m.Record.Name), nextAfterGreeting(offers)
	case m.Outcome == contact.Ambiguous:
		return c.say().WhichPerson(names(m.Candidates)), ringbookv1.Next_NEXT_ASK_WHICH
	}
	return c.say().Greeting(""), nextAfterGreeting(offers)
}

func nextAfterGreeting(offers []booking.Offer) ringbookv1.Next {
	if len(offers) > 0 {
		return ringbookv1.Next_NEXT_OFFER_SLOTS
	}
	return ringbookv1.Next_NEXT_UNSPECIFIED
}

package rpc

import (
	"context"
	"time"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/booking"
)

var cancelStatuses = map[booking.Status]ringbookv1.CancelStatus{
	booking.CancelledNow:     ringbookv1.CancelStatus_CANCEL_STATUS_CANCELLED,
	booking.StillPending:     ringbookv1.CancelStatus_CANCEL_STATUS_PENDING,
	booking.AlreadyCancelled: ringbookv1.CancelStatus_CANCEL_STATUS_ALREADY_CANCELLED,
	booking.NotFound:         ringbookv1.CancelStatus_CANCEL_STATUS_NOT_FOUND,
	booking.WhichOne:         ringbookv1.CancelStatus_CANCEL_STATUS_WHICH_ONE,
	booking.NotYours:         ringbookv1.CancelStatus_CANCEL_STATUS_NOT_YOURS,
	booking.InPast:           ringbookv1.CancelStatus_CANCEL_STATUS_IN_PAST,
	booking.KeyReused:        ringbookv1.CancelStatus_CANCEL_STATUS_KEY_REUSED,
	booking.Disabled:         ringbookv1.CancelStatus_CANCEL_STATUS_DISABLED,
	booking.NotConnected:     ringbookv1.CancelStatus_CANCEL_STATUS_NOT_CONNECTED,
	booking.RetryLater:       ringbookv1.CancelStatus_CANCEL_STATUS_RETRY_LATER,
}

// Cancel implements the RPC.
func (s *schedulingService) Cancel(ctx context.Context, req *ringbookv1.CancelRequest) (*ringbookv1.CancelResponse, error) {
	c, err := s.open(ctx, req.GetConversationId())
	if err != nil {
		return nil, err
	}
	ask := booking.CancelRequest{
		Project: c.project, Conversation: c.known, Caller: c.caller(req.GetCallerPhone()),
		Code: req.GetConfirmationCode(), Start: c.instant(req.GetStart()), Reason: tidy(req.GetReason()),
		Key: req.GetIdempotencyKey(), Connected: c.connected,
	}
	if req.GetAppointmentRef() != "" {
		id, ok := c.handles.booking(req.GetAppointmentRef(), c.conversation)
		ask.Ref, ask.BadRef = id, !ok
	}
	res, err := s.bookings.Cancel(ctx, c.set, ask)
	if err != nil {
		return nil, err
	}
	say, next := c.cancelled(res)
	if res.Status == booking.NotFound && req.GetConfirmationCode() != "" {
		say = c.say().CodeUnknown()
	}
	return &ringbookv1.CancelResponse{
		Status: cancelStatuses[res.Status], Say: say, Next: next, Now: c.stamp(), TimeZone: c.zoneName(),
		Replayed: res.Replayed, Appointment: c.appointment(res.Booking), Choices: c.appointments(res.Choices),
	}, nil
}

// cancelled is the line for a result of Cancel, and what to do next.
func (c call) cancelled(res booking.Result) (string, ringbookv1.Next) {
	say := c.say()
	switch res.Status {
	case booking.CancelledNow:
		return say.Cancelled(res.Booking.Start), ringbookv1.Next_NEXT_DONE
	case booking.StillPending:
		return say.CancelPending(res.Booking.Start), ringbookv1.Next_NEXT_DONE
	case booking.AlreadyCancelled:
		return say.AlreadyCancelled(res.Booking.Start), ringbookv1.Next_NEXT_DONE
	case booking.NotFound:
		return say.NotFound(), ringbookv1.Next_NEXT_ASK_CODE
	case booking.WhichOne:
		return say.WhichOne(startsOf(res.Choices)), ringbookv1.Next_NEXT_ASK_WHICH
	case booking.NotYours:
		return say.NotYours(), ringbookv1.Next_NEXT_ASK_CODE
	case booking.InPast:
		return say.Over(), ringbookv1.Next_NEXT_DONE
	case booking.KeyReused:
		return say.KeyReused(), ringbookv1.Next_NEXT_CONFIRM
	case booking.Disabled:
		return say.CancellingOff(), ringbookv1.Next_NEXT_HAND_OFF
	case booking.NotConnected:
		return say.NotConnected(), ringbookv1.Next_NEXT_HAND_OFF
	}
	return say.RetryLater(), ringbookv1.Next_NEXT_CONFIRM
}

func startsOf(all []booking.Booking) []time.Time {
	out := make([]time.Time, 0, len(all))
	for _, b := range all {
		out = append(out, b.Start)
	}
	return out
}

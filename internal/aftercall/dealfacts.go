package aftercall

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/criteria"
)

// factsOf is what the rules may know of a conversation, of what it booked and
// cancelled, and of the caller's open deal, if there is one.
func factsOf(c conversation.Conversation, on conversation.Standing, touched []booking.Booking, current *Deal) criteria.Facts {
	f := criteria.Facts{
		Booked:    booked(c, touched) != nil,
		Cancelled: slices.ContainsFunc(touched, func(b booking.Booking) bool { return b.CancelledBy == c.ID }),
		Returning: !on.Made,
		Outcome:   c.Report.Outcome, Summary: c.Report.Summary,
		Transcript: c.Report.Text(), CallerWords: c.Report.CallerWords(), Turns: c.Report.TurnsTaken(),
		Direction: string(c.Direction),
	}
	if length := c.Report.EndedAt.Sub(c.StartedAt); !c.Report.EndedAt.IsZero() && length > 0 {
		f.DurationSeconds = int(length / time.Second)
	}
	if current != nil {
		f.Stage, f.Amount = current.Stage, current.Amount
	}
	return f
}

// booked is the appointment that the conversation made and that stands; nil
// where there is none.
func booked(c conversation.Conversation, touched []booking.Booking) *booking.Booking {
	for i, b := range touched {
		if b.Conversation == c.ID && b.Stands() {
			return &touched[i]
		}
	}
	return nil
}

// awaited reports whether an appointment that the conversation made is still on
// its way into the CRM.
func awaited(c conversation.Conversation, touched []booking.Booking) bool {
	return slices.ContainsFunc(touched, func(b booking.Booking) bool {
		return b.Conversation == c.ID && b.State == booking.Pending
	})
}

package aftercall

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/phone"
)

// record finds or makes the record that stands for the caller. Nil without an
// error means that there is none and shall be none.
func (s *Service) record(ctx context.Context, set attribute.Settings, c conversation.Conversation) (*conversation.Standing, error) {
	if c.Standing != nil {
		return s.stand(ctx, c, *c.Standing)
	}
	number := numberOf(c)
	touched, err := s.Bookings.OfConversation(ctx, c.Project, c.ID)
	if err != nil {
		return nil, err
	}
	if wait := s.wait(c, touched); wait > 0 {
		return nil, job.Snooze(wait)
	}
	if b, ok := attended(c, touched); ok {
		return s.stand(ctx, c, conversation.Standing{
			Module: string(b.Attendee.Module), ID: b.Attendee.ID, Name: b.Attendee.Name, Number: b.Phone, Made: b.AttendeeMade,
		})
	}
	match, err := s.Contacts.Find(ctx, c.Project, set.Callers, number)
	if err != nil {
		return nil, s.keep(ctx, c, conversation.Step{Kind: StepRecord}, err)
	}
	switch {
	case match.Outcome == contact.Known:
		return s.stand(ctx, c, standing(match.Record, number))
	case match.Outcome == contact.Ambiguous:
		return nil, s.skip(ctx, c, "several people share this number, and nobody said who was calling")
	case !set.AfterCall.CreateLead:
		return nil, s.skip(ctx, c, "the caller is in no record, and zoho_create_lead is off")
	case number == "" && c.Report.CallerName == "":
		return nil, s.skip(ctx, c, "neither a number nor a name is known of the caller")
	}
	return s.make(ctx, set, c, number)
}

// lookAgain is the wait for a booking of the call that is on its way: whoever
// attends it is the record, and a lead beside it would be one too many.
// It is looked for ever more seldom, and after a day the call is filed anyway.
const (
	lookAgain      = 10 * time.Second
	waitForBooking = 24 * time.Hour
)

// wait is how long to wait for a booking of the conversation that is on its way
// into the CRM; zero where there is none, or no use in waiting any longer.
func (s *Service) wait(c conversation.Conversation, touched []booking.Booking) time.Duration {
	age := s.Now().Sub(c.ReportedAt)
	if age >= waitForBooking || !awaited(c, touched) {
		return 0
	}
	return max(lookAgain, age/10)
}

// attended returns the latest booking of the conversation that is in the CRM
// with who attends it. A booking is confirmed a moment before the conversation
// learns who that is, or long before, where the server died in between.
func attended(c conversation.Conversation, touched []booking.Booking) (latest booking.Booking, ok bool) {
	for _, b := range touched {
		if b.Conversation == c.ID && b.State == booking.Confirmed && b.Attendee != nil && !b.CreatedAt.Before(latest.CreatedAt) {
			latest, ok = b, true
		}
	}
	return latest, ok
}

// make creates the record of a caller who is in none and did not book.
func (s *Service) make(ctx context.Context, set attribute.Settings, c conversation.Conversation, number phone.Number) (*conversation.Standing, error) {
	module := contact.Leads
	if set.Callers.NewAsContact {
		module = contact.Contacts
	}
	person := contact.Person{Name: c.Report.CallerName, Phone: number, Company: set.Connection.LeadCompany}
	record, err := s.Contacts.Make(ctx, c.Project, module, person, intention(c, StepRecord)+"/"+string(module))
	if err != nil {
		return nil, s.keep(ctx, c, conversation.Step{Kind: StepRecord, Module: string(module)}, err)
	}
	made := standing(record, number)
	made.Made = true
	return s.stand(ctx, c, made)
}

func standing(r contact.Record, number phone.Number) conversation.Standing {
	return conversation.Standing{Module: string(r.Module), ID: r.ID, Name: r.Name, Number: number}
}

// stand keeps which record stands for the caller, as a step too.
func (s *Service) stand(ctx context.Context, c conversation.Conversation, on conversation.Standing) (*conversation.Standing, error) {
	if c.Standing == nil {
		if err := s.Conversations.Stand(ctx, c.Project, c.ID, on); err != nil {
			return nil, err
		}
	}
	step := conversation.Step{Kind: StepRecord, State: conversation.StepDone, Module: on.Module, Record: on.ID}
	return &on, s.keep(ctx, c, step, nil)
}

func (s *Service) skip(ctx context.Context, c conversation.Conversation, why string) error {
	return s.keep(ctx, c, conversation.Step{Kind: StepRecord, State: conversation.StepSkipped, Detail: why}, nil)
}

// numberOf is the number to file the call under. A claim is enough for that.
func numberOf(c conversation.Conversation) phone.Number {
	if c.Line != "" {
		return c.Line
	}
	return c.Report.CallerPhone
}

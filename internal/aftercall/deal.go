package aftercall

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/booking"
	"github.com/ringbook/ringbook/internal/contact"
	"github.com/ringbook/ringbook/internal/conversation"
	"github.com/ringbook/ringbook/internal/criteria"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/intent"
	"github.com/ringbook/ringbook/internal/job"
	"github.com/ringbook/ringbook/internal/slot"
)

// dealModule is where deals are, as steps name it.
const dealModule = "Deals"

// deal makes or moves the caller's deal, once, and returns what the note is to
// tell of it. What changed nothing is judged anew when more is reported; what
// was decided to be written is carried out as decided, however often it takes.
func (s *Service) deal(ctx context.Context, set attribute.Settings, c conversation.Conversation, on conversation.Standing) (explained string, err error) {
	if why := noDeal(set.AfterCall.Deals, on); why != "" && c.Step(StepDeal).State != conversation.StepDone {
		return "", s.skipDeal(ctx, c, why)
	}
	leave, err := s.turn.take(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	// Whoever had the turn before may have worked on the same conversation.
	if c, _, err = s.Conversations.Find(ctx, c.Project, c.ID); err != nil {
		return "", err
	}
	if done := c.Step(StepDeal); done.State == conversation.StepDone {
		return explain(c.Deal, done.Detail), nil
	}
	return s.dealNow(ctx, set, c, on)
}

// dealNow decides, unless that was done before, and carries the decision out.
func (s *Service) dealNow(ctx context.Context, set attribute.Settings, c conversation.Conversation, on conversation.Standing) (explained string, err error) {
	touched, err := s.Bookings.OfConversation(ctx, c.Project, c.ID)
	if err != nil {
		return "", err
	}
	if wait := s.wait(c, touched); wait > 0 {
		// Whether the appointment stands is what most rules ask.
		return "", job.Snooze(wait)
	}
	if c.Deal != nil {
		overtaken, err := s.overtaken(ctx, set, c, on)
		if err != nil {
			return "", s.keepDeal(ctx, c, conversation.Step{}, err)
		}
		if !overtaken {
			return s.carryOut(ctx, set, c, on, *c.Deal)
		}
		if c, err = s.withdraw(ctx, c); err != nil {
			return "", err
		}
	}
	v, err := s.judgeDeal(ctx, set, c, on, touched)
	switch {
	case err != nil:
		return failed(nil, err), s.keepDeal(ctx, c, conversation.Step{}, err)
	case v.write == nil && v.tell:
		return v.detail, s.skipDeal(ctx, c, v.detail)
	case v.write == nil:
		return "", s.skipDeal(ctx, c, v.detail)
	}
	decided, err := s.Conversations.DecideDeal(ctx, c.Project, c.ID, *v.write)
	if err != nil {
		return "", err
	}
	return s.carryOut(ctx, set, c, on, decided)
}

// noDeal says why nothing may be written about a deal.
func noDeal(deals attribute.Deals, on conversation.Standing) string {
	switch {
	case !deals.Update:
		return "zoho_update_pipeline is off"
	case on.Module == string(contact.Leads):
		return "the caller is a lead, and deals hang on contacts"
	case on.Module != string(contact.Contacts):
		return "of the caller only the company is known, and deals hang on contacts"
	}
	return ""
}

// judgeDeal finds the deal that the conversation is about and lets the rules
// judge it.
func (s *Service) judgeDeal(ctx context.Context, set attribute.Settings, c conversation.Conversation, on conversation.Standing, touched []booking.Booking) (verdict, error) {
	deals := set.AfterCall.Deals
	if len(deals.Pipeline.Stages) == 0 {
		return verdict{}, fault.New(fault.Invalid, "the stages of the pipeline are not known").WithRemedy("publish again, which fetches them")
	}
	program, err := criteria.Compile(deals.Criteria, stageNames(deals.Pipeline))
	if err != nil {
		return verdict{}, fault.Wrap(fault.Invalid, err, "zoho_pipeline_criteria cannot be used: %s", err)
	}
	all, err := s.CRM.DealsOf(ctx, c.Project, on.ID)
	if err != nil {
		return verdict{}, err
	}
	current := openDeal(all, deals.Pipeline)
	ruled, err := program.Decide(ctx, factsOf(c, on, touched, current))
	if err != nil {
		return verdict{}, err
	}
	appointment := booked(c, touched)
	v := question{deals, current, ruled, appointment != nil}.judge()
	if v.write != nil && v.write.Deal == "" {
		v.write.Name = dealName(set, c, on, appointment)
	}
	return v, nil
}

// dealName fills the template in; a deal has a name in any case.
func dealName(set attribute.Settings, c conversation.Conversation, on conversation.Standing, appointment *booking.Booking) string {
	const enquiry = "Enquiry" // what zoho_deal_name says for no service
	service := enquiry
	if appointment != nil {
		service = cmp.Or(appointment.Service, enquiry)
	}
	name := set.AfterCall.Deals.Name.Render(map[string]string{
		"name": cmp.Or(on.Name, c.Report.CallerName), "service": service, "phone": string(on.Number),
		"date": c.StartedAt.In(set.Scheduling.Zone).Format(time.DateOnly),
	})
	return cmp.Or(name, enquiry)
}

// carryOut writes what was decided. What the CRM refuses is decided anew when
// the follow-up is asked for again.
func (s *Service) carryOut(ctx context.Context, set attribute.Settings, c conversation.Conversation, on conversation.Standing, d conversation.DealDecision) (explained string, err error) {
	in, write := s.moving(c, on, set.AfterCall.Deals.Pipeline, d)
	if d.Deal == "" {
		in, write = s.making(c, on, set, d)
	}
	in.ID, in.Project = dealIntention(c), c.Project
	record, err := s.Intents.Run(ctx, in, write)
	step := conversation.Step{State: conversation.StepDone, Record: record, Detail: outcomeOf(d)}
	if err := s.keepDeal(ctx, c, step, err); err == nil || !final(err) {
		return explain(&d, step.Detail), err
	}
	if err := s.Conversations.WithdrawDeal(ctx, c.Project, c.ID, d); err != nil {
		return "", err
	}
	return failed(&d, err), job.Stop(err)
}

// closesAfter is how far ahead a new deal is said to close. Zoho wants a date
// (zoho-crm-api §2.3: its sources disagree whether it must have one) and leaves
// deals without one out of its forecasts; a month is a guess that people put
// right.
const closesAfter = 30 // days

// making is how a deal is made. It is found again by our reference.
func (s *Service) making(c conversation.Conversation, on conversation.Standing, set attribute.Settings, d conversation.DealDecision) (intent.Intent, intent.Write) {
	n := NewDeal{
		Contact: on.ID, Name: d.Name, Pipeline: set.AfterCall.Deals.Pipeline.Name, Stage: d.After,
		ClosesOn: slot.DateOf(c.StartedAt, set.Scheduling.Zone).AddDays(closesAfter),
		Text:     "Made from a phone call" + reasonFor(d) + ".", Reference: dealReference(c),
	}
	return intent.Intent{Kind: "deal.create", Marker: n.Reference}, intent.Write{
		Do:   func(ctx context.Context) (string, error) { return s.CRM.CreateDeal(ctx, c.Project, n) },
		Find: s.findDeal(c.Project, on.ID, func(found Deal) bool { return strings.Contains(found.Text, n.Reference) }),
	}
}

// moving is how a deal is moved. That it was moved shows in its stage.
func (s *Service) moving(c conversation.Conversation, on conversation.Standing, p attribute.Pipeline, d conversation.DealDecision) (intent.Intent, intent.Write) {
	m := Move{Deal: d.Deal, Stage: d.After, Since: d.ModifiedAt}
	return intent.Intent{Kind: "deal.move", Marker: d.Deal + "/" + d.After}, intent.Write{
		Do: func(ctx context.Context) (string, error) { return d.Deal, s.CRM.MoveDeal(ctx, c.Project, m) },
		Find: s.findDeal(c.Project, on.ID, func(found Deal) bool {
			return found.ID == d.Deal && place(p, found.Stage) == place(p, d.After)
		}),
	}
}

// findDeal looks among the contact's deals for one that fits.
func (s *Service) findDeal(project, contact string, fits func(Deal) bool) intent.Find {
	return func(ctx context.Context) (string, bool, error) {
		all, err := s.CRM.DealsOf(ctx, project, contact)
		if err != nil {
			return "", false, err
		}
		for _, d := range all {
			if fits(d) {
				return d.ID, true, nil
			}
		}
		return "", false, nil
	}
}

func (s *Service) skipDeal(ctx context.Context, c conversation.Conversation, why string) error {
	return s.keepDeal(ctx, c, conversation.Step{State: conversation.StepSkipped, Detail: why}, nil)
}

func (s *Service) keepDeal(ctx context.Context, c conversation.Conversation, step conversation.Step, cause error) error {
	step.Kind, step.Module = StepDeal, dealModule
	return s.keep(ctx, c, step, cause)
}

// explain is what the note tells of the deal. The deal's name may hold what
// the step's detail, which is shown elsewhere, must not.
func explain(d *conversation.DealDecision, detail string) string {
	if d == nil || d.Name == "" || detail == "" {
		return detail
	}
	return d.Name + ": " + detail
}

// failed is what the note tells of a deal that could not be written for good.
func failed(d *conversation.DealDecision, cause error) string {
	if d == nil {
		return "nothing could be decided: " + reasonOf(cause)
	}
	return explain(d, attemptAt(*d)+": "+reasonOf(cause))
}

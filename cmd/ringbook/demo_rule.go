package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

const (
	// theRule is published in the middle of a conversation; it holds for both of
	// its story's callers.
	theRule = `rule: outcome == "wants a quote" => "Proposal/Price Quote" because "the caller asked for a quote"`

	wantsQuote  = "wants a quote"
	quotedStage = "Proposal/Price Quote"
	quotedWhy   = "from Qualification to Proposal/Price Quote because the caller asked for a quote"
)

// ruleIsPublished lets two callers ask for the same. Otto is on the phone when
// the rule goes live, so his conversation ends as it began, without deals.
// Dana calls afterwards, and her deal moves.
func ruleIsPublished(ctx context.Context, s *stage) error {
	const otto, dana = "demo-otto", "demo-dana-again"
	if err := s.picksUp(ctx, "(the phone rings: 212 555 0168)", otto, "+12125550168"); err != nil {
		return err
	}
	if err := s.publishes(ctx, map[string]string{"zoho_update_pipeline": "True", "zoho_pipeline_criteria": theRule}); err != nil {
		return err
	}
	if err := s.picksUp(ctx, "(a second phone rings: 212 555 0143)", dana, "+12125550143"); err != nil {
		return err
	}
	const moved, kept = "Dana asked for a quote for an implant.", "Otto asked for a quote for a crown."
	s.promiseDeal("Whitfield", quotedStage)
	s.promiseNote("Contacts", "Whitfield", moved, quotedWhy)
	if err := s.asksForQuote(ctx, dana, "Could you send me a quote for an implant?", moved, ringbookv1.StepState_STEP_STATE_DONE, quotedWhy); err != nil {
		return err
	}
	s.promiseNoDeal("Lindqvist")
	s.promiseNote("Contacts", "Lindqvist", kept)
	return s.asksForQuote(ctx, otto, "Sorry, I am still here. A quote for a crown, please.", kept, ringbookv1.StepState_STEP_STATE_SKIPPED, "zoho_update_pipeline is off")
}

// picksUp begins a conversation with a caller who is in the CRM.
func (s *stage) picksUp(ctx context.Context, rings, id, phone string) error {
	start, err := turn(ctx, s, rings, s.agent.StartConversation, &ringbookv1.StartConversationRequest{ConversationId: id, CallerPhone: phone})
	if err != nil {
		return err
	}
	return expect(start.GetCaller().GetMatch(), ringbookv1.CallerMatch_CALLER_MATCH_KNOWN)
}

// asksForQuote ends a conversation, shows what became of the deal, and wants
// that to be so.
func (s *stage) asksForQuote(ctx context.Context, id, caller, summary string, state ringbookv1.StepState, says string) error {
	s.printf("   caller    %s\n", caller)
	followUp, err := s.ended(ctx, &ringbookv1.EndConversationRequest{ConversationId: id, Summary: summary, Outcome: wantsQuote})
	if err != nil {
		return err
	}
	for _, step := range followUp.GetSteps() {
		if step.GetKind() != "deal" {
			continue
		}
		s.printf("   deal      %s\n", step.GetDetail())
		if !strings.Contains(step.GetDetail(), says) {
			return fmt.Errorf("of the deal it is said %q, not %q", step.GetDetail(), says)
		}
		return expect(step.GetState(), state)
	}
	return errors.New("nothing is said of the deal")
}

// publishes edits the draft and makes it live, as a builder does.
func (s *stage) publishes(ctx context.Context, values map[string]string) error {
	s.printf("   builder   zoho_update_pipeline = %s\n             zoho_pipeline_criteria = %s\n", values["zoho_update_pipeline"], values["zoho_pipeline_criteria"])
	var last *ringbookv1.PublishResponse
	steps := 0
	cost, err := s.measure(ctx, func() error {
		if _, err := s.builder.UpdateAttributes(ctx, &ringbookv1.UpdateAttributesRequest{Values: values}); err != nil {
			return err
		}
		stream, err := s.builder.Publish(ctx, &ringbookv1.PublishRequest{Note: "quotes move deals"})
		if err != nil {
			return err
		}
		defer stream.Close()
		for stream.Receive() {
			last = stream.Msg()
			if last.GetStep().GetState() != ringbookv1.StepState_STEP_STATE_RUNNING {
				steps++
			}
		}
		return stream.Err()
	})
	if err != nil {
		return err
	}
	if last.GetRevision() == 0 {
		return fmt.Errorf("the publish ended with the step %q: %s", last.GetStep().GetName(), last.GetStep().GetDetail())
	}
	s.printCost(fmt.Sprintf("Publish: %d steps, revision %d is live", steps, last.GetRevision()), cost)
	return nil
}

// promiseDeal says that a contact has exactly one deal, and in which stage.
func (s *stage) promiseDeal(lastName, stage string) {
	s.promise(fmt.Sprintf("the deal of %s is in %s", lastName, stage), func(ctx context.Context, crm crmView) (bool, string, error) {
		found, err := dealsOf(ctx, crm, lastName)
		if err != nil || len(found) != 1 {
			return false, fmt.Sprintf("%d deals hang on it", len(found)), err
		}
		at := found[0].text("Stage")
		return at == stage, fmt.Sprintf("%q is in %s", found[0].text("Deal_Name"), at), nil
	})
}

// promiseNoDeal says that a contact, who had none, still has none.
func (s *stage) promiseNoDeal(lastName string) {
	s.promise(fmt.Sprintf("no deal for %s, whose conversation began before the rule", lastName), func(ctx context.Context, crm crmView) (bool, string, error) {
		found, err := dealsOf(ctx, crm, lastName)
		if len(found) != 0 {
			return false, fmt.Sprintf("%q hangs on it", found[0].text("Deal_Name")), err
		}
		return err == nil, "", err
	})
}

func dealsOf(ctx context.Context, crm crmView, lastName string) (found []record, err error) {
	contacts, err := named(ctx, crm, "Contacts", lastName)
	if err != nil || len(contacts) != 1 {
		return nil, errors.Join(err, fmt.Errorf("%d contacts are called %s", len(contacts), lastName))
	}
	deals, err := crm.records(ctx, "Deals")
	for _, d := range deals {
		if d.lookup("Contact_Name") == contacts[0].text("id") {
			found = append(found, d)
		}
	}
	return found, err
}

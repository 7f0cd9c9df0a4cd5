package aftercall

import (
	"context"
	"strconv"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/conversation"
)

// dealIntention names the write of the decision that is kept. Another decision
// is another intention.
func dealIntention(c conversation.Conversation) string {
	id := intention(c, StepDeal)
	if c.Withdrawn > 0 {
		id += "/anew" + strconv.Itoa(c.Withdrawn)
	}
	return id
}

// overtaken reports whether the contact has got an open deal since it was
// decided to make one: from another call that could not write at once either,
// or from a person. It is surely not the decided one, which is then not made any
// more either.
func (s *Service) overtaken(ctx context.Context, set attribute.Settings, c conversation.Conversation, on conversation.Standing) (bool, error) {
	if c.Deal.Deal != "" {
		return false, nil // a move minds what has changed since by itself
	}
	all, err := s.CRM.DealsOf(ctx, c.Project, on.ID)
	switch {
	case final(err):
		return false, nil // the write will be refused likewise
	case err != nil:
		return false, err
	case openDeal(all, set.AfterCall.Deals.Pipeline) == nil:
		return false, nil
	}
	_, write := s.making(c, on, set, *c.Deal)
	made, err := s.Intents.Resolve(ctx, c.Project, dealIntention(c), write.Find)
	return err == nil && made == "", err
}

// withdraw drops the decision that is kept and returns the conversation as it
// is then.
func (s *Service) withdraw(ctx context.Context, c conversation.Conversation) (conversation.Conversation, error) {
	if err := s.Conversations.WithdrawDeal(ctx, c.Project, c.ID, *c.Deal); err != nil {
		return c, err
	}
	c, _, err := s.Conversations.Find(ctx, c.Project, c.ID)
	return c, err
}

package conversation

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/job"
)

// DealDecision is what was decided to write about the caller's deal. It is kept
// before it is carried out: once the deal has moved, the rules might decide
// otherwise, and a run after a crash has to finish this decision and not to
// make another. It is withdrawn where the CRM refuses it, or where the contact
// has got a deal meanwhile.
type DealDecision struct {
	// Deal is the CRM's id of the deal to move; empty for one to be made.
	Deal string
	// Name is what the deal is called.
	Name string
	// Before is the stage that it was in, empty for one to be made, and After
	// the stage decided on.
	Before, After string
	// ModifiedAt is when the deal was last changed as far as the decision knew;
	// zero for one to be made.
	ModifiedAt time.Time
	// Rule is the line of the rule that decided and Condition what it asks for;
	// zero and empty where no rule did.
	Rule      int
	Condition string
	// Because is the reason, for people.
	Because string
}

// DecideDeal keeps what was decided about the caller's deal, unless something
// was decided already, and returns what is kept: of several who judge the same
// conversation at once, the first one's decision is everybody's.
func (s *Service) DecideDeal(ctx context.Context, project, id string, d DealDecision) (DealDecision, error) {
	c, err := s.store.Update(ctx, project, id, func(c Conversation) (Conversation, []job.New, error) {
		if c.Deal == nil {
			c.Deal = &d
		}
		return c, nil, nil
	})
	if err != nil {
		return DealDecision{}, err
	}
	return *c.Deal, nil
}

// WithdrawDeal drops a decision that cannot be carried out, so that another one
// can be made. Another decision that is kept by now stays.
func (s *Service) WithdrawDeal(ctx context.Context, project, id string, d DealDecision) error {
	_, err := s.store.Update(ctx, project, id, func(c Conversation) (Conversation, []job.New, error) {
		if c.Deal != nil && c.Deal.Deal == d.Deal && c.Deal.After == d.After {
			c.Deal, c.Withdrawn = nil, c.Withdrawn+1
		}
		return c, nil, nil
	})
	return err
}

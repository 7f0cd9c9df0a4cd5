package aftercall

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// Deal is a deal as the CRM has it. Pipeline and Stage are the names that
// people see, which are also those that the CRM's API takes.
type Deal struct {
	ID, Name        string
	Pipeline, Stage string
	// Amount is in the organisation's currency; zero where none is known.
	Amount     float64
	ModifiedAt time.Time
	// Text holds the reference of a deal that was made here.
	Text string
}

// NewDeal is a deal to make.
type NewDeal struct {
	// Contact is the id of the contact that the deal hangs on. The deal gets
	// the contact's account, where the contact has one.
	Contact         string
	Name            string
	Pipeline, Stage string
	ClosesOn        slot.Date
	// Text is for people; the CRM keeps the reference with it.
	Text, Reference string
}

// Move changes the stage of a deal.
type Move struct {
	Deal, Stage string
	// Since is when the deal was last changed as far as the mover knows. Where
	// somebody changed it later the move is fault.Refused.
	Since time.Time
}

// Deals is what this package needs of a CRM for deals. A stage or a deal that
// the CRM does not take, for whatever reason of its own, is fault.Refused.
type Deals interface {
	// DealsOf returns all deals of a contact, those of a moment ago included.
	DealsOf(ctx context.Context, project, contact string) ([]Deal, error)
	// CreateDeal makes a deal and returns its id.
	CreateDeal(ctx context.Context, project string, d NewDeal) (id string, err error)
	// MoveDeal changes a stage.
	MoveDeal(ctx context.Context, project string, m Move) error
}

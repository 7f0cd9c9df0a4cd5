package crm

import (
	"context"

	"github.com/ringbook/ringbook/internal/aftercall"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/slot"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// automations run for every deal that is written, as they would for a person's
// change: what a team has built on stages hangs on them (zoho-crm-api §2.4).
func automations() []string { return []string{"workflow", "approval", "blueprint"} }

// longestDealName is what Zoho takes as Deal_Name, in characters.
const longestDealName = 120

// DealsOf implements aftercall.Deals by one COQL query, which sees a write at
// once, latest change first.
func (g *Gateway) DealsOf(ctx context.Context, project, contact string) ([]aftercall.Deal, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	query, err := coql.Select("id", "Deal_Name", "Pipeline", "Stage", "Amount", "Modified_Time", "Description").From("Deals").
		Where(coql.Eq("Contact_Name", contact)).OrderBy("-Modified_Time", "id").Build()
	if err != nil {
		return nil, err
	}
	var deals []aftercall.Deal
	for d, err := range zoho.Query[zoho.Deal](ctx, client, query) {
		if err != nil {
			return nil, translate(err)
		}
		deals = append(deals, dealOf(d))
	}
	return deals, nil
}

func dealOf(d zoho.Deal) aftercall.Deal {
	out := aftercall.Deal{
		ID: d.ID, Name: d.Name, Pipeline: d.Pipeline, Stage: d.Stage,
		ModifiedAt: d.ModifiedTime.Time, Text: d.Description,
	}
	if d.Amount != nil {
		out.Amount = *d.Amount
	}
	return out
}

// CreateDeal implements aftercall.Deals. The contact is read first, for its
// account: Zoho fills that in on its own pages only.
func (g *Gateway) CreateDeal(ctx context.Context, project string, d aftercall.NewDeal) (string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return "", err
	}
	of, err := client.Contacts.Get(ctx, d.Contact, "Account_Name")
	if err != nil {
		return "", translate(err)
	}
	result, err := client.Deals.InsertOne(ctx, zoho.Deal{
		Name: cut(d.Name, longestDealName), Pipeline: d.Pipeline, Stage: d.Stage, ClosingDate: day(d.ClosesOn),
		Contact: zoho.Ref(d.Contact), Account: ref(of.Account.ID), Description: referenceLine(d.Text, d.Reference),
	}, zoho.InsertOptions{Trigger: automations()})
	return result.ID, translate(err)
}

// MoveDeal implements aftercall.Deals. Stages are written by the name that
// people see (Zoho, Kaizen 205: display_value is for create and update). A
// change that somebody made since is left alone (zoho-crm-api §2.5,
// If-Unmodified-Since).
func (g *Gateway) MoveDeal(ctx context.Context, project string, m aftercall.Move) error {
	client, err := g.client(ctx, project)
	if err != nil {
		return err
	}
	_, err = client.Deals.UpdateOne(ctx, m.Deal, zoho.Deal{Stage: m.Stage},
		zoho.UpdateOptions{Trigger: automations(), IfUnmodifiedSince: m.Since})
	if zoho.IsModified(err) {
		return fault.Wrap(fault.Refused, err, "somebody changed the deal at the same time")
	}
	return translate(err)
}

func day(d slot.Date) zoho.Date { return zoho.Date{Year: d.Year, Month: d.Month, Day: d.Day} }

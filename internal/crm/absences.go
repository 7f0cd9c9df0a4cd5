package crm

import (
	"context"

	"github.com/ringbook/ringbook/internal/calendar"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
)

// absencesScope came later than others: a grant of before is not used for it.
const absencesScope = "ZohoCRM.settings.users_unavailability.READ"

// Absences implements calendar.Source by the users' unavailability in Zoho's
// settings, of which a user who is no administrator sees only their own
// (zoho-crm-api §3.6). Zoho is not asked where the grant is known not to cover
// it.
func (g *Gateway) Absences(ctx context.Context, project string, owners []calendar.Owner) ([]calendar.Absence, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	tie, err := g.clients.Connections.Status(ctx, project)
	if err != nil {
		return nil, err
	}
	for _, missing := range MissingScopes(tie.Scopes) {
		if missing.Name == absencesScope {
			return nil, fault.New(fault.Denied, "the grant does not cover when users are away")
		}
	}
	zones := zonesOf(owners)
	var absences []calendar.Absence
	for a, err := range client.UsersUnavailability(ctx) {
		if err != nil {
			return nil, translateSetting(err)
		}
		if zone, asked := zones[a.User.ID]; asked {
			absences = append(absences, calendar.Absence{
				Owner: a.User.ID, Interval: occupied(a.From.Time, a.To.Time, a.AllDay, zone),
			})
		}
	}
	return absences, nil
}

// Cancelled implements calendar.Source. Only a list that names the field tells
// it (zoho-crm-api §2.2); whether COQL can is not documented.
func (g *Gateway) Cancelled(ctx context.Context, project string, events []string) ([]string, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	var cancelled []string
	for e, err := range client.Events.List(ctx, zoho.ListOptions{Fields: []string{"$event_cancelled"}, IDs: events}) {
		if err != nil {
			return nil, translate(err)
		}
		if e.Cancelled {
			cancelled = append(cancelled, e.ID)
		}
	}
	return cancelled, nil
}

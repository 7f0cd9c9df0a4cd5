package crm

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/doctor"
	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/zoho"
	"github.com/ringbook/ringbook/internal/zoho/coql"
)

// Renew implements doctor.CRM.
func (g *Gateway) Renew(ctx context.Context, project string) error {
	client, err := g.client(ctx, project)
	if err != nil {
		return err
	}
	_, err = client.Tokens().Refresh(ctx)
	return translate(err)
}

// Heard implements doctor.CRM.
func (g *Gateway) Heard(ctx context.Context, project string) (doctor.Heard, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return doctor.Heard{}, err
	}
	heard := client.Heard()
	return doctor.Heard{
		CreditsTold: heard.CreditsTold, Credits: heard.Credits,
		CreditsSpent: heard.CreditsSpent, CreditsDaily: heard.CreditsDaily, Date: heard.Date,
	}, nil
}

// MissingScopes implements doctor.CRM.
func (g *Gateway) MissingScopes(granted string) []doctor.Scope {
	var missing []doctor.Scope
	for _, s := range MissingScopes(granted) {
		missing = append(missing, doctor.Scope{Name: s.Name, For: s.Reason, ForDeals: forDeals(s.Name), Optional: s.Optional})
	}
	return missing
}

// forDeals tells the scopes that only deals need: of their module, and of the
// settings that lead to their stages.
func forDeals(scope string) bool {
	return strings.Contains(scope, ".deals.") || strings.Contains(scope, ".layouts.") || strings.Contains(scope, ".pipeline.")
}

// Users implements doctor.CRM.
func (g *Gateway) Users(ctx context.Context, project string) ([]attribute.Person, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	users, err := client.Users(ctx, zoho.UsersActive)
	people := make([]attribute.Person, len(users))
	for i, u := range users {
		people[i] = attribute.Person{ID: u.ID, Name: u.FullName, Email: u.Email}
	}
	return people, translateSetting(err)
}

// Organisation implements doctor.CRM.
func (g *Gateway) Organisation(ctx context.Context, project string) (doctor.Organisation, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return doctor.Organisation{}, err
	}
	org, err := g.organisation(ctx, project, client)
	return doctor.Organisation{
		ID: org.ID, Name: org.CompanyName, TimeZone: org.TimeZone, Country: org.CountryCode, Environment: org.Type,
	}, translateSetting(err)
}

// Pipelines implements doctor.CRM.
func (g *Gateway) Pipelines(ctx context.Context, project string) ([]attribute.Pipeline, error) {
	client, err := g.client(ctx, project)
	if err != nil {
		return nil, err
	}
	listed, err := pipelines(ctx, client)
	all := make([]attribute.Pipeline, len(listed))
	for i, p := range listed {
		all[i] = pipelineOf(p)
	}
	return all, translateSetting(err)
}

// pipelineOf has the stages in their order, which need not be that of the
// answer.
func pipelineOf(p zoho.Pipeline) attribute.Pipeline {
	slices.SortStableFunc(p.Stages, func(a, b zoho.Stage) int { return cmp.Compare(a.Sequence, b.Sequence) })
	stages := make([]attribute.Stage, len(p.Stages))
	for i, s := range p.Stages {
		stages[i] = attribute.Stage{Name: s.Display, Value: cmp.Or(s.Actual, s.Display), Outcome: s.Forecast}
	}
	return attribute.Pipeline{Name: p.Display, Value: cmp.Or(p.Actual, p.Display), Default: p.Default, Stages: stages}
}

// ProbeRead implements doctor.CRM by COQL, which is how ringbook reads.
func (g *Gateway) ProbeRead(ctx context.Context, project, module string) error {
	client, err := g.client(ctx, project)
	if err != nil {
		return err
	}
	query, err := coql.Select("id").From(module).Where(coql.NotNull("id")).OrderBy("id").Build()
	if err != nil {
		return err
	}
	for _, err := range zoho.Query[struct{}](ctx, client, query) {
		return translateSetting(err)
	}
	return nil
}

// probeWord is in no record, one hopes; it does not matter.
const probeWord = "ringbookprobe"

// searchScope is what Zoho's search needs. It is not among Scopes, since
// ringbook does without.
const searchScope = "zohosearch.securesearch.read"

// ProbeSearch implements doctor.CRM. Zoho is not asked where the grant is known
// not to cover it.
func (g *Gateway) ProbeSearch(ctx context.Context, project string) error {
	client, err := g.client(ctx, project)
	if err != nil {
		return err
	}
	tie, err := g.clients.Connections.Status(ctx, project)
	if err != nil {
		return err
	}
	if had := scopesOf(tie.Scopes); len(had) > 0 && !coveredBy(had, searchScope) {
		return fault.New(fault.Denied, "the grant does not cover Zoho's search")
	}
	for _, err := range client.Contacts.Search(ctx, zoho.ByWord(probeWord), zoho.SearchOptions{Fields: []string{"id"}, PageSize: 1}) {
		return translateSetting(err)
	}
	return nil
}

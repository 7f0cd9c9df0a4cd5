package publish

import (
	"context"
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/fault"
)

const (
	dealFieldsIDN = "zoho_deal_fields"
	pipelinesIDN  = "zoho_pipelines"
)

func (r *run) dealFields(ctx context.Context) (Step, error) {
	if err := r.fetch(ctx, dealFieldsIDN); err != nil {
		return r.withoutDeals(err)
	}
	return Step{State: Done, Detail: count(elements(r.candidate.System[dealFieldsIDN]), "field", "fields")}, nil
}

func (r *run) pipelines(ctx context.Context) (Step, error) {
	if err := r.fetch(ctx, pipelinesIDN); err != nil {
		return r.withoutDeals(err)
	}
	learned, err := r.learned(ctx)
	if err != nil {
		return Step{}, err
	}
	known := learned.Organisation.Pipelines
	if len(known) == 0 {
		return r.withoutDeals(fault.New(fault.Denied, "Zoho lists no pipeline of Deals"))
	}
	return Step{State: Done, Detail: pipelineNames(known)}, nil
}

func pipelineNames(pipelines []attribute.Pipeline) string {
	var all []string
	for _, p := range pipelines {
		all = append(all, fmt.Sprintf("%s with %s", p.Name, count(len(p.Stages), "stage", "stages")))
	}
	return strings.Join(all, "; ")
}

// withoutDeals forgives that deals cannot be seen where none will be written.
func (r *run) withoutDeals(err error) (Step, error) {
	const allow = "give the user who authorized access to Deals in Zoho (Setup, Profiles), and consent to all the scopes that ringbook asks for"
	if !fault.Is(err, fault.Denied) {
		return Step{}, err
	}
	if r.settings.AfterCall.Deals.Update {
		return Step{Remedy: allow + "; or set zoho_update_pipeline to False"}, err
	}
	return Step{State: Done,
		Detail: problems(err) + "; nothing needs it while zoho_update_pipeline is False",
		Remedy: "before you set zoho_update_pipeline to True, " + allow}, nil
}

package publish

import (
	"context"
)

func (r *run) rules(ctx context.Context) (Step, error) {
	if !r.settings.AfterCall.Deals.Update {
		return Step{State: Skipped, Detail: "zoho_update_pipeline is off"}, nil
	}
	return Step{State: Skipped, Detail: "there are no rules"}, nil
}

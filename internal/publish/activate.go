package publish

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/internal/attribute"
)

// activate makes the candidate live, and tells what no step before had reason
// to tell. The draft then takes over what was chosen here, else it would differ
// from what is live without anybody having changed it. Where it cannot, or a
// crash comes between, the next publish chooses and takes over again.
func (r *run) activate(ctx context.Context) (_ Step, err error) {
	if r.revision, err = r.Attributes.Activate(ctx, r.candidate, r.by.KeyID, r.note); err != nil {
		return Step{}, err
	}
	if err := r.Attributes.FillDraft(ctx, r.project, r.chosen); err != nil {
		r.Logger.WarnContext(ctx, "the draft did not take over what the publish chose", "project", r.project, "error", err)
	}
	about := r.untold(r.settings, func(attribute.Warning) bool { return true })
	ended := Step{State: Done, Detail: lines(fmt.Sprintf("revision %d is live", r.revision.Number), about)}
	if about != "" {
		ended.Remedy = "look at the attributes named"
	}
	return ended, nil
}

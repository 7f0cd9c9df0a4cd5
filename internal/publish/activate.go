package publish

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/internal/attribute"
)

// activate makes the candidate live, and tells what no step before had reason
// to tell.
func (r *run) activate(ctx context.Context) (_ Step, err error) {
	if r.revision, err = r.Attributes.Activate(ctx, r.candidate, r.by.KeyID, r.note); err != nil {
		return Step{}, err
	}
	about := r.untold(r.settings, func(attribute.Warning) bool { return true })
	ended := Step{State: Done, Detail: lines(fmt.Sprintf("revision %d is live", r.revision.Number), about)}
	if about != "" {
		ended.Remedy = "look at the attributes named"
	}
	return ended, nil
}

package doctor

import (
	"context"

	"github.com/ringbook/ringbook/internal/fault"
)

// probed are the modules that ringbook works in.
var probed = [...]string{"Events", "Contacts", "Leads", "Accounts", "Deals", "Notes"}

const searching = "search"

// probe begins the readings of the probes, where they are asked for.
func (e *exam) probe(ctx context.Context) {
	if !e.options.Probe {
		return
	}
	e.live.probes = map[string]*reading[struct{}]{
		searching: begin(e, func() (struct{}, error) { return struct{}{}, e.CRM.ProbeSearch(ctx, e.projectID) }),
	}
	for _, module := range probed {
		e.live.probes[module] = begin(e, func() (struct{}, error) { return struct{}{}, e.CRM.ProbeRead(ctx, e.projectID, module) })
	}
}

func (e *exam) probes(needs []string) []check {
	var all []check
	if e.options.Probe {
		for _, module := range probed {
			all = append(all, check{"read " + module, needs, func(ctx context.Context) finding { return e.probedBy(ctx, module) }})
		}
		all = append(all, check{searching, needs, func(ctx context.Context) finding { return e.probedBy(ctx, searching) }})
	}
	return append(all, e.questions(needs)...)
}

// probedBy is the finding of a probe. Ringbook finds records by COQL and not by
// Zoho's search, whose index lags, so that a grant need not cover it.
func (e *exam) probedBy(ctx context.Context, name string) finding {
	switch _, err := e.live.probes[name].wait(); {
	case err == nil:
		return ok("Zoho answers")
	case name == searching && fault.Is(err, fault.Denied):
		return skipped("the grant does not cover Zoho's search, and ringbook does without")
	case name == "Deals" && fault.Is(err, fault.Denied) && !e.settings.AfterCall.Deals.Update:
		return skipped("%s, and nothing needs it while zoho_update_pipeline is off", problem(err))
	default:
		return e.unread(ctx, err)
	}
}

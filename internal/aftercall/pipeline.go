package aftercall

import (
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
)

// openDeal chooses the deal that a conversation is about: of the contact's
// deals in the pipeline those that are not closed, and of them the one that was
// modified last, since that is the one people work on. A deal in a stage that
// the pipeline is not known to have counts as open. Nil where there is none. Its
// stage is spelt as the pipeline's, for the rules to compare with.
func openDeal(all []Deal, p attribute.Pipeline) *Deal {
	var chosen *Deal
	for i, d := range all {
		if !isIn(d, p) || isClosed(p, d.Stage) {
			continue
		}
		if chosen == nil || d.ModifiedAt.After(chosen.ModifiedAt) {
			chosen = &all[i]
		}
	}
	if chosen == nil {
		return nil
	}
	spelt := *chosen
	if stage, known := p.Stage(spelt.Stage); known {
		spelt.Stage = stage.Name
	}
	return &spelt
}

// isIn reports whether a deal is in the pipeline. An organisation without
// pipelines has deals that name none.
func isIn(d Deal, p attribute.Pipeline) bool {
	return d.Pipeline == "" || strings.EqualFold(d.Pipeline, p.Name) || strings.EqualFold(d.Pipeline, p.Value)
}

// place is where a stage stands in the order of the pipeline; -1 for one that
// it does not have.
func place(p attribute.Pipeline, name string) int {
	stage, known := p.Stage(name)
	if !known {
		return -1
	}
	return slices.Index(p.Stages, stage)
}

// isClosed reports whether a deal in the stage is won or lost (Zoho's forecast
// types "Closed Won" and "Closed Lost", zoho-crm-api §3.6).
func isClosed(p attribute.Pipeline, name string) bool {
	stage, known := p.Stage(name)
	return known && strings.HasPrefix(stage.Outcome, "Closed")
}

// firstStage is where a new deal begins.
func firstStage(p attribute.Pipeline) string {
	for _, s := range p.Stages {
		if !isClosed(p, s.Name) {
			return s.Name
		}
	}
	return p.Stages[0].Name
}

func stageNames(p attribute.Pipeline) []string {
	names := make([]string, len(p.Stages))
	for i, s := range p.Stages {
		names[i] = s.Name
	}
	return names
}

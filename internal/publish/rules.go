package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/criteria"
	"github.com/ringbook/ringbook/internal/fault"
)

const criteriaIDN = "zoho_pipeline_criteria"

// rules compiles the pipeline criteria against the stages of the chosen
// pipeline, so that a rule which cannot work is found now and not after a call.
// While no deals are written, criteria may wait half done.
func (r *run) rules(context.Context) (Step, error) {
	deals := r.settings.AfterCall.Deals
	switch {
	case !deals.Update:
		return Step{State: Skipped, Detail: "zoho_update_pipeline is off"}, nil
	case strings.TrimSpace(deals.Criteria) == "":
		return Step{State: Skipped, Detail: criteriaIDN + " is not set, so no deal changes its stage"}, nil
	}
	program, err := criteria.Compile(deals.Criteria, stageNames(deals.Pipeline))
	if err != nil {
		return Step{Remedy: "correct the rules at the places named and publish again"}, ruleProblems(err)
	}
	if prose := program.Prose(); prose != "" {
		return Step{Remedy: `write it as rules, such as: rule: booked => "Qualification" because "there is an appointment"; or take it out`},
			fault.InvalidField(criteriaIDN, "these lines are prose, which only a model can judge, and none is configured:\n%s", prose)
	}
	return Step{State: Done, Detail: fmt.Sprintf("%s for %s", count(program.Rules(), "rule", "rules"), deals.Pipeline.Name)}, nil
}

// stageNames are those that people see, in the order of the pipeline.
func stageNames(p attribute.Pipeline) []string {
	var names []string
	for _, s := range p.Stages {
		names = append(names, s.Name)
	}
	return names
}

// ruleProblems is one fault for each problem.
func ruleProblems(err error) error {
	found, ok := errors.AsType[criteria.Problems](err)
	if !ok {
		return err
	}
	var all []error
	for _, p := range found {
		all = append(all, fault.InvalidField(criteriaIDN, "%s", p))
	}
	return errors.Join(all...)
}

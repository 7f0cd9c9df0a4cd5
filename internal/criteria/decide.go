package criteria

import (
	"context"
	"errors"
	"strings"
	"time"

	"cel.dev/cel-go/interpreter"

	"github.com/ringbook/ringbook/internal/fault"
)

// Decision is what the rules come to for one conversation. Where no rule holds
// it is zero.
type Decision struct {
	// Matched tells that a rule holds; then either Keep is set or Stage is the
	// stage to move to, as the pipeline spells it.
	Matched bool
	Keep    bool
	Stage   string
	// Rule is the line of the rule, counted from 1, and Condition what it asks
	// for, as typed.
	Rule      int
	Condition string
	// Because is the rule's reason with the facts filled in; empty where it
	// gives none.
	Because string
}

// longestJudgement bounds the judging of all rules together.
const longestJudgement = 2 * time.Second

// Decide tries the rules in their order; the first one that holds decides. A
// rule that cannot be judged is an error, a fault Invalid that names its line
// and no fact: what a later rule says would not be what the builder meant.
func (p *Program) Decide(ctx context.Context, f Facts) (Decision, error) {
	bounded, cancel := context.WithTimeout(ctx, longestJudgement)
	defer cancel()
	values := make(map[string]any, len(p.facts))
	for _, one := range p.facts {
		values[one.name] = one.value(f)
	}
	for _, r := range p.rules {
		result, _, err := r.condition.ContextEval(bounded, values)
		if ctx.Err() != nil {
			return Decision{}, ctx.Err()
		}
		if err != nil {
			return Decision{}, fault.New(fault.Invalid, "the rule on line %d of zoho_pipeline_criteria cannot be judged: %s", r.line, why(bounded, err)).
				WithRemedy("change the rule and publish")
		}
		if holds, _ := result.Value().(bool); holds {
			return Decision{Matched: true, Keep: r.stage == "", Stage: r.stage, Rule: r.line, Condition: r.typed, Because: r.because.tell(f)}, nil
		}
	}
	return Decision{}, nil
}

// why tells what stopped a rule. CEL's own words may quote a fact, so only
// those that cannot are passed on.
func why(ctx context.Context, err error) string {
	if _, stopped := errors.AsType[interpreter.EvalCancelledError](err); stopped || ctx.Err() != nil {
		return "it takes too long"
	}
	if strings.HasSuffix(err.Error(), " by zero") {
		return err.Error()
	}
	return "it fails on what is known of this conversation"
}

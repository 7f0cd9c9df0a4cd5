package criteria

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/ext"
)

// budget bounds one condition, in CEL's units of cost; one is about 20 ns of
// work. Looking for ten words in the longest transcript, in small letters,
// takes a quarter of it.
const budget = 5_000_000

// checkEvery is after how many rounds of a macro the clock is looked at.
const checkEvery = 100

// language is CEL with the declared facts.
type language struct {
	env   *cel.Env
	facts []fact
}

// newLanguage declares the facts, and the functions of texts in the first
// version of the library that tells their cost.
func newLanguage(facts []fact) (language, error) {
	options := []cel.EnvOption{
		ext.Strings(ext.StringsVersion(5)),
		cel.CrossTypeNumericComparisons(true),
	}
	for _, f := range facts {
		options = append(options, cel.Variable(f.name, f.kind))
	}
	env, err := cel.NewEnv(options...)
	return language{env, facts}, err
}

// compile checks a condition over a pipeline with the given stages and makes it
// ready to be judged.
func (l language) compile(condition piece, stages []string) (cel.Program, []slip) {
	ast, issues := l.env.Compile(condition.text)
	if issues.Err() != nil {
		return nil, l.slips(condition, issues.Errors())
	}
	refuse := func(format string, args ...any) (cel.Program, []slip) {
		return nil, []slip{{at: condition.at, text: fmt.Sprintf(format, args...)}}
	}
	if kind := ast.OutputType(); !kind.IsExactType(cel.BoolType) {
		return refuse("a condition is true or false, and this is of the type %s", cel.FormatCELType(kind))
	}
	if wrong := append(checkPatterns(ast, condition.at), checkStages(ast, condition.at, stages)...); len(wrong) > 0 {
		return nil, wrong
	}
	cost, err := l.env.EstimateCost(ast, estimator{l.facts})
	if err != nil {
		return refuse("the cost of this condition cannot be told: %s", err)
	}
	if cost.Max > budget {
		return refuse("this condition may take too long; use fewer or simpler steps, or look into summary instead of transcript")
	}
	program, err := l.env.Program(ast, cel.CostLimit(budget), cel.InterruptCheckFrequency(checkEvery))
	if err != nil {
		return refuse("this condition cannot be judged: %s", err)
	}
	return program, nil
}

// slips words what CEL found wrong. After a syntax error it guesses on, so only
// the first one is told.
func (l language) slips(condition piece, found []*common.Error) []slip {
	var out []slip
	for _, e := range found {
		s := slip{at: condition.at + max(0, e.Location.Column())}
		s.text, s.nearest = l.explain(e.Message)
		out = append(out, s)
		if strings.HasPrefix(e.Message, syntaxError) {
			break
		}
	}
	return out
}

// How CEL words what people get wrong most often (cel-go, parser and checker).
const (
	syntaxError = "Syntax error: "
	undeclared  = "undeclared reference to '"
)

var noOverload = regexp.MustCompile(`^found no matching overload for '_*([^']+?)_*' applied to '(.*)'$`)

func (l language) explain(message string) (text, near string) {
	if name, found := strings.CutPrefix(message, undeclared); found {
		name, _, _ = strings.Cut(name, "'")
		return "there is no fact or function " + clip(name, longestNamed), nearest(name, l.names())
	}
	if what, found := strings.CutPrefix(message, syntaxError); found {
		return "this is not CEL (" + clip(what, longestMessage) + "); and is written &&, or ||, not !, equal ==", ""
	}
	if parts := noOverload.FindStringSubmatch(message); parts != nil {
		return parts[1] + " does not go with " + parts[2], ""
	}
	return clip(message, longestMessage), ""
}

// longestMessage is how much of a message of CEL is told, in bytes.
const longestMessage = 160

// names are the facts and the functions that a person would write by name.
func (l language) names() []string {
	all := names(l.facts)
	for name := range l.env.Functions() {
		if !strings.ContainsAny(name, "_@!-.") {
			all = append(all, name)
		}
	}
	return all
}

// estimator tells CEL how long the facts may be, and what a pattern costs.
type estimator struct{ facts []fact }

// EstimateSize implements checker.CostEstimator.
func (e estimator) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	if path := node.Path(); len(path) == 1 {
		if f, known := find(e.facts, path[0]); known {
			return &checker.SizeEstimate{Max: uint64(f.longest)}
		}
	}
	return nil
}

// EstimateCallCost implements checker.CostEstimator. CEL counts a pattern's
// characters; what counts is how many steps it has for each character of the text.
func (e estimator) EstimateCallCost(function, _ string, target *checker.AstNode, args []checker.AstNode) *checker.CallEstimate {
	if function != matches {
		return nil
	}
	subject, pattern := args[0], args[len(args)-1]
	if target != nil {
		subject = *target
	}
	steps, err := patternSteps(pattern.Expr())
	size := subject.ComputedSize()
	if size == nil {
		size = e.EstimateSize(subject)
	}
	if err != nil || size == nil {
		return &checker.CallEstimate{CostEstimate: checker.CostEstimate{Max: math.MaxUint64}}
	}
	return &checker.CallEstimate{CostEstimate: size.MultiplyByCostFactor(common.StringTraversalCostFactor * float64(steps))}
}

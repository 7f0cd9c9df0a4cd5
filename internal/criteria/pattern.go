package criteria

import (
	"errors"
	"regexp/syntax"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// matches is CEL's function for regular expressions.
const matches = "matches"

// mostSteps bounds the program of a pattern. Against the longest transcript one
// of this size takes less than half a second, and nothing can interrupt it.
const mostSteps = 400

// checkPatterns looks at the pattern of every matches(). It takes the place of
// CEL's own limit (cel.RegexProgramSizeLimit), which panics at a counted
// repetition such as a{2,3} (cel-go v0.32.0).
func checkPatterns(checked *cel.Ast, offset int) []slip {
	native := checked.NativeRep()
	var out []slip
	for _, found := range ast.MatchDescendants(ast.NavigateAST(native), ast.FunctionMatcher(matches)) {
		args := found.AsCall().Args()
		pattern := args[len(args)-1]
		steps, err := patternSteps(pattern)
		if err == nil && steps > mostSteps {
			err = errors.New("this pattern is too large; use a shorter one, or smaller repetitions")
		}
		if err != nil {
			at := native.SourceInfo().GetStartLocation(pattern.ID())
			out = append(out, slip{at: offset + max(0, at.Column()), text: err.Error()})
		}
	}
	return out
}

// patternSteps is the number of instructions of a pattern that is written out.
func patternSteps(pattern ast.Expr) (int, error) {
	written, ok := types.String(""), pattern.Kind() == ast.LiteralKind
	if ok {
		written, ok = pattern.AsLiteral().(types.String)
	}
	if !ok {
		return 0, errors.New("a pattern must be written out in quotes, not put together")
	}
	parsed, err := syntax.Parse(string(written), syntax.Perl)
	if err != nil {
		return 0, errors.New("this is not a regular expression: " + clip(err.Error(), longestMessage))
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, errors.New("this is not a regular expression: " + clip(err.Error(), longestMessage))
	}
	return len(program.Inst), nil
}

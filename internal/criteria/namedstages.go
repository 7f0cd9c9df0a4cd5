package criteria

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// stageFact is the fact that holds a stage.
const stageFact = "stage"

// checkStages looks at every name that the fact stage is compared with. One that
// the pipeline does not have, in this very spelling, would never hold, and
// nobody would hear of it. The empty name stands for no deal.
func checkStages(checked *cel.Ast, offset int, stages []string) []slip {
	native := checked.NativeRep()
	compares := func(e ast.NavigableExpr) bool {
		return e.Kind() == ast.CallKind && slices.Contains([]string{operators.Equals, operators.NotEquals, operators.In}, e.AsCall().FunctionName())
	}
	var out []slip
	for _, found := range ast.MatchDescendants(ast.NavigateAST(native), compares) {
		for _, literal := range comparedWithStage(found.AsCall().Args()) {
			name, ok := literal.AsLiteral().(types.String)
			if !ok || name == "" || slices.Contains(stages, string(name)) {
				continue
			}
			at := native.SourceInfo().GetStartLocation(literal.ID())
			s := slip{at: offset + max(0, at.Column()), nearest: nearest(string(name), stages)}
			s.text = fmt.Sprintf("there is no stage %q in the pipeline, so this comparison is always the same", clip(string(name), longestNamed))
			if s.nearest == "" && len(stages) > 0 {
				s.text += "; its stages are " + strings.Join(stages, ", ")
			}
			out = append(out, s)
		}
	}
	return out
}

// comparedWithStage are the literals on the other side of the fact stage, or in
// the list there; none where the comparison is not about it.
func comparedWithStage(args []ast.Expr) []ast.Expr {
	isStage := func(e ast.Expr) bool { return e.Kind() == ast.IdentKind && e.AsIdent() == stageFact }
	if !slices.ContainsFunc(args, isStage) {
		return nil
	}
	var literals []ast.Expr
	for _, arg := range args {
		switch arg.Kind() {
		case ast.LiteralKind:
			literals = append(literals, arg)
		case ast.ListKind:
			for _, e := range arg.AsList().Elements() {
				if e.Kind() == ast.LiteralKind {
					literals = append(literals, e)
				}
			}
		}
	}
	return literals
}

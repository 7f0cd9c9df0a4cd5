package coql

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// MaxSubqueryRows is how many records of a subquery count; the rest is cut off
// (D7:COQL-subquery).
const MaxSubqueryRows = 100

// Expand replaces the subqueries of a query by the values that they find. run
// answers the values of a query's only column, as a Row holds them. Problems are
// INVALID_QUERY and those of run.
func Expand(q *Query, run func(*Query) ([]any, *problem.Problem)) (*Query, *problem.Problem) {
	e := &expansion{run: run}
	where, wrong := e.condition(q.Where)
	if wrong != nil {
		return nil, wrong
	}
	next := *q
	next.Where = where
	return &next, nil
}

type expansion struct {
	run      func(*Query) ([]any, *problem.Problem)
	sequence int
}

func (e *expansion) condition(c *Condition) (*Condition, *problem.Problem) {
	if c.Comparison != nil {
		filled, wrong := e.comparison(c.Comparison)
		return &Condition{Comparison: filled}, wrong
	}
	left, wrong := e.condition(c.Left)
	if wrong != nil {
		return nil, wrong
	}
	right, wrong := e.condition(c.Right)
	return &Condition{Joiner: c.Joiner, Left: left, Right: right}, wrong
}

func (e *expansion) comparison(c *Comparison) (*Comparison, *problem.Problem) {
	if c.Sub == nil {
		return c, nil
	}
	sequence := e.sequence
	e.sequence++
	if len(c.Sub.Select) > 1 {
		return nil, problem.New("INVALID_QUERY", "subquery should contains only one column", problem.Details{
			"sub_query_sequence": sequence, "column_name": keys(c.Sub.Select),
		})
	}
	found, wrong := e.run(c.Sub)
	if wrong != nil {
		return nil, wrong
	}
	if len(found) > 1 && !strings.HasSuffix(c.Operator, "in") {
		return nil, problem.New("INVALID_QUERY", "subquery return more than one values which is incompatible for the operator", problem.Details{
			"sub_query_sequence": sequence, "operator": c.Operator,
		})
	}
	return &Comparison{Column: c.Column, Operator: c.Operator, Values: literals(found)}, nil
}

func keys(all []Selected) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Key()
	}
	return names
}

// literals writes values as a query would; nulls are left out.
func literals(found []any) []Literal {
	found = slices.DeleteFunc(slices.Clone(found), func(v any) bool { return v == nil })
	all := make([]Literal, len(found))
	for i, v := range found {
		switch v := v.(type) {
		case float64:
			all[i] = Literal{Text: strconv.FormatFloat(v, 'f', -1, 64)}
		case bool:
			all[i] = Literal{Text: strconv.FormatBool(v)}
		case time.Time:
			all[i] = Literal{v.Format(time.RFC3339), true}
		case string:
			all[i] = Literal{v, true}
		}
	}
	return all
}

package coql

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// Type is how a column's values compare.
type Type int

// The types of columns, with the Go type of their values in a Row; a null is nil.
const (
	Text      Type = iota // string
	Number                // float64
	Boolean               // bool
	Date                  // string, yyyy-MM-dd
	DateTime              // time.Time
	Reference             // string: the id
)

// Table tells what columns there are. filtered is set when the column is asked
// for in a condition, where fewer are allowed. Problems are INVALID_QUERY.
type Table interface {
	Column(path string, filtered bool) (Type, *problem.Problem)
}

// Row is one record to a query.
type Row interface {
	Value(path string) any
}

// Plan is a query that was checked against a table.
type Plan struct {
	query *Query
	keep  func(Row) bool
	types map[string]Type // of the columns in order by
}

// Compile checks columns, operators and values. Problems are INVALID_QUERY.
func Compile(q *Query, t Table) (*Plan, *problem.Problem) {
	for _, name := range q.Columns {
		if _, wrong := t.Column(name, false); wrong != nil {
			return nil, wrong
		}
	}
	keep, wrong := condition(q.Where, t)
	if wrong != nil {
		return nil, wrong
	}
	p := &Plan{query: q, keep: keep, types: map[string]Type{}}
	for _, o := range q.Order {
		if p.types[o.Column], wrong = t.Column(o.Column, false); wrong != nil {
			return nil, wrong
		}
	}
	return p, nil
}

func condition(c *Condition, t Table) (func(Row) bool, *problem.Problem) {
	if c.Comparison != nil {
		return comparison(c.Comparison, t)
	}
	left, wrong := condition(c.Left, t)
	if wrong != nil {
		return nil, wrong
	}
	right, wrong := condition(c.Right, t)
	if wrong != nil {
		return nil, wrong
	}
	if c.Joiner == "and" {
		return func(r Row) bool { return left(r) && right(r) }, nil
	}
	return func(r Row) bool { return left(r) || right(r) }, nil
}

func comparison(c *Comparison, t Table) (func(Row) bool, *problem.Problem) {
	kind, wrong := t.Column(c.Column, true)
	if wrong != nil {
		return nil, wrong
	}
	if !slices.Contains(operators(kind), c.Operator) {
		return nil, problem.New("INVALID_QUERY", "the operator is not supported for the column", problem.Details{"reason": "invalid operator", "column_name": c.Column, "operator": c.Operator})
	}
	values := make([]any, len(c.Values))
	for i, literal := range c.Values {
		v, ok := valueOf(kind, literal)
		if !ok {
			return nil, problem.New("INVALID_QUERY", "the value does not suit the column", problem.Details{"column_name": c.Column, "value": literal.Text, "operator": c.Operator})
		}
		values[i] = v
	}
	test := predicate(kind, c.Operator, values)
	return func(r Row) bool { return test(r.Value(c.Column)) }, nil
}

// operators are those that a type takes (zoho-crm-api §3.3).
func operators(kind Type) []string {
	null := []string{"is null", "is not null"}
	same := append([]string{"=", "!=", "in", "not in"}, null...)
	switch kind {
	case Boolean:
		return []string{"="}
	case Reference:
		return same
	case Text:
		return append(same, "like", "not like")
	default:
		return append(same, "<", "<=", ">", ">=", "between", "not between")
	}
}

// valueOf reads a literal as a value of the type. Numbers may be quoted or not;
// date-times have an offset or Z, no fraction of a second (§3.3, §2.1).
func valueOf(kind Type, l Literal) (any, bool) {
	switch kind {
	case Number:
		n, err := strconv.ParseFloat(l.Text, 64)
		return n, err == nil
	case Boolean:
		b, err := strconv.ParseBool(strings.ToLower(l.Text))
		return b, err == nil
	case Date:
		_, err := time.Parse(time.DateOnly, l.Text)
		return l.Text, err == nil && l.Quoted
	case DateTime:
		t, err := time.Parse("2006-01-02T15:04:05Z07:00", l.Text)
		return t, err == nil && l.Quoted && !strings.ContainsAny(l.Text, ".,")
	case Text:
		return l.Text, l.Quoted
	default:
		return l.Text, true
	}
}

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

// Column is what a Table tells about a column: how it compares, and whether
// conditions may use it at all.
type Column struct {
	Type       Type
	Filterable bool
}

// Table tells what columns there are; known is false for a path that leads to
// none.
type Table interface {
	Column(path string) (c Column, known bool)
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
		if _, known := t.Column(name); !known {
			return nil, unknownColumn(name)
		}
	}
	keep, wrong := condition(q.Where, t)
	if wrong != nil {
		return nil, wrong
	}
	p := &Plan{query: q, keep: keep, types: map[string]Type{}}
	for _, o := range q.Order {
		c, known := t.Column(o.Column)
		if !known {
			return nil, unknownColumn(o.Column)
		}
		p.types[o.Column] = c.Type
	}
	return p, nil
}

func unknownColumn(path string) *problem.Problem {
	return problem.New("INVALID_QUERY", "column given seems to be invalid", problem.Details{"column_name": path})
}

// unsupported refuses a column in a condition, with the details of Zoho's own
// example, which is about Participants (zoho-crm-api §3.3).
func unsupported(c *Comparison) *problem.Problem {
	texts := make([]string, len(c.Values))
	for i, v := range c.Values {
		texts[i] = v.Text
	}
	return problem.New("INVALID_QUERY", "unsupported column in criteria", problem.Details{
		"cv_criteria": false, "column_name": c.Column, "operator": c.Operator, "value": strings.Join(texts, ","),
	})
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
	column, known := t.Column(c.Column)
	if !known {
		return nil, unknownColumn(c.Column)
	}
	if !column.Filterable {
		return nil, unsupported(c)
	}
	kind := column.Type
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

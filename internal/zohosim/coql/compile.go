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
	Picklist              // string
	Number                // float64
	Boolean               // bool
	Date                  // string, yyyy-MM-dd
	DateTime              // time.Time
	Reference             // string: the id
)

// Column is what a Table tells about a column: how it compares, and whether
// conditions, order by and group by may use it at all.
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
	order []orderBy
	types map[string]Type // of every column that is selected, grouped or ordered by
}

// orderBy is one part of order by with aliases resolved.
type orderBy struct {
	Term
	descending bool
}

// Compile checks columns, functions, operators and values. Subqueries must have
// been run before, see Expand. Problems are INVALID_QUERY.
func Compile(q *Query, t Table) (*Plan, *problem.Problem) {
	p := &Plan{query: q, types: map[string]Type{}}
	for _, check := range []func(Table) *problem.Problem{p.checkSelect, p.checkGroup, p.checkOrder} {
		if wrong := check(t); wrong != nil {
			return nil, wrong
		}
	}
	keep, wrong := condition(q.Where, t)
	p.keep = keep
	return p, wrong
}

func (p *Plan) checkSelect(t Table) *problem.Problem {
	for _, s := range p.query.Select {
		c, known := t.Column(s.Column)
		if !known {
			return unknownColumn(s.Column, "")
		}
		if !suits(s.Aggregate, c) {
			return problem.New("INVALID_QUERY", "unsupported column", problem.Details{"column_name": s.Column})
		}
		p.types[s.Column] = c.Type
	}
	return nil
}

// suits: COUNT takes numbers, lookups and picklists; sums and averages are of
// numbers (D7:Get-Records-through-COQL-Query). That MIN and MAX take dates too
// is not written anywhere.
func suits(aggregate string, c Column) bool {
	switch aggregate {
	case "":
		return true
	case "COUNT":
		return c.Filterable && (c.Type == Number || c.Type == Reference || c.Type == Picklist)
	case "MIN", "MAX":
		return c.Type == Number || c.Type == Date || c.Type == DateTime
	default:
		return c.Type == Number
	}
}

func (p *Plan) checkGroup(t Table) *problem.Problem {
	for _, name := range p.query.Group {
		c, known := t.Column(name)
		if !known || !c.Filterable {
			return unknownColumn(name, "group by")
		}
		p.types[name] = c.Type
	}
	for _, s := range p.query.Select {
		if p.Grouped() && s.Aggregate == "" && !slices.Contains(p.query.Group, s.Column) {
			return unknownColumn(s.Column, "group by")
		}
	}
	return nil
}

// checkOrder resolves aliases: they may stand in order by and nowhere else.
func (p *Plan) checkOrder(t Table) *problem.Problem {
	for _, o := range p.query.Order {
		term := o.Term
		for _, s := range p.query.Select {
			if s.Alias != "" && s.Alias == term.Column && term.Aggregate == "" {
				term = s.Term
			}
		}
		c, known := t.Column(term.Column)
		if !known || !c.Filterable || !suits(term.Aggregate, c) || !p.orderable(term) {
			return unknownColumn(o.Column, "order by")
		}
		p.types[term.Column] = c.Type
		p.order = append(p.order, orderBy{term, o.Descending})
	}
	return nil
}

// orderable: groups are ordered by what they are grouped by, or by a function
// that is selected.
func (p *Plan) orderable(t Term) bool {
	if t.Aggregate != "" {
		return slices.ContainsFunc(p.query.Select, func(s Selected) bool { return s.Term == t })
	}
	return !p.Grouped() || slices.Contains(p.query.Group, t.Column)
}

// unsupported refuses a column in a condition, with the details of Zoho's own
// example, which is about Participants; there the null operators are told as
// "=" and "!=" against ${EMPTY} (zoho-crm-api §3.3, OASY executeCOQLQuery).
func unsupported(c *Comparison) *problem.Problem {
	texts := make([]string, len(c.Values))
	for i, v := range c.Values {
		texts[i] = v.Text
	}
	operator, value := c.Operator, strings.Join(texts, ",")
	switch operator {
	case "is null":
		operator, value = "=", "${EMPTY}"
	case "is not null":
		operator, value = "!=", "${EMPTY}"
	}
	return problem.New("INVALID_QUERY", "unsupported column in criteria", problem.Details{
		"cv_criteria": false, "column_name": c.Column, "operator": operator, "value": value,
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
		return nil, unknownColumn(c.Column, "where")
	}
	if !column.Filterable {
		return nil, unsupported(c)
	}
	kind := column.Type
	if !slices.Contains(operators(kind), c.Operator) {
		return nil, unsuitedOperator(c.Column, c.Operator)
	}
	values := make([]any, len(c.Values))
	for i, literal := range c.Values {
		v, ok := valueOf(kind, literal)
		if !ok {
			return nil, unsuitedValue(c.Column)
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
	case Text, Picklist:
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
	case Text, Picklist:
		return l.Text, l.Quoted || l.bare()
	default:
		return l.Text, true
	}
}

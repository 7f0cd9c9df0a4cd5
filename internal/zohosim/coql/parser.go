package coql

import (
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// Limits of one query (zoho-crm-api §3.3).
const (
	maxColumns  = 500
	maxInValues = 100
	maxOrder    = 10
	maxNesting  = 200 // keeps a hostile query from exhausting the stack
)

// Parse reads a query. Problems are SYNTAX_ERROR, LIMIT_EXCEEDED, DUPLICATE_DATA
// and, for a limit below one, INVALID_DATA.
func Parse(query string) (*Query, *problem.Problem) {
	tokens, wrong := lex(query)
	if wrong != nil {
		return nil, wrong
	}
	p := &parser{tokens: tokens}
	q := &Query{Limit: DefaultLimit, Unlimited: true}
	for _, clause := range []func(*Query) *problem.Problem{p.selection, p.source, p.filter, p.grouping, p.ordering, p.limiting} {
		if wrong := clause(q); wrong != nil {
			return nil, wrong
		}
	}
	if t := p.peek(); t.kind != end {
		return nil, near(t)
	}
	return q, nil
}

type parser struct {
	tokens []token
	at     int
	depth  int
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

// accept takes the token if it is this keyword or symbol.
func (p *parser) accept(value string) bool {
	if !p.peek().is(value) {
		return false
	}
	p.next()
	return true
}

func (p *parser) selection(q *Query) *problem.Problem {
	if !p.accept("select") {
		return inClause("select")
	}
	seen := map[string]bool{}
	for {
		name, ok := p.column()
		if !ok {
			return inClause("select")
		}
		if seen[name] {
			return problem.New("DUPLICATE_DATA", "duplicate column in select", problem.Details{"column_name": name})
		}
		seen[name] = true
		q.Columns = append(q.Columns, name)
		if !p.accept(",") {
			break
		}
	}
	if len(q.Columns) > maxColumns {
		return tooMany("select columns", maxColumns)
	}
	return nil
}

// column is a name with dots, or a quoted path through a multi-module lookup,
// 'What_Id->Leads.Last_Name'.
func (p *parser) column() (string, bool) {
	t := p.peek()
	if t.kind == word && !isKeyword(t.value) || t.kind == text && strings.Contains(t.value, "->") {
		p.next()
		return t.value, true
	}
	return "", false
}

func isKeyword(value string) bool {
	switch strings.ToLower(value) {
	case "select", "from", "where", "and", "or", "group", "order", "by", "limit", "offset", "in", "not", "is", "null", "between", "like":
		return true
	default:
		return false
	}
}

func (p *parser) source(q *Query) *problem.Problem {
	if !p.accept("from") {
		return inClause("from")
	}
	t := p.next()
	if t.kind != word || isKeyword(t.value) {
		return inClause("from")
	}
	q.Module = t.value
	return nil
}

// filter is mandatory, and pairs conditions: an operand, or two of them joined.
func (p *parser) filter(q *Query) *problem.Problem {
	if !p.accept("where") {
		return inClause("where")
	}
	c, wrong := p.condition()
	if wrong != nil {
		return wrong
	}
	if t := p.peek(); t.is("and") || t.is("or") {
		return inClause("where") // three conditions that are not nested in pairs
	}
	q.Where = c
	return nil
}

func (p *parser) condition() (*Condition, *problem.Problem) {
	left, wrong := p.operand()
	if wrong != nil {
		return nil, wrong
	}
	t := p.peek()
	if !t.is("and") && !t.is("or") {
		return left, nil
	}
	p.next()
	right, wrong := p.operand()
	if wrong != nil {
		return nil, wrong
	}
	return &Condition{Joiner: strings.ToLower(t.value), Left: left, Right: right}, nil
}

func (p *parser) operand() (*Condition, *problem.Problem) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxNesting {
		return nil, inClause("where")
	}
	if !p.accept("(") {
		return p.comparison()
	}
	c, wrong := p.condition()
	if wrong != nil {
		return nil, wrong
	}
	if t := p.peek(); t.is("and") || t.is("or") {
		return nil, inClause("where")
	}
	if t := p.next(); !t.is(")") {
		return nil, near(t)
	}
	return c, nil
}

// grouping refuses what is not simulated.
func (p *parser) grouping(*Query) *problem.Problem {
	if p.peek().is("group") {
		return inClause("group by")
	}
	return nil
}

func (p *parser) ordering(q *Query) *problem.Problem {
	if !p.accept("order") {
		return nil
	}
	if !p.accept("by") {
		return inClause("order by")
	}
	for {
		name, ok := p.column()
		if !ok {
			return inClause("order by")
		}
		o := Order{Column: name, Descending: p.accept("desc")}
		if !o.Descending {
			p.accept("asc")
		}
		q.Order = append(q.Order, o)
		if !p.accept(",") {
			break
		}
	}
	if len(q.Order) > maxOrder {
		return tooMany("order by columns", maxOrder)
	}
	return nil
}

// limiting reads "limit n", "limit offset, n" and "limit n offset m".
func (p *parser) limiting(q *Query) *problem.Problem {
	if !p.accept("limit") {
		return nil
	}
	first, ok := p.count()
	if !ok {
		return inClause("limit")
	}
	q.Limit, q.Unlimited = first, false
	switch {
	case p.accept(","):
		q.Offset = first
		q.Limit, ok = p.count()
	case p.accept("offset"):
		q.Offset, ok = p.count()
	}
	if !ok {
		return inClause("limit")
	}
	if q.Limit < 1 {
		return problem.New("INVALID_DATA", "limit should be greater than 0", nil)
	}
	return nil
}

func (p *parser) count() (int, bool) {
	t := p.next()
	n, err := strconv.Atoi(t.value)
	return n, t.kind == number && err == nil && n >= 0
}

func tooMany(what string, limit int) *problem.Problem {
	return problem.New("LIMIT_EXCEEDED", "the query exceeds a limit", problem.Details{"by": what, "limit": limit})
}

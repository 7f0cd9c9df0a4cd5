package coql

import (
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// Limits of one query (zoho-crm-api §3.3; of subqueries D7:COQL-subquery).
const (
	maxColumns    = 500
	maxAggregates = 5
	maxGroup      = 4
	maxInValues   = 100
	maxOrder      = 10
	maxSubqueries = 5
	maxNesting    = 200 // keeps a hostile query from exhausting the stack
)

// Parse reads a query. Problems are SYNTAX_ERROR, LIMIT_EXCEEDED,
// DUPLICATE_DATA, INVALID_ALIAS, DUPLICATE_ALIAS, INVALID_QUERY for aliases and
// limits, and INVALID_DATA for functions and limits.
func Parse(query string) (*Query, *problem.Problem) {
	tokens, wrong := lex(query)
	if wrong != nil {
		return nil, wrong
	}
	p := &parser{tokens: tokens}
	q, wrong := p.query()
	if wrong != nil {
		return nil, wrong
	}
	if t := p.peek(); t.kind != end {
		return nil, unexpected(t)
	}
	return q, nil
}

type parser struct {
	tokens     []token
	at         int
	depth      int
	subqueries int
}

// query reads a query or a subquery.
func (p *parser) query() (*Query, *problem.Problem) {
	q := &Query{Limit: defaultLimit, Unlimited: true}
	for _, clause := range []func(*Query) *problem.Problem{p.selection, p.source, p.filter, p.grouping, p.ordering, p.limiting} {
		if wrong := clause(q); wrong != nil {
			return nil, wrong
		}
	}
	return q, nil
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

// column is a name with dots, or anything in quotes: names that are reserved
// words, and paths through a multi-module lookup, 'What_Id->Leads.Last_Name'. A
// "!" before the name of the module tells it from a field's, !Leads.Owner
// (D7:Get-Records-through-COQL-Query).
func (p *parser) column() (string, bool) {
	prefix := ""
	if p.accept("!") {
		prefix = "!"
	}
	t := p.peek()
	named := t.kind == word && !isKeyword(t.value) || t.kind == text && prefix == "" && strings.TrimSpace(t.value) != ""
	if !named {
		return "", false
	}
	p.next()
	return prefix + t.value, true
}

func isKeyword(value string) bool {
	switch strings.ToLower(value) {
	case "select", "from", "where", "and", "or", "group", "order", "by", "limit", "offset", "in", "not", "is", "null", "between", "like", "as":
		return true
	default:
		return false
	}
}

// term is a column, or a function of one. Names of functions depend on case
// (zoho-crm-api §3.3).
func (p *parser) term() (t Term, ok bool, wrong *problem.Problem) {
	first := p.peek()
	name, ok := p.column()
	if !ok || first.kind != word || !p.accept("(") {
		return Term{Column: name}, ok, nil
	}
	t.Aggregate = name
	if t.Column, ok = p.column(); !ok {
		return t, false, nil
	}
	if closing := p.next(); !closing.is(")") {
		return t, false, unexpected(closing)
	}
	switch name {
	case "COUNT", "SUM", "MIN", "MAX", "AVG":
		return t, true, nil
	}
	return t, true, problem.New("INVALID_DATA", "invalid data", problem.Details{
		"reason": "unsupported aggregate function", "column": name + "(" + t.Column + ")",
	})
}

// source is the module, and perhaps one of its custom views (Leads#2276...).
func (p *parser) source(q *Query) *problem.Problem {
	if !p.accept("from") {
		return missing("from")
	}
	t := p.next()
	if t.kind != word || isKeyword(t.value) {
		return missing("from")
	}
	q.Module = t.value
	if p.accept("#") {
		view := p.next()
		if view.kind != number {
			return unexpected(view)
		}
		q.View = view.value
	}
	return nil
}

// columns reads names separated by commas.
func (p *parser) columns() ([]string, bool) {
	var names []string
	for {
		name, ok := p.column()
		if !ok {
			return nil, false
		}
		names = append(names, name)
		if !p.accept(",") {
			return names, true
		}
	}
}

package coql

import (
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// filter is mandatory, and pairs conditions: an operand, or two of them joined.
func (p *parser) filter(q *Query) *problem.Problem {
	if !p.accept("where") {
		return missing("where")
	}
	c, wrong := p.condition()
	if wrong != nil {
		return wrong
	}
	q.Where = c
	return p.paired()
}

// paired refuses a third condition that is not nested in pairs.
func (p *parser) paired() *problem.Problem {
	if t := p.peek(); t.is("and") || t.is("or") {
		return unparsable("where")
	}
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
		return nil, unparsable("where")
	}
	if !p.accept("(") {
		return p.comparison()
	}
	c, wrong := p.condition()
	if wrong == nil {
		wrong = p.paired()
	}
	if wrong != nil {
		return nil, wrong
	}
	if t := p.next(); !t.is(")") {
		return nil, unexpected(t)
	}
	return c, nil
}

// comparison is column operator value; the operator decides how many values
// follow.
func (p *parser) comparison() (*Condition, *problem.Problem) {
	name, ok := p.column()
	if !ok {
		return nil, unexpected(p.peek())
	}
	operator, wrong := p.operator()
	if wrong != nil {
		return nil, wrong
	}
	c := &Comparison{Column: name, Operator: operator}
	switch operator {
	case "is null", "is not null":
	case "in", "not in":
		wrong = p.list(c)
	case "between", "not between":
		wrong = p.pair(c)
	case "like", "not like":
		wrong = p.single(c)
	default:
		wrong = p.singleOrSub(c)
	}
	if wrong != nil {
		return nil, wrong
	}
	return &Condition{Comparison: c}, nil
}

func (p *parser) operator() (string, *problem.Problem) {
	t := p.next()
	switch value := strings.ToLower(t.value); {
	case t.kind == symbol && slices.Contains([]string{"=", "!=", "<", "<=", ">", ">="}, value):
		return value, nil
	case t.kind != word:
		return "", unexpected(t)
	case value == "is":
		return p.nullOperator()
	case value == "not":
		return p.negated()
	case value == "in" || value == "like" || value == "between":
		return value, nil
	}
	return "", unknownOperator(t.value)
}

func (p *parser) nullOperator() (string, *problem.Problem) {
	operator := "is null"
	if p.accept("not") {
		operator = "is not null"
	}
	if !p.accept("null") {
		return "", unexpected(p.peek())
	}
	return operator, nil
}

func (p *parser) negated() (string, *problem.Problem) {
	t := p.next()
	value := strings.ToLower(t.value)
	if t.kind == word && (value == "in" || value == "like" || value == "between") {
		return "not " + value, nil
	}
	return "", unknownOperator("not " + t.value)
}

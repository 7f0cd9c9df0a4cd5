package coql

import (
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// comparison is column operator value; the operator decides how many values
// follow.
func (p *parser) comparison() (*Condition, *problem.Problem) {
	name, ok := p.column()
	if !ok {
		return nil, near(p.peek())
	}
	operator, wrong := p.operator()
	if wrong != nil {
		return nil, wrong
	}
	c := &Comparison{Column: name, Operator: operator}
	switch operator {
	case "is null", "is not null":
	case "in", "not in":
		c.Values, wrong = p.list()
	case "between", "not between":
		c.Values, wrong = p.pair()
	default:
		var v Literal
		v, wrong = p.literal()
		c.Values = []Literal{v}
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
		return "", near(t)
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
		return "", near(p.peek())
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

func unknownOperator(operator string) *problem.Problem {
	return problem.New("SYNTAX_ERROR", "error occurred while parsing the query", problem.Details{"operator": operator})
}

func (p *parser) list() ([]Literal, *problem.Problem) {
	if t := p.next(); !t.is("(") {
		return nil, near(t)
	}
	var values []Literal
	for {
		v, wrong := p.literal()
		if wrong != nil {
			return nil, wrong
		}
		values = append(values, v)
		if !p.accept(",") {
			break
		}
	}
	if t := p.next(); !t.is(")") {
		return nil, near(t)
	}
	if len(values) > maxInValues {
		return nil, tooMany("in values", maxInValues)
	}
	return values, nil
}

func (p *parser) pair() ([]Literal, *problem.Problem) {
	low, wrong := p.literal()
	if wrong != nil {
		return nil, wrong
	}
	if t := p.next(); !t.is("and") {
		return nil, near(t)
	}
	high, wrong := p.literal()
	return []Literal{low, high}, wrong
}

// literal is quoted text, a number, or the bare words true and false.
func (p *parser) literal() (Literal, *problem.Problem) {
	t := p.next()
	switch {
	case t.kind == text:
		return Literal{t.value, true}, nil
	case t.kind == number, t.is("true"), t.is("false"):
		return Literal{Text: t.value}, nil
	default:
		return Literal{}, near(t)
	}
}

package coql

import "github.com/ringbook/ringbook/internal/zohosim/problem"

// list is "(" literals ")" or "(" subquery ")".
func (p *parser) list(c *Comparison) (wrong *problem.Problem) {
	if t := p.next(); !t.is("(") {
		return unexpected(t)
	}
	if p.peek().is("select") {
		return p.subquery(c)
	}
	for {
		v, wrong := p.literal()
		if wrong != nil {
			return wrong
		}
		c.Values = append(c.Values, v)
		if !p.accept(",") {
			break
		}
	}
	if t := p.next(); !t.is(")") {
		return unexpected(t)
	}
	if len(c.Values) > maxInValues {
		return tooMany("in values", maxInValues)
	}
	return nil
}

// subquery reads a query and the parenthesis behind it.
func (p *parser) subquery(c *Comparison) (wrong *problem.Problem) {
	if p.subqueries++; p.subqueries > maxSubqueries {
		return tooMany("subqueries", maxSubqueries)
	}
	if c.Sub, wrong = p.query(); wrong != nil {
		return wrong
	}
	if t := p.next(); !t.is(")") {
		return unexpected(t)
	}
	return nil
}

// singleOrSub is a literal or "(" subquery ")".
func (p *parser) singleOrSub(c *Comparison) *problem.Problem {
	if p.accept("(") {
		if t := p.peek(); !t.is("select") {
			return unexpected(t)
		}
		return p.subquery(c)
	}
	return p.single(c)
}

func (p *parser) single(c *Comparison) *problem.Problem {
	v, wrong := p.literal()
	c.Values = []Literal{v}
	return wrong
}

func (p *parser) pair(c *Comparison) *problem.Problem {
	low, wrong := p.literal()
	if wrong != nil {
		return wrong
	}
	if t := p.next(); !t.is("and") {
		return unexpected(t)
	}
	high, wrong := p.literal()
	c.Values = []Literal{low, high}
	return wrong
}

// literal is quoted text, a number, or a bare word such as true or a picklist
// value (Lead_Source = Advertisement, D7:Get-Records-through-COQL-Query).
func (p *parser) literal() (Literal, *problem.Problem) {
	t := p.next()
	switch {
	case t.kind == text:
		return Literal{t.value, true}, nil
	case t.kind == number, t.kind == word && !isKeyword(t.value):
		return Literal{Text: t.value}, nil
	default:
		return Literal{}, unexpected(t)
	}
}

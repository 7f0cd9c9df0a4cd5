// Package criteria parses and evaluates the criteria parameter of Zoho's search:
// "((Last_Name:equals:Burns)and(Email:starts_with:b))" (zoho-crm-api §3.2).
//
// Conditions stand in parentheses and are joined by and/or, from left to right
// where brackets do not say otherwise. In values the characters ( ) , and \ are
// escaped by a backslash. The package knows no HTTP and no store; it is given
// records and a field table.
package criteria

import (
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// Criteria is either one condition or two joined by "and" or "or".
type Criteria struct {
	Joiner      string
	Left, Right *Criteria
	Condition   *Condition
}

// Condition is field:operator:values. Values are unescaped and without space
// around them; several only where commas separate them.
type Condition struct {
	Field    string
	Operator string
	Values   []string
}

// Count is how many conditions there are.
func (c *Criteria) Count() int {
	if c.Condition != nil {
		return 1
	}
	return c.Left.Count() + c.Right.Count()
}

// String writes the criteria in one canonical spelling, which parses to the
// same criteria again.
func (c *Criteria) String() string {
	if c.Condition != nil {
		return c.Condition.String()
	}
	return c.Left.String() + c.Joiner + c.Right.bracketed()
}

func (c *Criteria) bracketed() string {
	if c.Condition != nil {
		return c.Condition.String()
	}
	return "(" + c.String() + ")"
}

// String writes the condition with its parentheses.
func (c *Condition) String() string {
	escape := strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`, `,`, `\,`)
	parts := make([]string, len(c.Values))
	for i, v := range c.Values {
		parts[i] = escape.Replace(v)
	}
	return "(" + c.Field + ":" + c.Operator + ":" + strings.Join(parts, ",") + ")"
}

// text is the value of an operator that takes one.
func (c *Condition) text() string { return strings.Join(c.Values, ",") }

// Parse reads criteria. Problems are INVALID_QUERY.
func Parse(text string) (*Criteria, *problem.Problem) {
	p := &parser{rest: strings.TrimSpace(text)}
	c, wrong := p.expression()
	if wrong == nil && p.rest != "" {
		wrong = malformed("unexpected text after the criteria")
	}
	if wrong != nil {
		return nil, wrong
	}
	return c, nil
}

func malformed(reason string) *problem.Problem {
	return problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": reason, "api_name": "criteria"})
}

// maxDepth keeps hostile criteria from exhausting the stack.
const maxDepth = 50

type parser struct {
	rest  string
	depth int
}

// expression is term {(and|or) term}.
func (p *parser) expression() (*Criteria, *problem.Problem) {
	left, wrong := p.term()
	for wrong == nil {
		word := p.joiner()
		if word == "" {
			return left, nil
		}
		var right *Criteria
		if right, wrong = p.term(); wrong == nil {
			left = &Criteria{Joiner: word, Left: left, Right: right}
		}
	}
	return nil, wrong
}

// joiner takes a leading and/or.
func (p *parser) joiner() string {
	p.rest = strings.TrimSpace(p.rest)
	for _, word := range []string{"and", "or"} {
		if len(p.rest) >= len(word) && strings.EqualFold(p.rest[:len(word)], word) {
			p.rest = strings.TrimSpace(p.rest[len(word):])
			return word
		}
	}
	return ""
}

// term is "(" expression ")" or "(" condition ")".
func (p *parser) term() (*Criteria, *problem.Problem) {
	p.depth++
	defer func() { p.depth-- }()
	if !strings.HasPrefix(p.rest, "(") || p.depth > maxDepth {
		return nil, malformed("a condition must stand in parentheses")
	}
	p.rest = strings.TrimSpace(p.rest[1:])
	if !strings.HasPrefix(p.rest, "(") {
		return p.condition()
	}
	inner, wrong := p.expression()
	if wrong == nil && !strings.HasPrefix(p.rest, ")") {
		wrong = malformed("a parenthesis is not closed")
	}
	if wrong != nil {
		return nil, wrong
	}
	p.rest = strings.TrimSpace(p.rest[1:])
	return inner, nil
}

// condition is field:operator:value up to the closing parenthesis.
func (p *parser) condition() (*Criteria, *problem.Problem) {
	text, closed := p.untilClosing()
	if !closed {
		return nil, malformed("a parenthesis is not closed or not escaped")
	}
	name, rest, ok1 := strings.Cut(text, ":")
	operator, value, ok2 := strings.Cut(rest, ":")
	if !ok1 || !ok2 {
		return nil, malformed("a condition has the form field:operator:value")
	}
	c := &Condition{Field: strings.TrimSpace(name), Operator: strings.TrimSpace(operator), Values: split(value)}
	if strings.ContainsAny(c.Field, `\ `) || c.Field == "" {
		return nil, unknownField(c.Field)
	}
	if !slices.Contains(allOperators(), c.Operator) {
		return nil, unsuited(c)
	}
	return &Criteria{Condition: c}, nil
}

// untilClosing takes the text before the next parenthesis that is not escaped,
// which must be a closing one.
func (p *parser) untilClosing() (string, bool) {
	for i := 0; i < len(p.rest); i++ {
		switch p.rest[i] {
		case '\\':
			i++
		case '(':
			return "", false
		case ')':
			text := p.rest[:i]
			p.rest = strings.TrimSpace(p.rest[i+1:])
			return text, true
		}
	}
	return "", false
}

// split cuts a value at commas that are not escaped, and unescapes the parts.
func split(value string) []string {
	var parts []string
	var part strings.Builder
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\' && i+1 < len(value):
			i++
			part.WriteByte(value[i])
		case value[i] == ',':
			parts = append(parts, strings.TrimSpace(part.String()))
			part.Reset()
		default:
			part.WriteByte(value[i])
		}
	}
	return append(parts, strings.TrimSpace(part.String()))
}

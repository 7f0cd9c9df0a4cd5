// Package criteria parses and evaluates the criteria parameter of Zoho's search:
// "((Last_Name:equals:Burns)and(Email:starts_with:b))" (zoho-crm-api §3.2).
//
// Conditions stand in parentheses and are joined by and/or, from left to right
// where brackets do not say otherwise. In values the characters ( ) , and \ are
// escaped by a backslash. The package knows no HTTP and no store; it is given
// records and a field table.
package criteria

import (
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// Limits of one search: sources name 10 and 15 criteria; the specification's 15
// is used because it also names the error (zoho-crm-api §3.2).
const (
	maxConditions = 15
	maxInValues   = 100
)

// Matcher decides whether a record fulfils the criteria.
type Matcher func(*record.Record) bool

// Parse reads criteria for a module. Problems are INVALID_QUERY and
// CRITERIA_LIMIT_EXCEEDED.
func Parse(text string, m *schema.Module) (Matcher, *problem.Problem) {
	p := &parser{rest: strings.TrimSpace(text), module: m}
	match, wrong := p.expression()
	if wrong == nil && p.rest != "" {
		wrong = malformed("unexpected text after the criteria")
	}
	if wrong == nil && p.conditions > maxConditions {
		wrong = problem.New("CRITERIA_LIMIT_EXCEEDED", "no of criterium that can be given exceed the limit 15", nil)
	}
	return match, wrong
}

func malformed(reason string) *problem.Problem {
	return problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": reason})
}

type parser struct {
	rest       string
	module     *schema.Module
	conditions int
	depth      int
}

// expression is term {(and|or) term}.
func (p *parser) expression() (Matcher, *problem.Problem) {
	left, wrong := p.term()
	for wrong == nil {
		word := p.joiner()
		if word == "" {
			return left, nil
		}
		var right Matcher
		if right, wrong = p.term(); wrong == nil {
			left = joined(word, left, right)
		}
	}
	return nil, wrong
}

func joined(word string, left, right Matcher) Matcher {
	if word == "and" {
		return func(r *record.Record) bool { return left(r) && right(r) }
	}
	return func(r *record.Record) bool { return left(r) || right(r) }
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
func (p *parser) term() (Matcher, *problem.Problem) {
	p.depth++
	defer func() { p.depth-- }()
	p.rest = strings.TrimSpace(p.rest)
	if !strings.HasPrefix(p.rest, "(") || p.depth > 50 {
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
func (p *parser) condition() (Matcher, *problem.Problem) {
	p.conditions++
	text, closed := p.untilClosing()
	if !closed {
		return nil, malformed("a parenthesis is not closed")
	}
	name, rest, ok1 := strings.Cut(text, ":")
	operator, value, ok2 := strings.Cut(rest, ":")
	if !ok1 || !ok2 {
		return nil, malformed("a condition has the form field:operator:value")
	}
	name = strings.TrimSpace(name)
	if name == "id" {
		return compileID(operator, value)
	}
	f := p.module.Field(name)
	if f == nil {
		return nil, problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": "invalid field", "api_name": name})
	}
	return compile(f, operator, value)
}

// untilClosing takes the text before the next parenthesis that is not escaped.
func (p *parser) untilClosing() (string, bool) {
	for i := 0; i < len(p.rest); i++ {
		switch p.rest[i] {
		case '\\':
			i++
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

func unescaped(value string) string { return strings.Join(split(value), ",") }

package zoho

import (
	"errors"
	"fmt"
	"strings"
)

// Criteria is a condition for [ByCriteria]. Names and values are checked and
// escaped, so that a value cannot change the condition. Zoho takes about ten
// comparisons at most (its pages say 10 and 15).
type Criteria struct {
	text string
	// group marks a combination, which needs brackets inside another one.
	group bool
	err   error
}

// Operator compares a field with a value in a search. For text, Equals in
// truth means "contains" (zoho-crm-api §3.2).
type Operator string

// The operators of a search. Which ones a field takes depends on its type.
const (
	Equals       Operator = "equals"
	NotEqual     Operator = "not_equal"
	StartsWith   Operator = "starts_with"
	In           Operator = "in"
	Less         Operator = "less_than"
	LessEqual    Operator = "less_equal"
	Greater      Operator = "greater_than"
	GreaterEqual Operator = "greater_equal"
	Between      Operator = "between"
)

// Match compares a field with a value: text, an id, a number, or the String of
// a [DateTime] or [Date]. In takes up to 100 values and Between two; the other
// operators take one.
func Match(field string, op Operator, values ...string) Criteria {
	if !isName(field) {
		return Criteria{err: fmt.Errorf("%q is not the API name of a field", field)}
	}
	if err := op.check(len(values)); err != nil {
		return Criteria{err: err}
	}
	escaped := make([]string, len(values))
	for i, value := range values {
		escaped[i] = criteriaEscaper.Replace(value)
	}
	return Criteria{text: "(" + field + ":" + string(op) + ":" + strings.Join(escaped, ",") + ")"}
}

// criteriaEscaper marks the characters with a meaning of their own.
var criteriaEscaper = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`, `,`, `\,`)

func (op Operator) check(values int) error {
	low, high := 1, 1
	switch op {
	case Equals, NotEqual, StartsWith, Less, LessEqual, Greater, GreaterEqual:
	case In:
		high = 100
	case Between:
		low, high = 2, 2
	default:
		return fmt.Errorf("%q is not an operator of a search", string(op))
	}
	if values < low || values > high {
		return fmt.Errorf("operator %s does not take %d values", op, values)
	}
	return nil
}

// AllOf holds where every term does.
func AllOf(terms ...Criteria) Criteria { return combine("and", terms) }

// AnyOf holds where at least one term does.
func AnyOf(terms ...Criteria) Criteria { return combine("or", terms) }

func combine(word string, terms []Criteria) Criteria {
	if len(terms) == 0 {
		return Criteria{err: errors.New("a condition needs at least one term")}
	}
	parts := make([]string, len(terms))
	for i, term := range terms {
		switch {
		case term.err != nil:
			return term
		case term.text == "":
			return Criteria{err: errors.New("a condition has an empty term")}
		case term.group:
			parts[i] = "(" + term.text + ")"
		default:
			parts[i] = term.text
		}
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return Criteria{text: strings.Join(parts, word), group: true}
}

// String is the condition as it goes into the query, before URL encoding.
func (c Criteria) String() string { return c.text }

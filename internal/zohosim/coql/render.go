package coql

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// String writes the query in one canonical spelling, which parses to the same
// query again.
func (q *Query) String() string {
	parts := make([]string, len(q.Select))
	for i, s := range q.Select {
		parts[i] = s.Term.String()
		if s.Alias != "" {
			parts[i] += " as " + quote(s.Alias)
		}
	}
	text := "select " + strings.Join(parts, ", ") + " from " + q.Module
	if q.View != "" {
		text += "#" + q.View
	}
	text += " where " + q.Where.String()
	if len(q.Group) > 0 {
		text += " group by " + each(q.Group, spell)
	}
	if len(q.Order) > 0 {
		text += " order by " + each(q.Order, Order.String)
	}
	if q.Unlimited {
		return text
	}
	return text + fmt.Sprintf(" limit %d, %d", q.Offset, q.Limit)
}

func each[T any](all []T, written func(T) string) string {
	parts := make([]string, len(all))
	for i, one := range all {
		parts[i] = written(one)
	}
	return strings.Join(parts, ", ")
}

// String writes the term as a query does.
func (t Term) String() string {
	if t.Aggregate != "" {
		return t.Aggregate + "(" + spell(t.Column) + ")"
	}
	return spell(t.Column)
}

// String writes the term and its direction.
func (o Order) String() string {
	if o.Descending {
		return o.Term.String() + " desc"
	}
	return o.Term.String()
}

// String writes the condition, what is nested in brackets, itself without.
func (c *Condition) String() string {
	if c.Comparison != nil {
		return c.Comparison.String()
	}
	return c.Left.nested() + " " + c.Joiner + " " + c.Right.nested()
}

func (c *Condition) nested() string {
	if c.Comparison != nil {
		return c.Comparison.String()
	}
	return "(" + c.String() + ")"
}

// String writes the comparison.
func (c *Comparison) String() string {
	text := spell(c.Column) + " " + c.Operator
	switch {
	case c.Sub != nil:
		return text + " (" + c.Sub.String() + ")"
	case strings.HasSuffix(c.Operator, "null"):
		return text
	case strings.HasSuffix(c.Operator, "in"):
		return text + " (" + each(c.Values, Literal.String) + ")"
	case strings.HasSuffix(c.Operator, "between"):
		return text + " " + c.Values[0].String() + " and " + c.Values[1].String()
	default:
		return text + " " + c.Values[0].String()
	}
}

// String writes the literal.
func (l Literal) String() string {
	if l.Quoted {
		return quote(l.Text)
	}
	return l.Text
}

// spell writes a name, in quotes where it would not be read as one otherwise.
func spell(name string) string {
	bare := strings.TrimPrefix(name, "!")
	first, _ := utf8.DecodeRuneInString(bare)
	strange := func(r rune) bool { return !belongsToWord(r) }
	if bare == "" || !startsWord(first) || strings.ContainsFunc(bare, strange) || isKeyword(bare) {
		return quote(name)
	}
	return name
}

func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

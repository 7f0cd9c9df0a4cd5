package criteria

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// maxInValues is the most values of "in" (zoho-crm-api §3.2).
const maxInValues = 100

// Matcher decides whether a record fulfils the criteria.
type Matcher func(*record.Record) bool

// Compile checks criteria against a module: that there are at most limit
// conditions, that the fields exist, that operators suit them, and that values
// parse. Problems are INVALID_QUERY and CRITERIA_LIMIT_EXCEEDED.
func Compile(c *Criteria, m *schema.Module, limit int) (Matcher, *problem.Problem) {
	if c.Count() > limit {
		return nil, problem.New("CRITERIA_LIMIT_EXCEEDED", fmt.Sprintf("no of criterium that can be given exceed the limit %d", limit), nil)
	}
	return compile(c, m)
}

func compile(c *Criteria, m *schema.Module) (Matcher, *problem.Problem) {
	if c.Condition != nil {
		return compileCondition(c.Condition, m)
	}
	left, wrong := compile(c.Left, m)
	if wrong != nil {
		return nil, wrong
	}
	right, wrong := compile(c.Right, m)
	if wrong != nil {
		return nil, wrong
	}
	if c.Joiner == "and" {
		return func(r *record.Record) bool { return left(r) && right(r) }, nil
	}
	return func(r *record.Record) bool { return left(r) || right(r) }, nil
}

func compileCondition(c *Condition, m *schema.Module) (Matcher, *problem.Problem) {
	if len(c.Values) > maxInValues {
		return nil, problem.New("INVALID_QUERY", `Only 100 values are allowed in "IN" criteria`, problem.Details{"api_name": c.Field})
	}
	if c.Field == "id" {
		return compileID(c)
	}
	f := m.Field(c.Field)
	switch {
	case f == nil || f.OnRequest:
		return nil, unknownField(c.Field)
	case f.Structured():
		return nil, invalid(problem.Details{"reason": "the field is not supported in criteria", "api_name": c.Field})
	case !slices.Contains(operators(f), c.Operator):
		return nil, unsuited(c)
	case f.Textual():
		return compileText(c)
	case ordered(f):
		return compileOrdered(f, c)
	default:
		return compileExact(f, c)
	}
}

func invalid(details problem.Details) *problem.Problem {
	return problem.New("INVALID_QUERY", "Invalid query formed", details)
}

func unknownField(name string) *problem.Problem {
	return invalid(problem.Details{"reason": "invalid field", "api_name": name})
}

func unsuited(c *Condition) *problem.Problem {
	return invalid(problem.Details{"reason": "invalid operator found", "api_name": c.Field, "operator": c.Operator})
}

func ordered(f *schema.Field) bool {
	switch f.Kind {
	case schema.Date, schema.DateTime, schema.Integer, schema.Double, schema.Currency:
		return true
	default:
		return false
	}
}

func allOperators() []string {
	return []string{"equals", "not_equal", "starts_with", "in", "greater_than", "greater_equal", "less_than", "less_equal", "between"}
}

// operators are those that a type of field takes (zoho-crm-api §3.2).
func operators(f *schema.Field) []string {
	switch {
	case f.Textual():
		return []string{"equals", "not_equal", "starts_with", "in"}
	case f.Kind == schema.Boolean:
		return []string{"equals", "not_equal"}
	case ordered(f):
		return []string{"equals", "not_equal", "in", "greater_than", "greater_equal", "less_than", "less_equal", "between"}
	default:
		return []string{"equals", "not_equal", "in"}
	}
}

// compileText: equals behaves like contains (§3.2); case does not count.
func compileText(c *Condition) (Matcher, *problem.Problem) {
	wanted := []string{strings.ToLower(c.text())}
	if c.Operator == "in" {
		wanted = strings.Split(strings.ToLower(strings.Join(c.Values, "\x00")), "\x00")
	}
	have := func(r *record.Record) string { return strings.ToLower(r.String(c.Field)) }
	switch c.Operator {
	case "not_equal":
		return func(r *record.Record) bool { return have(r) != wanted[0] }, nil
	case "starts_with":
		return func(r *record.Record) bool { return strings.HasPrefix(have(r), wanted[0]) }, nil
	default:
		return func(r *record.Record) bool {
			text := have(r)
			return text != "" && slices.ContainsFunc(wanted, func(w string) bool { return strings.Contains(text, w) })
		}, nil
	}
}

// compileExact serves picklists, references and booleans.
func compileExact(f *schema.Field, c *Condition) (Matcher, *problem.Problem) {
	wanted := c.wanted()
	if f.Kind == schema.Boolean && wanted[0] != "true" && wanted[0] != "false" {
		return nil, unsuitedValue(f)
	}
	found := func(r *record.Record) bool { return slices.Contains(wanted, plain(f, r)) }
	if c.Operator == "not_equal" {
		return func(r *record.Record) bool { return !found(r) }, nil
	}
	return found, nil
}

// wanted are the values of in, or the one of another operator.
func (c *Condition) wanted() []string {
	if c.Operator == "in" || c.Operator == "between" {
		return c.Values
	}
	return []string{c.text()}
}

func compileID(c *Condition) (Matcher, *problem.Problem) {
	wanted := c.wanted()
	switch c.Operator {
	case "equals", "in":
		return func(r *record.Record) bool { return slices.Contains(wanted, r.ID) }, nil
	case "not_equal":
		return func(r *record.Record) bool { return !slices.Contains(wanted, r.ID) }, nil
	default:
		return nil, unsuited(c)
	}
}

// plain is a value as criteria write it: the id of a reference, the display
// value of a picklist, true or false.
func plain(f *schema.Field, r *record.Record) string {
	switch v := r.Values[f.APIName].(type) {
	case record.Ref:
		return v.ID
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case nil:
		if f.Kind == schema.Boolean {
			return "false"
		}
	}
	return ""
}

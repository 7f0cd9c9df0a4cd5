package criteria

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// compile turns one condition into a matcher, after checking that the operator
// suits the field's type and the value parses (zoho-crm-api §3.2).
func compile(f *schema.Field, operator, value string) (Matcher, *problem.Problem) {
	if f.Kind == schema.Participants || f.Kind == schema.JSON {
		return nil, problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": "the field is not supported in criteria", "api_name": f.APIName})
	}
	if !slices.Contains(operators(f), operator) {
		return nil, problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": "invalid operator", "api_name": f.APIName, "operator": operator})
	}
	switch {
	case f.Textual():
		return compileText(f.APIName, operator, value)
	case ordered(f):
		return compileOrdered(f, operator, value)
	default:
		return compileExact(f, operator, value)
	}
}

func ordered(f *schema.Field) bool {
	switch f.Kind {
	case schema.Date, schema.DateTime, schema.Integer, schema.Double, schema.Currency:
		return true
	default:
		return false
	}
}

// operators are those that a type of field takes.
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
func compileText(name, operator, value string) (Matcher, *problem.Problem) {
	wanted := []string{unescaped(value)}
	if operator == "in" {
		wanted = split(value)
	}
	if len(wanted) > maxInValues {
		return nil, tooManyValues()
	}
	contains := func(r *record.Record) bool {
		have := strings.ToLower(r.String(name))
		return have != "" && slices.ContainsFunc(wanted, func(w string) bool { return strings.Contains(have, strings.ToLower(w)) })
	}
	switch operator {
	case "not_equal":
		return func(r *record.Record) bool { return !strings.EqualFold(r.String(name), wanted[0]) }, nil
	case "starts_with":
		return func(r *record.Record) bool {
			return strings.HasPrefix(strings.ToLower(r.String(name)), strings.ToLower(wanted[0]))
		}, nil
	default:
		return contains, nil
	}
}

func tooManyValues() *problem.Problem {
	return problem.New("INVALID_QUERY", `Only 100 values are allowed in "IN" criteria`, problem.Details{"param_name": "criteria"})
}

// compileExact serves picklists, references and booleans.
func compileExact(f *schema.Field, operator, value string) (Matcher, *problem.Problem) {
	wanted := split(value)
	if len(wanted) > maxInValues {
		return nil, tooManyValues()
	}
	found := func(r *record.Record) bool { return slices.Contains(wanted, plain(f, r)) }
	if operator == "not_equal" {
		return func(r *record.Record) bool { return !found(r) }, nil
	}
	return found, nil
}

func compileID(operator, value string) (Matcher, *problem.Problem) {
	wanted := split(value)
	switch operator {
	case "equals", "in":
		return func(r *record.Record) bool { return slices.Contains(wanted, r.ID) }, nil
	case "not_equal":
		return func(r *record.Record) bool { return !slices.Contains(wanted, r.ID) }, nil
	default:
		return nil, problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{"reason": "invalid operator", "api_name": "id", "operator": operator})
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

// compileOrdered serves dates, date-times and numbers, compared as such.
func compileOrdered(f *schema.Field, operator, value string) (Matcher, *problem.Problem) {
	texts := split(value)
	if operator == "between" && len(texts) != 2 || len(texts) > maxInValues {
		return nil, malformedValue(f, value)
	}
	wanted := make([]float64, len(texts))
	for i, text := range texts {
		n, ok := number(f, text)
		if !ok {
			return nil, malformedValue(f, text)
		}
		wanted[i] = n
	}
	return func(r *record.Record) bool {
		have, set := numberOf(r.Values[f.APIName])
		return set && holds(operator, have, wanted)
	}, nil
}

func malformedValue(f *schema.Field, value string) *problem.Problem {
	return problem.New("INVALID_QUERY", "Invalid query formed", problem.Details{
		"reason": "invalid value", "api_name": f.APIName, "value": value, "expected_data_type": f.DataType(),
	})
}

func holds(operator string, have float64, wanted []float64) bool {
	switch order := cmp.Compare(have, wanted[0]); operator {
	case "not_equal":
		return order != 0
	case "greater_than":
		return order > 0
	case "greater_equal":
		return order >= 0
	case "less_than":
		return order < 0
	case "less_equal":
		return order <= 0
	case "between":
		return order >= 0 && have <= wanted[1]
	default:
		return slices.Contains(wanted, have)
	}
}

// number maps a literal onto a line: seconds for times, days' seconds for dates.
func number(f *schema.Field, text string) (float64, bool) {
	switch f.Kind {
	case schema.DateTime:
		t, ok := record.ParseTime(text)
		return float64(t.Unix()), ok
	case schema.Date:
		t, err := time.Parse(time.DateOnly, text)
		return float64(t.Unix()), err == nil
	default:
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil
	}
}

func numberOf(value any) (float64, bool) {
	switch v := value.(type) {
	case time.Time:
		return float64(v.Unix()), true
	case record.Date:
		t, err := time.Parse(time.DateOnly, string(v))
		return float64(t.Unix()), err == nil
	case int64:
		return float64(v), true
	case float64:
		return v, true
	default:
		return 0, false
	}
}

package criteria

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// compileOrdered serves dates, date-times and numbers, compared as such.
func compileOrdered(f *schema.Field, c *Condition) (Matcher, *problem.Problem) {
	texts := c.wanted()
	if c.Operator == "between" && len(texts) != 2 {
		return nil, unsuitedValue(f)
	}
	wanted := make([]float64, len(texts))
	for i, text := range texts {
		n, ok := number(f, text)
		if !ok {
			return nil, unsuitedValue(f)
		}
		wanted[i] = n
	}
	return func(r *record.Record) bool {
		have, set := numberOf(r.Values[f.APIName])
		return set && holds(c.Operator, have, wanted)
	}, nil
}

func unsuitedValue(f *schema.Field) *problem.Problem {
	return invalid(problem.Details{"reason": "value given seems to be invalid for the field", "api_name": f.APIName, "expected_data_type": f.DataType()})
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
		return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
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

package coql

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// compareNulls puts null before everything.
func compareNulls(kind Type, a, b any) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	default:
		return compare(kind, a, b)
	}
}

// compare orders two values of one type; text without regard to case.
func compare(kind Type, a, b any) int {
	switch kind {
	case Number:
		x, _ := a.(float64)
		y, _ := b.(float64)
		return cmp.Compare(x, y)
	case DateTime:
		x, _ := a.(time.Time)
		y, _ := b.(time.Time)
		return x.Compare(y)
	case Boolean:
		return cmp.Compare(rank(a), rank(b))
	default:
		x, _ := a.(string)
		y, _ := b.(string)
		return cmp.Compare(strings.ToLower(x), strings.ToLower(y))
	}
}

func rank(v any) int {
	if v == true {
		return 1
	}
	return 0
}

// predicate is an operator with its values. A null fulfils "is null" alone.
func predicate(kind Type, operator string, values []any) func(any) bool {
	switch operator {
	case "is null":
		return func(v any) bool { return v == nil }
	case "is not null":
		return func(v any) bool { return v != nil }
	}
	test := positive(kind, strings.TrimPrefix(operator, "not "), values)
	negated := strings.HasPrefix(operator, "not ")
	return func(v any) bool { return v != nil && test(v) != negated }
}

// positive is an operator that was not negated. A subquery may have left it
// without a value; then nothing fulfils it.
func positive(kind Type, operator string, values []any) func(any) bool {
	if len(values) == 0 {
		return func(any) bool { return false }
	}
	against := func(i int, v any) int { return compare(kind, v, values[i]) }
	switch operator {
	case "=":
		return func(v any) bool { return against(0, v) == 0 }
	case "!=":
		return func(v any) bool { return against(0, v) != 0 }
	case "<":
		return func(v any) bool { return against(0, v) < 0 }
	case "<=":
		return func(v any) bool { return against(0, v) <= 0 }
	case ">":
		return func(v any) bool { return against(0, v) > 0 }
	case ">=":
		return func(v any) bool { return against(0, v) >= 0 }
	case "between":
		return func(v any) bool { return against(0, v) >= 0 && against(1, v) <= 0 }
	case "like":
		pattern, _ := values[0].(string)
		return func(v any) bool { return like(v, pattern) }
	default: // in
		return func(v any) bool {
			return slices.ContainsFunc(values, func(w any) bool { return compare(kind, v, w) == 0 })
		}
	}
}

// like matches a whole text against a pattern in which % stands for anything.
func like(v any, pattern string) bool {
	s, _ := v.(string)
	parts := strings.Split(strings.ToLower(pattern), "%")
	s = strings.ToLower(s)
	if len(parts) == 1 {
		return s == parts[0]
	}
	rest, ok := strings.CutPrefix(s, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

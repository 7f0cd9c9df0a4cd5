package coql

import (
	"fmt"
	"slices"
)

// Group is one line of the answer to a query with functions or group by.
type Group[R Row] struct {
	// First is the first of the records; the columns of group by have the same
	// value in all. Zero where there is none: functions without group by yield a
	// line even then.
	First R
	// Values are those of the select clause, in its order; nil where it is not a
	// function. COUNT, SUM and AVG are float64, MIN and MAX as the column.
	Values []any
}

// Grouped reports whether the query yields groups instead of records.
func (p *Plan) Grouped() bool {
	return len(p.query.Group) > 0 || slices.ContainsFunc(p.query.Select, func(s Selected) bool { return s.Aggregate != "" })
}

// RunGroups is Run for a plan that is Grouped. Without order by, groups come in
// the order of their first records, which the documents leave open.
func RunGroups[R Row](p *Plan, rows []R) (page []Group[R], more bool) {
	var groups []Group[R]
	for _, members := range p.gathered(toRows(kept(p, rows))) {
		g := Group[R]{Values: make([]any, len(p.query.Select))}
		if len(members) > 0 {
			g.First, _ = members[0].(R)
		}
		for i, s := range p.query.Select {
			g.Values[i] = p.aggregate(s.Term, members)
		}
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(a, b Group[R]) int {
		return p.compare(func(t Term) (any, any) { return groupValue(p, a, t), groupValue(p, b, t) })
	})
	return window(p, groups)
}

func toRows[R Row](rows []R) []Row {
	all := make([]Row, len(rows))
	for i, r := range rows {
		all[i] = r
	}
	return all
}

func groupValue[R Row](p *Plan, g Group[R], t Term) any {
	if t.Aggregate == "" {
		return g.First.Value(t.Column)
	}
	i := slices.IndexFunc(p.query.Select, func(s Selected) bool { return s.Term == t })
	return g.Values[i]
}

// gathered puts rows with the same values together; without group by all are
// one group, even where there are none.
func (p *Plan) gathered(rows []Row) [][]Row {
	if len(p.query.Group) == 0 {
		return [][]Row{rows}
	}
	var groups [][]Row
	place := map[string]int{}
	for _, r := range rows {
		key := ""
		for _, name := range p.query.Group {
			key += fmt.Sprintf("%q,", fmt.Sprint(r.Value(name)))
		}
		i, known := place[key]
		if !known {
			i = len(groups)
			place[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// aggregate applies a function to the values that are not null; nil for a
// column, and for a minimum, maximum, sum or average of nothing.
func (p *Plan) aggregate(t Term, members []Row) any {
	var values []any
	for _, r := range members {
		if v := r.Value(t.Column); t.Aggregate != "" && v != nil {
			values = append(values, v)
		}
	}
	order := func(a, b any) int { return compare(p.types[t.Column], a, b) }
	switch {
	case t.Aggregate == "COUNT":
		return float64(len(values))
	case len(values) == 0:
		return nil
	case t.Aggregate == "MIN":
		return slices.MinFunc(values, order)
	case t.Aggregate == "MAX":
		return slices.MaxFunc(values, order)
	case t.Aggregate == "AVG":
		return sum(values) / float64(len(values))
	default:
		return sum(values)
	}
}

func sum(values []any) float64 {
	total := 0.0
	for _, v := range values {
		n, _ := v.(float64)
		total += n
	}
	return total
}

package coql

import "slices"

// Run picks the rows that fulfil the query, in its order, and the window that
// its limit cuts. more says whether rows follow. Rows must come by ascending
// id. The plan must not be Grouped.
func Run[R Row](p *Plan, rows []R) (page []R, more bool) {
	found := kept(p, rows)
	slices.SortStableFunc(found, func(a, b R) int {
		return p.compare(func(t Term) (any, any) { return a.Value(t.Column), b.Value(t.Column) })
	})
	return window(p, found)
}

func kept[R Row](p *Plan, rows []R) []R {
	var found []R
	for _, r := range rows {
		if p.keep(r) {
			found = append(found, r)
		}
	}
	return found
}

func window[T any](p *Plan, all []T) (page []T, more bool) {
	from := min(p.query.Offset, len(all))
	to := from + min(p.query.Limit, len(all)-from)
	return all[from:to], to < len(all)
}

// compare orders two things by order by; values gives both values of a term.
func (p *Plan) compare(values func(Term) (a, b any)) int {
	for _, o := range p.order {
		a, b := values(o.Term)
		c := compareNulls(p.typeOf(o.Term), a, b)
		if o.descending {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// typeOf is the type of what a term yields.
func (p *Plan) typeOf(t Term) Type {
	switch t.Aggregate {
	case "COUNT", "SUM", "AVG":
		return Number
	default:
		return p.types[t.Column]
	}
}

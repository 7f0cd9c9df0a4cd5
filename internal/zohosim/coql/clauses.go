package coql

import (
	"slices"
	"strconv"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

func (p *parser) grouping(q *Query) *problem.Problem {
	if !p.accept("group") {
		return nil
	}
	if !p.accept("by") {
		return unexpected(p.peek())
	}
	names, ok := p.columns()
	if !ok {
		return unexpected(p.peek())
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return duplicate(Term{Column: name}, "duplicate group by column")
		}
	}
	if len(names) > maxGroup {
		return tooMany("group by columns", maxGroup)
	}
	q.Group = names
	return nil
}

func (p *parser) ordering(q *Query) *problem.Problem {
	if !p.accept("order") {
		return nil
	}
	if !p.accept("by") {
		return unexpected(p.peek())
	}
	for {
		t, ok, wrong := p.term()
		switch {
		case wrong != nil:
			return wrong
		case !ok:
			return unexpected(p.peek())
		case slices.ContainsFunc(q.Order, func(o Order) bool { return o.Term == t }):
			return duplicate(t, "duplicate order by column")
		}
		o := Order{Term: t, Descending: p.accept("desc")}
		if !o.Descending {
			p.accept("asc")
		}
		q.Order = append(q.Order, o)
		if !p.accept(",") {
			break
		}
	}
	if len(q.Order) > maxOrder {
		return tooMany("order by columns", maxOrder)
	}
	return nil
}

// limiting reads "limit n", "limit offset, n" and "limit n offset m".
func (p *parser) limiting(q *Query) (wrong *problem.Problem) {
	if !p.accept("limit") {
		return nil
	}
	q.Unlimited = false
	if q.Limit, wrong = p.count("limit"); wrong != nil {
		return wrong
	}
	switch {
	case p.accept(","):
		q.Offset = q.Limit
		q.Limit, wrong = p.count("limit")
	case p.accept("offset"):
		q.Offset, wrong = p.count("offset")
	}
	switch {
	case wrong != nil:
		return wrong
	case q.Offset < 0:
		return badCount("offset", strconv.Itoa(q.Offset))
	case q.Limit < 1:
		return problem.New("INVALID_DATA", "limit should be greater than 0", nil)
	}
	return nil
}

func (p *parser) count(clause string) (int, *problem.Problem) {
	t := p.next()
	if t.kind == end {
		return 0, unexpected(t)
	}
	n, err := strconv.Atoi(t.value)
	if t.kind != number || err != nil {
		return 0, badCount(clause, t.value)
	}
	return n, nil
}

// badCount has the details of OASY's InvalidQueryInvalidLimit.
func badCount(clause, value string) *problem.Problem {
	return problem.New("INVALID_QUERY", clause+" given seems to be invalid", problem.Details{clause: value})
}

package coql

import (
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// selection reads the select clause. Anything but a select is not supported.
func (p *parser) selection(q *Query) *problem.Problem {
	if !p.accept("select") {
		if p.peek().kind == end {
			return missing("select")
		}
		return notSupported()
	}
	for {
		s, wrong := p.selected()
		if wrong != nil {
			return wrong
		}
		q.Select = append(q.Select, s)
		if !p.accept(",") {
			return checkSelection(q.Select)
		}
	}
}

func (p *parser) selected() (Selected, *problem.Problem) {
	t, ok, wrong := p.term()
	switch {
	case wrong != nil:
		return Selected{}, wrong
	case !ok:
		return Selected{}, unexpected(p.peek())
	}
	s := Selected{Term: t}
	named := p.accept("as")
	alias := p.peek()
	if !named && alias.kind != text {
		return s, nil
	}
	if alias.kind != text && (alias.kind != word || isKeyword(alias.value)) {
		return s, unexpected(alias)
	}
	p.next()
	s.Alias = alias.value
	if strings.TrimSpace(s.Alias) == "" {
		return s, problem.New("INVALID_ALIAS", "alias name cannot be an empty string", problem.Details{"column_name": s.Column, "alias": ""})
	}
	return s, nil
}

func checkSelection(all []Selected) *problem.Problem {
	aggregates := 0
	for i, s := range all {
		if s.Aggregate != "" {
			aggregates++
		}
		if slices.ContainsFunc(all[:i], func(o Selected) bool { return o.Term == s.Term }) {
			return duplicate(s.Term, "duplicate select column")
		}
	}
	switch {
	case len(all) > maxColumns:
		return tooMany("select columns", maxColumns)
	case aggregates > maxAggregates:
		return tooMany("aggregate functions", maxAggregates)
	}
	return checkAliases(all)
}

// checkAliases: an alias names one column, and none that is selected under its
// own name (OASY executeCOQLQuery, DuplicateAlias and InvalidQueryInvalidAlias).
func checkAliases(all []Selected) *problem.Problem {
	byAlias, plain := map[string]string{}, map[string]bool{}
	for _, s := range all {
		if s.Alias == "" {
			plain[s.Key()] = true
		}
	}
	for _, s := range all {
		if s.Alias == "" {
			continue
		}
		if other, taken := byAlias[s.Alias]; taken {
			return problem.New("DUPLICATE_ALIAS", "same alias cannot refer more than one column", problem.Details{
				"referred_columns": []string{other, s.Column}, "alias": s.Alias,
			})
		}
		if plain[s.Alias] {
			return problem.New("INVALID_QUERY", "column name or property name given in select columns without alias name cannot be an alias name for other select columns",
				problem.Details{"column_name": s.Column, "alias": s.Alias})
		}
		byAlias[s.Alias] = s.Column
	}
	return nil
}

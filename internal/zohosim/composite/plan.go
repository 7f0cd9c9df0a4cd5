package composite

import (
	"encoding/json"
	"fmt"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// maxSubs is the most sub-requests of one composite request (zoho-crm-api §4).
const maxSubs = 5

const listKey = "__composite_requests"

// Plan is a composite request that was understood.
type Plan struct {
	Rollback bool
	Parallel bool
	Subs     []*Sub
}

// Read reads the decoded body of a composite request, numbers as json.Number.
// version is that of the composite request itself. A problem is one of the
// request as a whole; those of single sub-requests are kept with them.
func Read(body map[string]any, version int) (*Plan, *problem.Problem) {
	p := &Plan{}
	var wrong *problem.Problem
	if p.Rollback, wrong = boolean(body, "rollback_on_fail", false); wrong != nil {
		return nil, wrong
	}
	if p.Parallel, wrong = boolean(body, "parallel_execution", !p.Rollback); wrong != nil {
		return nil, wrong
	}
	if p.Rollback && p.Parallel {
		return nil, ambiguous("rollback_on_fail", "parallel_execution")
	}
	list, isArray := body[listKey].([]any)
	switch {
	case body[listKey] == nil || isArray && len(list) == 0:
		return nil, missing(listKey, "$."+listKey)
	case !isArray:
		return nil, expected(listKey, "$."+listKey, "jsonarray")
	case len(list) > maxSubs:
		return nil, problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": listKey, "json_path": "$." + listKey, "maximum_length": maxSubs})
	}
	for i, raw := range list {
		p.Subs = append(p.Subs, readSub(i, raw, version))
	}
	p.findDoubles()
	p.findLoops()
	return p, nil
}

func boolean(body map[string]any, name string, otherwise bool) (bool, *problem.Problem) {
	value, isBool := body[name].(bool)
	if body[name] == nil {
		return otherwise, nil
	}
	if !isBool {
		return false, expected(name, "$."+name, "boolean")
	}
	return value, nil
}

// findDoubles refuses every use of a sub_request_id but the first.
func (p *Plan) findDoubles() {
	seen := map[string]bool{}
	for _, s := range p.Subs {
		if s.ID != "" && seen[s.ID] && s.Problem == nil {
			s.Problem = problem.New("DUPLICATE_DATA", "duplicate data", problem.Details{"api_name": "sub_request_id", "json_path": s.path + ".sub_request_id"})
		}
		seen[s.ID] = true
	}
}

// findLoops refuses sub-requests that refer to each other in a circle. One by
// one, a circle is a reference to what is yet to be executed.
func (p *Plan) findLoops() {
	if !p.Parallel {
		return
	}
	for _, s := range p.Subs {
		loop := p.loopOf(s)
		if len(loop) > 1 && s.Problem == nil {
			s.Problem = problem.New("LOOPING_FOUND", "sub requests refer to each other", problem.Details{
				"api_name": listKey, "json_path": s.path, "sub_request_indexes": loop,
			})
		}
	}
}

// loopOf lists, by index, the sub-requests from which s can be reached and that
// can be reached from it; s alone when there is no circle.
func (p *Plan) loopOf(s *Sub) []int {
	var loop []int
	for _, other := range p.Subs {
		if other == s || p.reaches(s, other, nil) && p.reaches(other, s, nil) {
			loop = append(loop, other.Index)
		}
	}
	return loop
}

func (p *Plan) reaches(from, to *Sub, passed []*Sub) bool {
	for _, id := range from.uses {
		next := p.byID(id)
		if next == nil || contains(passed, next) {
			continue
		}
		if next == to || p.reaches(next, to, append(passed, next)) {
			return true
		}
	}
	return false
}

func contains(all []*Sub, s *Sub) bool {
	for _, one := range all {
		if one == s {
			return true
		}
	}
	return false
}

func (p *Plan) byID(id string) *Sub {
	for _, s := range p.Subs {
		if s.ID == id && id != "" {
			return s
		}
	}
	return nil
}

// Order is how the sub-requests are executed. In parallel none may count on
// another that it does not refer to; so the last comes first, and only after
// what it refers to.
func (p *Plan) Order() []*Sub {
	if !p.Parallel {
		return p.Subs
	}
	var order []*Sub
	for i := len(p.Subs) - 1; i >= 0; i-- {
		order = p.withNeeds(order, p.Subs[i], nil)
	}
	return order
}

func (p *Plan) withNeeds(order []*Sub, s *Sub, above []*Sub) []*Sub {
	if contains(order, s) || contains(above, s) {
		return order
	}
	for _, id := range s.uses {
		if needed := p.byID(id); needed != nil {
			order = p.withNeeds(order, needed, append(above, s))
		}
	}
	return append(order, s)
}

func missing(name, path string) *problem.Problem {
	return problem.New("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": name, "json_path": path})
}

func expected(name, path, kind string) *problem.Problem {
	return problem.New("INVALID_DATA", "invalid data", problem.Details{"api_name": name, "json_path": path, "expected_data_type": kind})
}

func ambiguous(names ...string) *problem.Problem {
	var due []any
	for _, name := range names {
		due = append(due, problem.Details{"api_name": name, "json_path": "$." + name})
	}
	return problem.New("AMBIGUITY_DURING_PROCESSING", "ambiguity while processing the request", problem.Details{"ambiguity_due_to": due})
}

// text is a scalar of a decoded body as it stands in a query or a header.
func text(v any) (string, bool) {
	switch x := v.(type) {
	case string:
		return x, true
	case json.Number, bool, float64, int:
		return fmt.Sprint(x), true
	default:
		return "", false
	}
}

package zohosim

import (
	"github.com/ringbook/ringbook/internal/zohosim/coql"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// coqlDepth is how far offset and limit reach together (zoho-crm-api §3.3).
const coqlDepth = 100_000

// coqlCost is 1, 2 or 3 credits by the limit (§6). A query that cannot be read
// costs one.
func (c *call) coqlCost() int {
	ask, p := c.coqlRequest()
	if p != nil {
		return 1
	}
	switch q, p := coql.Parse(ask.text); {
	case p != nil || q.Limit <= 200:
		return 1
	case q.Limit <= 1000:
		return 2
	default:
		return 3
	}
}

// runCOQL is POST /coql. It reads live data: no index, no lag (§3.3).
func (c *call) runCOQL() reply {
	ask, p := c.coqlRequest()
	if p != nil {
		return flat(400, p)
	}
	if ask.withFields && !c.session.Allows("ZohoCRM.settings.fields.READ") {
		return scopeMismatch()
	}
	q, p := coql.Parse(ask.text)
	if p != nil {
		return flat(400, p)
	}
	c.visit.module = q.Module
	found, refused := c.find(q)
	if refused != nil {
		return *refused
	}
	if len(found.rows) == 0 {
		return nothing()
	}
	body := envelope{"data": found.rows, "info": envelope{"count": len(found.rows), "more_records": found.more}}
	if ask.withFields {
		body["fields"] = c.selectedFields(found.table, q)
	}
	return ok(body)
}

// coqlAsk is the body of the request.
type coqlAsk struct {
	text       string
	withFields bool
}

// coqlRequest reads select_query, which is mandatory, and include_meta.
func (c *call) coqlRequest() (coqlAsk, *problem.Problem) {
	var body map[string]any
	if p := c.decode(&body); p != nil {
		return coqlAsk{}, p
	}
	if body["select_query"] == nil {
		return coqlAsk{}, problem.New("MANDATORY_NOT_FOUND", "mandatory key not found", problem.Details{"api_name": "select_query"})
	}
	text, isText := body["select_query"].(string)
	if !isText {
		return coqlAsk{}, problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "text"}).At("select_query", "$.select_query")
	}
	withFields, p := includesFields(body["include_meta"])
	return coqlAsk{text, withFields}, p
}

// includesFields reads include_meta, which takes "fields" and nothing else.
func includesFields(meta any) (bool, *problem.Problem) {
	if meta == nil {
		return false, nil
	}
	all, isArray := meta.([]any)
	if !isArray {
		return false, problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonarray"}).At("include_meta", "$.include_meta")
	}
	if len(all) == 1 && all[0] == "fields" {
		return true, nil
	}
	details := problem.Details{"supported_values": []string{"fields"}}
	if len(all) > 0 {
		if _, isText := all[0].(string); !isText {
			details["expected_data_type"] = "text"
		}
	}
	return false, problem.New("INVALID_DATA", "invalid data", details).At("include_meta", "$.include_meta[0]")
}

// coqlFound is the outcome of a query or subquery.
type coqlFound struct {
	table  queryTable
	rows   []any
	values []any // of the first column, as a coql.Row holds them
	more   bool
}

// find checks and runs a query, its subqueries first.
func (c *call) find(q *coql.Query) (coqlFound, *reply) {
	m := c.rules.catalogue.Module(q.Module)
	if m == nil {
		return coqlFound{}, refusedFlat(problem.New("INVALID_MODULE", "the given module is not supported in api", nil))
	}
	if !c.session.Allows("ZohoCRM.modules." + q.Module + ".READ") {
		return coqlFound{}, new(scopeMismatch())
	}
	if p := c.coqlLimits(q); p != nil {
		return coqlFound{}, refusedFlat(p)
	}
	q, refused := c.expanded(q)
	if refused != nil {
		return coqlFound{}, refused
	}
	table := queryTable{c.world, c.rules, m, map[string]*column{}}
	plan, p := coql.Compile(q, table)
	if p != nil {
		return coqlFound{}, refusedFlat(p)
	}
	if plan.Grouped() {
		return c.findGroups(q, plan, table), nil
	}
	return c.findRecords(q, plan, table), nil
}

// expanded runs the subqueries; their answers are cut off at a hundred records.
func (c *call) expanded(q *coql.Query) (*coql.Query, *reply) {
	var refused *reply
	q, p := coql.Expand(q, func(sub *coql.Query) ([]any, *problem.Problem) {
		sub.Limit = min(sub.Limit, coql.MaxSubqueryRows)
		var found coqlFound
		if found, refused = c.find(sub); refused != nil {
			return nil, problem.New("INVALID_QUERY", "Invalid query formed", nil) // refused says more
		}
		return found.values, nil
	})
	if refused == nil && p != nil {
		refused = refusedFlat(p)
	}
	return q, refused
}

// coqlLimits applies the most rows of one call and the most joins, on which
// sources disagree (settings coqlMaxRows and coqlMaxJoins), and the depth of
// paging. Within a composite request the rows are 25, also by default (§4;
// D7:composite-api). Custom views are not simulated, so no id of one is valid.
func (c *call) coqlLimits(q *coql.Query) *problem.Problem {
	if c.within != nil && q.Unlimited {
		q.Limit = compositeReads
	}
	switch {
	case c.within != nil && q.Limit > compositeReads:
		return problem.New("LIMIT_EXCEEDED", "limit exceeded", problem.Details{"by": "limit", "limit": compositeReads})
	case q.Limit > c.rules.COQLMaxRows:
		return problem.New("LIMIT_EXCEEDED", "the limit given seems to be invalid", problem.Details{"by": "limit", "limit": c.rules.COQLMaxRows})
	case q.Offset > coqlDepth-q.Limit:
		return problem.New("LIMIT_EXCEEDED", "the offset given seems to be invalid", problem.Details{"by": "offset", "limit": coqlDepth})
	case q.Joins() > c.rules.COQLMaxJoins:
		return problem.New("LIMIT_EXCEEDED", "the query has too many joins", problem.Details{"by": "joins", "limit": c.rules.COQLMaxJoins})
	case q.View != "":
		return problem.New("INVALID_QUERY", "the custom view given seems to be invalid", problem.Details{"cvid": q.View})
	default:
		return nil
	}
}

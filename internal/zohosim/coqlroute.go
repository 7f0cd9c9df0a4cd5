package zohosim

import (
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

// coqlDepth is how far offset and limit reach together (zoho-crm-api §3.3).
const coqlDepth = 100_000

// coqlCost is 1, 2 or 3 credits by the limit (§6). A query that cannot be read
// costs one.
func (c *call) coqlCost() int {
	text, p := c.selectQuery()
	if p != nil {
		return 1
	}
	switch q, p := coql.Parse(text); {
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
	text, p := c.selectQuery()
	if p != nil {
		return flat(400, p)
	}
	q, p := coql.Parse(text)
	if p != nil {
		return flat(400, p)
	}
	c.module = c.rules.catalogue.Module(q.Module)
	if c.module == nil {
		return bad("INVALID_MODULE", "the module name given seems to be invalid", nil)
	}
	c.visit.module = q.Module
	if !c.session.Allows("ZohoCRM.modules." + q.Module + ".READ") {
		return scopeMismatch()
	}
	if p := c.coqlLimits(q); p != nil {
		return flat(400, p)
	}
	table := queryTable{c.world, c.rules.catalogue, c.module, map[string]*column{}}
	plan, p := coql.Compile(q, table)
	if p != nil {
		return flat(400, p)
	}
	page, more := coql.Run(plan, c.queryRows(table))
	if len(page) == 0 {
		return nothing()
	}
	rows := make([]any, len(page))
	for i, r := range page {
		rows[i] = c.queryResult(r, q.Columns)
	}
	return ok(envelope{"data": rows, "info": envelope{"count": len(rows), "more_records": more}})
}

// selectQuery reads the body's only mandatory key.
func (c *call) selectQuery() (string, *problem.Problem) {
	var body map[string]any
	if p := c.decode(&body); p != nil {
		return "", p
	}
	if body["select_query"] == nil {
		return "", problem.New("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": "select_query"})
	}
	text, isText := body["select_query"].(string)
	if !isText {
		return "", problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "string"}).At("select_query", "$.select_query")
	}
	return text, nil
}

// coqlLimits applies the most rows of one call, on which sources disagree (200
// or 2,000; the setting coqlMaxRows), and the depth of paging.
// Within a composite request it is 25, also by default (§4; D7:composite-api).
func (c *call) coqlLimits(q *coql.Query) *problem.Problem {
	if c.within != nil && q.Unlimited {
		q.Limit = compositeReads
	}
	if c.within != nil && q.Limit > compositeReads {
		return problem.New("LIMIT_EXCEEDED", "limit exceeded", problem.Details{"by": "limit", "limit": compositeReads})
	}
	if q.Limit > c.rules.COQLMaxRows {
		return problem.New("LIMIT_EXCEEDED", "the limit given seems to be invalid", problem.Details{"by": "limit", "limit": c.rules.COQLMaxRows})
	}
	if q.Offset+q.Limit > coqlDepth {
		return problem.New("LIMIT_EXCEEDED", "the offset given seems to be invalid", problem.Details{"by": "offset", "limit": coqlDepth})
	}
	return nil
}

func (c *call) queryRows(t queryTable) []queryRow {
	records := c.world.store.Live(c.module.APIName)
	rows := make([]queryRow, len(records))
	for i, r := range records {
		rows[i] = queryRow{t, r}
	}
	return rows
}

// queryResult renders one row: the columns asked for and always the id; lookups
// as their id alone (§3.3).
func (c *call) queryResult(r queryRow, columns []string) envelope {
	row := envelope{"id": r.record.ID}
	for _, path := range columns {
		row[path] = c.queryValue(r, path)
	}
	return row
}

func (c *call) queryValue(r queryRow, path string) any {
	if f := c.module.Field(path); f != nil {
		value := c.view.Field(f, r.record)
		if object, isObject := value.(map[string]any); isObject && f.Reference() {
			return envelope{"id": object["id"]}
		}
		return value
	}
	if at, isTime := r.Value(path).(time.Time); isTime {
		return c.view.Time(at)
	}
	return r.Value(path)
}

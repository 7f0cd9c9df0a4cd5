package zohosim

import (
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// count is GET /{module}/actions/count (zoho-crm-api §3.6): how many records
// there are, or how many a search would find. It is stale by the setting
// countLagMs. A custom view (cvid) excludes a search (OpenAPI, record_count.json);
// the simulator has none.
func (c *call) count() reply {
	match := func(*record.Record) bool { return true }
	if c.searches() {
		if c.query.Get("cvid") != "" {
			return bad("AMBIGUITY_DURING_PROCESSING", "cvid and a search cannot be used together", problem.Details{"param_name": "cvid"})
		}
		found, refused := c.searchCondition()
		if refused != nil {
			return *refused
		}
		match = found
	}
	if c.query.Get("cvid") != "" {
		return *badParam("cvid")
	}
	keep, refused := c.convertedOnly()
	if refused != nil {
		return *refused
	}
	n := 0
	lag := time.Duration(c.rules.CountLagMs) * time.Millisecond
	for _, r := range c.world.store.Indexed(c.module.APIName, c.world.now().Add(-lag)) {
		if keep(r) && match(r) {
			n++
		}
	}
	return ok(envelope{"count": n})
}

func (c *call) searches() bool {
	for _, name := range []string{"criteria", "email", "phone", "word"} {
		if c.query.Get(name) != "" {
			return true
		}
	}
	return false
}

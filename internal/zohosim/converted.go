package zohosim

import (
	"cmp"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// byConversion applies the parameter converted: "false" when absent, "true" or
// "both". Leads that were converted are not found unless they are asked for
// (zoho-crm-api §2.3); the other modules have none.
func (c *call) byConversion(records []*record.Record) ([]*record.Record, *reply) {
	wanted := cmp.Or(c.query.Get("converted"), "false")
	if !slices.Contains([]string{"false", "true", "both"}, wanted) {
		return nil, badParam("converted")
	}
	if c.module.Field("Converted__s") == nil || wanted == "both" {
		return records, nil
	}
	return slices.DeleteFunc(records, func(r *record.Record) bool {
		return (r.Values["Converted__s"] == true) != (wanted == "true")
	}), nil
}

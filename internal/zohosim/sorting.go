package zohosim

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// sorting is the order of a list.
type sorting struct{ by, order string }

// sorting reads sort_by (id, Created_Time, Modified_Time) and sort_order, which
// is descending unless asked otherwise (zoho-crm-api §3.1).
func (c *call) sorting() (sorting, *reply) {
	return c.sortingBy(func(name string) bool { return name == "Created_Time" || name == "Modified_Time" })
}

// searchSorting is sorting for searches, which take any field of the module that
// can be sorted by (OAS26 module_search, sort_by; OASY searchRecords).
func (c *call) searchSorting() (sorting, *reply) {
	return c.sortingBy(func(name string) bool {
		f := c.module.Field(name)
		return f != nil && !f.OnRequest && sortable(f)
	})
}

// sortable is what the metadata of a field says of it.
func sortable(f *schema.Field) bool {
	return !f.Structured() && f.Kind != schema.Textarea
}

func (c *call) sortingBy(allowed func(name string) bool) (sorting, *reply) {
	s := sorting{by: cmp.Or(c.query.Get("sort_by"), "id"), order: cmp.Or(c.query.Get("sort_order"), "desc")}
	if s.by != "id" && !allowed(s.by) {
		return s, badParam("sort_by")
	}
	if s.order != "asc" && s.order != "desc" {
		return s, badParam("sort_order")
	}
	return s, nil
}

// sort orders records; equal keys fall back to the id. Ids have one length, so
// their text order is their numeric order.
func (s sorting) sort(records []*record.Record) {
	slices.SortFunc(records, func(a, b *record.Record) int {
		order := cmp.Compare(a.ID, b.ID)
		if s.by != "id" {
			order = cmp.Or(compareValues(a.Values[s.by], b.Values[s.by]), order)
		}
		if s.order == "desc" {
			return -order
		}
		return order
	})
}

// compareValues orders two values of one field: text without regard to case,
// lookups by id, null before everything.
func compareValues(a, b any) int {
	if a == nil || b == nil {
		return compareBools(a != nil, b != nil)
	}
	switch x := a.(type) {
	case string:
		y, _ := b.(string)
		return cmp.Compare(strings.ToLower(x), strings.ToLower(y))
	case record.Date:
		y, _ := b.(record.Date)
		return cmp.Compare(x, y)
	case time.Time:
		y, _ := b.(time.Time)
		return x.Compare(y)
	case int64:
		y, _ := b.(int64)
		return cmp.Compare(x, y)
	case float64:
		y, _ := b.(float64)
		return cmp.Compare(x, y)
	case bool:
		y, _ := b.(bool)
		return compareBools(x, y)
	case record.Ref:
		y, _ := b.(record.Ref)
		return cmp.Compare(x.ID, y.ID)
	default:
		return 0
	}
}

// compareBools puts false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

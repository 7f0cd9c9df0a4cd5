package zohosim

import (
	"cmp"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// sorting is the order of a list.
type sorting struct{ by, order string }

// sorting reads sort_by (id, Created_Time, Modified_Time) and sort_order, which
// is descending unless asked otherwise (zoho-crm-api §3.1).
func (c *call) sorting() (sorting, *reply) {
	s := sorting{by: cmp.Or(c.query.Get("sort_by"), "id"), order: cmp.Or(c.query.Get("sort_order"), "desc")}
	if !slices.Contains([]string{"id", "Created_Time", "Modified_Time"}, s.by) {
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
			order = cmp.Or(a.Time(s.by).Compare(b.Time(s.by)), order)
		}
		if s.order == "desc" {
			return -order
		}
		return order
	})
}

package zohosim

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
)

// deletedListed is how long a deletion is told of: sixty days from the recycle
// bin, then as a permanent one (zoho-crm-api §3.5).
const deletedListed = 120 * 24 * time.Hour

// listDeleted is GET /{module}/deleted (§3.5). With If-Modified-Since it lists
// what was deleted later, and answers 304 when that is nothing.
func (c *call) listDeleted() reply {
	kind := cmp.Or(c.query.Get("type"), "all")
	if !slices.Contains([]string{"all", recycled, permanent}, kind) {
		return *badParam("type")
	}
	gone := slices.DeleteFunc(c.world.store.Deleted(c.module.APIName), func(r *record.Record) bool {
		return c.at.Sub(r.Deleted.At) >= deletedListed || kind != "all" && kind != c.deletedKind(r)
	})
	if since, given := record.ParseTime(c.r.Header.Get("If-Modified-Since")); given {
		gone = slices.DeleteFunc(gone, func(r *record.Record) bool { return !r.Deleted.At.After(since) })
		if len(gone) == 0 {
			return reply{status: http.StatusNotModified}
		}
	}
	slices.SortStableFunc(gone, func(a, b *record.Record) int { return b.Deleted.At.Compare(a.Deleted.At) })
	return paged(c, "data", gone, c.deletedRow)
}

// The kinds of deletion, as type= asks for them and rows tell them.
const (
	recycled  = "recycle"
	permanent = "permanent"
)

func (c *call) deletedKind(r *record.Record) string {
	if r.Deleted.Permanent(c.at) {
		return permanent
	}
	return recycled
}

// deletedRow tells of a permanent deletion no name and nobody (OpenAPI,
// record.json, deleted).
func (c *call) deletedRow(r *record.Record) envelope {
	row := envelope{
		"id": r.ID, "type": c.deletedKind(r), "deleted_time": c.view.Time(r.Deleted.At),
		"display_name": nil, "deleted_by": nil, "created_by": nil,
	}
	if row["type"] == recycled {
		row["display_name"] = r.String(c.module.Name)
		row["deleted_by"], row["created_by"] = c.userRef(r.Deleted.By), c.userRef(r.Ref("Created_By").ID)
	}
	return row
}

func (c *call) userRef(id string) envelope {
	u, _ := c.world.directory().user(id)
	return envelope{"name": u.fullName(), "id": id}
}

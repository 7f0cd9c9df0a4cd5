package zohosim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// maxFields is the most names of the fields parameter (zoho-crm-api §3.1).
const maxFields = 50

// list is GET /{module}: fields is mandatory, sorting is by id, Created_Time or
// Modified_Time, and an empty result is 204 (§3.1). The module-wide list of
// notes is for administrators (§2.3).
func (c *call) list() reply {
	if u, _ := c.world.directory().user(c.session.UserID); c.module.APIName == schema.NotesModule && !u.Admin {
		return flat(http.StatusForbidden, problem.New("NOT_SUPPORTED", "only administrators may list all notes", nil))
	}
	return c.listOf(c.world.store.Live(c.module.APIName))
}

func (c *call) listOf(records []*record.Record) reply {
	fields, refused := c.requiredFields()
	if refused != nil {
		return *refused
	}
	p, refused := c.tokenPaging()
	if refused == nil {
		refused = c.depth(p)
	}
	if refused != nil {
		return *refused
	}
	s, refused := c.sorting()
	if refused == nil {
		refused = c.customView()
	}
	if refused != nil {
		return *refused
	}
	keep, refused := c.convertedOnly()
	if refused != nil {
		return *refused
	}
	records, unchanged := c.newer(slices.DeleteFunc(c.chosen(records), func(r *record.Record) bool { return !keep(r) }))
	if unchanged {
		return reply{status: http.StatusNotModified}
	}
	s.sort(records)
	part, more := window(p, records)
	if len(part) == 0 {
		return nothing()
	}
	info := c.listInfo(p, s, len(part), more)
	if _, related := c.params["related"]; related || c.module.APIName == schema.NotesModule {
		for _, key := range []string{"call", "email", "sort_by", "sort_order"} {
			delete(info, key) // OAS26 notes.json, related_notes.json and related_records.json have a shorter info
		}
	}
	return ok(envelope{"data": c.rows(part, fields), "info": info})
}

// customView refuses cvid: with sort_by it is ambiguous (§3.1), alone it names a
// custom view that is not there, for the simulator has none.
func (c *call) customView() *reply {
	switch {
	case c.query.Get("cvid") == "":
		return nil
	case c.query.Get("sort_by") != "":
		r := bad("AMBIGUITY_DURING_PROCESSING", "cvid and sort_by cannot be used together", problem.Details{"param_name": "cvid"})
		return &r
	default:
		return badParam("cvid")
	}
}

// chosen applies the ids parameter.
func (c *call) chosen(records []*record.Record) []*record.Record {
	if c.query.Get("ids") == "" {
		return records
	}
	ids := strings.Split(c.query.Get("ids"), ",")
	for i := range ids {
		ids[i] = c.recordID(ids[i])
	}
	return slices.DeleteFunc(records, func(r *record.Record) bool { return !slices.Contains(ids, r.ID) })
}

// newer applies If-Modified-Since, by which a list has only what was modified
// later (get-records page of v7): 304 when that is nothing (§2.6).
func (c *call) newer(records []*record.Record) (kept []*record.Record, unchanged bool) {
	since, given := record.ParseTime(c.r.Header.Get("If-Modified-Since"))
	if !given {
		return records, false
	}
	kept = slices.DeleteFunc(records, func(r *record.Record) bool { return !r.Time("Modified_Time").After(since) })
	return kept, len(kept) == 0
}

func (c *call) rows(records []*record.Record, fields []string) []any {
	rows := make([]any, len(records))
	for i, r := range records {
		rows[i] = c.view.Record(c.module, r, fields)
	}
	return rows
}

// listInfo is the info of a list; page tokens are null where there is no
// such page (§3.1).
func (c *call) listInfo(p page, s sorting, count int, more bool) envelope {
	info := envelope{
		"per_page": p.size, "count": count, "page": p.number, "sort_by": s.by, "sort_order": s.order, "more_records": more,
		"next_page_token": nil, "previous_page_token": nil, "page_token_expiry": nil, "call": false, "email": false,
	}
	if more {
		info["next_page_token"], info["page_token_expiry"] = c.tokenOf(p.number + 1)
	}
	if p.number > 1 {
		info["previous_page_token"], info["page_token_expiry"] = c.tokenOf(p.number - 1)
	}
	return info
}

// requiredFields reads fields where it is mandatory (§3.1).
func (c *call) requiredFields() ([]string, *reply) {
	if c.query.Get("fields") == "" {
		r := bad("REQUIRED_PARAM_MISSING", "required param is missing", problem.Details{"param_name": "fields"})
		return nil, &r
	}
	return c.namedFields()
}

// namedFields reads fields, or takes all that are not answered on request only.
func (c *call) namedFields() ([]string, *reply) {
	if text := c.query.Get("fields"); text != "" {
		fields := strings.Split(text, ",")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		if len(fields) > maxFields {
			r := bad("LIMIT_EXCEEDED", "limit exceeded", problem.Details{"limit": maxFields, "param_name": "fields"})
			return nil, &r
		}
		return fields, nil
	}
	return allFields(c.module), nil
}

func allFields(m *schema.Module) []string {
	var names []string
	for _, f := range m.Fields {
		if !f.OnRequest {
			names = append(names, f.APIName)
		}
	}
	if m.Field("What_Id") != nil {
		names = append(names, "$se_module")
	}
	return names
}

// get is GET /{module}/{id}: data without info. Whether an unknown id is 204 or
// 400 is not settled, so a setting decides (§3.1, §11.11).
func (c *call) get() reply {
	fields, refused := c.namedFields()
	if refused != nil {
		return *refused
	}
	r := c.world.store.Get(c.module.APIName, c.params["id"])
	if r == nil {
		return c.unknownRecord()
	}
	if _, unchanged := c.newer([]*record.Record{r}); unchanged {
		return reply{status: http.StatusNotModified}
	}
	return ok(envelope{"data": c.rows([]*record.Record{r}, fields)})
}

func (c *call) unknownRecord() reply {
	if c.external.base != nil {
		return nothing() // the page of reading by external ID says so
	}
	if c.rules.UnknownIDStatus == http.StatusNoContent && isNumber(c.params["id"]) {
		return nothing()
	}
	return bad("INVALID_DATA", "the id given seems to be invalid", problem.Details{"resource_path_index": 1})
}

func isNumber(id string) bool {
	return strings.Trim(id, "0123456789") == ""
}

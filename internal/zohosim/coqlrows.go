package zohosim

import (
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/coql"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// findRecords runs a query for records: the columns asked for, under their
// aliases, and always the id (zoho-crm-api §3.3).
func (c *call) findRecords(q *coql.Query, plan *coql.Plan, t queryTable) coqlFound {
	page, more := coql.Run(plan, t.rows())
	found := coqlFound{table: t, more: more}
	for _, r := range page {
		row := envelope{"id": r.record.ID}
		for _, s := range q.Select {
			row[s.Key()] = c.queryValue(r, s.Column)
		}
		found.rows = append(found.rows, row)
		found.values = append(found.values, r.Value(q.Select[0].Column))
	}
	return found
}

// findGroups runs a query with functions or group by; its rows have no id
// (D7:Get-Records-through-COQL-Query, aggregate functions).
func (c *call) findGroups(q *coql.Query, plan *coql.Plan, t queryTable) coqlFound {
	page, more := coql.RunGroups(plan, t.rows())
	found := coqlFound{table: t, more: more}
	for _, g := range page {
		row, values := envelope{}, make([]any, len(q.Select))
		for i, s := range q.Select {
			if s.Aggregate == "" {
				row[s.Key()], values[i] = c.queryValue(g.First, s.Column), g.First.Value(s.Column)
				continue
			}
			row[s.Key()], values[i] = c.shown(g.Values[i]), g.Values[i]
		}
		found.rows = append(found.rows, row)
		found.values = append(found.values, values[0])
	}
	return found
}

// rows are the live records of the table's module, by ascending id.
func (t queryTable) rows() []queryRow {
	records := t.world.store.Live(t.module.APIName)
	rows := make([]queryRow, len(records))
	for i, r := range records {
		rows[i] = queryRow{t, r}
	}
	return rows
}

// queryValue renders one value: fields as records have them, but lookups as
// their id alone, or with a name where the setting coqlLookupNames says so.
func (c *call) queryValue(r queryRow, path string) any {
	f, at := r.table.target(r.table.column(path), r.record)
	switch {
	case f == nil:
		return c.shown(r.Value(path))
	case at == nil:
		return nil // a lookup on the way points nowhere
	case f.Reference():
		return c.queryReference(f, at.Ref(f.APIName))
	default:
		return c.view.Field(f, at)
	}
}

// queryReference: names stand beside ids of lookups and users, of users the
// last one, and not beside those of multi-module lookups (§3.3,
// D7:Get-Records-through-COQL-Query, lookup fields).
func (c *call) queryReference(f *schema.Field, ref record.Ref) any {
	if ref.ID == "" {
		return nil
	}
	shown := envelope{"id": ref.ID}
	switch {
	case !c.rules.COQLLookupNames || f.Kind == schema.MultiModule:
	case f.Kind == schema.Owner:
		u, _ := c.world.directory().user(ref.ID)
		shown["name"] = u.LastName
	default:
		shown["name"], _ = c.view.Names(ref)
	}
	return shown
}

func (c *call) shown(value any) any {
	if at, isTime := value.(time.Time); isTime {
		return c.view.Time(at)
	}
	return value
}

// selectedFields is the metadata that include_meta asks for: of the fields of
// the module itself that are selected.
func (c *call) selectedFields(t queryTable, q *coql.Query) envelope {
	fields := envelope{}
	for _, s := range q.Select {
		if f, own := t.own(s.Column); own {
			row := c.fieldRow(f)
			for _, key := range []string{"businesscard_supported", "profiles", "mass_update"} {
				delete(row, key) // has no place here in the specification
			}
			for key, value := range map[string]any{
				"refer_from_field": nil, "column_name": f.APIName, "default_value": nil, "table_name": "Crm" + t.module.Singular + "Details",
				"lucene_colname": f.APIName, "generated_type": 1,
			} {
				row[key] = value
			}
			fields[f.APIName] = row
		}
	}
	return fields
}

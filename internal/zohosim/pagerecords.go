package zohosim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

const (
	shownRecords = 200
	shownColumns = 4
)

// cell is a value as a person reads it, with a link where it points at a record.
type cell struct{ Text, Link string }

type recordsView struct {
	Origin  string
	Module  string
	Modules []moduleCount
	Name    string
	Example string // a field to begin with
	Columns []*schema.Field
	Rows    []recordRow
	Deleted bool
	Full    bool
}

type recordRow struct {
	ID    string
	Name  string
	At    time.Time
	Cells []cell
}

func (c *pageCall) counts() []moduleCount {
	var all []moduleCount
	for _, m := range c.rules.catalogue.Modules {
		all = append(all, moduleCount{m.APIName, len(c.world.store.Live(m.APIName)), len(c.world.store.Deleted(m.APIName))})
	}
	return all
}

// modules shows the first module that has records.
func (c *pageCall) modules() (pageView, error) {
	all := c.counts()
	i := max(0, slices.IndexFunc(all, func(m moduleCount) bool { return m.Live > 0 }))
	c.params = map[string]string{"module": all[i].Name}
	return c.records()
}

func (c *pageCall) records() (pageView, error) {
	m := c.rules.catalogue.Module(c.params["module"])
	if m == nil {
		return pageView{}, missingPage("There is no module of that name.")
	}
	v := recordsView{Origin: c.origin, Module: m.APIName, Modules: c.counts(), Deleted: c.query.Get("deleted") == "true"}
	found := c.world.store.Live(m.APIName)
	if v.Deleted {
		found = c.world.store.Deleted(m.APIName)
	}
	slices.Reverse(found)
	v.Full = len(found) > shownRecords
	found = found[:min(len(found), shownRecords)]
	v.Columns = telling(m, found)
	if f := m.Field(m.Name); f != nil {
		v.Name = f.Label
	}
	v.Example = m.Name
	if i := slices.IndexFunc(m.Fields, func(f *schema.Field) bool { return f.Mandatory && f.Textual() }); i >= 0 {
		v.Example = m.Fields[i].APIName
	}
	for _, r := range found {
		v.Rows = append(v.Rows, c.row(m, r, v.Columns))
	}
	return pageView{"page-records", m.Plural, v}, nil
}

func (c *pageCall) row(m *schema.Module, r *record.Record, columns []*schema.Field) recordRow {
	row := recordRow{ID: r.ID, Name: r.String(m.Name), At: r.Time("Modified_Time")}
	if r.Deleted != nil {
		row.At = r.Deleted.At
	}
	for _, f := range columns {
		row.Cells = append(row.Cells, c.cell(f, r))
	}
	return row
}

// telling are the first fields in which some record has something to tell.
func telling(m *schema.Module, records []*record.Record) []*schema.Field {
	var found []*schema.Field
	for _, f := range m.Fields {
		said := f.APIName != m.Name && f.Kind != schema.Textarea && f.Kind != schema.JSON && f.Kind != schema.Reminders && f.Kind != schema.Boolean &&
			slices.ContainsFunc(records, func(r *record.Record) bool { return r.Values[f.APIName] != nil })
		if said && len(found) < shownColumns {
			found = append(found, f)
		}
	}
	return found
}

// cell shows a value as the API user would see it.
func (c *pageCall) cell(f *schema.Field, r *record.Record) cell {
	view := c.world.view(c.world.directory().apiUser().ID, c.rules)
	switch v := r.Values[f.APIName].(type) {
	case nil:
		return cell{}
	case string:
		return cell{Text: v}
	case record.Date:
		return cell{Text: string(v)}
	case bool:
		return cell{Text: strconv.FormatBool(v)}
	case time.Time:
		return cell{Text: v.In(view.Zone).Format("2006-01-02 15:04 -07:00")}
	case record.Ref:
		name, _ := view.Names(v)
		if v.Module == "" {
			return cell{Text: name}
		}
		return cell{Text: name, Link: pagePrefix + "records/" + v.Module + "/" + v.ID}
	case []record.Participant:
		return cell{Text: fmt.Sprintf("%d", len(v))}
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			return cell{}
		}
		return cell{Text: string(raw)}
	}
}

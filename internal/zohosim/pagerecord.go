package zohosim

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// recordView is one record with its fields and what became of it lately.
type recordView struct {
	Module  string
	ID      string
	Name    string
	Deleted *time.Time
	Fields  []fieldValue
	Empty   int // fields without a value
	History []historyEntry
	JSON    string
}

type fieldValue struct {
	Label, APIName string
	cell
}

type historyEntry struct {
	At      time.Time
	What    string
	Changes []change
}

type change struct {
	APIName  string
	From, To string
}

func (c *pageCall) record() (pageView, error) {
	m := c.rules.catalogue.Module(c.params["module"])
	if m == nil {
		return pageView{}, missingPage("There is no module of that name.")
	}
	r := c.world.store.Any(m.APIName, c.params["id"])
	if r == nil {
		return pageView{}, missingPage("There is no record of that id in " + m.APIName + ".")
	}
	v := recordView{Module: m.APIName, ID: r.ID, Name: r.String(m.Name), History: c.history(m, r.ID), JSON: c.asAnswered(m, r)}
	if r.Deleted != nil {
		v.Deleted = &r.Deleted.At
	}
	for _, f := range m.Fields {
		if r.Values[f.APIName] == nil {
			v.Empty++
			continue
		}
		v.Fields = append(v.Fields, fieldValue{f.Label, f.APIName, c.cell(f, r)})
	}
	return pageView{"page-records-one", v.Name, v}, nil
}

// asAnswered is the record as the API answers it.
func (c *pageCall) asAnswered(m *schema.Module, r *record.Record) string {
	view := c.world.view(c.world.directory().apiUser().ID, c.rules)
	raw, err := json.MarshalIndent(view.Record(m, r, allFields(m)), "", "  ")
	if err != nil {
		return ""
	}
	return string(raw)
}

// history tells what changed from each version that is kept to the next.
func (c *pageCall) history(m *schema.Module, id string) []historyEntry {
	versions := c.world.store.History(m.APIName, id)
	entries := make([]historyEntry, len(versions))
	for i, v := range versions {
		entries[i] = historyEntry{At: v.At, What: "created"}
		if i+1 == len(versions) {
			continue
		}
		entries[i].What = "changed"
		if v.Record.Deleted != nil {
			entries[i].What = "deleted"
		}
		for _, f := range m.Fields {
			before, after := c.cell(f, versions[i+1].Record), c.cell(f, v.Record)
			if f.APIName != "Modified_Time" && !reflect.DeepEqual(before, after) {
				entries[i].Changes = append(entries[i].Changes, change{f.APIName, before.Text, after.Text})
			}
		}
	}
	return entries
}

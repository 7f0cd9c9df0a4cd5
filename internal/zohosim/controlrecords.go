package zohosim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// desk is a person at one module's pages: no token, no credit, types checked,
// mandatory fields not.
type desk struct {
	w       *world
	m       *schema.Module
	at      time.Time
	journal *journal
}

// desk opens the pages of the module that the path names.
func (c *controlCall) desk() (desk, error) {
	m := c.world.rules.Load().catalogue.Module(c.params["module"])
	if m == nil {
		return desk{}, fmt.Errorf("there is no module %q", c.params["module"])
	}
	return c.world.desk(m), nil
}

func (w *world) desk(m *schema.Module) desk {
	j := &journal{}
	return desk{w.journaled(j), m, w.now().Truncate(time.Second).UTC(), j}
}

// publish sends the notifications of what was done at the desk.
func (d desk) publish() { d.w.publish(d.journal.changes, d.view()) }

func (d desk) view() record.View {
	return d.w.view(d.w.directory().apiUser().ID, d.w.rules.Load())
}

// showRecords lists the live records or, with deleted=true, the deleted ones.
func (c *controlCall) showRecords() (any, error) {
	d, err := c.desk()
	if err != nil {
		return nil, err
	}
	if c.query.Get("deleted") == "true" {
		return d.shown(d.w.store.Deleted(d.m.APIName)), nil
	}
	return d.shown(d.w.store.Live(d.m.APIName)), nil
}

func (c *controlCall) enterRecords() (any, error) {
	d, err := c.desk()
	if err != nil {
		return nil, err
	}
	defer d.publish()
	return d.insert(c.body)
}

func (c *controlCall) changeRecord() (any, error) {
	d, err := c.desk()
	if err != nil {
		return nil, err
	}
	defer d.publish()
	return d.update(c.params["id"], c.body)
}

func (c *controlCall) deleteRecord() (any, error) {
	d, err := c.desk()
	if err != nil {
		return nil, err
	}
	defer d.publish()
	return d.delete(c.params["id"])
}

// shown renders records whole, fields answered on request only included.
func (d desk) shown(records []*record.Record) envelope {
	var names []string
	for _, f := range d.m.Fields {
		names = append(names, f.APIName)
	}
	if d.m.Field("What_Id") != nil {
		names = append(names, "$se_module")
	}
	view := d.view()
	rows := make([]any, len(records))
	for i, r := range records {
		rows[i] = view.Record(d.m, r, names)
	}
	return envelope{"data": rows}
}

// insert enters records one after the other; a mistake ends it there.
func (d desk) insert(body []byte) (any, error) {
	items, err := deskItems(body)
	if err != nil {
		return nil, err
	}
	var made []*record.Record
	for i, in := range items {
		entered, p := d.enter(in)
		if p != nil {
			return nil, fmt.Errorf("data[%d]: %w", i, described(p))
		}
		made = append(made, entered...)
	}
	return d.shown(made), nil
}

func (d desk) enter(in item) (made []*record.Record, p *problem.Problem) {
	d.w.store.Alone(func(w record.Writer) { made, p = d.w.enter(w, d.m.APIName, in, d.at) })
	return made, p
}

// update takes {"data": [{...}]} or the fields alone.
func (d desk) update(id string, body []byte) (any, error) {
	items, err := deskItems(body)
	if err != nil {
		return nil, err
	}
	if len(items) != 1 {
		return nil, errors.New("data must hold one record")
	}
	j := judge{world: d.w, rules: d.w.rules.Load(), module: d.m, path: "$.data", userID: d.w.directory().apiUser().ID, at: d.at}
	changes, problems := j.values(items[0])
	next, err := d.w.store.Update(d.m.APIName, id, d.at, func(current *record.Record) (*record.Record, error) {
		next := current.With(changes)
		if cancelled, said := items[0][schema.EventCancelled].(bool); said {
			next.Values[schema.EventCancelled] = cancelled // the Cancel button of a meeting's page
		}
		if p := problem.Join(append(problems, j.settle(current, next, items[0], problems)...)); p != nil {
			return nil, described(p)
		}
		return next, nil
	})
	if err != nil {
		return nil, err
	}
	return d.shown([]*record.Record{next}), nil
}

func (d desk) delete(id string) (any, error) {
	err := d.w.store.Delete(d.m.APIName, id, record.Deletion{At: d.at, By: d.w.directory().apiUser().ID})
	if err != nil {
		return nil, err
	}
	return envelope{}, nil
}

func described(p *problem.Problem) error {
	details, err := json.Marshal(p.Details)
	if err != nil {
		return p
	}
	return fmt.Errorf("%w %s", p, details)
}

// deskItems reads {"data": [...]}, or a bare object as a single record.
func deskItems(body []byte) ([]item, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var object map[string]any
	if err := d.Decode(&object); err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	data, wrapped := object["data"]
	if !wrapped {
		return []item{object}, nil
	}
	list, isList := data.([]any)
	if !isList || len(list) == 0 {
		return nil, errors.New("data must be an array of records")
	}
	items := make([]item, len(list))
	for i, entry := range list {
		fields, isObject := entry.(map[string]any)
		if !isObject {
			return nil, fmt.Errorf("data[%d] must be an object", i)
		}
		items[i] = fields
	}
	return items, nil
}

package zohosim

import (
	"errors"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// mayChange refuses what a lock, a Blueprint or If-Unmodified-Since forbid
// (zoho-crm-api §2.5, §7). since is zero where the header is absent. Times have
// a granularity of one second, so two writes within one second can pass.
func (c *call) mayChange(current *record.Record, changes record.Values, since time.Time, path string) *problem.Problem {
	switch field := c.module.Field(current.Blueprint); {
	case current.Locked:
		return locked().At("id", path+".id")
	case !since.IsZero() && current.Time("Modified_Time").After(since):
		return problem.New(c.rules.UnmodifiedSinceCode, "record updated time has already passed if-unmodified-since time", c.stamps(current))
	case field != nil && changesField(current, changes, field):
		return problem.New("RECORD_IN_BLUEPRINT", "The record is in blue print", nil).At(field.APIName, path+"."+field.APIName)
	default:
		return nil
	}
}

func changesField(current *record.Record, changes record.Values, f *schema.Field) bool {
	next, sent := changes[f.APIName]
	return sent && next != current.Values[f.APIName]
}

// locked has the words of OASY updateRecord; a deletion's are undeletable's.
func locked() *problem.Problem {
	return problem.New("RECORD_LOCKED", "Sorry, you cannot perform this operation as the record is locked.", problem.Details{"api_name": "id", "action": "record_locking"})
}

// undeletable is a locked record in the words of OASY deleteRecords.
func undeletable(id string) *problem.Problem {
	return problem.New("RECORD_LOCKED", "You cannot perform this operation as the record is locked.", problem.Details{"id": id, "action": "record_locking"})
}

// blueprintField is the field whose changes a Blueprint usually takes over.
func blueprintField(module string) string {
	switch module {
	case schema.DealsModule:
		return "Stage"
	case schema.LeadsModule:
		return "Lead_Status"
	case schema.TasksModule:
		return "Status"
	default:
		return ""
	}
}

// actOnRecord is what people and processes do to a record beside changing it.
func (c *controlCall) actOnRecord() (any, error) {
	d, err := c.desk()
	if err != nil {
		return nil, err
	}
	id := c.params["id"]
	switch c.params["action"] {
	case "purge":
		defer d.publish()
		err = d.purge(id)
	case "restore":
		defer d.publish()
		err = d.w.store.Restore(d.m.APIName, id, d.at)
	case "lock":
		err = d.mark(id, func(r *record.Record) { r.Locked = true })
	case "unlock":
		err = d.mark(id, func(r *record.Record) { r.Locked = false })
	case "blueprint":
		err = d.enterBlueprint(id, c.body)
	case "free":
		err = d.mark(id, func(r *record.Record) { r.Blueprint = "" })
	default:
		err = fmt.Errorf("no action %q; there are purge, restore, lock, unlock, blueprint and free", c.params["action"])
	}
	if err != nil {
		return nil, err
	}
	return done()
}

// purge deletes for good, by way of the recycle bin.
func (d desk) purge(id string) error {
	if d.w.store.Get(d.m.APIName, id) != nil {
		if _, err := d.delete(id); err != nil {
			return err
		}
	}
	return d.w.store.Purge(d.m.APIName, id, d.at)
}

// mark changes a record's state, which is no change of its values.
func (d desk) mark(id string, change func(*record.Record)) error {
	_, err := d.w.store.Update(d.m.APIName, id, d.at, func(current *record.Record) (*record.Record, error) {
		next := *current
		change(&next)
		return &next, nil
	})
	return err
}

func (d desk) enterBlueprint(id string, body []byte) error {
	in := struct {
		Field string `json:"field"`
	}{blueprintField(d.m.APIName)}
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	if f := d.m.Field(in.Field); f == nil || f.Kind != schema.Picklist {
		return errors.New("field must name a picklist")
	}
	return d.mark(id, func(r *record.Record) { r.Blueprint = in.Field })
}

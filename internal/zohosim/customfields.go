package zohosim

import (
	"fmt"

	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// CustomFields lists what administrators have added, by module.
func (s *Sim) CustomFields() schema.CustomFields { return s.world.Load().rules.Load().custom }

// AddField adds a field to a module as an administrator would: it is written,
// read, searched and queried like any other from then on, and /settings/fields
// tells of it. An error says why Zoho would not take it.
func (s *Sim) AddField(module string, f schema.Custom) error {
	return s.world.Load().changeFields(func(r *rules) (schema.CustomFields, error) {
		return r.catalogue.Add(r.custom, module, f)
	})
}

// RemoveField removes a custom field. Records keep its values unseen until a
// field of that name is added again.
func (s *Sim) RemoveField(module, apiName string) error {
	return s.world.Load().changeFields(func(r *rules) (schema.CustomFields, error) {
		return r.custom.Remove(module, apiName)
	})
}

func (w *world) changeFields(change func(*rules) (schema.CustomFields, error)) error {
	w.ruling.Lock()
	defer w.ruling.Unlock()
	before := w.rules.Load()
	custom, err := change(before)
	if err != nil {
		return fmt.Errorf("zohosim: %w", err)
	}
	w.rule(newRules(before.Settings, custom))
	return nil
}

func (c *controlCall) listCustomFields() (any, error) {
	fields := c.world.rules.Load().custom[c.params["module"]]
	if fields == nil {
		fields = []schema.Custom{}
	}
	return envelope{"fields": fields}, nil
}

func (c *controlCall) addCustomField() (any, error) {
	var in schema.Custom
	if err := decodeStrict(c.body, &in); err != nil {
		return nil, err
	}
	if err := c.sim.AddField(c.params["module"], in); err != nil {
		return nil, err
	}
	return c.listCustomFields()
}

func (c *controlCall) removeCustomField() (any, error) {
	if err := c.sim.RemoveField(c.params["module"], c.params["field"]); err != nil {
		return nil, err
	}
	return c.listCustomFields()
}

// uniqueOf is how the metadata tells that values may not repeat. Zoho accepts
// no other case_sensitive than false (create-custom-field page of v7).
func uniqueOf(f *schema.Field) envelope {
	if !f.Unique {
		return envelope{}
	}
	return envelope{"case_sensitive": false}
}

// externalOf is how the metadata tells that X-EXTERNAL takes a field.
func externalOf(f *schema.Field) any {
	if f.External == schema.NotExternal {
		return nil
	}
	return envelope{"type": f.External, "show": true}
}

package zohosim

import (
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// externals is what the header X-EXTERNAL says: that records are named by the
// value of an external field instead of their id (zoho-crm-api §2.5 and the
// pages "... using external ID" of v7). Its entries, parted by commas, are
// Contacts.External_ID for the module itself, Contacts.Account_Name.External_ID
// for a lookup, Events.What_Id->Accounts.External_ID for one of many modules.
type externals struct {
	base    *schema.Field
	lookups []externalLookup
}

// externalLookup is one lookup that is written by an external value.
type externalLookup struct {
	name   string // of the lookup field
	module *schema.Module
	field  *schema.Field // of the module looked up
}

// readExternals reads the header and puts the id of the path right. A value that
// no record has leaves an id that no record has.
func (c *call) readExternals() *reply {
	header := c.r.Header.Get("X-EXTERNAL")
	if header == "" || c.module == nil {
		return nil
	}
	for entry := range strings.SplitSeq(header, ",") {
		entry = strings.TrimSpace(entry)
		if !c.external.add(entry, c.module, c.rules.catalogue) {
			return c.requestProblem(problem.New("INVALID_DATA", "invalid data", problem.Details{"header": "X-EXTERNAL", "value": entry}))
		}
	}
	if value, inPath := c.params["id"]; inPath {
		c.params["id"] = c.recordID(value)
	}
	return nil
}

// add reads one entry; false where it names no external field.
func (e *externals) add(entry string, m *schema.Module, all *schema.Catalogue) bool {
	parts := strings.Split(entry, ".")
	if parts[0] != m.APIName || len(parts) < 2 || len(parts) > 3 {
		return false
	}
	if len(parts) == 2 {
		e.base = m.Field(parts[1])
		return isExternal(e.base)
	}
	name, target, multi := strings.Cut(parts[1], "->")
	lookup := m.Field(name)
	if lookup == nil || !lookup.Reference() {
		return false
	}
	if !multi {
		target = lookup.Target
	}
	there := all.Module(target)
	if there == nil || !isExternal(there.Field(parts[2])) {
		return false
	}
	e.lookups = append(e.lookups, externalLookup{name, there, there.Field(parts[2])})
	return true
}

func isExternal(f *schema.Field) bool { return f != nil && f.External != schema.NotExternal }

// recordID is the id that a name in the path or in ids= stands for.
func (c *call) recordID(name string) string {
	if c.external.base == nil {
		return name
	}
	r := c.world.holder(c.module.APIName, c.external.base, strings.ToLower(name), c.session.UserID, "")
	if r == nil {
		return ""
	}
	return r.ID
}

// itemID is how an item of PUT /{module} names its record: by id or, where the
// header says so, by the external field, which is mandatory then.
func (c *call) itemID(in item, path string) (string, *problem.Problem) {
	name := "id"
	if c.external.base != nil {
		name = c.external.base.APIName
	}
	value, isText := in[name].(string)
	switch {
	case in[name] == nil:
		return "", c.judge(path).mandatory(name)
	case !isText:
		return "", c.judge(path).invalid(name, problem.Details{"expected_data_type": "long"})
	}
	return c.recordID(value), nil
}

// resolved is an item whose lookups by external value have become lookups by
// id. An id beside the value does not count.
func (c *call) resolved(in item, path string) (item, *problem.Problem) {
	if len(c.external.lookups) == 0 {
		return in, nil
	}
	out := item{}
	for k, v := range in {
		out[k] = v
	}
	for _, l := range c.external.lookups {
		object, isObject := in[l.name].(map[string]any)
		value, given := object[l.field.APIName].(string)
		if !isObject || !given {
			continue
		}
		r := c.world.holder(l.module.APIName, l.field, strings.ToLower(value), c.session.UserID, "")
		if r == nil {
			return nil, problem.New("INVALID_DATA", "invalid data", nil).At(l.field.APIName, path+"."+l.name+"."+l.field.APIName)
		}
		out[l.name] = map[string]any{"id": r.ID, "module": map[string]any{"api_name": l.module.APIName}}
	}
	return out, nil
}

// alsoExternal adds the external value to the details of a write's answer, as
// the samples have it.
func (c *call) alsoExternal(details problem.Details, r *record.Record) problem.Details {
	if c.external.base != nil {
		details[c.external.base.APIName] = c.view.Field(c.external.base, r)
	}
	return details
}

package zohosim

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// upsert is POST /{module}/upsert (zoho-crm-api §2.5): an item whose value in a
// duplicate check field a record has already changes that record, any other is
// inserted; either way the answer is 200. Events, Calls and Tasks have none.
func (c *call) upsert() reply {
	if c.module.DuplicateCheck == "" {
		return c.moduleProblem(problem.New("INVALID_MODULE", "The given module is not supported in API", problem.Details{"resource_path_index": 0}))
	}
	checks, refused := c.checkFields()
	if refused != nil {
		return *refused
	}
	return c.writeItems(http.StatusOK, func(w record.Writer, in item, path string) ([]any, *problem.Problem) {
		return c.upsertItem(w, in, path, checks)
	})
}

func (c *call) upsertItem(w record.Writer, in item, path string, checks []*schema.Field) ([]any, *problem.Problem) {
	id, named := in["id"].(string) // the id forces an update
	var by *schema.Field
	if !named {
		id, by = c.twin(in, path, checks)
	}
	if id == "" {
		made, p := c.insertRecords(w, in, path)
		if p != nil {
			return nil, p
		}
		return []any{upserted("record added", "insert", nil, c.stamps(made[0]))}, nil
	}
	next, p := c.updateRecord(w, id, in, path, c.unknownItem(id, path))
	if p != nil {
		return nil, p
	}
	return []any{upserted("record updated", "update", by, c.stamps(next))}, nil
}

func upserted(message, action string, by *schema.Field, details problem.Details) envelope {
	done := success(message, details)
	done["action"], done["duplicate_field"] = action, nil
	if by != nil {
		done["duplicate_field"] = by.APIName
	}
	return done
}

// twin finds the record that an item repeats: the checks in their order, each
// against what the item holds. Of several records with one value the oldest is
// taken, which the documents do not say.
func (c *call) twin(in item, path string, checks []*schema.Field) (id string, by *schema.Field) {
	values, _ := c.judge(path).values(in)
	for _, f := range checks {
		if r := c.world.holder(c.module.APIName, f, keyOf(f, values, c.session.UserID), c.session.UserID, ""); r != nil {
			return r.ID, f
		}
	}
	return "", nil
}

// checkFields is the order of the duplicate check (§2.5, its table): the fields
// of duplicate_check_fields first, then the unique ones that it does not name;
// without it the module's own field and then the unique ones. The array stands
// in the body. A field of X-EXTERNAL is looked at before all.
func (c *call) checkFields() ([]*schema.Field, *reply) {
	var body map[string]any
	if p := c.decode(&body); p != nil {
		return nil, refusedFlat(p)
	}
	checks, refused := c.namedChecks(body["duplicate_check_fields"])
	if refused != nil {
		return nil, refused
	}
	if body["duplicate_check_fields"] == nil {
		checks = []*schema.Field{c.module.Field(c.module.DuplicateCheck)}
	}
	if c.external.base != nil {
		checks = slices.Insert(checks, 0, c.external.base)
	}
	for _, f := range c.module.Fields {
		if f.Unique && !slices.Contains(checks, f) {
			checks = append(checks, f)
		}
	}
	return checks, nil
}

// namedChecks reads duplicate_check_fields, in which only the module's own
// field and unique ones may stand. What becomes of others is a setting.
func (c *call) namedChecks(raw any) ([]*schema.Field, *reply) {
	names, isList := raw.([]any)
	if raw != nil && !isList {
		return nil, refusedInData(problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonarray"}).At("duplicate_check_fields", "$.duplicate_check_fields"))
	}
	var checks []*schema.Field
	for i, entry := range names {
		name, _ := entry.(string)
		f := c.module.Field(name)
		if f != nil && (f.Unique || f.APIName == c.module.DuplicateCheck) {
			checks = append(checks, f)
			continue
		}
		if c.rules.UnusableCheckFields == "reject" {
			return nil, refusedInData(problem.New("INVALID_DATA", "invalid data", nil).At("duplicate_check_fields", fmt.Sprintf("$.duplicate_check_fields[%d]", i)))
		}
	}
	return checks, nil
}

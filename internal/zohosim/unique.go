package zohosim

import (
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// keyOf is what a value of a field is compared as where duplicates count: text
// without regard to case (zoho-crm-api §2.5; the metadata's case_sensitive is
// always false), and of an external field of type user the caller's own value.
// It is empty where there is no value.
func keyOf(f *schema.Field, values record.Values, userID string) string {
	switch v := values[f.APIName].(type) {
	case string:
		return strings.ToLower(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case record.Private:
		return strings.ToLower(v[userID])
	default:
		return ""
	}
}

// holder finds the oldest live record with a key in a field, other than one of
// a given id; nil when there is none.
func (w *world) holder(module string, f *schema.Field, key, userID, but string) *record.Record {
	if key == "" {
		return nil
	}
	for _, r := range w.store.Live(module) {
		if r.ID != but && keyOf(f, r.Values, userID) == key {
			return r
		}
	}
	return nil
}

// duplicates refuses values that another record has in a unique or an external
// field (§2.5). A value that the record had before is left alone.
func (j judge) duplicates(before, next *record.Record) []*problem.Problem {
	var problems []*problem.Problem
	for _, f := range j.module.Fields {
		if !f.Unique && f.External == schema.NotExternal {
			continue
		}
		key := keyOf(f, next.Values, j.userID)
		if before != nil && key == keyOf(f, before.Values, j.userID) {
			continue
		}
		if twin := j.world.holder(j.module.APIName, f, key, j.userID, next.ID); twin != nil {
			problems = append(problems, j.duplicate(f, twin))
		}
	}
	return problems
}

// duplicate names the record that has the value already (§7, DUPLICATE_DATA).
func (j judge) duplicate(f *schema.Field, twin *record.Record) *problem.Problem {
	owner, _ := j.world.directory().user(twin.Ref("Owner").ID)
	return problem.New("DUPLICATE_DATA", "duplicate data", problem.Details{
		"id": twin.ID, "more_records": false,
		"duplicate_record": problem.Details{
			"id":     twin.ID,
			"Owner":  problem.Details{"name": owner.fullName(), "id": owner.ID, "zuid": zuid(owner.ID)},
			"module": problem.Details{"api_name": j.module.APIName, "id": j.module.ID},
		},
	}).At(f.APIName, j.path+"."+f.APIName)
}

package zohosim

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// maxItems is the most records of one write (zoho-crm-api §2.4, §2.5).
const maxItems = 100

// insert is POST /{module} (§2.4). Automation keys (trigger and the rest) are
// checked for their shape; the simulator runs no automation.
func (c *call) insert() reply {
	return c.writeItems(http.StatusCreated, c.insertItem)
}

// insertItem answers one result for each record made, which are several where a
// meeting recurs (§2.2).
func (c *call) insertItem(w record.Writer, in item, path string) ([]any, *problem.Problem) {
	made, p := c.insertRecords(w, in, path)
	if p != nil {
		return nil, p
	}
	results := make([]any, len(made))
	for i, r := range made {
		details := c.stamps(r)
		if r.Module != schema.NotesModule {
			details["$approval_state"] = "approved" // absent for notes (§2.4)
		}
		results[i] = success("record added", details)
	}
	return results, nil
}

func (c *call) insertRecords(w record.Writer, in item, path string) ([]*record.Record, *problem.Problem) {
	made, p := c.judge(path).made(in)
	if p != nil {
		return nil, p
	}
	for _, r := range made {
		w.Insert(r, c.at)
	}
	return made, nil
}

// updateMany is PUT /{module}: every item names its record (§2.5).
func (c *call) updateMany() reply {
	return c.writeItems(http.StatusOK, func(w record.Writer, in item, path string) ([]any, *problem.Problem) {
		id, p := c.itemID(in, path)
		if p != nil {
			return nil, p
		}
		return c.updateItem(w, id, in, path, c.unknownItem(id, path))
	})
}

func (c *call) unknownItem(id, path string) *problem.Problem {
	return problem.New("INVALID_DATA", "the id given seems to be invalid", problem.Details{"id": id, "api_name": "id", "json_path": path + ".id"})
}

// updateOne is PUT /{module}/{id} (§2.5).
func (c *call) updateOne() reply {
	return c.writeItems(http.StatusOK, func(w record.Writer, in item, path string) ([]any, *problem.Problem) {
		gone := problem.New("INVALID_DATA", "the id given seems to be invalid", problem.Details{"resource_path_index": 1})
		return c.updateItem(w, c.params["id"], in, path, gone)
	})
}

func (c *call) updateItem(w record.Writer, id string, in item, path string, gone *problem.Problem) ([]any, *problem.Problem) {
	next, p := c.updateRecord(w, id, in, path, gone)
	if p != nil {
		return nil, p
	}
	return []any{success("record updated", c.stamps(next))}, nil
}

// updateRecord changes the fields that are sent and no other (§2.5).
func (c *call) updateRecord(w record.Writer, id string, in item, path string, gone *problem.Problem) (*record.Record, *problem.Problem) {
	since, _ := record.ParseTime(c.r.Header.Get("If-Unmodified-Since"))
	j := c.judge(path)
	changes, problems := j.values(in)
	next, err := w.Update(c.module.APIName, id, c.at, func(current *record.Record) (*record.Record, error) {
		if p := c.mayChange(current, changes, since, path); p != nil {
			return nil, p
		}
		next := current.With(changes)
		if p := problem.Join(append(problems, j.settle(current, next, in, problems)...)); p != nil {
			return nil, p
		}
		return next, nil
	})
	var p *problem.Problem
	switch {
	case errors.As(err, &p):
		return nil, p
	case err != nil:
		return nil, gone
	}
	return next, nil
}

// deleteMany is DELETE /{module}?ids=a,b (§2.5).
func (c *call) deleteMany() reply {
	ids := strings.Split(c.query.Get("ids"), ",")
	if c.query.Get("ids") == "" {
		return bad("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", problem.Details{"param_name": "ids"})
	}
	if len(ids) > maxItems {
		return bad("LIMIT_EXCEEDED", "the number of ids exceeds the limit", problem.Details{"limit": maxItems, "param_name": "ids"})
	}
	var results []any
	for _, name := range ids {
		name = strings.TrimSpace(name)
		results = append(results, c.deleted(c.recordID(name), problem.Details{"id": name}))
	}
	return c.outcome(http.StatusOK, results)
}

// deleteOne is DELETE /{module}/{id}. Unlike with many, that the record is not
// there is told flat; that it is locked is not (§2.5; OAS26 record.json, OASY
// deleteRecord).
func (c *call) deleteOne() reply {
	result := c.deleted(c.params["id"], problem.Details{"resource_path_index": 1})
	if p, failed := result.(*problem.Problem); failed && p.Code == "INVALID_DATA" {
		return flat(http.StatusBadRequest, p)
	}
	return c.outcome(http.StatusOK, []any{result})
}

// deleted moves a record to the recycle bin, or says why not.
func (c *call) deleted(id string, where problem.Details) any {
	gone, err := c.world.store.Update(c.module.APIName, id, c.at, func(r *record.Record) (*record.Record, error) {
		if r.Locked {
			return nil, undeletable(id)
		}
		return r.Trashed(record.Deletion{At: c.at, By: c.session.UserID}), nil
	})
	var p *problem.Problem
	switch {
	case errors.As(err, &p):
		return p
	case err != nil:
		return problem.New("INVALID_DATA", "record not deleted", where)
	}
	c.applied = true
	return success("record deleted", c.alsoExternal(problem.Details{"id": id}, gone))
}

func (c *call) judge(path string) judge {
	return judge{world: c.world, rules: c.rules, module: c.module, path: path, userID: c.session.UserID, at: c.at, strict: true}
}

// writeItems runs a write over data[] and answers item by item, in order (§2.4).
// Between what a write reads and what it writes no other comes.
func (c *call) writeItems(success int, write func(w record.Writer, in item, path string) ([]any, *problem.Problem)) reply {
	items, refused := c.items()
	if refused != nil {
		return *refused
	}
	results := make([]any, 0, len(items))
	for i, raw := range items {
		path := fmt.Sprintf("$.data[%d]", i)
		in, isObject := raw.(map[string]any)
		if !isObject {
			results = append(results, problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonobject", "json_path": path}))
			continue
		}
		var done []any
		in, p := c.resolved(in, path)
		if p == nil {
			c.world.store.Alone(func(w record.Writer) { done, p = write(w, in, path) })
		}
		if p != nil {
			results = append(results, p)
			continue
		}
		c.applied = true
		results = append(results, done...)
	}
	return c.outcome(success, results)
}

// items reads data[] of the body. What is wrong with the request as a whole is
// answered inside data[] too, as Zoho's specification has it; a body that is
// not JSON is flat (§7).
func (c *call) items() ([]any, *reply) {
	var body map[string]any
	if p := c.decode(&body); p != nil {
		r := flat(http.StatusBadRequest, p)
		return nil, &r
	}
	at := problem.Details{"api_name": "data", "json_path": "$.data"}
	items, isArray := body["data"].([]any)
	switch {
	case body["data"] == nil || isArray && len(items) == 0:
		return nil, refusal(problem.New("MANDATORY_NOT_FOUND", "required field not found", at))
	case !isArray:
		return nil, refusal(problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonarray"}).At("data", "$.data"))
	case len(items) > c.mostItems():
		return nil, refusal(problem.New("LIMIT_EXCEEDED", "count of records in your request exceeds the limit", problem.Details{"maximum_length": c.mostItems(), "api_name": "data"}))
	}
	for _, key := range []string{"trigger", "apply_feature_execution", "skip_feature_execution"} {
		if _, isArray := body[key].([]any); body[key] != nil && !isArray {
			return nil, refusal(problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonarray"}).At(key, "$."+key))
		}
	}
	return items, nil
}

// mostItems is the most records of one write: a single one within a composite
// request (§4).
func (c *call) mostItems() int {
	if c.within != nil {
		return compositeWrites
	}
	return maxItems
}

func refusal(p *problem.Problem) *reply {
	r := inData(http.StatusBadRequest, p)
	return &r
}

// outcome is the status of §2.6: all well, 207 only when mixed, 400 when every
// item failed (so one failing record alone is 400), 412 when what failed was
// If-Unmodified-Since.
func (c *call) outcome(success int, results []any) reply {
	return c.outcomeIn("data", success, results)
}

// outcomeIn is outcome for answers whose items stand under another key.
func (c *call) outcomeIn(key string, success int, results []any) reply {
	var failed []*problem.Problem
	for _, r := range results {
		if p, isProblem := r.(*problem.Problem); isProblem {
			failed = append(failed, p)
		}
	}
	status := success
	switch {
	case len(failed) == 0:
	case len(failed) < len(results):
		status = http.StatusMultiStatus
	case !slices.ContainsFunc(failed, func(p *problem.Problem) bool { return p.Code != c.rules.UnmodifiedSinceCode }):
		status = http.StatusPreconditionFailed
	default:
		status = http.StatusBadRequest
	}
	return reply{status: status, body: envelope{key: results}}
}

func success(message string, details problem.Details) envelope {
	return envelope{"code": "SUCCESS", "status": "success", "message": message, "details": details}
}

// stamps are the details of a write's answer (§2.4).
func (c *call) stamps(r *record.Record) problem.Details {
	return c.alsoExternal(problem.Details{
		"id":           r.ID,
		"Created_Time": c.view.Time(r.Time("Created_Time")), "Modified_Time": c.view.Time(r.Time("Modified_Time")),
		"Created_By": c.userRef(r.Ref("Created_By").ID), "Modified_By": c.userRef(r.Ref("Modified_By").ID),
	}, r)
}

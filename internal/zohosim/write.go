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

func (c *call) insertItem(in item, path string) (any, *problem.Problem) {
	r, p := c.judge(path).created(in)
	if p != nil {
		return nil, p
	}
	c.world.store.Insert(r, c.at)
	details := c.stamps(r)
	if r.Module != schema.NotesModule {
		details["$approval_state"] = "approved" // absent for notes (§2.4)
	}
	return success("record added", details), nil
}

// updateMany is PUT /{module}: every item names its id (§2.5).
func (c *call) updateMany() reply {
	return c.writeItems(http.StatusOK, func(in item, path string) (any, *problem.Problem) {
		id, named := in["id"].(string)
		if !named {
			return nil, c.judge(path).mandatory("id")
		}
		gone := problem.New("INVALID_DATA", "the id given seems to be invalid", problem.Details{"id": id, "api_name": "id", "json_path": path + ".id"})
		return c.updateItem(id, in, path, gone)
	})
}

// updateOne is PUT /{module}/{id} (§2.5).
func (c *call) updateOne() reply {
	return c.writeItems(http.StatusOK, func(in item, path string) (any, *problem.Problem) {
		gone := problem.New("INVALID_DATA", "the id given seems to be invalid", problem.Details{"resource_path_index": 1})
		return c.updateItem(c.params["id"], in, path, gone)
	})
}

// updateItem changes the fields that are sent and no other. With
// If-Unmodified-Since a record changed later than that is ALREADY_MODIFIED;
// times have a granularity of one second, so two writes within one second can
// pass (§2.5).
func (c *call) updateItem(id string, in item, path string, gone *problem.Problem) (any, *problem.Problem) {
	since, given := record.ParseTime(c.r.Header.Get("If-Unmodified-Since"))
	j := c.judge(path)
	changes, problems := j.values(in)
	next, err := c.world.store.Update(c.module.APIName, id, c.at, func(current *record.Record) (*record.Record, error) {
		if given && current.Time("Modified_Time").After(since) {
			return nil, problem.New("ALREADY_MODIFIED", "record updated time has already passed if-unmodified-since time", c.stamps(current))
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
	return success("record updated", c.stamps(next)), nil
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
	for _, id := range ids {
		id = strings.TrimSpace(id)
		results = append(results, c.deleted(id, problem.Details{"id": id}))
	}
	return c.outcome(http.StatusOK, results)
}

// deleteOne is DELETE /{module}/{id}. Unlike that of many, its failure is flat
// (§2.5; OAS26 record.json and its newest examples agree).
func (c *call) deleteOne() reply {
	result := c.deleted(c.params["id"], problem.Details{"resource_path_index": 1})
	if p, failed := result.(*problem.Problem); failed {
		return flat(http.StatusBadRequest, p)
	}
	return c.outcome(http.StatusOK, []any{result})
}

// deleted moves a record to the recycle bin, or says that it is not there.
func (c *call) deleted(id string, where problem.Details) any {
	if err := c.world.store.Delete(c.module.APIName, id, record.Deletion{At: c.at, By: c.session.UserID}); err != nil {
		return problem.New("INVALID_DATA", "record not deleted", where)
	}
	c.applied = true
	return success("record deleted", problem.Details{"id": id})
}

func (c *call) judge(path string) judge {
	return judge{world: c.world, rules: c.rules, module: c.module, path: path, userID: c.session.UserID, at: c.at, strict: true}
}

// writeItems runs a write over data[] and answers item by item, in order (§2.4).
func (c *call) writeItems(success int, write func(in item, path string) (any, *problem.Problem)) reply {
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
		done, p := write(in, path)
		if p != nil {
			results = append(results, p)
			continue
		}
		c.applied = true
		results = append(results, done)
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
	case len(items) > maxItems:
		return nil, refusal(problem.New("LIMIT_EXCEEDED", "the number of records exceeds the limit", problem.Details{"maximum_length": maxItems}).At("data", "$.data"))
	}
	for _, key := range []string{"trigger", "apply_feature_execution", "skip_feature_execution"} {
		if _, isArray := body[key].([]any); body[key] != nil && !isArray {
			return nil, refusal(problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "jsonarray"}).At(key, "$."+key))
		}
	}
	return items, nil
}

func refusal(p *problem.Problem) *reply {
	r := inData(http.StatusBadRequest, p)
	return &r
}

// outcome is the status of §2.6: all well, 207 only when mixed, 400 when every
// item failed (so one failing record alone is 400), 412 when what failed was
// If-Unmodified-Since.
func (c *call) outcome(success int, results []any) reply {
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
	case !slices.ContainsFunc(failed, func(p *problem.Problem) bool { return p.Code != "ALREADY_MODIFIED" }):
		status = http.StatusPreconditionFailed
	default:
		status = http.StatusBadRequest
	}
	return reply{status: status, body: envelope{"data": results}}
}

func success(message string, details problem.Details) envelope {
	return envelope{"code": "SUCCESS", "status": "success", "message": message, "details": details}
}

// stamps are the details of a write's answer (§2.4).
func (c *call) stamps(r *record.Record) problem.Details {
	by := func(name string) envelope {
		u, _ := c.world.directory().user(r.Ref(name).ID)
		return envelope{"name": u.fullName(), "id": u.ID}
	}
	return problem.Details{
		"id":           r.ID,
		"Created_Time": c.view.Time(r.Time("Created_Time")), "Modified_Time": c.view.Time(r.Time("Modified_Time")),
		"Created_By": by("Created_By"), "Modified_By": by("Modified_By"),
	}
}

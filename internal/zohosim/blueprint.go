package zohosim

import (
	"errors"
	"net/http"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// getBlueprint is GET /{module}/{id}/actions/blueprint (zoho-crm-api §7;
// OpenAPI, blueprint.json; blueprint page of v7): where the process stands and
// where it may go, which here is every other value of its field.
func (c *call) getBlueprint() reply {
	r, f, refused := c.inProcess()
	if refused != nil {
		return *refused
	}
	transitions := []any{}
	for _, choice := range f.Choices {
		if choice.Display != r.String(f.APIName) {
			transitions = append(transitions, c.transition(choice))
		}
	}
	return ok(envelope{"blueprint": envelope{
		"process_info": envelope{
			"id": f.ProcessID, "name": f.Label + " process", "api_name": f.APIName, "field_id": f.ID, "field_label": f.Label, "field_name": f.Label,
			"field_value": r.Values[f.APIName], "column_name": f.APIName, "is_continuous": false, "continuous": false, "escalation": nil,
		},
		"transitions": transitions,
	}})
}

// transition is named by the id of the value that it leads to.
func (c *call) transition(to schema.Choice) envelope {
	return envelope{
		"id": to.ID, "name": "To " + to.Display, "type": "manual", "next_field_value": to.Display, "criteria_matched": true, "criteria_message": nil,
		"data": envelope{}, "fields": []any{}, "next_transitions": []any{}, "percent_partial_save": 0, "color_code": nil, "text_color_code": nil,
		"execution_time": nil, "sequence": 1,
	}
}

// inProcess finds the record of the path and the field of its Blueprint.
func (c *call) inProcess() (*record.Record, *schema.Field, *reply) {
	r := c.world.store.Get(c.module.APIName, c.params["id"])
	if r == nil {
		return nil, nil, new(bad("INVALID_DATA", "invalid data", problem.Details{"resource_path_index": 1}))
	}
	if r.Locked {
		return nil, nil, refusedFlat(locked())
	}
	f := c.module.Field(r.Blueprint)
	if f == nil {
		return nil, nil, new(bad("RECORD_NOT_IN_PROCESS", "record not in process", nil))
	}
	return r, f, nil
}

// proceed is PUT /{module}/{id}/actions/blueprint: it takes the transition that
// transition_id names, the only way to change the field.
func (c *call) proceed() reply {
	_, f, refused := c.inProcess()
	if refused != nil {
		return *refused
	}
	var body struct {
		Blueprint []struct {
			TransitionID string         `json:"transition_id"`
			Data         map[string]any `json:"data"`
		} `json:"blueprint"`
	}
	if p := c.decode(&body); p != nil {
		return flat(http.StatusBadRequest, p)
	}
	if len(body.Blueprint) == 0 || body.Blueprint[0].TransitionID == "" {
		return bad("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": "transition_id", "json_path": "$.blueprint[0].transition_id"})
	}
	for _, choice := range f.Choices {
		if choice.ID == body.Blueprint[0].TransitionID {
			return c.proceedTo(f, choice, body.Blueprint[0].Data)
		}
	}
	return bad("INVALID_DATA", "invalid transition", problem.Details{"api_name": "transition_id", "json_path": "$.blueprint[0].transition_id"})
}

// proceedTo changes the field and what data holds beside it.
func (c *call) proceedTo(f *schema.Field, to schema.Choice, data item) reply {
	j := c.judge("$.blueprint[0].data")
	changes, problems := j.values(data)
	changes[f.APIName] = to.Display
	_, err := c.world.store.Update(c.module.APIName, c.params["id"], c.at, func(current *record.Record) (*record.Record, error) {
		next := current.With(changes)
		if p := problem.Join(append(problems, j.settle(current, next, data, problems)...)); p != nil {
			return nil, p
		}
		return next, nil
	})
	var p *problem.Problem
	switch {
	case errors.As(err, &p):
		return flat(http.StatusBadRequest, p)
	case err != nil:
		return bad("INVALID_DATA", "invalid data", problem.Details{"resource_path_index": 1})
	}
	c.applied = true
	return ok(success("transition updated successfully", problem.Details{}))
}

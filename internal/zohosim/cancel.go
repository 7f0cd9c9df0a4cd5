package zohosim

import (
	"errors"
	"slices"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// cancelEvent is POST /Events/{id}/actions/cancel (zoho-crm-api §2.7): once,
// before the meeting's end, and only when participants were invited. The record
// stays; its state shows in $event_cancelled. Errors are flat, as the
// specification's schema has them.
func (c *call) cancelEvent() reply {
	c.visit.module = schema.EventsModule
	if p := c.cancelBody(); p != nil {
		return flat(400, p)
	}
	_, err := c.world.store.Update(schema.EventsModule, c.params["id"], c.at, func(e *record.Record) (*record.Record, error) {
		if p := c.mayCancel(e); p != nil {
			return nil, p
		}
		return e.With(record.Values{
			schema.EventCancelled: true, "Modified_Time": c.at, "Modified_By": record.Ref{ID: c.session.UserID},
		}), nil
	})
	var p *problem.Problem
	switch {
	case errors.As(err, &p):
		return flat(400, p)
	case err != nil:
		return bad("INVALID_DATA", "the id given seems to be invalid", problem.Details{"api_name": "id", "json_path": "$.id"})
	}
	c.applied = true
	return ok(envelope{"data": []any{success("The event is successfully cancelled", problem.Details{"id": c.params["id"]})}})
}

// cancelBody checks send_cancelling_mail, which is mandatory.
func (c *call) cancelBody() *problem.Problem {
	var body struct {
		Data []map[string]any `json:"data"`
	}
	if p := c.decode(&body); p != nil {
		return p
	}
	const name, path = "send_cancelling_mail", "$.data[0].send_cancelling_mail"
	if len(body.Data) == 0 || body.Data[0][name] == nil {
		return problem.New("MANDATORY_NOT_FOUND", "required field not found", problem.Details{"api_name": name, "json_path": path})
	}
	if _, isBool := body.Data[0][name].(bool); !isBool {
		return problem.New("INVALID_DATA", "invalid data", problem.Details{"expected_data_type": "boolean"}).At(name, path)
	}
	return nil
}

func (c *call) mayCancel(e *record.Record) *problem.Problem {
	if cancelled, _ := e.Values[schema.EventCancelled].(bool); cancelled {
		return problem.New("NOT_ALLOWED", "The event is already cancelled", nil)
	}
	invited := slices.ContainsFunc(participantsOf(e), func(p record.Participant) bool { return p.Invited })
	if c.rules.CancelNeedsInvite && !invited {
		return problem.New("NOT_ALLOWED", "The event cannot be cancelled without inviting participants", nil)
	}
	if !c.at.Before(e.Time("End_DateTime")) {
		return problem.New("NOT_ALLOWED", "The event cannot be cancelled after its end time", nil)
	}
	return nil
}

package zoho

import (
	"context"
	"encoding/json"
	"net/http"
)

// Blueprint is the process that a record is in. While it lasts, the field that
// the process owns changes by its transitions alone; an ordinary update of it
// is [CodeRecordInBlueprint] (zoho-crm-api §7).
type Blueprint struct {
	Process     Process      `json:"process_info"`
	Transitions []Transition `json:"transitions"`
}

// Process says which field of the record is owned, and its state.
type Process struct {
	Name string `json:"name"`
	// Field is the API name of the field, Value its present value.
	Field string `json:"api_name"`
	Value string `json:"field_value"`
	// Continuous says that the process advances by itself where it can.
	Continuous bool `json:"is_continuous"`
}

// Transition is a step that the process allows now.
type Transition struct {
	// ID is text or a number, by source; here it is text.
	ID   json.Number `json:"id"`
	Name string      `json:"name"`
	// NextValue is what the owned field will hold.
	NextValue string `json:"next_field_value"`
	// CriteriaMatched says that the record meets the step's conditions.
	CriteriaMatched bool `json:"criteria_matched"`
	// Fields are those that the step asks for or may set.
	Fields []TransitionField `json:"fields"`
}

// TransitionField is a field that a transition asks for.
type TransitionField struct {
	APIName   string `json:"api_name"`
	Label     string `json:"display_label"`
	DataType  string `json:"data_type"`
	Mandatory bool   `json:"mandatory"`
}

// Blueprint reads the process that a record is in
// (GET /{module}/{id}/actions/blueprint). A record in none is
// [CodeRecordNotInProcess].
func (c *Client) Blueprint(ctx context.Context, module, id string) (Blueprint, error) {
	req, err := recordRequest(http.MethodGet, module, id, "actions", "blueprint")
	if err != nil {
		return Blueprint{}, err
	}
	ans, err := c.send(ctx, req)
	if err != nil {
		return Blueprint{}, err
	}
	var out struct {
		Blueprint *Blueprint `json:"blueprint"`
	}
	found, err := ans.decode(&out)
	switch {
	case err != nil:
		return Blueprint{}, err
	case !found:
		return Blueprint{}, ans.nothing()
	case out.Blueprint == nil:
		return Blueprint{}, ans.unreadable(nil)
	}
	return *out.Blueprint, nil
}

// Advance takes a record through a transition of its process
// (PUT /{module}/{id}/actions/blueprint), with values for the fields that the
// transition asks for.
func (c *Client) Advance(ctx context.Context, module, id, transitionID string, values map[string]any) error {
	req, err := recordRequest(http.MethodPut, module, id, "actions", "blueprint")
	if err != nil {
		return err
	}
	type step struct {
		Transition string         `json:"transition_id"`
		Data       map[string]any `json:"data,omitempty"`
	}
	body := struct {
		Blueprint []step `json:"blueprint"`
	}{[]step{{transitionID, values}}}
	if req.body, err = encode(req, body); err != nil {
		return err
	}
	ans, err := c.send(ctx, req)
	if err != nil {
		return err
	}
	return ans.accepted()
}

// accepted reads an answer that is one flat outcome.
func (a answer) accepted() error {
	var outcome zohoFault
	if err := json.Unmarshal(a.body, &outcome); err == nil && outcome.code() == codeSuccess && a.status >= 200 && a.status <= 299 {
		return nil
	}
	if _, failed := faultIn(a.body); failed || a.status < 200 || a.status > 299 {
		return a.failure()
	}
	return a.unreadable(nil)
}

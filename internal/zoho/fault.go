package zoho

import (
	"encoding/json"
	"strings"
)

// zohoFault is an error object as Zoho writes it, alone or as one item of a
// list (zoho-crm-api §7).
type zohoFault struct {
	// Code is a string; some 429 answers have the number there and the name
	// in "error".
	Code    json.RawMessage `json:"code"`
	Name    string          `json:"error"`
	Message string          `json:"message"`
	Status  string          `json:"status"`
	Details json.RawMessage `json:"details"`
	// Action and DuplicateField stand in the items of an upsert.
	Action         string `json:"action"`
	DuplicateField string `json:"duplicate_field"`
	// ID marks a record, which may have fields of these names: an error has
	// its ids in the details.
	ID json.RawMessage `json:"id"`
}

// code is empty where there is only a name: gateways say {"error": ...} too, and
// theirs is no proof that Zoho refused anything.
func (f zohoFault) code() Code {
	var code string
	if json.Unmarshal(f.Code, &code) != nil && f.Code != nil && isName(f.Name) {
		code = f.Name
	}
	return Code(code)
}

// faultIn finds the error in a body: a flat one, or the first failed item of
// the lists that Zoho puts errors into.
func faultIn(body []byte) (zohoFault, bool) {
	var flat zohoFault
	if json.Unmarshal(body, &flat) == nil && flat.failed() {
		return flat, true
	}
	var lists map[string]json.RawMessage
	if json.Unmarshal(body, &lists) != nil {
		return zohoFault{}, false
	}
	for _, name := range [...]string{"data", "watch", "users", "notes", "__composite_requests", "users_unavailability", "shift_hours"} {
		var items []zohoFault
		if json.Unmarshal(lists[name], &items) != nil {
			continue
		}
		for _, item := range items {
			if item.failed() && item.Message != "" && item.ID == nil {
				return item, true
			}
		}
	}
	return zohoFault{}, false
}

// failed tells an error object from a record, which has neither a code nor
// the word "error" as its status.
func (f zohoFault) failed() bool {
	return f.code() != "" && f.code() != codeSuccess && (strings.EqualFold(f.Status, "error") || f.Name != "")
}

// error is the exported form, with what is certain about a write.
func (f zohoFault) error(r request, status int) *Error {
	e := &Error{
		Status: status, Code: f.code(), Message: f.Message, Method: r.method, Path: r.path,
		Details: f.details(),
	}
	e.Field, _ = e.Details["api_name"].(string)
	if e.Field == "" {
		e.Field, _ = e.Details["param_name"].(string)
	}
	e.JSONPath, _ = e.Details["json_path"].(string)
	if r.read || surelyRefused(status, e.Code) {
		e.Applied = NotApplied
	}
	if e.Code == CodeMultipleErrors {
		e.Others = f.others(r, status)
		for _, other := range e.Others {
			e.Applied = min(e.Applied, other.Applied) // the doubt of one is the doubt of all
		}
	}
	return e
}

// surelyRefused reports that Zoho itself turned a write down: it gave a code,
// and neither status nor code speak of trouble on its side.
func surelyRefused(status int, code Code) bool {
	if refusedOutright(status) {
		return true
	}
	trouble := code == CodeInternalError || code == CodeInternalServerError || code == CodeServiceUnavailable ||
		code == CodeDependentServiceError || code == CodeRequestTimeout
	return code != "" && !trouble && status < 500
}

func (f zohoFault) details() map[string]any {
	var details map[string]any
	if decodeNumbers(f.Details, &details) != nil {
		return nil
	}
	return details
}

func (f zohoFault) others(r request, status int) []*Error {
	var inner struct {
		Errors []zohoFault `json:"errors"`
	}
	if json.Unmarshal(f.Details, &inner) != nil {
		return nil
	}
	others := make([]*Error, len(inner.Errors))
	for i, other := range inner.Errors {
		others[i] = other.error(r, status)
	}
	return others
}

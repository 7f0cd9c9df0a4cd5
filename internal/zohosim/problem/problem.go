// Package problem is the one shape in which Zoho reports that something is
// wrong: code, details, message, status (zoho-crm-api §7). The parts of the
// simulator that judge a request return it; the HTTP layer decides whether it
// is answered flat or inside data[], and with which status.
package problem

import (
	"maps"
	"strings"
)

// Details are the machine-readable particulars, such as api_name and json_path.
type Details map[string]any

// Problem is one entry of Zoho's error catalogue. It marshals to the wire form.
type Problem struct {
	Code    string  `json:"code"`
	Details Details `json:"details"`
	Message string  `json:"message"`
	Status  string  `json:"status"`
}

// New makes a problem; nil details are answered as an empty object.
func New(code, message string, details Details) *Problem {
	if details == nil {
		details = Details{}
	}
	return &Problem{Code: code, Details: details, Message: message, Status: "error"}
}

// Error makes a problem usable as an error inside the simulator.
func (p *Problem) Error() string { return p.Code + ": " + p.Message }

// At returns the problem with api_name and json_path added, which is how item
// errors say what they are about.
func (p *Problem) At(apiName, jsonPath string) *Problem {
	details := Details{"api_name": apiName, "json_path": jsonPath}
	for k, v := range p.Details {
		details[k] = v
	}
	return New(p.Code, p.Message, details)
}

// Embraces reports whether another problem is about the same field or about a part
// of it.
func (p *Problem) Embraces(other *Problem) bool {
	field, _ := p.Details["json_path"].(string)
	part, _ := other.Details["json_path"].(string)
	return p.Details["api_name"] == other.Details["api_name"] || strings.HasPrefix(part, field+".")
}

// Join folds the problems of one item into what Zoho answers for it: the
// problem itself, or MULTIPLE_OR_MULTI_ERRORS around several (zoho-crm-api §7).
func Join(all []*Problem) *Problem {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		errors := make([]*Problem, len(all))
		for i, p := range all {
			errors[i] = p.amongOthers()
		}
		return New("MULTIPLE_OR_MULTI_ERRORS", "Multiple errors in the request", Details{"errors": errors})
	}
}

// amongOthers is the problem as one of several: DUPLICATE_DATA then lacks the id
// of the other record, which duplicate_record still has (zoho-crm-api §7).
func (p *Problem) amongOthers() *Problem {
	if p.Code != "DUPLICATE_DATA" {
		return p
	}
	details := maps.Clone(p.Details)
	delete(details, "id")
	return New(p.Code, p.Message, details)
}

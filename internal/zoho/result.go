package zoho

import "encoding/json"

// Result is what became of one record of a write.
type Result struct {
	// ID of the record, where Zoho names one.
	ID string
	// Code is "SUCCESS" for a record that was written.
	Code Code
	// Message is Zoho's sentence, such as "record added".
	Message string
	// CreatedTime and ModifiedTime are Zoho's, for inserts and updates.
	CreatedTime, ModifiedTime DateTime
	// Action is what an upsert did, [ActionInsert] or [ActionUpdate], and
	// DuplicateField the field by which it found the record, if any
	// (zoho-crm-api §2.5). Both are empty for other writes.
	Action, DuplicateField string
	// Err is nil for a record that was written, else an *[Error].
	Err error
}

// results reads the items of an answer to a write of records.
func (a answer) results() ([]Result, error) {
	items, err := a.items("data")
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(items))
	for i, item := range items {
		results[i] = a.result(item)
	}
	return results, nil
}

// items reads the list of outcomes that an answer to a write holds under a
// name. They come with 200, 201, 202 and 207, and with 400 and 412 if every
// item failed (zoho-crm-api §2.6). Anything else is an error.
func (a answer) items(name string) ([]zohoFault, error) {
	var envelope map[string]json.RawMessage
	var items []zohoFault
	err := json.Unmarshal(a.body, &envelope)
	if err == nil {
		err = json.Unmarshal(envelope[name], &items)
	}
	if err == nil && len(items) > 0 && a.status < 500 && !refusedOutright(a.status) {
		return items, nil
	}
	if _, failed := faultIn(a.body); failed || a.status < 200 || a.status > 299 {
		return nil, a.failure()
	}
	return nil, a.unreadable(err)
}

func (a answer) result(item zohoFault) Result {
	r := Result{Code: item.code(), Message: item.Message, Action: item.Action, DuplicateField: item.DuplicateField}
	var details struct {
		ID           string   `json:"id"`
		CreatedTime  DateTime `json:"Created_Time"`
		ModifiedTime DateTime `json:"Modified_Time"`
	}
	// Details of a failed item vary in form; those of a success must have an id.
	err := json.Unmarshal(item.Details, &details)
	r.ID, r.CreatedTime, r.ModifiedTime = details.ID, details.CreatedTime, details.ModifiedTime
	if r.Err = a.refusal(item); r.Err == nil && (err != nil || r.ID == "") {
		r.Err = a.unreadable(err)
	}
	return r
}

// refusal is nil for an item that says it went well, in an answer that may say
// so. An item that claims neither success nor failure, or success under a
// status of failure, proves nothing.
func (a answer) refusal(item zohoFault) error {
	switch {
	case item.code() == codeSuccess && a.status >= 200 && a.status <= 299:
		return nil
	case item.failed():
		return item.error(a.request, a.status)
	}
	return a.unreadable(nil)
}

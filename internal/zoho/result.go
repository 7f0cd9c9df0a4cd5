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
	// Err is nil for a record that was written, else an *[Error].
	Err error
}

// results reads the items of an answer to a write. They come with 200, 201,
// 202 and 207, and with 400 and 412 if every item failed (zoho-crm-api §2.6).
// Anything else is an error.
func (a answer) results() ([]Result, error) {
	var envelope struct {
		Data []zohoFault `json:"data"`
	}
	err := json.Unmarshal(a.body, &envelope)
	if err == nil && len(envelope.Data) > 0 && a.status < 500 && !refusedOutright(a.status) {
		results := make([]Result, len(envelope.Data))
		for i, item := range envelope.Data {
			results[i] = a.result(item)
		}
		return results, nil
	}
	if _, failed := faultIn(a.body); failed || a.status < 200 || a.status > 299 {
		return nil, a.failure()
	}
	return nil, a.unreadable(err)
}

func (a answer) result(item zohoFault) Result {
	r := Result{Code: item.code(), Message: item.Message}
	var details struct {
		ID           string   `json:"id"`
		CreatedTime  DateTime `json:"Created_Time"`
		ModifiedTime DateTime `json:"Modified_Time"`
	}
	// Details of a failed item vary in form; those of a success must have an id.
	err := json.Unmarshal(item.Details, &details)
	r.ID, r.CreatedTime, r.ModifiedTime = details.ID, details.CreatedTime, details.ModifiedTime
	switch {
	case r.Code != codeSuccess:
		r.Err = item.error(a.request, a.status)
	case err != nil || r.ID == "":
		r.Err = a.unreadable(err)
	}
	return r
}

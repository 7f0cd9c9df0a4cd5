package zoho

import (
	"context"
	"encoding/json"
	"net/http"
)

// Conversion says how [Client.ConvertLead] turns a lead into records of other
// modules. The zero value makes a contact and, if the lead names a company, an
// account, and no deal.
type Conversion struct {
	// AccountID and ContactID are existing records to convert into; empty
	// makes new ones.
	AccountID, ContactID string
	// Overwrite lets the lead's values replace those of existing records.
	Overwrite bool
	// NotifyLeadOwner and NotifyNewOwner send mails about the conversion.
	NotifyLeadOwner, NotifyNewOwner bool
	// AssignTo is the user who will own what is made; empty leaves the
	// lead's owner.
	AssignTo string
	// Deal is a deal to make as well, with at least Deal_Name, Stage,
	// Closing_Date and, where the organisation uses pipelines, Pipeline.
	Deal *Deal
}

// MarshalJSON writes Zoho's form, in which what is not wanted is absent.
func (c Conversion) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Overwrite       bool   `json:"overwrite"`
		NotifyLeadOwner bool   `json:"notify_lead_owner"`
		NotifyNewOwner  bool   `json:"notify_new_entity_owner"`
		Account         Lookup `json:"Accounts,omitzero"`
		Contact         Lookup `json:"Contacts,omitzero"`
		AssignTo        Lookup `json:"assign_to,omitzero"`
		Deal            *Deal  `json:"Deals,omitempty"`
	}{
		c.Overwrite, c.NotifyLeadOwner, c.NotifyNewOwner,
		Ref(c.AccountID), Ref(c.ContactID), Ref(c.AssignTo), c.Deal,
	})
}

// Converted names what a lead became. Account and Deal are empty where none
// was made.
type Converted struct {
	Contact Lookup `json:"Contacts"`
	Account Lookup `json:"Accounts"`
	Deal    Lookup `json:"Deals"`
	// JobID is set, and the rest empty, where Zoho put the conversion off to
	// a job of its own.
	JobID string `json:"job_id"`
}

// ConvertLead turns a lead into a contact, an account and a deal
// (POST /Leads/{id}/actions/convert, zoho-crm-api §2.8). The lead is then
// absent from lists and searches that do not ask for converted ones. A lead
// that was converted before is [CodeAlreadyConverted]; a stage, pipeline and
// layout that do not go together are [CodeMappingMismatch]. The call costs
// five credits.
func (c *Client) ConvertLead(ctx context.Context, id string, how Conversion) (Converted, error) {
	req, err := recordRequest(http.MethodPost, "Leads", id, "actions", "convert")
	if err != nil {
		return Converted{}, err
	}
	if req.body, err = encode(req, writeBody{Data: []Conversion{how}}); err != nil {
		return Converted{}, err
	}
	ans, err := c.send(ctx, req)
	if err != nil {
		return Converted{}, err
	}
	return ans.converted()
}

func (a answer) converted() (Converted, error) {
	items, err := a.items("data")
	if err != nil {
		return Converted{}, err
	}
	var done Converted
	err = json.Unmarshal(items[0].Details, &done)
	later := items[0].code() == codeScheduled && a.status < 300 && err == nil && done.JobID != ""
	if later {
		return Converted{JobID: done.JobID}, nil
	}
	if refusal := a.refusal(items[0]); refusal != nil {
		return Converted{}, refusal
	}
	if err != nil || done.Contact.ID == "" {
		return Converted{}, a.unreadable(err)
	}
	return done, nil
}
